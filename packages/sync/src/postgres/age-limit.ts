import type { L2Block, NetworkId } from '@defimon/core'
import type { Retention } from '../keep.ts'
import { type Database, sqlState } from './database.ts'
import { ROW_TABLES, type RowPartition, type RowPartitions } from './row-partitions.ts'

/** Another transaction holds the table for longer than this: it is dropped another time. */
const LOCK_TIMEOUT_MS = 500
/** Looking whether a partition can go costs a few queries: not with each write. */
const WRITES_BETWEEN = 50
const LOCK_NOT_AVAILABLE = '55P03'

/** Keeps transactions and logs as long as they are to be kept. */
export interface AgeLimit {
  /** Whether the rows of a block would be too old, with these about to be written. */
  isOld(block: L2Block): boolean
  /** After a write: drops partitions that are too old for every network that has rows in them. */
  afterWrite(): Promise<void>
}

/** A limit for all networks of a schema. The newest block of each is known from `note`. */
export function createAgeLimit(
  database: Database,
  partitions: RowPartitions,
  { maxAgeMs }: Retention,
): AgeLimit & {
  /** Takes note of the newest block of a network: from the database the first time, from what is written then. */
  note(network: NetworkId, networkKey: number, blocks: readonly L2Block[]): Promise<void>
} {
  const newest = new Map<NetworkId, number>()
  let writes = 0

  const dropIfOld = (partition: RowPartition): Promise<void> =>
    database.inTransaction(async (client) => {
      await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`)
      const hasRows = ROW_TABLES.map(
        (table) => `EXISTS (SELECT FROM ${table}_${partition.name} r WHERE r.network_key = n.network_key)`,
      ).join(' OR ')
      const { rows } = await client.query(
        `SELECT FROM networks n WHERE (SELECT max(timestamp_ms) FROM blocks b WHERE b.network_key = n.network_key) < $1::text::bigint
         AND (${hasRows}) LIMIT 1`,
        [String(partition.toMs + maxAgeMs)],
      )
      if (rows.length === 0) await partitions.drop(client, partition)
    })

  return {
    async note(network, networkKey, blocks) {
      if (!newest.has(network)) {
        const ms = await database.inTransaction(async (client) => {
          const { rows } = await client.query(
            'SELECT max(timestamp_ms)::text AS ms FROM blocks WHERE network_key = $1::text::integer',
            [String(networkKey)],
          )
          return Number(rows[0]?.['ms'] ?? 0)
        }, network)
        newest.set(network, ms)
      }
      for (const { timestampMs } of blocks) if (timestampMs > newest.get(network)!) newest.set(network, timestampMs)
    },
    isOld: ({ network, timestampMs }) => timestampMs < (newest.get(network) ?? 0) - maxAgeMs,
    async afterWrite() {
      writes += 1
      if (writes % WRITES_BETWEEN !== 1) return
      const oldest = Math.max(0, ...newest.values()) - maxAgeMs
      for (const partition of partitions.endedBy(oldest)) {
        try {
          await dropIfOld(partition)
        } catch (error) {
          // Whatever hinders it, the batch is stored; what is too old now is so next time.
          if (sqlState((error as Error).cause) !== LOCK_NOT_AVAILABLE) partitions.forget()
        }
      }
      partitions.forget()
    },
  }
}
