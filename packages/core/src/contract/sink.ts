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

/** What lands together or not at all. */
export interface Batch {
  readonly network: NetworkId
  /** Blocks above it are gone: delete them first. */
  readonly rollbackTo?: BlockRef
  readonly blocks: readonly L2Block[]
  readonly settlements: readonly Settlement[]
  readonly reverted: readonly Settlement[]
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
  /** All of it or none; idempotent by (network, hash). */
  write(batch: Batch, options?: CallOptions): Promise<void>
  close(): Promise<void>
}
