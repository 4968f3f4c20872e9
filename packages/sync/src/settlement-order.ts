import type { Stage } from '@defimon/core'

const STAGES: readonly Stage[] = ['sequenced', 'posted', 'claimed', 'proven', 'settled']

/** Whether a stage lies below another: only a revert may lead there. */
export function isEarlierStage(stage: Stage, than: Stage): boolean {
  return STAGES.indexOf(stage) < STAGES.indexOf(than)
}
