import type { Batch, Checkpoint, L2Block, NetworkId, Settlement, Sink } from '@defimon/core'
import { DefimonError } from '@defimon/core'
import { isEarlierStage } from '../settlement-order.ts'

/** A sink whose content can be read. All reads give what the last write left. */
export interface MemorySink extends Sink {
  readonly delivery: 'transactional'
  /** Stored blocks of a network, ascending. */
  blocks(network: NetworkId): readonly L2Block[]
  block(network: NetworkId, number: number): L2Block | undefined
  /** The latest settlement of each block that has one, ascending. */
  settlements(network: NetworkId): readonly Settlement[]
  checkpoint(network: NetworkId): Checkpoint | undefined
  /** The networks that were written to. */
  networks(): readonly NetworkId[]
}

interface Stored {
  readonly blocks: Map<number, L2Block>
  readonly settlements: Map<number, Settlement>
  checkpoint: Checkpoint
  fencingToken: bigint
}

/**
 * Keeps everything in memory, for tests and short scans; it grows with the chain. A closed sink can be opened again and holds what it
 * held.
 */
export function memorySink(): MemorySink {
  const networks = new Map<NetworkId, Stored>()
  const ascending = <T>(map: ReadonlyMap<number, T> | undefined): T[] =>
    [...(map ?? [])].sort(([a], [b]) => a - b).map(([, value]) => value)
  const close = async (): Promise<void> => {}

  return {
    specVersion: 1,
    delivery: 'transactional',
    async open() {},
    async readCheckpoint(network) {
      return networks.get(network)?.checkpoint
    },
    async write(batch, options) {
      options?.signal?.throwIfAborted()
      const stored = networks.get(batch.network)
      const token = batch.fencingToken ?? stored?.fencingToken ?? 0n
      if (stored && token < stored.fencingToken) {
        const message = `a newer writer holds token ${stored.fencingToken}, this one has ${token}`
        throw new DefimonError('SINK', message, { network: batch.network, retryable: false })
      }
      networks.set(batch.network, apply(stored, batch, token))
    },
    close,
    [Symbol.asyncDispose]: close,
    blocks: (network) => ascending(networks.get(network)?.blocks),
    block: (network, number) => networks.get(network)?.blocks.get(number),
    settlements: (network) => ascending(networks.get(network)?.settlements),
    checkpoint: (network) => networks.get(network)?.checkpoint,
    networks: () => [...networks.keys()],
  }
}

function apply(stored: Stored | undefined, batch: Batch, fencingToken: bigint): Stored {
  const blocks = stored?.blocks ?? new Map<number, L2Block>()
  const settlements = stored?.settlements ?? new Map<number, Settlement>()
  if (batch.rollbackTo) {
    for (const map of [blocks, settlements]) {
      for (const number of map.keys()) if (number > batch.rollbackTo.number) map.delete(number)
    }
  }
  for (const block of batch.blocks) blocks.set(block.number, block)
  for (const settlement of batch.settlements) {
    const known = settlements.get(settlement.block.number)
    if (!known || !isEarlierStage(settlement.state.stage, known.state.stage)) settlements.set(settlement.block.number, settlement)
  }
  for (const settlement of batch.reverted) settlements.set(settlement.block.number, settlement)
  return { blocks, settlements, checkpoint: batch.checkpoint, fencingToken }
}
