import type { DatabaseSync } from 'node:sqlite'
import type { L2Block } from '@defimon/core'
import { messageKeysOf } from '@defimon/core/correlate'
import { toStoredBytes } from './stored-values.ts'

/** Writes the ends of messages between networks that blocks hold. All calls are within a transaction. */
export interface MessageWriter {
  /** Stores the ends of a block, or stores them again. */
  write(networkKey: number, block: L2Block): void
  removeAbove(networkKey: number, number: number): void
}

/** A writer with its statements prepared. */
export function createMessageWriter(database: DatabaseSync): MessageWriter {
  const insert = database.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?)')
  const remove = database.prepare('DELETE FROM messages WHERE network_key = ? AND number = ?')
  const removeAbove = database.prepare('DELETE FROM messages WHERE network_key = ? AND number > ?')
  return {
    write(networkKey, block) {
      const keys = messageKeysOf(block)
      // A block that is stored again holds the same: without any there is nothing to remove.
      if (keys.length > 0) remove.run(networkKey, block.number)
      for (const { kind, end, key, transactionHash, emitter } of keys) {
        const from = emitter === undefined ? null : toStoredBytes(emitter)
        insert.run(networkKey, block.number, kind, end, toStoredBytes(key), toStoredBytes(transactionHash), from)
      }
    },
    removeAbove(networkKey, number) {
      removeAbove.run(networkKey, number)
    },
  }
}
