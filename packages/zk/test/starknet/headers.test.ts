import { DefimonError } from '@defimon/core'
import { describe, expect, it } from 'vitest'
import { starknetDriver } from '../../src/starknet/index.ts'
import { REAL_HEADERS } from './headers.ts'

type Json = Readonly<Record<string, unknown>>

function driverOf(chain: string): ReturnType<typeof starknetDriver> {
  return starknetDriver({ id: 'a', name: 'A', stack: 'starknet', contracts: {}, endpoints: [], chainId: `starknet:${chain}` })
}

/** A header as `starknet_getBlockWithTxHashes` gives it: with as many hashes as the block had transactions. */
function asAnswer({ header, counts: [transactions, events] }: (typeof REAL_HEADERS)[number]): Json {
  const hashes = Array.from({ length: transactions }, (_, index) => `0x${(index + 1).toString(16)}`)
  return { event_count: events, transaction_count: transactions, ...header, transactions: hashes }
}

async function outcome(chain: string, block: Json): Promise<string> {
  const driver = driverOf(chain)
  try {
    const decoded = driver.decode({ block }, 'header')
    const results = await driver.verify({ block }, decoded, 'header')
    if (results.some((result) => result.outcome === 'mismatch')) return 'mismatch'
    return results.find(({ check }) => check === 'block-hash')?.outcome ?? 'none'
  } catch (error) {
    if (DefimonError.isInstance(error)) return error.code
    throw error
  }
}

const TIED_IN_POSEIDON = [
  ...['block_hash', 'parent_hash', 'parent_block_hash', 'new_root', 'state_root', 'sequencer_address'],
  ...['transaction_commitment', 'event_commitment', 'receipt_commitment', 'state_diff_commitment'],
]
const NUMBERS = ['block_number', 'timestamp', 'transaction_count', 'event_count', 'state_diff_length']

function changed(value: unknown): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'string') return `${value.slice(0, -1)}${value.endsWith('1') ? '2' : '1'}`
  const price = value as Record<string, string>
  return { ...price, price_in_wei: `${price['price_in_wei']}1` }
}

describe.each(REAL_HEADERS)('a real header ($era)', (real) => {
  const answer = asAnswer(real)

  it('hashes to the hash that it states', async () => {
    expect(await outcome(real.chain, answer)).toBe('passed')
  })

  it('does so however its felts are written', async () => {
    const padded = Object.fromEntries(
      Object.entries(answer).map(([name, value]) => [
        name,
        TIED_IN_POSEIDON.includes(name) ? `0x${String(value).slice(2).toUpperCase().padStart(64, '0')}` : value,
      ]),
    )
    expect(await outcome(real.chain, padded)).toBe('passed')
  })

  it('is noticed when anything that the hash commits to is another', async () => {
    const isPoseidon = real.era.startsWith('poseidon')
    const names = Object.keys(answer).filter((name) => TIED_IN_POSEIDON.includes(name) || NUMBERS.includes(name))
    const prices = isPoseidon ? ['l1_gas_price', 'l1_data_gas_price'] : []
    const unused = isPoseidon ? [] : ['receipt_commitment', 'state_diff_commitment', 'state_diff_length']
    // The fallback sequencer is tried whatever a header of 0.8 says.
    if (real.era.includes('0.8.0')) unused.push('sequencer_address')
    // Events that are said to be there beside a commitment of 0x0 make a header that lacks it: skipped, not passed.
    if (answer['event_commitment'] === '0x0') unused.push('event_count')
    for (const name of [...names, ...prices].filter((each) => !unused.includes(each))) {
      expect([name, await outcome(real.chain, { ...answer, [name]: changed(answer[name]) })]).toEqual([name, 'mismatch'])
    }
  })
})

describe('a header of JSON-RPC 0.10', () => {
  const real = REAL_HEADERS.find(({ era }) => era.includes('0.14.1'))!
  const answer = asAnswer(real)

  it('of a version that came later is tried by the newest rule, and skipped where that does not fit', async () => {
    expect(await outcome(real.chain, { ...answer, starknet_version: '0.99.0' })).toBe('skipped')
    expect(await outcome(real.chain, { ...answer, starknet_version: 'next' })).toBe('skipped')
    expect(await outcome(real.chain, { ...answer, starknet_version: '0.14.2' })).toBe('mismatch')
  })

  it('hashes the L2 gas price and the data availability since 0.13.4', async () => {
    expect(await outcome(real.chain, { ...answer, l2_gas_price: changed(answer['l2_gas_price']) })).toBe('mismatch')
    expect(await outcome(real.chain, { ...answer, l1_da_mode: 'CALLDATA' })).toBe('mismatch')
  })

  it('without commitments, as before 0.10 or where they are 0x0, is skipped with the reason', async () => {
    const {
      transaction_commitment: _t,
      event_commitment: _e,
      receipt_commitment: _r,
      state_diff_commitment: _s,
      ...older
    } = answer
    expect(await outcome(real.chain, older)).toBe('skipped')
    expect(await outcome(real.chain, { ...answer, receipt_commitment: '0x0' })).toBe('skipped')
    expect(await outcome(real.chain, { ...answer, state_diff_commitment: '0x0' })).toBe('skipped')
    const driver = driverOf(real.chain)
    const [result] = await driver.verify({ block: older }, driver.decode({ block: older }, 'header'), 'header')
    expect(result).toMatchObject({ check: 'block-hash', outcome: 'skipped', reason: expect.stringContaining('JSON-RPC 0.10') })
  })

  it('that is hostile or unfinished is malformed', async () => {
    for (const wrong of [
      { status: 'REJECTED' },
      { block_number: -1 },
      { block_number: 2 ** 60 },
      { block_hash: `0x${'f'.repeat(64)}` },
      { parent_hash: '0xzz' },
      { new_root: `0x9${'0'.repeat(62)}` },
      { sequencer_address: 5 },
      { timestamp: '1' },
      { l1_gas_price: { price_in_wei: `0x${'f'.repeat(100)}`, price_in_fri: '0x1' } },
      { l1_gas_price: { price_in_wei: '12', price_in_fri: '0x1' } },
      { l1_da_mode: 'PIGEON' },
      { transactions: {} },
    ]) {
      expect([wrong, await outcome(real.chain, { ...answer, ...wrong })]).toEqual([wrong, 'MALFORMED'])
    }
  })
})
