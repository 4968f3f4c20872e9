import type { Evidence } from '@defimon/core'
import type { ParentView } from '@defimon/evm/parent'

type Status = Evidence['parentStatus']

const FIRMNESS: readonly Status[] = ['included', 'safe', 'finalized']

/** How firm it is that a time has passed on the parent chain. Undefined: it has not. */
export async function passedAs(view: ParentView, timeMs: number): Promise<Status | undefined> {
  if (view.latest.timestampMs <= timeMs) return undefined
  if (view.finalized >= 0 && (await view.block(view.finalized)).timestampMs > timeMs) return 'finalized'
  if (view.safe >= 0 && (await view.block(view.safe)).timestampMs > timeMs) return 'safe'
  return 'included'
}

/** The less firm of two. */
export function weaker(a: Status, b: Status): Status {
  return FIRMNESS.indexOf(a) < FIRMNESS.indexOf(b) ? a : b
}
