import type { BlockRef, Checkpoint, L2Block, NetworkId, StoredSettlement } from '@defimon/core'

/** The version of all values. A new field keeps it; a field that goes or changes raises it. */
export const SCHEMA_VERSION = 1

/**
 * A block, or a part of one that is too large for a record. Part 0 has the block's own fields; the others have `network`, `number`
 * and `hash` of it, and the transactions and logs that follow. Amounts are decimal strings.
 */
export interface BlockValue {
  readonly schemaVersion: typeof SCHEMA_VERSION
  readonly type: 'block'
  readonly part: number
  readonly parts: number
  readonly block: Partial<L2Block> & BlockRef & { readonly network: NetworkId }
}

/** All blocks of the network above this one are gone, and what was said of their settlement with them; null: all blocks are. */
export interface RetractionValue {
  readonly schemaVersion: typeof SCHEMA_VERSION
  readonly type: 'retraction'
  readonly network: NetworkId
  readonly above: { readonly number: number; readonly hash?: string } | null
}

/**
 * How far all blocks of `holdsFor` have settled. Of two stages the further holds; `settlement-reverted` takes a step back, and says how far
 * they are now.
 */
export interface SettlementValue {
  readonly schemaVersion: typeof SCHEMA_VERSION
  readonly type: 'settlement' | 'settlement-reverted'
  readonly settlement: StoredSettlement
}

/** Where the sync of a network stands; the records before it, up to the checkpoint before, are its batch. */
export interface CheckpointValue {
  readonly schemaVersion: typeof SCHEMA_VERSION
  readonly type: 'checkpoint'
  readonly checkpoint: Checkpoint
  /** Counts up with every batch of the network. */
  readonly revision: number
  /** Tells the sinks apart that wrote it. */
  readonly writer: string
  readonly fencingToken?: string
}

/** Any value that the sink writes. */
export type KafkaValue = BlockValue | RetractionValue | SettlementValue | CheckpointValue
