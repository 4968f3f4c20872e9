import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

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

/** The blocks and the checkpoint that the lines of a file amount to. Throws where a block stands in it twice. */
export function readJsonlStore(folder: string): unknown {
  const lines = readFileSync(`${folder}/base.jsonl`, 'utf8').trimEnd().split('\n')
  const blocks = new Map<number, unknown>()
  let checkpoint: unknown
  for (const text of lines) {
    const line = JSON.parse(text) as {
      type: string
      to: { number: number }
      block: { number: number }
      checkpoint: unknown
    }
    if (line.type === 'rollback') {
      for (const number of blocks.keys()) if (number > line.to.number) blocks.delete(number)
    } else if (line.type === 'block') {
      if (blocks.has(line.block.number)) throw new Error(`block ${line.block.number} stands in the file twice`)
      blocks.set(line.block.number, line.block)
    } else checkpoint = line.checkpoint
  }
  return { blocks: [...blocks].sort(([a], [b]) => a - b), checkpoint }
}
