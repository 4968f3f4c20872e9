import {
  addFact,
  EMPTY_RECORD,
  isOrderingFinal,
  isWithdrawable,
  type SettlementFact,
  type SettlementRecord,
  stageRank,
} from '@defimon/core'
import { seededRandom } from '@defimon/core/testing'
import { describe, expect, it } from 'vitest'
import { ACTIONS, type Action, act, START, standing, type World } from './parent-world.ts'

const DEPTH = 8

function settlementOf({ state }: SettlementRecord) {
  return { block: { number: 15, hash: '0x15' }, network: 'rollup', state }
}

function recordOf(facts: readonly SettlementFact[]): SettlementRecord {
  return facts.reduce((record, fact) => addFact(record, fact).record, EMPTY_RECORD)
}

function shuffled(facts: readonly SettlementFact[], seed: string): SettlementFact[] {
  const random = seededRandom(seed)
  return facts
    .map((fact) => [random.integer(0, 1_000_000), fact] as const)
    .sort(([a], [b]) => a - b)
    .map(([, fact]) => fact)
}

/** What the contract and the chain say, in the words of a settlement state, worked out without the machine. */
function expectedState(world: World) {
  const { posted, proven, settled } = standing(world)
  const firm = (block: { number: number }) => (block.number <= world.finalized ? 'finalized' : 'included')
  const shown = (block: { number: number; hash: string } | undefined) =>
    block && { transactionHash: `tx${block.hash}`, parentStatus: firm(block) }
  return {
    stage: settled ? 'settled' : proven ? 'proven' : posted ? 'posted' : 'sequenced',
    posted: shown(posted),
    proven: shown(proven),
    settled: shown(settled),
  }
}

function shownState({ state }: SettlementRecord) {
  const steps = state as { posted?: readonly object[]; proven?: object; settled?: object }
  const shown = (evidence: object | undefined) =>
    evidence && {
      transactionHash: (evidence as { transactionHash: string }).transactionHash,
      parentStatus: (evidence as { parentStatus: string }).parentStatus,
    }
  return { stage: state.stage, posted: shown(steps.posted?.[0]), proven: shown(steps.proven), settled: shown(steps.settled) }
}

/** Throws with the path, without the cost of a matcher for each of a million cases. */
function check(holds: boolean, path: readonly Action[], what: string): void {
  if (!holds) throw new Error(`${what} after ${path.join(', ')}`)
}

describe('the settlement of one batch, every sequence of commit, prove, execute, revert, resubmit, finality, reorg and inverted order', () => {
  it(`to depth ${DEPTH}: right, no step back without an event, nothing firm that can still go, the same in every order`, () => {
    let sequences = 0
    let reverts = 0
    let finals = 0
    let withdrawable = 0
    const path: Action[] = []
    const facts: SettlementFact[] = []

    const visit = (world: World, record: SettlementRecord): void => {
      for (const action of ACTIONS) {
        const next = act(world, action)
        if (!next) continue
        path.push(action)
        let after = record
        for (const fact of next.told) {
          const { record: added, change } = addFact(after, fact)
          const wentBack =
            stageRank(added.state.stage) < stageRank(after.state.stage) ||
            (isOrderingFinal(settlementOf(after)) && !isOrderingFinal(settlementOf(added))) ||
            (isWithdrawable(settlementOf(after)) && !isWithdrawable(settlementOf(added)))
          check((change === 'reverted') === wentBack, path, `an event of ${change}`)
          if (wentBack) reverts += 1
          check(addFact(added, fact).change === 'none', path, 'a fact told twice changed something')
          after = added
        }
        const settlement = settlementOf(after)
        const isSafe = (block: { number: number } | undefined): boolean =>
          block !== undefined && block.number <= next.world.finalized
        const found = standing(next.world)
        if (isOrderingFinal(settlement)) {
          finals += 1
          // A revert that is held back has not been heard of yet.
          check(isSafe(found.posted) || next.world.held !== undefined, path, 'final on a block that can go')
        }
        if (isWithdrawable(settlement)) {
          withdrawable += 1
          check(isSafe(found.settled), path, 'withdrawable on a block that can go')
        }
        if (!next.world.held) {
          check(
            JSON.stringify(shownState(after)) === JSON.stringify(expectedState(next.world)),
            path,
            'another state than the chain',
          )
        }
        sequences += 1
        const before = facts.length
        facts.push(...next.told)
        const expected = JSON.stringify(after)
        check(JSON.stringify(recordOf(facts.toReversed())) === expected, path, 'another record in reverse')
        check(JSON.stringify(recordOf(shuffled(facts, String(sequences)))) === expected, path, 'another record in another order')
        if (path.length < DEPTH) visit(next.world, after)
        facts.length = before
        path.pop()
      }
    }
    visit(START, EMPTY_RECORD)
    expect({ sequences, reverts, finals, withdrawable }).toEqual({
      sequences: 36_900,
      reverts: 9_423,
      finals: 8_978,
      withdrawable: 640,
    })
  })
})
