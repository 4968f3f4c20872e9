import type { BlockRef } from '@defimon/core'

/** What is wrong with a network itself. */
export type NetworkFindingName = 'halted-sequencer' | 'silent-batcher'

/** What is wrong with one of its endpoints. */
export type EndpointFindingName = 'stale-endpoint' | 'dead-endpoint' | 'lying-endpoint' | 'quota-exhausted'

/** The name of a finding. Names are never reused or given another meaning. */
export type FindingName = NetworkFindingName | EndpointFindingName

/** All names, those of networks first. */
export const FINDING_NAMES: readonly FindingName[] = [
  'halted-sequencer',
  'silent-batcher',
  'stale-endpoint',
  'dead-endpoint',
  'lying-endpoint',
  'quota-exhausted',
]

/** The evidence of a finding. */
export interface FindingEvidence {
  /** When it began, as far as is known: ms since 1970. */
  readonly sinceMs: number
  /** The evidence, in words. May quote an endpoint: escape it where it is shown. */
  readonly because: string
}

/**
 * Something that is wrong, by name. An endpoint has one finding at most, a network one, and an endpoint that gives nothing is not judged by
 * what it gave before.
 * - `halted-sequencer`: at least two endpoints answer, all that do have the same old head, and time and parent chain go on. Of a chain
 *   with consensus of its own: its validators make no block.
 * - `silent-batcher`: blocks come, the parent chain goes on, and no data of the network is posted there for a multiple of the usual time.
 * - `stale-endpoint`: its head stays behind the blocks that others gave.
 * - `dead-endpoint`: none of its answers can be used: no connection, time out, errors, no JSON.
 * - `lying-endpoint`: its answers contradict themselves, the question, or its claim to be of this network.
 * - `quota-exhausted`: it refuses every call because of what was used before.
 */
export type HealthFinding =
  | ({ readonly name: NetworkFindingName; readonly endpoint?: undefined } & FindingEvidence)
  | ({ readonly name: EndpointFindingName; readonly endpoint: string } & FindingEvidence)

/** A chain beside this one, as far as the sync follows it too. */
export interface ParentProgress {
  readonly network: string
  readonly head: BlockRef | undefined
  /** Whether it makes no blocks either. */
  readonly isQuiet: boolean
}

/** Whether two lists name the same things, whatever the evidence. */
export function isSameFindings(a: readonly HealthFinding[], b: readonly HealthFinding[]): boolean {
  const keys = new Set(a.map(keyOf))
  return a.length === b.length && b.every((finding) => keys.has(keyOf(finding)))
}

function keyOf({ name, endpoint }: HealthFinding): string {
  return `${name} ${endpoint ?? ''}`
}

/** A duration as a person reads it: `95 s`, `12 min`, `3.5 h`. */
export function inWords(ms: number): string {
  if (ms < 600_000) return `${Math.max(0, Math.round(ms / 1_000))} s`
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 360_000) / 10} h`
}
