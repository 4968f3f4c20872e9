import { OP_STACK_CHAINS, type OpStackChain, simulateNetwork } from '@defimon/core/testing'
import { concat, decodeRlp, encodeRlp, keccak256, type RlpStructuredDataish, recoverAddress, toBeHex } from 'ethers'
import { describe, expect, it } from 'vitest'

type Json = Readonly<Record<string, unknown>>

const quantity = (value: unknown): string => {
  const number = BigInt(String(value))
  return number === 0n ? '0x' : toBeHex(number)
}
const bytes = (value: unknown): string => (value === null || value === undefined ? '0x' : String(value))
const rlpHash = (type: string, list: RlpStructuredDataish): string =>
  keccak256(type === '0x0' ? encodeRlp(list) : concat([type, encodeRlp(list)]))

/** Names of a list's fields; `#` marks a quantity, `[]` a list that is empty. */
const PAYLOADS: Readonly<Record<string, string>> = {
  '0x64':
    'chainId# nonce# maxPriorityFeePerGas# maxFeePerGas# gas# to value# input expiredTime# payerV# payerR# payerS# v# r# s#',
  '0x7a': 'chainId# nonce# maxPriorityFeePerGas# maxFeePerGas# gas# to value# input [] feeCurrency maxFeeInFeeCurrency# v# r# s#',
  '0x7b': 'chainId# nonce# maxPriorityFeePerGas# maxFeePerGas# gas# to value# input [] feeCurrency v# r# s#',
  '0x7c':
    'chainId# nonce# maxPriorityFeePerGas# maxFeePerGas# gas# feeCurrency gatewayFeeRecipient gatewayFee# to value# input [] v# r# s#',
  legacy: 'nonce# gasPrice# gas# feeCurrency gatewayFeeRecipient gatewayFee# to value# input v# r# s#',
  queued: 'nonce# gasPrice# gas# to value# input v# r# s#',
  mantle: 'sourceHash from to mint? value# gas# isSystem ethValue? input ethTxValue!',
  kroma: 'sourceHash from to mint? value# gas# input',
}

/** The list that a layout makes of a JSON: `?` is empty where absent, `!` is left out where absent. */
function listOf(layout: string, json: Json): string[] {
  return layout.split(' ').flatMap((name) => {
    if (name === '[]') return [[] as unknown as string]
    if (name === 'isSystem') return [json['isSystemTx'] === true ? '0x01' : '0x']
    const key = name.replace(/[#?!]$/, '')
    if (name.endsWith('#')) return [quantity(json[key])]
    if (name.endsWith('?')) return [json[key] === undefined ? '0x' : quantity(json[key])]
    if (name.endsWith('!')) return json[key] === undefined ? [] : [quantity(json[key])]
    return [bytes(json[key])]
  })
}

function layoutOf(chain: OpStackChain, json: Json): string | undefined {
  if (json['type'] === '0x7e') return PAYLOADS[chain]
  if (json['ethCompatible'] === false) return PAYLOADS['legacy']
  if (json['queueOrigin'] === 'l1') return PAYLOADS['queued']
  return json['type'] === '0x0' ? undefined : PAYLOADS[String(json['type'])]
}

const HEADER =
  'parentHash sha3Uncles miner stateRoot transactionsRoot receiptsRoot logsBloom difficulty# number# gasLimit# gasUsed# timestamp# extraData mixHash nonce baseFeePerGas# withdrawalsRoot blobGasUsed# excessBlobGas# parentBeaconBlockRoot requestsHash'

function headerHash(block: Json): string {
  const extraData = String(block['extraData'])
  const shown: Json = 'randomness' in block ? { ...block, extraData: withoutJointSeal(extraData) } : block
  const present = HEADER.split(' ').filter((name) => shown[name.replace('#', '')] !== undefined)
  return keccak256(encodeRlp(listOf(present.join(' '), shown)))
}

function withoutJointSeal(extraData: string): string {
  const seals = decodeRlp(`0x${extraData.slice(66)}`) as RlpStructuredDataish[]
  seals[4] = ['0x', '0x', '0x']
  return concat([extraData.slice(0, 66), encodeRlp(seals)])
}

async function blocksOf(chain: OpStackChain): Promise<readonly Json[]> {
  const simulated = simulateNetwork({ stack: 'op-stack', chain, blocks: 40, seed: `proof/${chain}` })
  return Promise.all(
    simulated.chain.canonical().map(async ({ hash }) => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getBlockByHash', params: [hash, true] })
      const response = await simulated.fetch(simulated.network.endpoints[0]!.url, { method: 'POST', body })
      return ((await response.json()) as { result: Json }).result
    }),
  )
}

/** What of each chain ethers cannot encode by itself. */
const OWN: Readonly<Record<OpStackChain, readonly string[]>> = {
  celo: ['0x7a', '0x7b', '0x7c'],
  'celo-gingerbread': ['0x0', '0x7b', '0x7c'],
  'celo-own-chain': ['0x0', '0x7c'],
  kroma: ['0x7e'],
  mantle: ['0x7e'],
  metis: ['0x0'],
  opbnb: [],
  'ronin-own-chain': ['0x64'],
}

describe.each(OP_STACK_CHAINS)('simulated %s', (chain) => {
  it('has headers and transactions of its own that ethers hashes to the same', async () => {
    const seen = new Set<string>()
    for (const block of await blocksOf(chain)) {
      expect(headerHash(block)).toBe(block['hash'])
      for (const transaction of block['transactions'] as readonly Json[]) {
        const layout = layoutOf(chain, transaction)
        if (layout === undefined) continue
        const type = String(transaction['type'])
        seen.add(type)
        expect(rlpHash(type, listOf(layout, transaction))).toBe(transaction['hash'])
      }
    }
    expect([...seen].sort()).toEqual(OWN[chain])
  })
})

describe('what is signed', () => {
  it('by a sender and a payer of Ronin recovers to both', async () => {
    let count = 0
    for (const block of await blocksOf('ronin-own-chain')) {
      for (const json of block['transactions'] as readonly Json[]) {
        if (json['type'] !== '0x64') continue
        const list = listOf(String(PAYLOADS['0x64']), json)
        const signature = { r: toBeHex(String(json['r']), 32), s: toBeHex(String(json['s']), 32) }
        const unsigned = keccak256(concat(['0x64', encodeRlp(list.slice(0, -3))]))
        expect(recoverAddress(unsigned, { ...signature, yParity: Number(json['v']) as 0 | 1 }).toLowerCase()).toBe(json['from'])
        const offered = keccak256(encodeRlp([list[0]!, String(json['from']), ...list.slice(1, 9)]))
        const payer = { r: toBeHex(String(json['payerR']), 32), s: toBeHex(String(json['payerS']), 32) }
        expect(recoverAddress(offered, { ...payer, yParity: Number(json['payerV']) as 0 | 1 }).toLowerCase()).toBe(json['payer'])
        count += 1
      }
    }
    expect(count).toBe(40)
  })
})

describe('simulated opBNB', () => {
  it('tells blocks of one second apart, in mixHash too', async () => {
    const simulated = simulateNetwork({ stack: 'op-stack', chain: 'opbnb', blocks: 8, blockTimeMs: 500 })
    const times = simulated.chain.canonical().map(({ timestampMs }) => timestampMs)
    expect(new Set(times).size).toBe(8)
    expect(times.map((time) => time % 1000)).toContain(500)
    for (const block of await blocksOf('opbnb')) {
      const milliseconds = Number(String(block['mixHash']).slice(0, 6))
      expect(Number(block['milliTimestamp'])).toBe(Number(block['timestamp']) * 1000 + milliseconds)
    }
  })
})
