import type { L2Block } from '@defimon/core'
import { countUserOperations } from './measures/user-operations.ts'

/** What a block's row says of its transactions. What was not read is null, not zero. */
export interface BlockMeasures {
  readonly userCount: number | null
  readonly depositCount: number | null
  readonly systemCount: number | null
  readonly voteCount: number | null
  readonly failedCount: number | null
  readonly logCount: number | null
  /** By `USER_OPERATION_RULE`. */
  readonly userOperations: number | null
  /** Fees in the network's own currency. */
  readonly feeWei: bigint | null
}

/** Counts by kind, failed ones, logs, user operations and fees of a block. */
export function measureBlock(block: L2Block): BlockMeasures {
  if (!block.transactions) {
    return {
      ...{ userCount: null, depositCount: null, systemCount: null, voteCount: null },
      ...{ failedCount: null, logCount: null, userOperations: null, feeWei: null },
    }
  }
  const counts = { user: 0, deposit: 0, system: 0, vote: 0 }
  let failed = 0
  let feeWei = 0n
  let hasReceipts = block.logs !== undefined
  for (const transaction of block.transactions) {
    const { status, gasUsed, fee } = transaction
    // A recording may hold a block without its receipts: its logs are then empty because nobody knows them.
    if (status === undefined && gasUsed === undefined && fee === undefined) hasReceipts = false
    counts[transaction.kind] += 1
    if (status === 'failed') failed += 1
    if (fee && fee.currency === undefined) feeWei += fee.totalWei
  }
  return {
    userCount: counts.user,
    depositCount: counts.deposit,
    systemCount: counts.system,
    voteCount: counts.vote,
    failedCount: hasReceipts ? failed : null,
    logCount: hasReceipts ? (block.logs?.length ?? null) : null,
    userOperations: hasReceipts ? (countUserOperations(block) ?? null) : null,
    feeWei: hasReceipts ? feeWei : null,
  }
}
