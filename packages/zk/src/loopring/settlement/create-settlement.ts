import type { L2Network, SourceOptions } from '@defimon/core'
import { countOf } from '../../settlement/abi-values.ts'
import { createHeldSettlement } from '../../settlement/held-settlement.ts'
import type { SettlementReader } from '../../settlement/settlement-reader.ts'
import { heldLoopringBlocks } from '../held-loopring-blocks.ts'
import { blockSubmitted } from './exchange-contract.ts'

/**
 * Settlement of Loopring: `BlockSubmitted` posts a block in calldata, proves and settles it, several a transaction. The Merkle root is the block's
 * hash, and an anchor. `isHeld`: blocks are read from the parent themselves, not by the API.
 */
export function createLoopringSettlement(
  network: L2Network<'loopring'>,
  options: SourceOptions,
  isHeld: boolean,
): SettlementReader {
  const { parent, runtime } = options
  return createHeldSettlement(network, options, {
    contracts: network.contracts.exchange,
    load: async () => heldLoopringBlocks(network, parent as NonNullable<typeof parent>, runtime),
    numberOf: (log) => (log.topics[0] === blockSubmitted.topic0 ? countOf(blockSubmitted.decode(log)[0], 'blockIdx') : undefined),
    dataAvailability: 'ethereum-calldata',
    isHeld,
  })
}
