import type { Batch, Checkpoint, L2Block, NetworkId, Settlement, Sink } from '@defimon/core'
import { DefimonError } from '@defimon/core'
import { clipSpans, type SpanMap, spanAt } from '../settlement/span-map.ts'
import { addSettlement, firmAnchors, revertSettlement } from '../settlement/stored-settlements.ts'

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
  readonly settlements: SpanMap<Settlement>
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
    async readRef(network, number) {
      const block = networks.get(network)?.blocks.get(number)
      return block && { number, hash: block.hash }
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
    settlements(network) {
      const stored = networks.get(network)
      return ascending(stored?.blocks).flatMap(({ number, hash }) => {
        const span = spanAt(stored!.settlements, number)
        return span ? [{ ...span.value, block: { number, hash } }] : []
      })
    },
    checkpoint: (network) => networks.get(network)?.checkpoint,
    networks: () => [...networks.keys()],
  }
}

function apply(stored: Stored | undefined, batch: Batch, fencingToken: bigint): Stored {
  const blocks = stored?.blocks ?? new Map<number, L2Block>()
  const { rollbackTo } = batch
  let settlements = stored?.settlements ?? []
  if (rollbackTo) {
    for (const number of blocks.keys()) if (number > rollbackTo.number) blocks.delete(number)
    settlements = clipSpans(settlements, rollbackTo.number)
  }
  for (const block of batch.blocks) blocks.set(block.number, block)
  for (const settlement of batch.settlements) {
    settlements = addSettlement(settlements, settlement)
    for (const evidence of firmAnchors(settlement)) {
      const block = blocks.get(evidence.anchor.number)
      if (block?.hash !== evidence.anchor.hash) continue
      blocks.set(block.number, { ...block, verification: { ...block.verification, anchoredBy: { parent: evidence } } })
    }
  }
  for (const settlement of batch.reverted) settlements = revertSettlement(settlements, settlement)
  return { blocks, settlements, checkpoint: batch.checkpoint, fencingToken }
}
