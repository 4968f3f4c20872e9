import {
  LINEA_FORKS,
  POLYGON_ZKEVM_FORKS,
  SCROLL_FORKS,
  type SimulatedNetwork,
  simulateNetwork,
  TAIKO_FORKS,
} from '@defimon/core/testing'
import { concat, encodeRlp, hexlify, keccak256, toBeArray } from 'ethers'
import { describe, expect, it } from 'vitest'
import { bloomOf, encodeByEthers, encodeReceipt, headerHash, listRootByMpt } from './independent-ethereum.ts'

type Json = Record<string, unknown>

async function ask(network: SimulatedNetwork, method: string, ...params: unknown[]): Promise<unknown> {
  const response = await network.fetch(network.network.endpoints[0]!.url, {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  return ((await response.json()) as { result?: unknown }).result
}

const quantity = (value: unknown): string => (BigInt(String(value)) === 0n ? '0x' : hexlify(toBeArray(BigInt(String(value)))))

/** A message from L1 in Scroll's form, by ethers' RLP; everything else as Ethereum has it. */
function encode(json: Json): string {
  if (json['type'] !== '0x7e') return encodeByEthers(json).encoded
  const { queueIndex, gas, to, value, input, sender } = json
  const fields = [quantity(queueIndex), quantity(gas), String(to), quantity(value), String(input), String(sender)]
  return concat(['0x7e', encodeRlp(fields)])
}

/** Recomputes all of a block with code that the simulation does not use. Gives the transaction types seen. */
async function prove(network: SimulatedNetwork, number: number): Promise<string[]> {
  const block = (await ask(network, 'eth_getBlockByNumber', `0x${number.toString(16)}`, true)) as Json
  const receipts = (await ask(network, 'eth_getBlockReceipts', block['hash'])) as Json[]
  const transactions = block['transactions'] as Json[]
  expect(headerHash(block)).toBe(block['hash'])
  const encoded = transactions.map(encode)
  expect(encoded.map((each) => keccak256(each))).toEqual(transactions.map(({ hash }) => hash))
  for (const transaction of transactions.filter(({ type }) => type !== '0x7e')) {
    expect(encodeByEthers(transaction).from).toBe(transaction['from'])
  }
  if (network.network.stack !== 'zksync') {
    expect(await listRootByMpt(encoded)).toBe(block['transactionsRoot'])
    expect(await listRootByMpt(receipts.map(encodeReceipt))).toBe(block['receiptsRoot'])
    expect(bloomOf(receipts.flatMap(({ logs }) => logs as Json[]))).toBe(block['logsBloom'])
  }
  const oracle = network.chain.block(number)!
  expect([oracle.hash, oracle.parentHash, oracle.transactionCount]).toEqual([
    block['hash'],
    block['parentHash'],
    transactions.length,
  ])
  return transactions.map(({ type }) => String(type))
}

async function typesOf(network: SimulatedNetwork): Promise<string[]> {
  const types = new Set<string>()
  for (const { number } of network.chain.canonical()) for (const type of await prove(network, number)) types.add(type)
  return [...types].sort()
}

describe('simulated blocks that ethers and an independent trie agree with', () => {
  it.each(SCROLL_FORKS)('Scroll, %s', async (fork) => {
    const types = await typesOf(simulateNetwork({ stack: 'scroll', fork, blocks: 10 }))
    const expected = {
      bernoulli: ['0x0', '0x7e'],
      curie: ['0x0', '0x1', '0x2', '0x7e'],
      'euclid-v2': ['0x0', '0x1', '0x2', '0x4', '0x7e'],
    }
    expect(types).toEqual(expected[fork])
  })

  it.each(LINEA_FORKS)('Linea, %s', async (fork) => {
    const types = await typesOf(simulateNetwork({ stack: 'linea', fork, blocks: 10 }))
    expect(types).toEqual(fork === 'clique' ? ['0x0', '0x1', '0x2'] : ['0x0', '0x1', '0x2', '0x4'])
  })

  it.each(TAIKO_FORKS)('Taiko, %s', async (fork) => {
    expect(await typesOf(simulateNetwork({ stack: 'taiko', fork, blocks: 10 }))).toEqual(['0x0', '0x1', '0x2'])
  })

  it.each(POLYGON_ZKEVM_FORKS)('Polygon zkEVM, %s', async (fork) => {
    const types = await typesOf(simulateNetwork({ stack: 'polygon-zkevm', fork, blocks: 10 }))
    expect(types).toEqual(fork === 'london' ? ['0x0', '0x1', '0x2'] : ['0x0'])
  })

  it('ZKsync OS, as far as the header and the types of Ethereum go', async () => {
    const network = simulateNetwork({ stack: 'zksync', fork: 'zksync-os', blocks: 8 })
    for (const { number } of network.chain.canonical().filter((block) => block.number % 3 !== 0)) await prove(network, number)
    const [withPriority] = network.chain.canonical().filter((block) => block.number % 3 === 0)
    const block = (await ask(network, 'eth_getBlockByHash', withPriority!.hash, false)) as Json
    expect(headerHash(block)).toBe(withPriority!.hash)
  })
})
