import type { BlockRef } from '../contract/block.ts'
import type { NetworkId } from '../contract/network.ts'
import type { Evidence, Settlement, SettlementState, Stage } from '../contract/settlement.ts'
import { stateOf } from './merge-settlement.ts'
import { compareEvidence, firmness, isSameEvidence } from './same-evidence.ts'
import { isStepBack, relianceOf, stageRank } from './settlement-order.ts'

type Step = Exclude<Stage, 'sequenced'>

/** One thing that a parent chain says of one item (a block, or the batch that holds it). */
export type SettlementFact =
  /** A transaction of the parent made a step. `index`: its place within the parent block. */
  | { readonly type: 'step'; readonly step: Step; readonly evidence: Evidence; readonly index?: number }
  /** A transaction of the parent took back every step above `to` that stood before it (a batch revert, a lost challenge). */
  | {
      readonly type: 'revert'
      readonly to: Stage
      readonly network: NetworkId
      readonly parent: BlockRef
      readonly index?: number
    }
  /**
   * What became of a parent block: `gone` by a reorg, or how firm it is. `view` counts the looks at the parent chain; the newest look
   * holds, so that a block may go and come back. Finality is for good.
   */
  | {
      readonly type: 'parent'
      readonly network: NetworkId
      readonly parent: BlockRef
      readonly status: Evidence['parentStatus'] | 'gone'
      readonly view: number
    }

type StepFact = Extract<SettlementFact, { type: 'step' }>
type RevertFact = Extract<SettlementFact, { type: 'revert' }>
type ParentFact = Extract<SettlementFact, { type: 'parent' }>

/** All facts that are known of one item. A value: the same facts, in whatever order they came and however often, make the same record. */
export interface SettlementRecord {
  readonly steps: readonly StepFact[]
  readonly reverts: readonly RevertFact[]
  readonly parents: readonly ParentFact[]
  /** What follows from the facts. */
  readonly state: SettlementState
}

/** What a fact changed: nothing, something forward or beside, or a step back, which is an event. */
export type SettlementChange = 'none' | 'advanced' | 'reverted'

/** An item of which nothing is known but that the sequencer made it. */
export const EMPTY_RECORD: SettlementRecord = { steps: [], reverts: [], parents: [], state: { stage: 'sequenced' } }

/**
 * A record with one more fact. Pure; a fact that is known already changes nothing.
 *
 * The state is worked out from all facts each time: steps whose parent block is gone do not count, nor do those that a standing revert
 * came after, and each step is as firm as the newest look at its parent block says. So facts may come in any order, an execution before
 * its proof or a confirmation before an earlier one, and the state depends on the facts alone.
 */
export function addFact(
  record: SettlementRecord,
  fact: SettlementFact,
): { readonly record: SettlementRecord; readonly change: SettlementChange } {
  const added = insertFact(record, fact)
  if (!added) return { record, change: 'none' }
  const state = deriveState(added)
  const next: SettlementRecord = { ...added, state }
  if (isLoss(record, next)) return { record: next, change: 'reverted' }
  return { record: next, change: sameState(record.state, state) ? 'none' : 'advanced' }
}

/** Here nothing is left out: evidence that is not there is gone. */
function isLoss(before: SettlementRecord, after: SettlementRecord): boolean {
  const [known, next] = [before, after].map(({ state }): Settlement => ({ block: { number: 0, hash: '' }, network: '', state }))
  const reliance = relianceOf(known!)
  return isStepBack(reliance, next!) || (reliance.isOrderingFinal && !relianceOf(next!).isOrderingFinal)
}

type Facts = Omit<SettlementRecord, 'state'>

function insertFact(record: SettlementRecord, fact: SettlementFact): Facts | undefined {
  if (fact.type === 'step') {
    const at = record.steps.findIndex((known) => known.step === fact.step && isSameEvidence(known.evidence, fact.evidence))
    const known = record.steps[at]
    if (!known) return { ...record, steps: [...record.steps, fact].sort(compareSteps) }
    if (firmness(fact.evidence.parentStatus) <= firmness(known.evidence.parentStatus)) return undefined
    return { ...record, steps: record.steps.with(at, fact) }
  }
  if (fact.type === 'revert') {
    if (record.reverts.some((known) => isSamePlace(known, fact) && known.to === fact.to && known.index === fact.index))
      return undefined
    return {
      ...record,
      reverts: [...record.reverts, fact].sort((a, b) => comparePlaces(a, b) || stageRank(a.to) - stageRank(b.to)),
    }
  }
  const at = record.parents.findIndex((known) => isSamePlace(known, fact))
  const known = record.parents[at]
  if (!known) return { ...record, parents: [...record.parents, fact].sort(comparePlaces) }
  if (!outdates(known, fact)) return undefined
  return { ...record, parents: record.parents.with(at, fact) }
}

/** Of two looks at one parent block the newer holds, but finality is for good. In one look `gone` holds, then the firmer. */
function outdates(known: ParentFact, fact: ParentFact): boolean {
  if (known.status === 'finalized') return fact.status === 'finalized' && fact.view > known.view
  if (fact.status === 'finalized') return true
  if (fact.view !== known.view) return fact.view > known.view
  if (fact.status === known.status || known.status === 'gone') return false
  return fact.status === 'gone' || firmness(fact.status) > firmness(known.status)
}

function deriveState({ steps, reverts, parents }: Facts): SettlementState {
  const statusOf = (place: { readonly network: NetworkId; readonly parent: BlockRef }): ParentFact['status'] | undefined =>
    parents.find((known) => isSamePlace(known, place))?.status
  const standing = reverts.filter((revert) => statusOf(revert) !== 'gone')
  const found: { [K in Step]?: Evidence[] } = {}
  for (const fact of steps) {
    const { evidence } = fact
    const status = statusOf(placeOf(fact))
    if (status === 'gone') continue
    if (standing.some((revert) => stageRank(fact.step) > stageRank(revert.to) && isBefore(fact, revert))) continue
    const firm = status && firmness(status) > firmness(evidence.parentStatus) ? { ...evidence, parentStatus: status } : evidence
    const others = found[fact.step] ?? []
    found[fact.step] = others
    // One step made twice (a batch sent again): the firmer holds, then the first. Data in several parts is no repetition.
    const twin = others.findIndex((other) => fact.step !== 'posted' || isSameStretch(other, firm))
    if (twin < 0) others.push(firm)
    else if (firmness(firm.parentStatus) > firmness(others[twin]!.parentStatus)) others[twin] = firm
  }
  found.posted?.sort(compareEvidence)
  return stateOf(found)
}

interface Place {
  readonly network: NetworkId
  readonly parent: BlockRef
  readonly index?: number
}

function placeOf({ evidence, index }: StepFact): Place {
  const parent = { number: evidence.number, hash: evidence.hash ?? '' }
  return { network: evidence.network, parent, ...(index !== undefined && { index }) }
}

function isSamePlace(a: Place, b: Place): boolean {
  return a.parent.number === b.parent.number && a.parent.hash === b.parent.hash && a.network === b.network
}

function isBefore(step: StepFact, revert: RevertFact): boolean {
  const { network, parent, index = 0 } = placeOf(step)
  if (network !== revert.network) return false
  return parent.number < revert.parent.number || (parent.number === revert.parent.number && index < (revert.index ?? 0))
}

function compareSteps(a: StepFact, b: StepFact): number {
  return comparePlaces(placeOf(a), placeOf(b)) || stageRank(a.step) - stageRank(b.step) || compareEvidence(a.evidence, b.evidence)
}

function comparePlaces(a: Place, b: Place): number {
  return (
    a.parent.number - b.parent.number ||
    (a.index ?? 0) - (b.index ?? 0) ||
    (a.parent.hash < b.parent.hash ? -1 : a.parent.hash > b.parent.hash ? 1 : 0)
  )
}

function isSameStretch(a: Evidence, b: Evidence): boolean {
  return a.covers?.from === b.covers?.from && a.covers?.to === b.covers?.to
}

function sameState(a: SettlementState, b: SettlementState): boolean {
  if (a.stage !== b.stage) return false
  const [left, right] = [a, b].map((state) =>
    JSON.stringify(state, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
  )
  return left === right
}
