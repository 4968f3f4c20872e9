import { isOrderingFinal, isWithdrawable, type Settlement, type Stage } from '../contract/settlement.ts'

const STAGES: readonly Stage[] = ['sequenced', 'posted', 'claimed', 'proven', 'settled']

/** The place of a stage in the lifecycle, 0 to 4. */
export function stageRank(stage: Stage): number {
  return STAGES.indexOf(stage)
}

/** What a user may rely on of a settlement: its stage, and the two answers that follow from it. */
export interface Reliance {
  readonly stage: Stage
  readonly isOrderingFinal: boolean
  readonly isWithdrawable: boolean
}

/** What a user may rely on of a settlement. */
export function relianceOf(settlement: Settlement): Reliance {
  return {
    stage: settlement.state.stage,
    isOrderingFinal: isOrderingFinal(settlement),
    isWithdrawable: isWithdrawable(settlement),
  }
}

/**
 * Whether `next` takes back what `known` promised: its stage is an earlier one, or the ordering was final or the block withdrawable and
 * is not any more. Where `next` leaves out how the data was posted (a reader may), it says nothing of the ordering.
 */
export function isStepBack(known: Reliance, next: Settlement): boolean {
  const { state } = next
  const saysOfPosting = state.stage === 'sequenced' || (state.posted ?? []).length > 0
  const after = relianceOf(next)
  return (
    stageRank(after.stage) < stageRank(known.stage) ||
    (known.isWithdrawable && !after.isWithdrawable) ||
    (saysOfPosting && known.isOrderingFinal && !after.isOrderingFinal)
  )
}
