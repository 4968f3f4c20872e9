import type { L2Block, NetworkId, Stage } from '@defimon/core'
import { measureBlock } from '../block-measures.ts'
import { EMPTY_LAG, type LagHistogram, mergeLags } from './lag-histogram.ts'
import { USER_OPERATION_RULE } from './user-operations.ts'

/** A stage that takes a parent-chain transaction. */
export type SettledStage = Exclude<Stage, 'sequenced'>

/** What happened on a network in blocks of one hour. Counts of what was not read are too low: `unreadBlocks` says of how many. */
export interface HourMeasures {
  readonly network: NetworkId
  /** Start of the hour by the blocks' own timestamps, ms since 1970. */
  readonly hourStartMs: number
  readonly blocks: number
  /** Blocks stored without their transactions or receipts. */
  readonly unreadBlocks: number
  readonly transactions: Readonly<Record<'user' | 'deposit' | 'system' | 'vote', number>>
  readonly failed: number
  readonly userOperations: number
  readonly userOperationRule: number
  readonly gasUsed: bigint
  /** Fees in the network's own currency. */
  readonly feeWei: bigint
  /** Bytes that parent-chain transactions carried for batches that begin in this hour. */
  readonly postedBytes: number
  /** From a block's own time to the parent block that brought it to the stage. */
  readonly lags: Readonly<Partial<Record<SettledStage, LagHistogram>>>
}

/** Of what lasts an hour by the clock. */
export const HOUR_MS = 3_600_000

/** An hour in which nothing was stored. */
export function emptyHour(network: NetworkId, hourStartMs: number): HourMeasures {
  return {
    ...{ network, hourStartMs, blocks: 0, unreadBlocks: 0 },
    transactions: { user: 0, deposit: 0, system: 0, vote: 0 },
    ...{ failed: 0, userOperations: 0, userOperationRule: USER_OPERATION_RULE },
    ...{ gasUsed: 0n, feeWei: 0n, postedBytes: 0, lags: {} },
  }
}

/** The measures of one block, as an hour of its own: hours are merged of them. */
export function hourOfBlock(block: L2Block): HourMeasures {
  const measures = measureBlock(block)
  const hour = emptyHour(block.network, Math.floor(block.timestampMs / HOUR_MS) * HOUR_MS)
  return {
    ...hour,
    blocks: 1,
    unreadBlocks: measures.failedCount === null ? 1 : 0,
    transactions: {
      user: measures.userCount ?? 0,
      deposit: measures.depositCount ?? 0,
      system: measures.systemCount ?? 0,
      vote: measures.voteCount ?? 0,
    },
    failed: measures.failedCount ?? 0,
    userOperations: measures.userOperations ?? 0,
    gasUsed: block.gasUsed ?? 0n,
    feeWei: measures.feeWei ?? 0n,
  }
}

/** Two measures as one. The network and the hour are those of the first: of several hours, it stands for the time from there on. */
export function mergeMeasures(one: HourMeasures, other: HourMeasures): HourMeasures {
  return combine(one, other, 1)
}

/** Takes back what was merged before: blocks that a reorg removed. Lags stay. */
export function withoutMeasures(one: HourMeasures, other: HourMeasures): HourMeasures {
  return combine(one, { ...other, lags: {} }, -1)
}

function combine(one: HourMeasures, other: HourMeasures, sign: 1 | -1): HourMeasures {
  const lags: Partial<Record<SettledStage, LagHistogram>> = { ...one.lags }
  for (const [stage, lag] of Object.entries(other.lags) as [SettledStage, LagHistogram][]) {
    lags[stage] = mergeLags(lags[stage] ?? EMPTY_LAG, lag)
  }
  const kinds = ['user', 'deposit', 'system', 'vote'] as const
  const counts = kinds.map((kind) => [kind, one.transactions[kind] + sign * other.transactions[kind]])
  return {
    network: one.network,
    hourStartMs: one.hourStartMs,
    blocks: one.blocks + sign * other.blocks,
    unreadBlocks: one.unreadBlocks + sign * other.unreadBlocks,
    transactions: Object.fromEntries(counts) as HourMeasures['transactions'],
    failed: one.failed + sign * other.failed,
    userOperations: one.userOperations + sign * other.userOperations,
    userOperationRule: one.userOperationRule,
    gasUsed: one.gasUsed + BigInt(sign) * other.gasUsed,
    feeWei: one.feeWei + BigInt(sign) * other.feeWei,
    postedBytes: one.postedBytes + sign * other.postedBytes,
    lags,
  }
}

/** Per second, over a time that the caller knows: an hour, or the part of it that has passed. */
export function ratesOf(
  measures: HourMeasures,
  durationMs: number = HOUR_MS,
): {
  readonly transactionsPerSecond: number
  readonly userOperationsPerSecond: number
  readonly megaGasPerSecond: number
  readonly postedBytesPerSecond: number
} {
  const seconds = durationMs / 1000
  const { user, deposit, system, vote } = measures.transactions
  return {
    transactionsPerSecond: (user + deposit + system + vote) / seconds,
    userOperationsPerSecond: measures.userOperations / seconds,
    megaGasPerSecond: Number(measures.gasUsed) / 1e6 / seconds,
    postedBytesPerSecond: measures.postedBytes / seconds,
  }
}
