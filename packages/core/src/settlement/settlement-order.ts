import { isOrderingFinal, isWithdrawable, type Settlement, type Stage } from '../contract/settlement.ts'

const STAGES: readonly Stage[] = ['sequenced', 'posted', 'claimed', 'proven', 'settled']

/** The place of a stage in the lifecycle, 0 to 4. */
export function stageRank(stage: Stage): number {
  return STAGES.indexOf(stage)
}

/** What a user may rely on of a settlement: its stage and the two answers that follow from it. */
export type Reliance = Pick<Settlement, 'state'>

/**
 * Whether `next` takes back what `known` promised: its stage is an earlier one, or the ordering was final or the block withdrawable and
 * is not any more. Where `next` leaves out how the data was posted (a reader may), it says nothing of the ordering.
 */
export function isStepBack(known: Reliance, next: Reliance): boolean {
  const { state } = next
  const saysOfPosting = state.stage === 'sequenced' || (state.posted ?? []).length > 0
  const [before, after] = [relianceOn(known), relianceOn(next)]
  return after.rank < before.rank || (before.exit && !after.exit) || (saysOfPosting && before.order && !after.order)
}

/** The same where nothing is left out: evidence that is not there is gone. */
export function isLoss(known: Reliance, next: Reliance): boolean {
  return isStepBack(known, next) || (relianceOn(known).order && !relianceOn(next).order)
}

function relianceOn({ state }: Reliance): { readonly rank: number; readonly order: boolean; readonly exit: boolean } {
  const settlement: Settlement = { block: { number: 0, hash: '' }, network: '', state }
  return { rank: stageRank(state.stage), order: isOrderingFinal(settlement), exit: isWithdrawable(settlement) }
}
