import { type Check, DefimonError, type Detail, type Stack } from '@defimon/core'
import type { BlockDriver, CheckResult, RecordedBlock } from '@defimon/core/adapter'
import type { Recorded } from '../recorded-networks.ts'
import { applyMutation, type Mutation, mutationsOf } from './mutations.ts'

/** Which values the chain commits to; decided from the path, with the reason for those that it does not. */
export type Commitment = 'committed' | 'sender' | { readonly uncommitted: string }

/** How a network is mutated. */
export interface MutationPlan<S extends Stack, Raw> {
  readonly driver: BlockDriver<S, Raw>
  readonly exchanges: readonly Recorded[]
  commitmentOf(mutation: Mutation, raw: Raw): Commitment
  /** Which blocks are mutated. Default: all that pass. */
  accepts?(raw: Raw): boolean
  /** Whatever is drawn, at least one change of each field of each block. */
  readonly everyField?: boolean | undefined
  /** Draws whether a mutation is made, in a block of so many values. Default: all are. */
  draw?(valuesInBlock: number): boolean
  /** Whether a changed sender is found out, by recovering it. */
  noticesSender?(raw: Raw, mutation: Mutation): Promise<boolean>
  /** The check that stands over a value. Default: as in EVM answers. */
  checkOf?(mutation: Mutation): Check
}

/** How many changes were made, and how many were noticed. */
export interface MutationScore {
  readonly blocks: number
  /** Values of all these blocks, and how many of them were drawn. */
  readonly values: number
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

/** Changes every value of every recorded block that passes, one at a time, and counts the changes that decoding or verifying notices. */
export async function mutationScore<S extends Stack, Raw>(plan: MutationPlan<S, Raw>): Promise<MutationScore> {
  const { driver, checkOf = checkOfEvm } = plan
  let [blocks, values, drawn, committed, noticed, unproven, senders, sendersNoticed, uncommitted] = [0, 0, 0, 0, 0, 0, 0, 0, 0]
  const beside = new Map<string, number>()
  const missed = new Map<string, number>()
  const missedUnproven = new Map<string, Map<string, number>>()
  for (const recorded of driver.recordedBlocks(plan.exchanges)) {
    const { raw } = recorded
    if (plan.accepts && !plan.accepts(raw)) continue
    const results = await resultsOf(driver, recorded, raw)
    if (results === undefined) continue
    blocks += 1
    const mutations = [...mutationsOf(raw)]
    values += mutations.length
    const sure = plan.everyField ? oneOfEachField(mutations) : NO_MUTATIONS
    for (const mutation of mutations) {
      if (plan.draw && !plan.draw(mutations.length) && !sure.has(mutation)) continue
      drawn += 1
      const commitment = plan.commitmentOf(mutation, raw)
      if (typeof commitment === 'object') {
        uncommitted += 1
        count(beside, commitment.uncommitted)
        continue
      }
      const changed = applyMutation(raw, mutation) as Raw
      const isNoticed = (await resultsOf(driver, recorded, changed)) === undefined
      if (commitment === 'sender') {
        senders += 1
        if (isNoticed || (await plan.noticesSender?.(changed, mutation))) sendersNoticed += 1
        continue
      }
      committed += 1
      if (isNoticed) {
        noticed += 1
        continue
      }
      const name = mutation.path.filter((part) => typeof part === 'string').join('.')
      count(missed, name)
      const before = results.find(({ check }) => check === checkOf(mutation))
      if (before?.outcome !== 'skipped') continue
      unproven += 1
      const underReason = missedUnproven.get(before.reason) ?? new Map<string, number>()
      missedUnproven.set(before.reason, underReason)
      count(underReason, name)
    }
  }
  return {
    ...{ blocks, values, drawn, committed, noticed, unproven, senders, sendersNoticed, uncommitted },
    ...{ beside, missed, missedUnproven },
  }
}

const NO_MUTATIONS: ReadonlySet<Mutation> = new Set()

/** A change of every field that a block has, so that a drawn part leaves out values and never a field: the one in the middle of them. */
function oneOfEachField(mutations: readonly Mutation[]): ReadonlySet<Mutation> {
  const fields = new Map<string, Mutation[]>()
  for (const mutation of mutations) {
    const name = mutation.path.filter((part) => typeof part === 'string').join('.')
    const known = fields.get(name)
    if (known) known.push(mutation)
    else fields.set(name, [mutation])
  }
  return new Set([...fields.values()].map((same) => same[same.length >> 1] as Mutation))
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

/** What the checks say; undefined where one of them, or decoding, notices that something is wrong. */
async function resultsOf<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  { asked, detail }: RecordedBlock<Raw>,
  raw: Raw,
): Promise<readonly CheckResult[] | undefined> {
  try {
    const block = driver.decode(raw, detail)
    if (isAnotherBlock(asked, block)) return undefined
    const results = await driver.verify(raw, block, detail as Detail)
    return results.some(({ outcome }) => outcome === 'mismatch') ? undefined : results
  } catch (error) {
    if (DefimonError.isInstance(error)) return undefined
    throw error
  }
}

/** What core checks beside the driver: the block is the one that was asked for. */
function isAnotherBlock(
  asked: RecordedBlock<unknown>['asked'],
  { number, hash }: { readonly number: number; readonly hash: string },
): boolean {
  if (asked === undefined) return false
  return typeof asked === 'number' ? asked !== number : asked.hash.toLowerCase() !== hash.toLowerCase()
}

function checkOfEvm({ path: [part, field] }: Mutation): Check {
  if (part !== 'block') return 'receipts-root'
  return field === 'transactions' ? 'transactions-root' : 'block-hash'
}
