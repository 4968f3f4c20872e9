import type { Check, L2Network } from '@defimon/core'
import type { CheckResult } from '@defimon/core/adapter'
import { SIMULATED_ACCOUNTS, simulateNetwork, virtualRuntime, ZKSYNC_FORKS, type ZksyncFork } from '@defimon/core/testing'
import { getLogs, type RpcObject, verifySenders } from '@defimon/evm'
import { AbiCoder, concat, keccak256, Signature, Transaction, toBeHex } from 'ethers'
import { describe, expect, it } from 'vitest'
import { utils } from 'zksync-ethers'
import { zksyncDialect, zksyncDriver, zksyncSource } from '../src/zksync/index.ts'

type Json = Record<string, unknown>

interface Simulated {
  readonly network: L2Network<'zksync'>
  readonly blocks: readonly { readonly block: Json; readonly receipts: readonly Json[] }[]
}

async function simulate(fork: ZksyncFork, blocks = 35): Promise<Simulated> {
  const startMs = Date.UTC(fork === 'era-vm-before-13' ? 2023 : 2025, 2, 24)
  const simulated = simulateNetwork({ stack: 'zksync', fork, blocks, startMs, safeDepth: 4 })
  const ask = async (method: string, ...params: unknown[]): Promise<unknown> => {
    const response = await simulated.fetch(simulated.network.endpoints[0]!.url, {
      method: 'POST',
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    })
    return ((await response.json()) as { result: unknown }).result
  }
  const answers = simulated.chain.canonical().map(async ({ hash }) => ({
    block: (await ask('eth_getBlockByHash', hash, true)) as Json,
    receipts: (await ask('eth_getBlockReceipts', hash)) as Json[],
  }))
  return { network: simulated.network, blocks: await Promise.all(answers) }
}

async function verify(network: L2Network<'zksync'>, block: Json, receipts: readonly Json[]): Promise<readonly CheckResult[]> {
  const driver = zksyncDriver(network)
  const raw = { block, receipts }
  return driver.verify(raw, driver.decode(raw, 'receipts'), 'receipts')
}

function resultOf(results: readonly CheckResult[], check: Check): CheckResult | undefined {
  return results.find((result) => result.check === check)
}

const transactionsOf = ({ block }: { readonly block: Json }): Json[] => block['transactions'] as Json[]

const word = (value: unknown): string => toBeHex(BigInt(String(value)), 32)

/** The hash of a transaction by ethers, or by zksync-ethers where it is zkSync's. Legacy ones may have been signed without a chain id. */
function hashesBySdk(json: Json): string[] {
  const type = Number(json['type'] ?? 0)
  const big = (name: string): bigint => BigInt(String(json[name]))
  const common = { to: json['to'] as string | null, nonce: Number(json['nonce']), gasLimit: big('gas'), value: big('value') }
  const prices = { maxFeePerGas: big('maxFeePerGas'), maxPriorityFeePerGas: big('maxPriorityFeePerGas') }
  if (type === 0xff) {
    const fields = [0xff, json['from'], json['to'], big('gas'), 800, big('maxFeePerGas'), 0, 0, big('nonce'), big('value')]
    const reserved = [big('value') + big('gas') * big('maxFeePerGas'), BigInt(String(json['from'])), 0, 0]
    const tuple = `tuple(${'uint256,'.repeat(10)}uint256[4],bytes,bytes,uint256[],bytes,bytes)`
    const values = [...fields.map((each) => BigInt(each as bigint)), reserved, json['input'], '0x', [], '0x', '0x']
    return [keccak256(AbiCoder.defaultAbiCoder().encode([tuple], [values]))]
  }
  const parity = Number(json['yParity'] ?? (Number(json['v']) >= 35 ? (Number(json['v']) - 35) % 2 : json['v'])) as 0 | 1
  const signature = Signature.from({ r: word(json['r']), s: word(json['s']), yParity: parity })
  const request = { ...common, type, data: String(json['input']), chainId: big('chainId') }
  if (type === 0x71) {
    const signed = { ...request, ...prices, to: String(json['to']), from: String(json['from']) }
    return [utils.eip712TxHash(signed, { v: signature.v, r: signature.r, s: signature.s })]
  }
  const legacy = { gasPrice: json['gasPrice'] as string }
  const { chainId: _, ...withoutChainId } = request
  if (type === 0) return [request, withoutChainId].map((each) => Transaction.from({ ...each, ...legacy, signature }).hash!)
  return [Transaction.from({ ...request, accessList: [], ...(type === 1 ? legacy : prices), signature }).hash!]
}

describe('simulated blocks of EraVM', () => {
  it('hold all types, with the hashes that ethers and zksync-ethers give them', async () => {
    const { blocks } = await simulate('era-vm')
    const seen = new Set<unknown>()
    for (const transaction of blocks.flatMap(transactionsOf)) {
      expect(hashesBySdk(transaction), String(transaction['type'])).toContain(transaction['hash'])
      seen.add(transaction['type'])
    }
    expect([...seen].map(String).sort()).toEqual(['0x0', '0x1', '0x2', '0x71', '0xff', 'undefined'])
  })

  it('have the hash of number, time, parent and transactions', async () => {
    const { blocks } = await simulate('era-vm', 4)
    for (const { block } of blocks) {
      const rolling = (block['transactions'] as Json[]).reduce(
        (hash, transaction) => keccak256(concat([hash, String(transaction['hash'])])),
        word(0),
      )
      const parts = [word(block['number']), word(block['timestamp']), String(block['parentHash']), rolling]
      expect(keccak256(concat(parts))).toBe(block['hash'])
    }
  })
})

describe('the checks of the ZK Stack', () => {
  it.each(ZKSYNC_FORKS)('find nothing wrong in %s, and say what they left out', async (fork) => {
    const { network, blocks } = await simulate(fork)
    for (const { block, receipts } of blocks) {
      const results = await verify(network, block, receipts)
      expect(results.map(({ check, outcome }) => `${check} ${outcome}`)).toEqual([
        'block-hash passed',
        'transactions-root skipped',
        'receipts-root skipped',
      ])
    }
  })

  it('recover who signed, in whatever form the signature is shown', async () => {
    const { blocks } = await simulate('era-vm')
    const accounts = SIMULATED_ACCOUNTS.map(({ address }) => address)
    let recovered = 0
    for (const { block } of blocks) {
      const verdict = await verifySenders(block as RpcObject, { dialect: zksyncDialect })
      expect(verdict.contradictions).toEqual([])
      recovered += verdict.recovered
    }
    expect(recovered).toBeGreaterThan(50)
    const [first] = blocks.flatMap(transactionsOf).filter(({ type }) => type === '0x2')
    const lie = { ...first, from: accounts.find((address) => address !== first?.['from']) }
    const verdict = await verifySenders({ ...blocks[0]!.block, transactions: [lie] }, { dialect: zksyncDialect })
    expect(verdict.contradictions).toHaveLength(1)
  })

  it('hold a changed transaction of type 0, 1 or 2 against its hash', async () => {
    const { network, blocks } = await simulate('era-vm')
    for (const type of [undefined, '0x0', '0x1', '0x2']) {
      const found = blocks.find((each) => transactionsOf(each).some((transaction) => transaction['type'] === type))!
      const block = structuredClone(found.block)
      const transaction = transactionsOf({ block }).find((each) => each['type'] === type)!
      transaction['value'] = `0x${(BigInt(String(transaction['value'])) + 1n).toString(16)}`
      const result = resultOf(await verify(network, block, found.receipts), 'transactions-root')
      expect(result, String(type)).toMatchObject({ outcome: 'mismatch', claimed: transaction['hash'] })
    }
  })

  it('take a log without a transaction for the bootloader’s, and any other foreign hash for a lie', async () => {
    const { network, blocks } = await simulate('era-vm')
    const found = blocks.find(({ receipts }) => receipts.some(({ logs }) => (logs as Json[]).length > 0))!
    const withLogsOf = (transactionHash: string): Json[] =>
      found.receipts.map((receipt) => ({
        ...receipt,
        logs: (receipt['logs'] as Json[]).map((log) => ({ ...log, transactionHash })),
      }))
    const system = await verify(network, found.block, withLogsOf(word(0)))
    expect(resultOf(system, 'receipts-root')?.outcome).toBe('skipped')
    const foreign = await verify(network, found.block, withLogsOf(word(1)))
    expect(resultOf(foreign, 'receipts-root')).toMatchObject({
      outcome: 'mismatch',
      detail: 'transactionHash of a log of a receipt',
    })
  })

  it('hold the gas of the block against that of its receipts, and the batch of a transaction against its block’s', async () => {
    const { network, blocks } = await simulate('era-vm')
    const sealed = blocks.find((each) => each.block['l1BatchNumber'] !== null && transactionsOf(each).length > 0)!
    const moreGas = await verify(network, { ...sealed.block, gasUsed: '0x1' }, sealed.receipts)
    expect(resultOf(moreGas, 'receipts-root')).toMatchObject({ outcome: 'mismatch', claimed: '0x1' })
    const transactions = transactionsOf(sealed).map((transaction) => ({ ...transaction, l1BatchNumber: '0x1' }))
    const otherBatch = await verify(network, { ...sealed.block, transactions }, sealed.receipts)
    expect(resultOf(otherBatch, 'transactions-root')).toMatchObject({ detail: 'l1BatchNumber of a transaction' })
  })

  it('skip unknown types, and the block comes through', async () => {
    const { network, blocks } = await simulate('era-vm')
    const found = blocks.find((each) => transactionsOf(each).length > 0)!
    const transactions = transactionsOf(found).map((transaction) => ({ ...transaction, type: '0x55' }))
    const block = { ...found.block, transactions }
    expect(resultOf(await verify(network, block, found.receipts), 'transactions-root')?.outcome).toBe('skipped')
    const decoded = zksyncDriver(network).decode({ block }, 'transactions')
    expect(decoded.transactions?.map(({ type, kind }) => [type, kind])).toEqual(transactions.map(() => ['0x55', 'user']))
  })

  it('skip the hash of a block with a field that came later', async () => {
    const { network, blocks } = await simulate('era-vm', 1)
    const block = { ...blocks[0]!.block, hash: word(7), interopRoot: word(1), transactions: [] }
    const result = resultOf(await verify(network, block, []), 'block-hash')
    expect(result).toEqual({ check: 'block-hash', outcome: 'skipped', reason: 'unknown header field interopRoot' })
  })
})

describe('decoded blocks of the ZK Stack', () => {
  it('name the batch once it is sealed', async () => {
    const { network, blocks } = await simulate('era-vm')
    const decode = (at: number) => zksyncDriver(network).decode(blocks[at]!, 'receipts')
    const sealed = decode(0)
    expect(sealed.fields).toMatchObject({ l1BatchNumber: Math.floor(sealed.number / 4), l1BatchTimestampMs: sealed.timestampMs })
    expect(decode(blocks.length - 1).fields).not.toHaveProperty('l1BatchNumber')
  })

  it('name messages to L1 by what the receipts say', async () => {
    const { network, blocks } = await simulate('era-vm')
    const { block, receipts } = blocks.find((each) => transactionsOf(each).length > 0)!
    const log = { sender: `0x${'00'.repeat(18)}8008`, key: word(5), value: word(6), isService: true, transactionLogIndex: '0x2' }
    const sent = receipts.map((receipt, index) => ({ ...receipt, l2ToL1Logs: index === 0 ? [{ ...log, shardId: '0x0' }] : [] }))
    const [first, ...others] = zksyncDriver(network).decode({ block, receipts: sent }, 'receipts').transactions!
    expect(first!.fields.l2ToL1Logs).toEqual([{ ...log, transactionLogIndex: 2 }])
    for (const other of others) expect(other.fields.l2ToL1Logs).toEqual([])
  })

  it('tell deposits from L1 and upgrades from what users sent', async () => {
    const { network, blocks } = await simulate('era-vm')
    const kinds = new Set<string>()
    for (const each of blocks) {
      for (const { type, kind } of zksyncDriver(network).decode(each, 'receipts').transactions!) kinds.add(`${type} ${kind}`)
    }
    expect([...kinds].sort()).toEqual(['0x0 user', '0x1 user', '0x2 user', '0x71 user', '0xff deposit'])
  })
})

describe('logs of EraVM', () => {
  it('are found although the headers have no bloom', async () => {
    const runtime = virtualRuntime()
    const simulated = simulateNetwork({ stack: 'zksync', runtime, mining: 'manual', blocks: 8 })
    runtime.connect(simulated)
    const source = zksyncSource(simulated.network, { runtime })
    const { first, head } = simulated.chain
    const found: { checkedBy: string; count: number }[] = []
    await runtime.runUntil(
      (async () => {
        for await (const { logs, checkedBy } of getLogs(source, {}, { from: first.number, to: head.number })) {
          found.push({ checkedBy, count: logs.length })
        }
      })(),
    )
    const count = simulated.chain.canonical().reduce((sum, { logCount }) => sum + logCount, 0)
    expect(found).toEqual([{ checkedBy: 'nothing', count }])
    await runtime.runUntil(source.close())
  })
})
