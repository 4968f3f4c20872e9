import type { Batch, Evidence, NetworkId, SettlementState, StoredSettlement } from '@defimon/core'
import { createBlockTimes } from './block-times.ts'
import {
  emptyHour,
  HOUR_MS,
  type HourMeasures,
  hourOfBlock,
  mergeMeasures,
  type SettledStage,
  withoutMeasures,
} from './hour-measures.ts'
import { lagsOf } from './lag-histogram.ts'

/** Counts what passes on its way into a store. */
export interface Measures {
  /** A batch that was stored: its rollback, blocks, settlements and reverts. */
  add(batch: Batch): void
  /** The hours of a network that are still kept, in order. */
  hours(network: NetworkId): readonly HourMeasures[]
}

/** How much is kept. */
export interface MeasuresOptions {
  /** Hours of each network. Default 24 × 14, more than the longest challenge period. */
  readonly keepHours?: number
  /** Told of the blocks that a reorg removed, as far as they were seen. */
  readonly onReorg?: (network: NetworkId, depth: number) => void
  /** Told of blocks that reached a stage, with how long each took. */
  readonly onLags?: (network: NetworkId, stage: SettledStage, lagsMs: readonly number[]) => void
}

interface NetworkState {
  readonly hours: Map<number, HourMeasures>
  /** Blocks that a reorg may still take, by height. */
  readonly open: Map<number, HourMeasures>
  readonly times: ReturnType<typeof createBlockTimes>
  /** Stage → the heights that reached it: each counts once. */
  readonly reached: Map<SettledStage, { from: number; to: number }[]>
  readonly postings: Set<string>
}

const STAGES: readonly SettledStage[] = ['posted', 'claimed', 'proven', 'settled']
const MOST_POSTINGS = 4_096

/**
 * Measures per network and hour, from the batches that a sink takes. A block that a reorg removed is taken back. The lag of a stage is
 * counted once per block and stage; a step that was reverted and made again counts again, for both were seen.
 */
export function createMeasures(options: MeasuresOptions = {}): Measures {
  const { keepHours = 24 * 14, onReorg, onLags } = options
  const networks = new Map<NetworkId, NetworkState>()

  const stateOf = (network: NetworkId): NetworkState => {
    const known = networks.get(network)
    if (known) return known
    const made: NetworkState = {
      hours: new Map(),
      open: new Map(),
      times: createBlockTimes(),
      reached: new Map(),
      postings: new Set(),
    }
    networks.set(network, made)
    return made
  }

  return {
    add(batch) {
      const state = stateOf(batch.network)
      if (batch.rollbackTo) onReorg?.(batch.network, rollBack(state, batch.rollbackTo.number))
      for (const block of batch.blocks) {
        const before = state.open.get(block.number)
        if (before) change(state, before, withoutMeasures)
        const hour = hourOfBlock(block)
        change(state, hour, mergeMeasures)
        state.open.set(block.number, hour)
        state.times.set(block.number, block.timestampMs)
      }
      const finalized = batch.checkpoint.finalized?.number
      if (finalized !== undefined) for (const number of state.open.keys()) if (number <= finalized) state.open.delete(number)
      for (const { holdsFor, block } of batch.reverted) forget(state, holdsFor ?? { from: block.number, to: block.number })
      for (const settlement of batch.settlements) settle(state, batch.network, settlement, onLags)
      prune(state.hours, keepHours)
    },
    hours: (network) => {
      const known = networks.get(network)
      return known ? [...known.hours.values()].sort((one, other) => one.hourStartMs - other.hourStartMs) : []
    },
  }
}

function change(state: NetworkState, part: HourMeasures, by: (one: HourMeasures, other: HourMeasures) => HourMeasures): void {
  const { hourStartMs, network } = part
  state.hours.set(hourStartMs, by(state.hours.get(hourStartMs) ?? emptyHour(network, hourStartMs), part))
}

/** How many blocks went. */
function rollBack(state: NetworkState, number: number): number {
  let depth = 0
  for (const [height, hour] of state.open) {
    if (height <= number) continue
    change(state, hour, withoutMeasures)
    state.open.delete(height)
    depth += 1
  }
  state.times.cut(number)
  forget(state, { from: number + 1, to: Number.MAX_SAFE_INTEGER })
  return depth
}

/** These heights may reach their stages again. */
function forget({ reached }: NetworkState, { from, to }: { readonly from: number; readonly to: number }): void {
  for (const [stage, ranges] of reached) {
    reached.set(
      stage,
      ranges.flatMap((range) => [
        ...(range.from < from ? [{ from: range.from, to: Math.min(range.to, from - 1) }] : []),
        ...(range.to > to ? [{ from: Math.max(range.from, to + 1), to: range.to }] : []),
      ]),
    )
  }
}

function settle(state: NetworkState, network: NetworkId, settlement: StoredSettlement, onLags: MeasuresOptions['onLags']): void {
  const { holdsFor, block, state: reached } = settlement
  const span = state.times.span
  if (!span) return
  // One answer may hold for a whole chain; of blocks whose time is not known nothing can be told.
  const from = Math.max(span.from, holdsFor?.from ?? block.number)
  const to = Math.min(span.to, holdsFor?.to ?? block.number)
  if (from > to) return
  for (const stage of STAGES) {
    const all = evidenceOf(reached, stage)
    const reachedMs = all.at(-1)?.timestampMs
    if (reachedMs === undefined) continue
    const exact = all.every(({ covers }) => covers?.exact === true)
    const lags = new Map<number, number[]>()
    for (const number of newHeights(state, stage, { from, to })) {
      const madeMs = state.times.get(number)
      if (madeMs === undefined) continue
      const hourStartMs = Math.floor(madeMs / HOUR_MS) * HOUR_MS
      const known = lags.get(hourStartMs)
      if (known) known.push(reachedMs - madeMs)
      else lags.set(hourStartMs, [reachedMs - madeMs])
    }
    for (const [hourStartMs, lagsMs] of lags) {
      onLags?.(network, stage, lagsMs)
      change(state, { ...emptyHour(network, hourStartMs), lags: { [stage]: lagsOf(lagsMs, exact) } }, mergeMeasures)
    }
    if (stage === 'posted') countBytes(state, network, from, all)
  }
}

function evidenceOf(reached: SettlementState, stage: SettledStage): readonly Evidence[] {
  const found = (reached as Partial<Record<SettledStage, Evidence | readonly Evidence[]>>)[stage]
  return found === undefined ? [] : [found].flat()
}

/** The bytes of a posting count once, in the hour of the first block of it that was seen. */
function countBytes(state: NetworkState, network: NetworkId, first: number, evidence: readonly Evidence[]): void {
  const madeMs = state.times.get(first)
  for (const { transactionHash, cost } of evidence) {
    if (transactionHash === undefined || cost?.dataBytes === undefined || madeMs === undefined) continue
    if (state.postings.has(transactionHash)) continue
    state.postings.add(transactionHash)
    if (state.postings.size > MOST_POSTINGS) state.postings.delete(state.postings.values().next().value ?? '')
    const hourStartMs = Math.floor(madeMs / HOUR_MS) * HOUR_MS
    change(state, { ...emptyHour(network, hourStartMs), postedBytes: cost.dataBytes }, mergeMeasures)
  }
}

/** Those heights of a range that had not reached a stage; they have now. */
function newHeights(state: NetworkState, stage: SettledStage, { from, to }: { from: number; to: number }): readonly number[] {
  const ranges = state.reached.get(stage) ?? []
  const heights: number[] = []
  for (let number = from; number <= to; number += 1) {
    const known = ranges.find((range) => range.from <= number && number <= range.to)
    if (known) number = known.to
    else heights.push(number)
  }
  const touching = ranges.filter((range) => range.from <= to + 1 && range.to >= from - 1)
  const merged = {
    from: Math.min(from, ...touching.map((range) => range.from)),
    to: Math.max(to, ...touching.map((range) => range.to)),
  }
  state.reached.set(stage, [...ranges.filter((range) => !touching.includes(range)), merged])
  return heights
}

function prune(hours: Map<number, HourMeasures>, keepHours: number): void {
  if (hours.size <= keepHours) return
  const oldest = [...hours.keys()].sort((one, other) => one - other).slice(0, hours.size - keepHours)
  for (const hour of oldest) hours.delete(hour)
}
