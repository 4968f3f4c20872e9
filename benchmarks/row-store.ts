import { DatabaseSync } from 'node:sqlite'
import type { BlockRows, BlockStore, RowBlock } from './peers/peer.ts'

const BLOCKS_PER_COMMIT = 32

function blob(hex: string | null): Uint8Array | null {
  return hex === null ? null : Buffer.from(hex.slice(2), 'hex')
}

/** SQLite as the sink of this project uses it: WAL, hashes as BLOBs, so many blocks in one commit. */
export function createRowStore(path: string): BlockStore<RowBlock> {
  const database = new DatabaseSync(path)
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE blocks (number INTEGER PRIMARY KEY, hash BLOB NOT NULL, parent_hash BLOB, timestamp_ms INTEGER, gas_used INTEGER);
    CREATE INDEX blocks_by_hash ON blocks (hash);
    CREATE TABLE transactions (
      block_number INTEGER, position INTEGER, hash BLOB NOT NULL, type TEXT, sender BLOB, recipient BLOB, value_wei TEXT, nonce TEXT,
      gas_limit INTEGER, gas_used INTEGER, succeeded INTEGER, input BLOB, PRIMARY KEY (block_number, position)
    ) WITHOUT ROWID;
    CREATE INDEX transactions_by_hash ON transactions (hash);
    CREATE TABLE logs (
      block_number INTEGER, log_index INTEGER, transaction_position INTEGER, address BLOB,
      topic0 BLOB, topic1 BLOB, topic2 BLOB, topic3 BLOB, data BLOB, PRIMARY KEY (block_number, log_index)
    ) WITHOUT ROWID;
  `)
  const insertBlock = database.prepare('INSERT INTO blocks VALUES (?, ?, ?, ?, ?)')
  const insertTransaction = database.prepare('INSERT INTO transactions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const insertLog = database.prepare('INSERT INTO logs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  let pending: BlockRows[] = []

  const flush = (): void => {
    if (pending.length === 0) return
    database.exec('BEGIN')
    for (const { block, transactions, logs } of pending) {
      insertBlock.run(block.number, blob(block.hash), blob(block.parentHash), block.timestampMs, block.gasUsed)
      for (const one of transactions) {
        insertTransaction.run(
          block.number,
          one.index,
          blob(one.hash),
          one.type,
          blob(one.from),
          blob(one.to),
          String(one.valueWei),
          String(one.nonce),
          one.gasLimit,
          one.gasUsed,
          one.isSuccess ? 1 : 0,
          blob(one.input),
        )
      }
      for (const { logIndex, transactionIndex, address, topics, data } of logs) {
        const [topic0, topic1, topic2, topic3] = topics.map(blob)
        insertLog.run(
          block.number,
          logIndex,
          transactionIndex,
          blob(address),
          topic0 ?? null,
          topic1 ?? null,
          topic2 ?? null,
          topic3 ?? null,
          blob(data),
        )
      }
    }
    database.exec('COMMIT')
    pending = []
  }

  return {
    write(block) {
      pending.push(block.rows())
      if (pending.length === BLOCKS_PER_COMMIT) flush()
    },
    close() {
      flush()
      database.close()
    },
  }
}
