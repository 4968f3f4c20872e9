import type { Evidence, Settlement, SettlementState, Stage } from '../contract/settlement.ts'
import { compareEvidence, firmerEvidence, isSameEvidence } from './same-evidence.ts'
import { stageRank } from './settlement-order.ts'

type Step = Exclude<Stage, 'sequenced'>
type Steps = { readonly [K in Step]?: readonly Evidence[] }
const SINGLE_STEPS = ['claimed', 'proven', 'settled'] as const

/** The evidence of a state, each piece with the step that it made. */
export function evidenceOf(state: SettlementState): readonly { readonly step: Step; readonly evidence: Evidence }[] {
  const steps = stepsOf(state)
  return (['posted', ...SINGLE_STEPS] as const).flatMap((step) => (steps[step] ?? []).map((evidence) => ({ step, evidence })))
}

/**
 * What is known after another answer came: the further stage, with the evidence of both. Where both name the same evidence, the firmer
 * parent status holds; where they name different evidence for one step, the newer answer's does, unless it is at an earlier stage.
 * Merging an answer twice changes nothing, and nothing is ever lost by it; only a revert takes a step back.
 */
export function mergeSettlement(known: Settlement, answer: Settlement): Settlement {
  const isAhead = stageRank(answer.state.stage) >= stageRank(known.state.stage)
  const [further, nearer] = isAhead ? [answer, known] : [known, answer]
  const { posted, claimed, proven, settled } = mergeSteps(stepsOf(nearer.state), stepsOf(further.state))
  const state = {
    ...further.state,
    ...(posted && { posted }),
    ...(claimed?.[0] && { claimed: claimed[0] }),
    ...(proven?.[0] && { proven: proven[0] }),
    ...(settled?.[0] && { settled: settled[0] }),
  }
  // The stage is that of the further one, and so are the steps that it must have; the compiler cannot follow that.
  return { ...further, state: state as SettlementState }
}

/** The state that steps make. */
export function stateOf(steps: Steps): SettlementState {
  const posted = steps.posted && steps.posted.length > 0 ? { posted: steps.posted } : {}
  const claimed = steps.claimed?.[0]
  const proven = steps.proven?.[0]
  const settled = steps.settled?.[0]
  if (settled) return { stage: 'settled', ...posted, ...(claimed && { claimed }), ...(proven && { proven }), settled }
  if (proven) return { stage: 'proven', ...posted, ...(claimed && { claimed }), proven }
  if (claimed) return { stage: 'claimed', ...posted, claimed }
  if (posted.posted) return { stage: 'posted', posted: posted.posted }
  return { stage: 'sequenced' }
}

function stepsOf(state: SettlementState): Steps {
  const steps: { [K in Step]?: readonly Evidence[] } = {}
  if ('posted' in state && state.posted) steps.posted = state.posted
  for (const step of SINGLE_STEPS) {
    const evidence = (state as { readonly [K in Step]?: Evidence })[step]
    if (evidence) steps[step] = [evidence]
  }
  return steps
}

function mergeSteps(older: Steps, newer: Steps): Steps {
  const merged: { [K in Step]?: readonly Evidence[] } = { ...older }
  for (const step of ['posted', ...SINGLE_STEPS] as const) {
    const evidence = newer[step]
    if (!evidence || evidence.length === 0) continue
    merged[step] = evidence
      .map((piece) => {
        const same = older[step]?.find((other) => isSameEvidence(other, piece))
        return same ? firmerEvidence(same, piece) : piece
      })
      .toSorted(compareEvidence)
  }
  return merged
}
