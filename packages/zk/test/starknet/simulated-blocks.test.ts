import { simulateNetwork } from '@defimon/core/testing'
import { hash } from 'starknet'
import { describe, expect, it } from 'vitest'

/** A short string as a felt. */
const text = (value: string): bigint => BigInt(`0x${Buffer.from(value).toString('hex')}`)

interface Header {
  readonly [field: string]: string
}

interface Prices {
  readonly [field: string]: { readonly price_in_wei: string; readonly price_in_fri: string }
}

/** The hash of a header of 0.13.4 or later, with the Poseidon of starknet.js. */
function hashOf(header: Header & { readonly transactions: readonly unknown[] }): string {
  const price = (name: string): bigint[] => {
    const { price_in_wei, price_in_fri } = (header as unknown as Prices)[`${name}_gas_price`]!
    return [BigInt(price_in_wei), BigInt(price_in_fri)]
  }
  const counts = [header['transaction_count'], header['event_count'], header['state_diff_length']]
  const packed = counts.reduce((sum, count) => (sum << 64n) | BigInt(count ?? 0), 0n) << 64n
  return hash.computePoseidonHashOnElements([
    text('STARKNET_BLOCK_HASH1'),
    BigInt(header['block_number']!),
    BigInt(header['new_root']!),
    BigInt(header['sequencer_address']!),
    BigInt(header['timestamp']!),
    packed | (header['l1_da_mode'] === 'BLOB' ? 1n << 63n : 0n),
    ...['state_diff', 'transaction', 'event', 'receipt'].map((name) => BigInt(header[`${name}_commitment`]!)),
    hash.computePoseidonHashOnElements([text('STARKNET_GAS_PRICES0'), ...['l1', 'l1_data', 'l2'].flatMap((name) => price(name))]),
    text(header['starknet_version']!),
    0n,
    BigInt(header['parent_hash']!),
  ])
}

describe('a simulated StarkNet', () => {
  it('hashes its headers as starknet.js does', () => {
    for (const starknetVersion of ['0.13.4', '0.14.1'] as const) {
      const { model, chain } = simulateNetwork({ stack: 'starknet', starknetVersion, blocks: 3 })
      for (const block of chain.canonical()) {
        const params = [{ block_number: block.number }]
        const header = model.answer({ method: 'starknet_getBlockWithTxHashes', params }, chain.view())
        expect(hashOf(header as Parameters<typeof hashOf>[0])).toBe(block.hash)
      }
    }
  })

  it('answers as its version of JSON-RPC says', () => {
    const asks = (specVersion: '0.8.1' | '0.9.0' | '0.10.2', method: string, id: string): unknown => {
      const simulated = simulateNetwork({ stack: 'starknet', specVersion, blocks: 12, finalizedDepth: 5 })
      return simulated.model.answer({ method, params: [id] }, simulated.chain.view())
    }
    expect(asks('0.10.2', 'starknet_getBlockWithReceipts', 'latest')).toHaveProperty('receipt_commitment')
    expect(asks('0.9.0', 'starknet_getBlockWithReceipts', 'latest')).not.toHaveProperty('receipt_commitment')
    expect(asks('0.9.0', 'starknet_getBlockWithTxHashes', 'l1_accepted')).toMatchObject({ status: 'ACCEPTED_ON_L1' })
    expect(() => asks('0.8.1', 'starknet_getBlockWithTxHashes', 'l1_accepted')).toThrow('Invalid params')
  })
})
