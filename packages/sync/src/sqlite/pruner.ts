import type { DatabaseSync } from 'node:sqlite'
import type { L2Block } from '@defimon/core'
import type { Retention } from '../keep.ts'
import type { BlockWriter } from './block-writer.ts'

/** Small steps, so that no write waits long: a follower that adds one block a write still removes faster than it adds. */
const BLOCKS_PER_WRITE = 20

/** Removes old rows, a few with each write. */
export interface Pruner {
  /** Whether the rows of a block would be removed at once. */
  isOld(networkKey: number, block: L2Block): boolean
  /** Removes the rows of a few blocks that are too old. Within a transaction. */
  prune(networkKey: number): void
}

/** A pruner; it makes the index that it needs. */
export function createPruner(database: DatabaseSync, blocks: BlockWriter, { maxAgeMs }: Retention): Pruner {
  database.exec('CREATE INDEX IF NOT EXISTS blocks_kept ON blocks (network_key, timestamp_ms) WHERE kept > 0')
  const newest = database.prepare('SELECT max(timestamp_ms) AS newest FROM blocks WHERE network_key = ?')
  const old = database.prepare(
    'SELECT block_key FROM blocks WHERE network_key = ? AND kept > 0 AND timestamp_ms < ? ORDER BY timestamp_ms LIMIT ?',
  )
  const oldest = (networkKey: number): number => Number(newest.get(networkKey)?.['newest'] ?? 0) - maxAgeMs
  return {
    isOld: (networkKey, block) => block.timestampMs < oldest(networkKey),
    prune(networkKey) {
      for (const row of old.all(networkKey, oldest(networkKey), BLOCKS_PER_WRITE)) blocks.removeRows(Number(row['block_key']))
    },
  }
}
