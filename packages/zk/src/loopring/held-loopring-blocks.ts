import type { BlockSource, L2Network, Runtime } from '@defimon/core'
import { createHeldBlocks, type HeldBlocks, type HeldStack } from '../rest/held-blocks.ts'
import { heightOf, topicOf, whereOf, wordOf } from '../rest/parent-logs.ts'
import type { LoopringBlockFields } from './fields.ts'
import { BLOCK_SUBMITTED } from './read-submitted-blocks.ts'

/** Blocks of Loopring by `BlockSubmitted`: the Merkle root after each is its hash, as by REST. */
export function heldLoopringBlocks(
  network: L2Network<'loopring'>,
  parent: BlockSource,
  runtime: Runtime | undefined,
): HeldBlocks<LoopringBlockFields> {
  const numberOf: HeldStack<LoopringBlockFields>['numberOf'] = (log) => heightOf(topicOf(log, 1))
  const stack: HeldStack<LoopringBlockFields> = {
    contracts: network.contracts.exchange,
    numbering: [BLOCK_SUBMITTED],
    // Protocol 3.6 came at the end of that year.
    notBeforeMs: Date.UTC(2020, 9, 1),
    numberOf,
    read: async (logs, { network: chain }) =>
      logs.map((log) => {
        const at = whereOf(log, chain)
        const fields = { submitTransactionHash: log.transactionHash, publicDataHash: wordOf(log, 1), heldAt: at }
        return { number: numberOf(log), hash: wordOf(log, 0), at, fields }
      }),
  }
  return createHeldBlocks(network as L2Network, parent, stack, runtime)
}
