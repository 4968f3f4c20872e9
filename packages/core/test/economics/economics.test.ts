import type { Evidence, EvidenceCost, L2Block, L2Transaction, Settlement } from '@defimon/core'
import { costOf, LEFT_OUT, profitOf } from '@defimon/core/economics'
import { describe, expect, it } from 'vitest'

const cost = (purpose: EvidenceCost['purpose'], feeWei: bigint): EvidenceCost => ({
  purpose,
  feeWei,
  gasUsed: 100n,
  gasPriceWei: 7n,
  blobGasUsed: 131_072n,
  dataBytes: 50,
})

function settlement(
  from: number,
  to: number,
  costs: { data?: bigint; claim?: bigint },
  rest: Partial<Evidence> = {},
): Settlement {
  const evidence = (kind: Evidence['kind'], purpose: EvidenceCost['purpose'], feeWei: bigint | undefined): Evidence => ({
    ...{ kind, network: 'ethereum', number: 900 + from, transactionHash: `0x${purpose}${from}`, parentStatus: 'finalized' },
    covers: { from, to, exact: true },
    ...(feeWei !== undefined && { cost: cost(purpose, feeWei) }),
    ...rest,
  })
  return {
    ...{ network: 'base', block: { number: from, hash: '0x' } },
    state: {
      stage: 'claimed',
      posted: [evidence('batch', 'data', costs.data)],
      claimed: evidence('state-claim', 'claim', costs.claim),
    },
  }
}

describe('costOf', () => {
  it('counts every parent transaction once, by purpose, to the wei', () => {
    const first = settlement(0, 9, { data: 10n ** 17n + 1n, claim: 5n })
    const { lines, isExact, unpriced } = costOf([
      first,
      { ...first, block: { number: 3, hash: '0x3' } },
      settlement(10, 19, { data: 2n, claim: 7n }),
    ])
    expect(lines).toEqual([
      {
        network: 'ethereum',
        purpose: 'data',
        transactions: 2,
        feeWei: 10n ** 17n + 3n,
        gasUsed: 200n,
        blobGasUsed: 262_144n,
        dataBytes: 100,
      },
      {
        network: 'ethereum',
        purpose: 'claim',
        transactions: 2,
        feeWei: 12n,
        gasUsed: 200n,
        blobGasUsed: 262_144n,
        dataBytes: 100,
      },
    ])
    expect({ isExact, unpriced }).toEqual({ isExact: true, unpriced: [] })
  })

  it('takes the share of a window, and says where that is not exact', () => {
    const shared = settlement(0, 9, { data: 1_000n, claim: 1_000n })
    expect(costOf([shared], { window: { from: 5, to: 30 } })).toMatchObject({
      lines: [{ feeWei: 500n }, { feeWei: 500n }],
      isExact: true,
    })
    expect(costOf([settlement(0, 9, { data: 1_001n, claim: 1_000n })], { window: { from: 5, to: 30 } }).isExact).toBe(false)
    expect(
      costOf([settlement(0, 9, { data: 1_000n }, { covers: { from: 0, to: 9, exact: false } })], { window: { from: 0, to: 4 } })
        .isExact,
    ).toBe(false)
    expect(costOf([shared], { window: { from: 10, to: 30 } }).lines).toEqual([])
  })

  it('names transactions whose cost was not read, and counts no consensus as one', () => {
    const { lines, unpriced } = costOf([settlement(0, 9, { data: 5n })])
    expect(lines).toHaveLength(1)
    expect(unpriced.map(({ transactionHash }) => transactionHash)).toEqual(['0xclaim0'])
    const settled: Evidence = { kind: 'consensus', network: 'gnosis', number: 5, parentStatus: 'finalized' }
    expect(costOf([{ network: 'gnosis', block: { number: 1, hash: '0x' }, state: { stage: 'settled', settled } }])).toEqual({
      lines: [],
      unpriced: [],
      isExact: true,
    })
  })
})

describe('profitOf', () => {
  const transaction = (rest: Partial<L2Transaction>): L2Transaction =>
    ({ hash: '0x', index: 0, kind: 'user', type: '0x2', fields: {}, ...rest }) as L2Transaction
  const block = (number: number, transactions: L2Transaction[]): L2Block =>
    ({ network: 'celo', number, transactions }) as unknown as L2Block
  const blocks = [
    block(0, [transaction({ fee: { totalWei: 10n ** 18n, l1DataWei: 3n } }), transaction({ kind: 'deposit' })]),
    block(1, [transaction({ fee: { totalWei: 5n, currency: '0xusd' } }), transaction({})]),
  ]
  const settlements = [settlement(0, 3, { data: 10n ** 18n, claim: 0n })]

  it('is what users paid minus what the parent was paid, each in its currency, priced by the caller', () => {
    const profit = profitOf({
      blocks,
      settlements,
      priceOf: ({ network, currency }) => (currency ? 1e18 : network === 'celo' ? 2 : 1),
    })
    expect(profit).toMatchObject({
      ...{ from: 0, to: 1, transactionsWithoutFee: 1, unpriced: [] },
      fees: [
        { network: 'celo', wei: 10n ** 18n },
        { network: 'celo', currency: '0xusd', wei: 5n },
      ],
      l1DataFees: [{ network: 'celo', wei: 3n }],
      costs: [{ network: 'ethereum', wei: 5n * 10n ** 17n }],
      profit: 2e18 + 5e18 - 5e17,
    })
  })

  it('gives amounts and no profit without a price, and names what no chain shows', () => {
    const bare = profitOf({ blocks, settlements })
    expect(bare.profit).toBeUndefined()
    expect(bare.leftOut).toEqual(LEFT_OUT)
    expect(bare.leftOut.join()).toMatch(/MEV.*servers/)
    const partly = profitOf({ blocks, settlements, priceOf: ({ currency }) => (currency ? undefined : 1) })
    expect(partly.profit).toBeUndefined()
    expect(partly.unpriced).toEqual([{ network: 'celo', currency: '0xusd', wei: 5n }])
    expect(profitOf({ blocks: [], settlements: [] })).toMatchObject({ from: 0, to: -1, fees: [], costs: [] })
  })
})
