import {
  addFact,
  EMPTY_RECORD,
  type Evidence,
  isOrderingFinal,
  isWithdrawable,
  mergeSettlement,
  type Settlement,
  type SettlementFact,
} from '@defimon/core'
import { describe, expect, it } from 'vitest'

const BLOCK = { number: 80_600, hash: '0xb1' }

function evidence(kind: Evidence['kind'], number: number, rest: Partial<Evidence> = {}): Evidence {
  return {
    kind,
    network: 'ethereum',
    number,
    hash: `0x${number}`,
    transactionHash: `0xt${number}`,
    parentStatus: 'included',
    ...rest,
  }
}

function step(made: 'posted' | 'claimed' | 'proven' | 'settled', piece: Evidence): SettlementFact {
  return { type: 'step', step: made, evidence: piece }
}

function told(...facts: SettlementFact[]) {
  let record = EMPTY_RECORD
  const changes: string[] = []
  for (const fact of facts) {
    const next = addFact(record, fact)
    record = next.record
    changes.push(next.change)
  }
  return { record, changes, settlement: { block: BLOCK, network: 'nova', state: record.state } satisfies Settlement }
}

describe('what broke indexers of others', () => {
  it('blockscout #14741: two confirmations in inverted order in one window, again and again', () => {
    const earlier = step('settled', evidence('settlement', 100, { covers: { from: 80_581, to: 80_650, exact: true } }))
    const later = step('settled', evidence('settlement', 101, { covers: { from: 80_581, to: 80_710, exact: true } }))
    const inOrder = told(earlier, later)
    const inverted = told(later, earlier)
    expect(inverted.record).toEqual(inOrder.record)
    expect(inverted.changes).toEqual(['advanced', 'advanced'])
    // The window that was repeated 427 times in five hours.
    const again = told(later, earlier, ...Array.from({ length: 427 }, () => [later, earlier]).flat())
    expect(again.record).toEqual(inOrder.record)
    expect(again.changes.slice(2).every((change) => change === 'none')).toBe(true)
    expect(inOrder.settlement.state).toMatchObject({ stage: 'settled', settled: { number: 100 } })
  })

  it('blockscout #10482: a confirmation that ends in the middle of a batch settles the blocks up to there and no others', () => {
    const posted = step('posted', evidence('batch', 90, { covers: { from: 80_581, to: 80_710, exact: true } }))
    const confirmed = step('settled', evidence('settlement', 100, { covers: { from: 80_000, to: 80_640, exact: true } }))
    const below = told(posted, confirmed)
    const above = told(posted)
    expect(below.settlement.state.stage).toBe('settled')
    expect(above.settlement.state.stage).toBe('posted')
    // What one answer may be applied to is where all its evidence holds: 80,581 to 80,640.
    const stretches = below.record.steps.map(({ evidence: piece }) => piece.covers!)
    expect([Math.max(...stretches.map(({ from }) => from)), Math.min(...stretches.map(({ to }) => to))]).toEqual([80_581, 80_640])
  })

  it('l2beat #5981: batches go back from blobs to calldata, and one batch may come both ways', () => {
    const covers = { from: 80_581, to: 80_710, exact: true }
    const blobs = step('posted', evidence('batch', 90, { covers, dataAvailability: 'ethereum-blobs' }))
    const calldata = step('posted', evidence('batch', 95, { covers, dataAvailability: 'ethereum-calldata' }))
    const gone: SettlementFact = {
      type: 'parent',
      network: 'ethereum',
      parent: { number: 90, hash: '0x90' },
      status: 'gone',
      view: 2,
    }
    const { record, changes } = told(blobs, calldata, gone)
    expect(record.state).toMatchObject({ stage: 'posted', posted: [{ number: 95, dataAvailability: 'ethereum-calldata' }] })
    expect(changes).toEqual(['advanced', 'none', 'advanced'])
    expect(told(calldata, gone, blobs).record).toEqual(record)
  })

  it('zksync-os #685: a batch that was committed in a final block is reverted there, and committed again', () => {
    const first = step('posted', evidence('batch', 90, { parentStatus: 'finalized' }))
    const proof = step('proven', evidence('validity-proof', 91, { parentStatus: 'finalized' }))
    const revert: SettlementFact = {
      type: 'revert',
      to: 'sequenced',
      network: 'ethereum',
      parent: { number: 100, hash: '0x100' },
    }
    const second = step('posted', evidence('batch', 101))
    const before = told(first, proof)
    expect(isOrderingFinal(before.settlement)).toBe(true)
    const after = told(first, proof, revert)
    expect(after.changes).toEqual(['advanced', 'advanced', 'reverted'])
    expect(after.record.state).toEqual({ stage: 'sequenced' })
    const again = told(first, proof, revert, second)
    expect(again.record.state).toMatchObject({ stage: 'posted', posted: [{ number: 101 }] })
    expect(isOrderingFinal(again.settlement)).toBe(false)
    // A reader that hears of the revert last never shows the batch as proven again.
    expect(told(second, revert, proof, first).record).toEqual(again.record)
  })
})

describe('mergeSettlement', () => {
  const batch = evidence('batch', 90, { parentStatus: 'finalized' })
  const known: Settlement = { block: BLOCK, network: 'nova', state: { stage: 'posted', posted: [batch] } }

  it('keeps the evidence of steps that a further answer leaves out', () => {
    const answer: Settlement = {
      block: BLOCK,
      network: 'nova',
      state: { stage: 'claimed', claimed: evidence('state-claim', 95) },
    }
    const merged = mergeSettlement(known, answer)
    expect(merged.state).toEqual({ stage: 'claimed', posted: [batch], claimed: evidence('state-claim', 95) })
    expect(isOrderingFinal(merged)).toBe(true)
    expect(isWithdrawable(merged)).toBe(false)
    expect(mergeSettlement(merged, answer)).toEqual(merged)
    expect(mergeSettlement(answer, known).state).toEqual(merged.state)
  })

  it('does not make a parent block less firm, nor a stage earlier, because an old answer came late', () => {
    const late: Settlement = {
      block: BLOCK,
      network: 'nova',
      state: { stage: 'posted', posted: [{ ...batch, parentStatus: 'included' }] },
    }
    expect(mergeSettlement(known, late).state).toEqual(known.state)
    expect(mergeSettlement(known, { ...known, state: { stage: 'sequenced' } }).state).toEqual(known.state)
  })
})
