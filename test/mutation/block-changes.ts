import { type Check, DefimonError, type Detail, type Stack } from '@defimon/core'
import type { BlockDriver, CheckResult, RecordedBlock } from '@defimon/core/adapter'
import type { ChangePlan, MutationScore } from './mutation-score.ts'
import { applyMutation, type Mutation, mutationsOf } from './mutations.ts'

/** A recorded block that passes unchanged, and all that can be changed in it. */
export interface ChangeableBlock<Raw> {
  readonly recorded: RecordedBlock<Raw>
  readonly mutations: readonly Mutation[]
  /** What the checks say of it as it was recorded. */
  readonly results: readonly CheckResult[]
}

/** A recorded block with its mutations; undefined for one that does not pass as it was recorded. */
export async function changeableBlock<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  recorded: RecordedBlock<Raw>,
): Promise<ChangeableBlock<Raw> | undefined> {
  const results = await resultsOf(driver, recorded, recorded.raw)
  return results && { recorded, mutations: [...mutationsOf(recorded.raw)], results }
}

/** Makes some of the mutations of a block, one at a time, and counts those that decoding or verifying notices. It counts as no block yet. */
export async function countChanges<S extends Stack, Raw>(
  plan: ChangePlan<S, Raw>,
  { recorded, results }: ChangeableBlock<Raw>,
  mutations: readonly Mutation[],
): Promise<MutationScore> {
  const { driver, checkOf = checkOfEvm } = plan
  const { raw } = recorded
  let [committed, noticed, unproven, senders, sendersNoticed, uncommitted] = [0, 0, 0, 0, 0, 0]
  const beside = new Map<string, number>()
  const missed = new Map<string, number>()
  const missedUnproven = new Map<string, Map<string, number>>()
  for (const mutation of mutations) {
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
  return {
    ...{ blocks: 0, leftOut: 0, drawn: mutations.length, committed, noticed, unproven, senders, sendersNoticed, uncommitted },
    ...{ beside, missed, missedUnproven },
  }
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
