import { ETHEREUM_FORKS, OP_STACK_FORKS, SIMULATED_ACCOUNTS, type SimulatedNetwork, simulateNetwork } from '@defimon/core/testing'
import { computeAddress, keccak256 } from 'ethers'
import { describe, expect, it } from 'vitest'
import {
  blockSize,
  bloomOf,
  encodeByEthers,
  encodeReceipt,
  encodeWithdrawal,
  headerHash,
  listRootByMpt,
} from './independent-ethereum.ts'

type Json = Record<string, unknown>

async function ask(network: SimulatedNetwork, method: string, ...params: unknown[]): Promise<unknown> {
  const response = await network.fetch(network.network.endpoints[0]!.url, {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const body = (await response.json()) as { result?: unknown; error?: unknown }
  if (body.error) throw new Error(JSON.stringify(body.error))
  return body.result
}

/** Recomputes all of a block with code that the simulation does not use. Gives the transaction types seen. */
async function prove(network: SimulatedNetwork, number: number): Promise<string[]> {
  const block = (await ask(network, 'eth_getBlockByNumber', `0x${number.toString(16)}`, true)) as Json
  const receipts = (await ask(network, 'eth_getBlockReceipts', block['hash'])) as Json[]
  const transactions = block['transactions'] as Json[]
  expect(headerHash(block)).toBe(block['hash'])
  const encoded = transactions.map((transaction) => {
    const byEthers = encodeByEthers(transaction)
    expect(keccak256(byEthers.encoded)).toBe(transaction['hash'])
    expect(byEthers.from).toBe(transaction['from'])
    return byEthers.encoded
  })
  expect(await listRootByMpt(encoded)).toBe(block['transactionsRoot'])
  expect(await listRootByMpt(receipts.map(encodeReceipt))).toBe(block['receiptsRoot'])
  expect(Number(block['size'])).toBe(blockSize(block, encoded))
  const logs = receipts.flatMap((receipt) => {
    expect(bloomOf(receipt['logs'] as Json[])).toBe(receipt['logsBloom'])
    return receipt['logs'] as Json[]
  })
  expect(bloomOf(logs)).toBe(block['logsBloom'])
  expect(logs.map((log) => Number(log['logIndex']))).toEqual(logs.map((_, index) => index))
  if (network.network.stack === 'evm' && block['withdrawals']) {
    expect(await listRootByMpt((block['withdrawals'] as Json[]).map(encodeWithdrawal))).toBe(block['withdrawalsRoot'])
  }
  const oracle = network.chain.block(number)!
  expect([oracle.hash, oracle.parentHash, oracle.transactionCount, oracle.logCount]).toEqual([
    block['hash'],
    block['parentHash'],
    transactions.length,
    logs.length,
  ])
  return transactions.map((transaction) => String(transaction['type']))
}

describe('simulated accounts', () => {
  it('have the addresses of their keys', () => {
    for (const { privateKey, address } of SIMULATED_ACCOUNTS) {
      expect(computeAddress(`0x${privateKey.toString(16).padStart(64, '0')}`).toLowerCase()).toBe(address)
    }
  })
})

describe('simulated Ethereum', () => {
  it.each(ETHEREUM_FORKS)('has blocks of %s that ethers and an independent trie agree with', async (fork) => {
    const network = simulateNetwork({ stack: 'evm', fork, seed: `proof/${fork}`, blocks: 8, transactionsPerBlock: 6 })
    const types = new Set<string>()
    for (const { number } of network.chain.canonical()) for (const type of await prove(network, number)) types.add(type)
    const expected = { homestead: 1, byzantium: 1, berlin: 2, london: 3, shanghai: 3, cancun: 4, prague: 5 }
    expect(types.size).toBe(expected[fork])
  })

  it('has correct blocks of any size', async () => {
    let count = 0
    const sizes = [0, 1, 2, 17, 129]
    const network = simulateNetwork({
      stack: 'evm',
      blocks: sizes.length,
      transactionsPerBlock: () => sizes[count++ % sizes.length]!,
    })
    for (const block of network.chain.canonical()) await prove(network, block.number)
    expect(network.chain.canonical().map((block) => block.transactionCount)).toContain(129)
  })
})

describe('simulated OP Stack', () => {
  it.each(OP_STACK_FORKS)('has blocks of %s that ethers and an independent trie agree with', async (fork) => {
    const network = simulateNetwork({ stack: 'op-stack', fork, seed: `proof/${fork}`, blocks: 14, transactionsPerBlock: 4 })
    let deposits = 0
    for (const { number } of network.chain.canonical()) {
      const types = await prove(network, number)
      expect(types[0]).toBe('0x7e')
      deposits += types.filter((type) => type === '0x7e').length
    }
    expect(deposits).toBeGreaterThan(14)
  })
})
