import type { BlockSource, L2Network, Runtime } from '@defimon/core'
import { createHeldBlocks, type HeldBlocks, type HeldStack } from '../rest/held-blocks.ts'
import type { StarkexBlockFields } from './fields.ts'
import { STATE_TRANSITION_FACT, STATE_UPDATES, sequenceNumberOf, updatesIn } from './read-state-updates.ts'

/** State updates of a StarkEx exchange as blocks: the sequence number is the number, the fact that was proven the hash. */
export function heldStateUpdates(
  network: L2Network<'starkex'>,
  parent: BlockSource,
  runtime: Runtime | undefined,
): HeldBlocks<StarkexBlockFields> {
  const stack: HeldStack<StarkexBlockFields> = {
    contracts: network.contracts.exchange,
    numbering: STATE_UPDATES,
    others: [STATE_TRANSITION_FACT],
    // The first exchange opened in June of that year.
    notBeforeMs: Date.UTC(2020, 5, 1),
    numberOf: sequenceNumberOf,
    read: async (logs, { network: chain }) =>
      updatesIn(logs, chain).map(({ sequenceNumber, at, ...rest }) => ({
        number: sequenceNumber,
        hash: rest.stateTransitionFact,
        at,
        fields: { ...rest, heldAt: at },
      })),
  }
  return createHeldBlocks(network as L2Network, parent, stack, runtime)
}
