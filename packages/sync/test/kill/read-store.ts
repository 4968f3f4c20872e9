import { DatabaseSync } from 'node:sqlite'
import { readBlocks, readLines } from '../jsonl-files.ts'

/** All that a SQLite store holds, in an order that does not depend on how it was written. */
export function readSqliteStore(folder: string): unknown {
  const database = new DatabaseSync(`${folder}/store.sqlite`, { readOnly: true })
  try {
    const integrity = database.prepare('PRAGMA integrity_check').get()
    const rows = (view: string, order: string): unknown[] => database.prepare(`SELECT * FROM ${view} ORDER BY ${order}`).all()
    return {
      integrity,
      blocks: (rows('blocks_readable', 'network, number') as { block_key: unknown }[]).map(({ block_key, ...block }) => block),
      transactions: rows('transactions_readable', 'network, block_number, transaction_index'),
      logs: rows('logs_readable', 'network, block_number, log_index'),
      checkpoints: rows('checkpoints_readable', 'network'),
      // Rows that no block owns would not show in the views.
      counts: database
        .prepare('SELECT (SELECT count(*) FROM blocks) b, (SELECT count(*) FROM transactions) t, (SELECT count(*) FROM logs) l')
        .get(),
    }
  } finally {
    database.close()
  }
}

/** The blocks and the checkpoint that the lines of all files amount to. Throws where a block stands in them twice. */
export function readJsonlStore(folder: string): unknown {
  const lines = readLines(folder, 'base')
  return { blocks: readBlocks(lines), checkpoint: lines.at(-1)?.checkpoint }
}
