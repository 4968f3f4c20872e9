import { existsSync } from 'node:fs'
import { DefimonError } from '@defimon/core'

/** What a correlation gives, one row a line of output. */
export type CorrelationRow = Readonly<Record<string, string | number>>

/** A store that was filled by `defimon sync --to sqlite:FILE`, for reading. */
export interface StoredCorrelation {
  /** Each network's newest block that is not younger. */
  at(timeMs: number): readonly CorrelationRow[]
  /** The blocks of all networks that name an L1 block as their origin. */
  l1Block(number: number): readonly CorrelationRow[]
  /** The ends of a message. */
  message(key: string): readonly CorrelationRow[]
  close(): void
}

/** Opens a store. Fails with `CONFIG` where there is none, or where it was made by a release that kept less. */
export async function openStoredCorrelation(file: string): Promise<StoredCorrelation> {
  if (!existsSync(file)) throw new DefimonError('CONFIG', `there is no database ${file}`)
  const { DatabaseSync } = await import('node:sqlite')
  const database = new DatabaseSync(file, { readOnly: true })
  const all = (sql: string, ...values: (string | number)[]): CorrelationRow[] => {
    try {
      return database.prepare(sql).all(...values) as CorrelationRow[]
    } catch (cause) {
      throw new DefimonError('CONFIG', `${file} is no store of this release: sync to it once, which brings it up to date`, {
        cause,
      })
    }
  }
  return {
    at: (timeMs) =>
      all(
        `SELECT b.network, b.number AS block, b.hash, b.time, ? - b.timestamp_ms AS age_ms FROM networks n
         JOIN blocks_readable b ON b.network = n.id AND b.number = (
           SELECT number FROM blocks WHERE network_key = n.network_key AND timestamp_ms <= ? ORDER BY timestamp_ms DESC, number DESC LIMIT 1)
         ORDER BY b.network`,
        ...[timeMs, timeMs],
      ),
    l1Block: (number) =>
      all(
        `SELECT network, block_number AS block, block_hash AS hash, time, l1_network, l1_hash FROM l1_origins_readable
         WHERE l1_number = ? ORDER BY l1_network, network, block_number`,
        number,
      ).map(withoutNulls),
    message: (key) =>
      all(
        `SELECT kind, message_end AS 'end', network, block_number AS block, transaction_hash AS 'transaction' FROM messages_readable
         WHERE message_key = ? ORDER BY kind, CASE message_end WHEN 'sent' THEN 0 WHEN 'proven' THEN 1 ELSE 2 END`,
        key.toLowerCase(),
      ),
    close: () => database.close(),
  }
}

function withoutNulls(row: CorrelationRow): CorrelationRow {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))
}
