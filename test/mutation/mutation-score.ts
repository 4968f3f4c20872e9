import { DefimonError, type Detail, type Stack } from '@defimon/core'
import type { BlockDriver } from '@defimon/core/adapter'
import type { Recorded } from '../recorded-networks.ts'
import { applyMutation, type Mutation, mutationsOf } from './mutations.ts'

/** Which values the chain commits to; decided from the path, with the reason for those that it does not. */
export type Commitment = 'committed' | 'sender' | { readonly uncommitted: string }

/** How a network is mutated. */
export interface MutationPlan<S extends Stack, Raw> {
  readonly driver: BlockDriver<S, Raw>
  readonly exchanges: readonly Recorded[]
  commitmentOf(mutation: Mutation, raw: Raw): Commitment
  /** Draws whether a mutation is made. Default: all are. */
  draw?(): boolean
  /** Whether a changed sender is found out, by recovering it. */
  noticesSender?(raw: Raw, mutation: Mutation): Promise<boolean>
}

/** How many changes were made, and how many were noticed. */
export interface MutationScore {
  readonly blocks: number
  readonly committed: number
  readonly noticed: number
  readonly senders: number
  readonly sendersNoticed: number
  readonly uncommitted: number
  /** Committed values whose change went through: the path without indices → how often. */
  readonly missed: ReadonlyMap<string, number>
}

/** Changes every value of every recorded block that passes, one at a time, and counts the changes that decoding or verifying notices. */
export async function mutationScore<S extends Stack, Raw>(plan: MutationPlan<S, Raw>): Promise<MutationScore> {
  const { driver } = plan
  let [blocks, committed, noticed, senders, sendersNoticed, uncommitted] = [0, 0, 0, 0, 0, 0]
  const missed = new Map<string, number>()
  for (const { raw, detail } of driver.recordedBlocks(plan.exchanges)) {
    if (await notices(driver, raw, detail)) continue
    blocks += 1
    for (const mutation of mutationsOf(raw)) {
      if (plan.draw && !plan.draw()) continue
      const commitment = plan.commitmentOf(mutation, raw)
      const changed = applyMutation(raw, mutation) as Raw
      if (commitment === 'sender') {
        senders += 1
        if ((await notices(driver, changed, detail)) || (await plan.noticesSender?.(changed, mutation))) sendersNoticed += 1
      } else if (commitment === 'committed') {
        committed += 1
        if (await notices(driver, changed, detail)) noticed += 1
        else {
          const name = mutation.path.filter((part) => typeof part === 'string').join('.')
          missed.set(name, (missed.get(name) ?? 0) + 1)
        }
      } else uncommitted += 1
    }
  }
  return { blocks, committed, noticed, senders, sendersNoticed, uncommitted, missed }
}

async function notices<S extends Stack, Raw>(driver: BlockDriver<S, Raw>, raw: Raw, detail: Detail): Promise<boolean> {
  try {
    const results = await driver.verify(raw, driver.decode(raw, detail), detail)
    return results.some(({ outcome }) => outcome === 'mismatch')
  } catch (error) {
    if (DefimonError.isInstance(error)) return true
    throw error
  }
}
