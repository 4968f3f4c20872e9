import { readFile } from 'node:fs/promises'
import type { Detail, NetworkId, RecordingPlanEntry } from '@defimon/core'
import { UsageError } from '../terminal/report-error.ts'

const HEIGHT = /^\d{1,16}$/
const RANGE = /^(\d{1,16})-(\d{1,16})$/
const TAGS = ['latest', 'safe', 'finalized'] as const
const DETAILS: readonly Detail[] = ['header', 'transactions', 'receipts']

/** What to record of a network: `22431080`, `22431080-22431090` or `finalized`. */
export function planEntry(network: NetworkId, blocks: string, detail: Detail): RecordingPlanEntry {
  const tag = TAGS.find((known) => known === blocks)
  if (tag) return { network, detail, tag }
  if (HEIGHT.test(blocks) && Number.isSafeInteger(Number(blocks))) return { network, detail, block: Number(blocks) }
  const [, from, to] = RANGE.exec(blocks) ?? []
  if (from && to && Number(from) <= Number(to) && Number.isSafeInteger(Number(to))) {
    return { network, detail, range: { from: Number(from), to: Number(to) } }
  }
  throw new UsageError(`${blocks} is neither a height, nor a range such as 100-110, nor latest, safe or finalized`)
}

function entryOf(value: unknown, index: number): RecordingPlanEntry {
  const {
    network,
    block,
    why,
    detail = 'receipts',
  } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const known = DETAILS.find((each) => each === detail)
  if (typeof network !== 'string' || (typeof block !== 'string' && typeof block !== 'number') || !known) {
    throw new UsageError(`entry ${index + 1} of the plan is not { "network": …, "block": …, "why": … }`)
  }
  return { ...planEntry(network, String(block), known), ...(typeof why === 'string' && { why }) }
}

/** Reads a plan file: a JSON list of `{ network, block, why?, detail? }`, where `block` is a height, a range such as `"100-110"` or a tag. */
export async function readRecordingPlan(file: string): Promise<readonly RecordingPlanEntry[]> {
  let plan: unknown
  try {
    plan = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new UsageError(`the plan ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (!Array.isArray(plan)) throw new UsageError(`the plan ${file} is not a list`)
  return plan.map(entryOf)
}
