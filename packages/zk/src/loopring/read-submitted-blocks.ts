import type { BlockRange, L1Ref, L2Network } from '@defimon/core'
import type { GetLogsOptions, LogSource } from '@defimon/evm'
import { contractLogs, heightOf, whereOf, wordOf } from '../rest/parent-logs.ts'

/** A block of Loopring as Ethereum holds it. It was committed and proven in one transaction, so it is settled with it. */
export interface SubmittedBlock {
  readonly number: number
  readonly merkleRoot: string
  /** sha256 of the block's data, which stand in the calldata of the transaction that `at` names. */
  readonly publicDataHash: string
  readonly at: L1Ref
}

/** BlockSubmitted(uint256 indexed blockIdx, bytes32 merkleRoot, bytes32 publicDataHash), Loopring protocol 3.6 ExchangeV3. */
export const BLOCK_SUBMITTED: string = '0xcc86d9ed29ebae540f9d25a4976d4da36ea4161b854b8ecf18f491cf6b0feb5c'

/**
 * The blocks of Loopring that Ethereum holds for good, in order. `parent` is a source of the parent chain; asks `eth_getLogs` and
 * headers. There are none after 2026-06-29, when the contract became its owner's executor.
 */
export async function* readSubmittedBlocks(
  parent: LogSource,
  network: L2Network<'loopring'>,
  range: BlockRange,
  options?: GetLogsOptions,
): AsyncGenerator<SubmittedBlock> {
  for await (const logs of contractLogs(parent, network.contracts.exchange, [BLOCK_SUBMITTED], range, options)) {
    for (const log of logs) {
      const number = log.topics[1]
      if (number === undefined) continue
      yield {
        number: heightOf(number),
        merkleRoot: wordOf(log, 0),
        publicDataHash: wordOf(log, 1),
        at: whereOf(log, parent.network.id),
      }
    }
  }
}
