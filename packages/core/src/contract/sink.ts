import type { BlockRef, L2Block } from './block.ts'
import type { NetworkId } from './network.ts'
import type { Settlement } from './settlement.ts'
import type { CallOptions } from './transport.ts'

/** Where a sync of one network stands. Written together with the blocks it speaks of. */
export interface Checkpoint {
  readonly network: NetworkId
  /** The newest stored block of the followed chain. */
  readonly head?: BlockRef
  /** Stored ranges, both ends inclusive, ascending, neither touching nor overlapping. */
  readonly done: readonly { readonly from: number; readonly to: number }[]
  readonly finalized?: BlockRef
  readonly anchoredUpTo?: BlockRef
  readonly settlementCursor?: string
}

/** A settlement, and the heights that it holds for: one question answers for all the blocks of a batch. */
export interface StoredSettlement extends Settlement {
  /** Both ends inclusive; all blocks stored in it are meant. Absent: `block` alone. */
  readonly holdsFor?: { readonly from: number; readonly to: number }
}

/** What lands together or not at all. */
export interface Batch {
  readonly network: NetworkId
  /** Blocks above it are gone: delete them first. */
  readonly rollbackTo?: BlockRef
  readonly blocks: readonly L2Block[]
  /** Steps forward. A store keeps the further of two stages, and evidence of earlier steps that a newer answer leaves out. */
  readonly settlements: readonly StoredSettlement[]
  /** Steps back, after the steps forward of the same batch: what is stored of these heights goes, this stands instead. */
  readonly reverted: readonly StoredSettlement[]
  readonly checkpoint: Checkpoint
  /** A writer with a lower token than the last one seen is refused. */
  readonly fencingToken?: bigint
}

/** Where blocks go. */
export interface Sink extends AsyncDisposable {
  readonly specVersion: 1
  readonly delivery: 'transactional' | 'at-least-once'
  /** Creates or migrates what it needs. */
  open(): Promise<void>
  readCheckpoint(network: NetworkId): Promise<Checkpoint | undefined>
  /**
   * The stored block at a height, where the store can tell. It is what anchors are held against; a store that only streams leaves it
   * out.
   */
  readRef?(network: NetworkId, number: number): Promise<BlockRef | undefined>
  /** All of it or none; idempotent by (network, hash). */
  write(batch: Batch, options?: CallOptions): Promise<void>
  close(): Promise<void>
}
