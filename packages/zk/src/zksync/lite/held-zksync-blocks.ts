import { type BlockSource, DefimonError, type L2Network, type Runtime } from '@defimon/core'
import type { ScannedLog } from '@defimon/evm'
import type { ParentView } from '@defimon/evm/parent'
import { createHeldBlocks, type HeldBlock, type HeldBlocks, type HeldStack } from '../../rest/held-blocks.ts'
import { heightOf, topicOf, whereOf } from '../../rest/parent-logs.ts'
import { countOf, hexOf, partsOf } from '../../settlement/abi-values.ts'
import type { ZksyncLiteBlockFields } from './fields.ts'
import { blockVerification, executeBlocks } from './settlement/zksync-contract.ts'

type Block = HeldBlock<ZksyncLiteBlockFields>

/** A block as `executeBlocks` names it, with what `BlockVerification` says of its place. */
async function readBlock(log: ScannedLog, view: ParentView): Promise<Block> {
  const number = numberOf(log)
  const { input } = await view.transaction(log.transactionHash)
  if (!executeBlocks.matches(input)) {
    throw new DefimonError(
      'UNSUPPORTED',
      `block ${number} of zkSync Lite was executed before version 4 of its contract, whose calls do not name its root`,
      { network: view.network },
    )
  }
  const executed = partsOf(executeBlocks.decodeInput(input)[0], 'blocks').map((each) =>
    partsOf(partsOf(each, 'block')[0], 'block'),
  )
  const stored = executed.find(([blockNumber]) => blockNumber === BigInt(number))
  if (!stored) throw new DefimonError('MALFORMED', `a call that executes block ${number} does not name it`)
  const at = whereOf(log, view.network)
  return {
    number,
    hash: hexOf(stored[4], 'stateHash'),
    timestampMs: countOf(stored[3], 'timestamp') * 1000,
    at,
    fields: { status: 'finalized', verifyTransactionHash: log.transactionHash, heldAt: at },
  }
}

function numberOf(log: ScannedLog): number {
  return heightOf(topicOf(log, 1))
}

/**
 * Blocks of zkSync Lite by `BlockVerification`, which no revert takes back, and the call of `executeBlocks` that logs it: it names root and
 * time of each block.
 */
export function heldZksyncBlocks(
  network: L2Network<'zksync-lite'>,
  parent: BlockSource,
  runtime: Runtime | undefined,
): HeldBlocks<ZksyncLiteBlockFields> {
  const stack: HeldStack<ZksyncLiteBlockFields> = {
    contracts: network.contracts.rollup,
    numbering: [blockVerification.topic0],
    // Mainnet began in June of that year.
    notBeforeMs: Date.UTC(2020, 5, 1),
    numberOf,
    read: (logs, view) => Promise.all(logs.map((log) => readBlock(log, view))),
  }
  return createHeldBlocks(network as L2Network, parent, stack, runtime)
}
