import type { Hash } from '@defimon/core'
import { malformed } from '@defimon/evm'
import { type AbiValue, type ContractEvent, defineEvent, type EventLog } from '@defimon/evm/parent'

// All from matter-labs/era-contracts, IExecutor.sol and ICommitter.sol. Batches are called blocks there for the sake of old readers.

/** A batch was committed: its data are published, and its state root with them. */
export const blockCommit: ContractEvent = defineEvent(
  'BlockCommit(uint256 indexed batchNumber, bytes32 indexed batchHash, bytes32 indexed commitment)',
  '0x8f2916b2f2d78cc5890ead36c06c0f6d5d112c7e103589947e8e2f0d6eddb763',
)

/** The proof of the batches after the first number, up to the second, was accepted. */
export const blocksVerification: ContractEvent = defineEvent(
  'BlocksVerification(uint256 indexed previousLastVerifiedBatch, uint256 indexed currentLastVerifiedBatch)',
  '0x22c9005dd88c18b552a1cd7e8b3b937fcde9ca69213c1f658f54d572e4877a81',
)

/** A batch was executed: withdrawals in it can run. */
export const blockExecution: ContractEvent = defineEvent(
  'BlockExecution(uint256 indexed batchNumber, bytes32 indexed batchHash, bytes32 indexed commitment)',
  '0x2402307311a4d6604e4e7b4c8a15a7e1213edb39c16a31efa70afb06030d3165',
)

/** Batches above these totals are no longer committed, and no longer proven. Executed ones cannot be taken back. */
export const blocksRevert: ContractEvent = defineEvent(
  'BlocksRevert(uint256 totalBatchesCommitted, uint256 totalBatchesVerified, uint256 totalBatchesExecuted)',
  '0x8bd4b15ea7d1bc41ea9abc3fc487ccb89cd678a00786584714faa9d751c84ee5',
)

/** ZKsync OS: the L2 blocks of a batch, as its operator reports them with the commit. No proof holds them yet. */
export const committedBatchRange: ContractEvent = defineEvent(
  'ReportCommittedBatchRangeZKsyncOS(uint64 indexed batchNumber, uint64 indexed firstBlockNumber, uint64 indexed lastBlockNumber)',
  '0xa2ac105688fc09c2584d6b2e79dd0fc14e6003a20c62ac45aa858e8ed12bb7bb',
)

/** What an event of the diamond proxy says of batches. */
export type ExecutorEvent =
  | { readonly does: 'commit' | 'execute'; readonly batch: number; readonly batchHash: Hash }
  | { readonly does: 'prove'; readonly from: number; readonly to: number }
  | { readonly does: 'revert'; readonly lastCommitted: number; readonly lastProven: number }
  | { readonly does: 'report'; readonly batch: number; readonly from: number; readonly to: number }

/** Topics of all events that are read. */
export const EXECUTOR_TOPICS: readonly string[] = [
  blockCommit,
  blocksVerification,
  blockExecution,
  blocksRevert,
  committedBatchRange,
].map(({ topic0 }) => topic0)

/** Reads an event of the diamond proxy; undefined of another one. Fails with `MALFORMED`. */
export function readExecutorEvent(log: EventLog): ExecutorEvent | undefined {
  switch (log.topics[0]) {
    case blockCommit.topic0: {
      const [batch, batchHash] = blockCommit.decode(log)
      return { does: 'commit', batch: numberOf(batch), batchHash: batchHash as string }
    }
    case blockExecution.topic0: {
      const [batch, batchHash] = blockExecution.decode(log)
      return { does: 'execute', batch: numberOf(batch), batchHash: batchHash as string }
    }
    case blocksVerification.topic0: {
      const [before, last] = blocksVerification.decode(log)
      return { does: 'prove', from: numberOf(before) + 1, to: numberOf(last) }
    }
    case blocksRevert.topic0: {
      const [lastCommitted, lastProven] = blocksRevert.decode(log)
      return { does: 'revert', lastCommitted: numberOf(lastCommitted), lastProven: numberOf(lastProven) }
    }
    case committedBatchRange.topic0: {
      const [batch, from, to] = committedBatchRange.decode(log)
      return { does: 'report', batch: numberOf(batch), from: numberOf(from), to: numberOf(to) }
    }
    default:
      return undefined
  }
}

/** A number of a batch or a block. Fails with `MALFORMED` beyond what can be one. */
export function numberOf(value: AbiValue | undefined): number {
  const number = Number(value as bigint)
  if (!Number.isSafeInteger(number)) throw malformed('a number of a batch or a block is beyond 2^53')
  return number
}
