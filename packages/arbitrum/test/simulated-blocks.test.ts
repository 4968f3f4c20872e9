import { arbitrumSource } from '@defimon/arbitrum'
import { type Runtime, systemRuntime } from '@defimon/core'
import { type SimulatedNetwork, simulateNetwork } from '@defimon/core/testing'
import { concat, encodeRlp, keccak256, Transaction, toBeHex } from 'ethers'
import { describe, expect, it } from 'vitest'

type Json = Readonly<Record<string, unknown>>

async function ask(network: SimulatedNetwork, method: string, ...params: unknown[]): Promise<unknown> {
  const response = await network.fetch(network.network.endpoints[0]!.url, {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  return ((await response.json()) as { result: unknown }).result
}

const quantity = (value: unknown): string => {
  const number = BigInt(String(value))
  return number === 0n ? '0x' : toBeHex(number)
}
const address = (value: unknown): string => (value === null ? '0x' : String(value))

/** The payload of each type of Nitro, as core/types/arb_types.go orders its fields. */
const PAYLOADS: Readonly<Record<string, (json: Json) => readonly string[]>> = {
  '0x64': ({ requestId, from, to, value }) => [String(requestId), String(from), address(to), quantity(value)],
  '0x65': ({ from, nonce, gasPrice, gas, to, value, input }) => [
    String(from),
    quantity(nonce),
    quantity(gasPrice),
    quantity(gas),
    address(to),
    quantity(value),
    String(input),
  ],
  '0x66': ({ requestId, from, maxFeePerGas, gas, to, value, input }) => [
    String(requestId),
    String(from),
    quantity(maxFeePerGas),
    quantity(gas),
    address(to),
    quantity(value),
    String(input),
  ],
  '0x68': ({ nonce, from, maxFeePerGas, gas, to, value, input, ticketId, refundTo, maxRefund, submissionFeeRefund }) => [
    quantity(nonce),
    String(from),
    quantity(maxFeePerGas),
    quantity(gas),
    address(to),
    quantity(value),
    String(input),
    String(ticketId),
    String(refundTo),
    quantity(maxRefund),
    quantity(submissionFeeRefund),
  ],
  '0x69': (json) => [
    String(json['requestId']),
    String(json['from']),
    quantity(json['l1BaseFee']),
    quantity(json['depositValue']),
    quantity(json['maxFeePerGas']),
    quantity(json['gas']),
    address(json['retryTo']),
    quantity(json['retryValue']),
    String(json['beneficiary']),
    quantity(json['maxSubmissionFee']),
    String(json['refundTo']),
    String(json['retryData']),
  ],
  '0x6a': ({ input }) => [String(input)],
}

function hashByEthers(json: Json): string {
  const type = String(json['type'])
  const payload = PAYLOADS[type]
  if (!payload) return String(json['hash'])
  return keccak256(concat([type, encodeRlp([quantity(json['chainId']), ...payload(json)])]))
}

const HEADER = [
  'parentHash sha3Uncles miner stateRoot transactionsRoot receiptsRoot logsBloom',
  'difficulty# number# gasLimit# gasUsed# timestamp# extraData mixHash nonce baseFeePerGas#',
]
  .join(' ')
  .split(' ')

function headerItems(block: Json, fields: readonly string[] = HEADER): string[] {
  return fields.map((name) => (name.endsWith('#') ? quantity(block[name.slice(0, -1)]) : String(block[name])))
}

function headerHash(block: Json): string {
  return keccak256(encodeRlp(headerItems(block)))
}

/** The real time, and the simulated network alone to ask. */
const simulatedRuntime = (simulated: SimulatedNetwork): Runtime => ({ ...systemRuntime(), fetch: simulated.fetch })

describe('a simulated Nitro chain', () => {
  it('has blocks whose hashes ethers agrees with, and every type of Nitro', async () => {
    const simulated = simulateNetwork({ stack: 'arbitrum', blocks: 40, seed: 'proof' })
    const types = new Set<string>()
    for (const { number } of simulated.chain.canonical()) {
      const block = (await ask(simulated, 'eth_getBlockByNumber', `0x${number.toString(16)}`, true)) as Json
      expect(headerHash(block)).toBe(block['hash'])
      const transactions = block['transactions'] as readonly Json[]
      expect(transactions[0]).toMatchObject({ type: '0x6a', input: expect.stringMatching(/^0x6bf6a42d/) })
      for (const transaction of transactions) {
        types.add(String(transaction['type']))
        expect(hashByEthers(transaction)).toBe(transaction['hash'])
      }
      const submission = transactions.find(({ type }) => type === '0x69')
      const retry = transactions.find(({ type }) => type === '0x68')
      expect(retry?.['ticketId']).toBe(submission?.['hash'])
      const packed = String(block['mixHash']).slice(2)
      expect(Number(`0x${packed.slice(16, 32)}`)).toBe(Number(block['l1BlockNumber']))
      expect(block['extraData']).toBe(block['sendRoot'])
    }
    expect([...types].sort()).toEqual(['0x0', '0x1', '0x2', '0x4', '0x64', '0x65', '0x66', '0x68', '0x69', '0x6a'])
  })

  it('has blocks from before Nitro as Nitro nodes serve them: the header hashes, transactions keep foreign hashes', async () => {
    const simulated = simulateNetwork({ stack: 'arbitrum', era: 'classic', blocks: 6 })
    const source = arbitrumSource({ ...simulated.network, id: 'arbitrum_one' }, { runtime: simulatedRuntime(simulated) })
    for (const { number } of simulated.chain.canonical()) {
      const shown = (await ask(simulated, 'eth_getBlockByNumber', `0x${number.toString(16)}`, true)) as Json
      expect(shown['baseFeePerGas']).toBeUndefined()
      expect(keccak256(encodeRlp(headerItems(shown, HEADER.slice(0, -1))))).toBe(shown['hash'])
      expect(new Set((shown['transactions'] as readonly Json[]).map(({ type }) => type))).toEqual(new Set(['0x78']))
      const block = await source.getBlock(number)
      expect(block.verification.passed).toEqual(expect.arrayContaining(['identity', 'block-hash']))
      expect(block.verification.skipped).toEqual(
        expect.arrayContaining([
          { check: 'transactions-root', reason: expect.stringContaining('before Nitro') },
          { check: 'receipts-root', reason: expect.stringContaining('before Nitro') },
        ]),
      )
      expect(block.l1Origin).toMatchObject({ network: 'ethereum', number: Number(shown['l1BlockNumber']) })
      expect(block.transactions.map(({ type }) => type)).toEqual(block.transactions.map(() => '0x78'))
      expect(block.transactions.every(({ status }) => status !== undefined)).toBe(true)
    }
    await source.close()
  })

  it('drops tips in receipts, unless its header says that they are collected', async () => {
    for (const collectsTips of [false, true]) {
      const simulated = simulateNetwork({ stack: 'arbitrum', blocks: 8, collectsTips })
      let above = 0
      for (const { hash } of simulated.chain.canonical()) {
        const block = (await ask(simulated, 'eth_getBlockByHash', hash, false)) as Json
        for (const receipt of (await ask(simulated, 'eth_getBlockReceipts', hash)) as readonly Json[]) {
          if (BigInt(String(receipt['effectiveGasPrice'])) > BigInt(String(block['baseFeePerGas']))) above += 1
        }
      }
      expect(above > 0).toBe(collectsTips)
    }
  })

  it('says where its data are and what its parent is', () => {
    const nova = simulateNetwork({ stack: 'arbitrum', data: 'anytrust' }).network
    expect(nova).toMatchObject({ category: 'optimium', dataAvailability: 'dac', parent: 'ethereum' })
    expect(simulateNetwork({ stack: 'arbitrum', parent: 'base' }).network.parent).toBe('base')
  })

  it('signs what users send', async () => {
    const simulated = simulateNetwork({ stack: 'arbitrum', blocks: 4 })
    const block = (await ask(simulated, 'eth_getBlockByNumber', 'latest', true)) as Json
    const signed = (block['transactions'] as readonly Json[]).filter(({ type }) => type === '0x2')
    for (const json of signed) {
      const transaction = Transaction.from({
        type: 2,
        chainId: String(json['chainId']),
        nonce: Number(json['nonce']),
        to: json['to'] as string | null,
        gasLimit: String(json['gas']),
        maxFeePerGas: String(json['maxFeePerGas']),
        maxPriorityFeePerGas: String(json['maxPriorityFeePerGas']),
        value: String(json['value']),
        data: String(json['input']),
        accessList: json['accessList'] as [],
        signature: {
          r: `0x${String(json['r']).slice(2).padStart(64, '0')}`,
          s: `0x${String(json['s']).slice(2).padStart(64, '0')}`,
          yParity: Number(json['yParity']) as 0 | 1,
        },
      })
      expect(transaction.from?.toLowerCase()).toBe(json['from'])
    }
  })
})
