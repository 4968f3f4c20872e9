import type { BlockRange, L1Ref, L2Network } from '@defimon/core'
import type { GetLogsOptions, LogSource } from '@defimon/evm'
import { contractLogs, heightOf, whereOf, wordOf } from '../../rest/parent-logs.ts'

/** What the contract of zkSync Lite said of a block. */
export type ZksyncLiteStep =
  | { readonly type: 'committed' | 'verified'; readonly block: number; readonly at: L1Ref }
  /** Blocks above `totalCommitted` are gone; the only reorg that zkSync Lite had. */
  | { readonly type: 'reverted'; readonly totalVerified: number; readonly totalCommitted: number; readonly at: L1Ref }

// zksync contracts/contracts/Events.sol
/** BlockCommit(uint32 indexed blockNumber) */
const BLOCK_COMMIT = '0x81a92942d0f9c33b897a438384c9c3d88be397776138efa3ba1a4fc8b6268424'
/** BlockVerification(uint32 indexed blockNumber) */
const BLOCK_VERIFICATION = '0x0cdbd8bd7813095001c5fe7917bd69d834dc01db7c1dfcf52ca135bd20384413'
/** BlocksRevert(uint32 totalBlocksVerified, uint32 totalBlocksCommitted) */
const BLOCKS_REVERT = '0x6f3a8259cce1ea2680115053d21c971aa1764295a45850f520525f2bfdf3c9d3'

/**
 * The steps of blocks of zkSync Lite as Ethereum holds them for good, in order. `parent` is a source of the parent chain; asks
 * `eth_getLogs` and headers. The events name numbers; the roots stand in the calldata of the transactions that `at` names.
 */
export async function* readBlockCommits(
  parent: LogSource,
  network: L2Network<'zksync-lite'>,
  range: BlockRange,
  options?: GetLogsOptions,
): AsyncGenerator<ZksyncLiteStep> {
  const topics = [BLOCK_COMMIT, BLOCK_VERIFICATION, BLOCKS_REVERT]
  for await (const logs of contractLogs(parent, network.contracts.rollup, topics, range, options)) {
    for (const log of logs) {
      const at = whereOf(log, parent.network.id)
      const [topic, block] = log.topics
      if (topic === BLOCKS_REVERT) {
        yield { type: 'reverted', totalVerified: heightOf(wordOf(log, 0)), totalCommitted: heightOf(wordOf(log, 1)), at }
      } else if (block !== undefined) {
        yield { type: topic === BLOCK_COMMIT ? 'committed' : 'verified', block: heightOf(block), at }
      }
    }
  }
}
