import type { Check, Stack } from '@defimon/core'
import type { BlockDriver } from '@defimon/core/adapter'
import type { Recorded } from '../recorded-networks.ts'
import { changeableBlock, countChanges } from './block-changes.ts'
import type { Mutation } from './mutations.ts'

/** Which values the chain commits to; decided from the path, with the reason for those that it does not. */
export type Commitment = 'committed' | 'sender' | { readonly uncommitted: string }

/** How the blocks of a network are changed. */
export interface ChangePlan<S extends Stack, Raw> {
  readonly driver: BlockDriver<S, Raw>
  commitmentOf(mutation: Mutation, raw: Raw): Commitment
  /** Whether a changed sender is found out, by recovering it. */
  noticesSender?(raw: Raw, mutation: Mutation): Promise<boolean>
  /** The check that stands over a value. Default: as in EVM answers. */
  checkOf?(mutation: Mutation): Check
}

/** How a network is mutated. */
export interface MutationPlan<S extends Stack, Raw> extends ChangePlan<S, Raw> {
  readonly exchanges: readonly Recorded[]
  /** Which blocks are mutated. Default: all that pass. */
  accepts?(raw: Raw): boolean
  /** Draws whether a mutation is made, in a block of so many values. Default: all are. */
  draw?(valuesInBlock: number): boolean
}

/** How many changes were made, and how many were noticed. */
export interface MutationScore {
  readonly blocks: number
  /** Blocks that do not pass as they were recorded, in which nothing was changed. */
  readonly leftOut: number
  /** Values that were changed, or that nothing commits to. */
  readonly drawn: number
  readonly committed: number
  readonly noticed: number
  /** Committed values whose change went through where the check over them had been skipped before. */
  readonly unproven: number
  readonly senders: number
  readonly sendersNoticed: number
  readonly uncommitted: number
  /** Values that nothing commits to, by reason. */
  readonly beside: ReadonlyMap<string, number>
  /** Committed values whose change went through: the path without indices → how often. */
  readonly missed: ReadonlyMap<string, number>
  /** Those of them over which no check had been made: the reason why it had been skipped → the paths → how often. */
  readonly missedUnproven: ReadonlyMap<string, ReadonlyMap<string, number>>
}

/** Of no block. */
export const NOTHING: MutationScore = {
  ...{ blocks: 0, leftOut: 0, drawn: 0, committed: 0, noticed: 0, unproven: 0, senders: 0, sendersNoticed: 0, uncommitted: 0 },
  ...{ beside: new Map(), missed: new Map(), missedUnproven: new Map() },
}

/** Changes every value of every recorded block that passes, one at a time, and counts the changes that decoding or verifying notices. */
export async function mutationScore<S extends Stack, Raw>(plan: MutationPlan<S, Raw>): Promise<MutationScore> {
  const scores: MutationScore[] = []
  for (const recorded of plan.driver.recordedBlocks(plan.exchanges)) {
    if (plan.accepts && !plan.accepts(recorded.raw)) continue
    const block = await changeableBlock(plan.driver, recorded)
    if (!block) {
      scores.push({ ...NOTHING, leftOut: 1 })
      continue
    }
    const { mutations } = block
    const drawn = mutations.filter(() => !plan.draw || plan.draw(mutations.length))
    scores.push({ ...(await countChanges(plan, block, drawn)), blocks: 1 })
  }
  return sumOfScores(scores)
}

/** What several blocks, or parts of one, come to together. */
export function sumOfScores(scores: readonly MutationScore[]): MutationScore {
  let [blocks, leftOut, drawn, committed, noticed, unproven, senders, sendersNoticed, uncommitted] = [0, 0, 0, 0, 0, 0, 0, 0, 0]
  const beside = new Map<string, number>()
  const missed = new Map<string, number>()
  const missedUnproven = new Map<string, Map<string, number>>()
  for (const score of scores) {
    blocks += score.blocks
    leftOut += score.leftOut
    drawn += score.drawn
    committed += score.committed
    noticed += score.noticed
    unproven += score.unproven
    senders += score.senders
    sendersNoticed += score.sendersNoticed
    uncommitted += score.uncommitted
    addCounts(beside, score.beside)
    addCounts(missed, score.missed)
    for (const [reason, counts] of score.missedUnproven) {
      const known = missedUnproven.get(reason) ?? new Map<string, number>()
      missedUnproven.set(reason, known)
      addCounts(known, counts)
    }
  }
  return {
    ...{ blocks, leftOut, drawn, committed, noticed, unproven, senders, sendersNoticed, uncommitted },
    ...{ beside, missed, missedUnproven },
  }
}

function addCounts(counts: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [name, count] of more) counts.set(name, (counts.get(name) ?? 0) + count)
}
