import type { ContractAt, L2Network } from '@defimon/core'
import { blockBefore } from './block-before.ts'
import type { ParentView } from './parent-chain.ts'

/** After a network was shut down its operator may still tidy up for so long. */
const AFTERMATH_MS = 60 * 86_400_000
const YEAR = /^\d{4}$/
const DAY_MS = 86_400_000

/** Between which heights of the parent a rollup's contracts can have logged anything. `last` is open while the network lives. */
export interface ParentBounds {
  readonly first: number
  readonly last: number | undefined
}

/** What is known of a rollup's time. */
export interface LifeSpan {
  readonly network: Pick<L2Network, 'status'>
  readonly contracts: readonly ContractAt[]
  /** Before this time none of the contracts was in use. */
  readonly notBeforeMs: number
  readonly blockTimeMs: number
}

/** By the contracts' own bounds, else by time: a few headers of the parent. */
export async function readParentBounds(
  at: ParentView,
  { network, contracts, notBeforeMs, blockTimeMs }: LifeSpan,
): Promise<ParentBounds> {
  const options = { toleranceMs: DAY_MS, blockTimeMs }
  const froms = contracts.flatMap(({ fromBlock }) => (fromBlock === undefined ? [] : [fromBlock]))
  const first = froms.length === contracts.length ? Math.min(...froms) : await blockBefore(at, notBeforeMs, options)
  const tos = contracts.flatMap(({ toBlock }) => (toBlock === undefined ? [] : [toBlock]))
  if (tos.length === contracts.length) return { first, last: Math.max(...tos) }
  const endMs = endOf(network)
  if (endMs === undefined || endMs >= at.latest.timestampMs) return { first, last: undefined }
  return { first, last: await blockBefore(at, endMs, options) }
}

/** When the last event of a network that was shut down can have been; undefined for one that was not. */
function endOf({ status }: Pick<L2Network, 'status'>): number | undefined {
  if (status?.state !== 'sunset' || status.since === undefined) return undefined
  const sinceMs = YEAR.test(status.since) ? Date.UTC(Number(status.since) + 1, 0) : Date.parse(status.since)
  return Number.isFinite(sinceMs) ? sinceMs + AFTERMATH_MS : undefined
}
