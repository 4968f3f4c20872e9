import { DefimonError } from '@defimon/core'
import type { Database } from './database.ts'
import { LOCK } from './migrate.ts'
import type { PostgresClient } from './postgres-pool.ts'

/** Tables whose rows go by age. */
export const ROW_TABLES: readonly string[] = ['transactions', 'logs']

const DAY_MS = 86_400_000

/** A stretch of time that has tables of its own; `toMs` is not in it. */
export interface RowPartition {
  readonly fromMs: number
  readonly toMs: number
  /** The tables are called `transactions_<name>` and `logs_<name>`. */
  readonly name: string
}

/** The partitions of transactions and logs. What it knows may be out of date: another process makes and drops them too. */
export interface RowPartitions {
  /** Makes sure, in transactions of its own, that rows of these times have where to go. */
  ensure(timestampsMs: readonly number[]): Promise<void>
  /** Those that end at or before a time, oldest first. */
  endedBy(ms: number): readonly RowPartition[]
  drop(client: PostgresClient, partition: RowPartition): Promise<void>
  /** What was known is read again before it is used. */
  forget(): void
}

/** The UTC day or month that holds a moment. */
export function partitionSpan(ms: number, span: 'day' | 'month'): RowPartition {
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) throw new DefimonError('SINK', `no calendar has ${ms} ms`, { retryable: false })
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  const fromMs = span === 'day' ? Date.UTC(year, month, day) : Date.UTC(year, month)
  const toMs = span === 'day' ? fromMs + DAY_MS : Date.UTC(year, month + 1)
  return { fromMs, toMs, name: nameOf(fromMs) }
}

function nameOf(fromMs: number): string {
  return new Date(fromMs).toISOString().slice(0, 10).replaceAll(/\W/g, '')
}

/** A month each, or with retention a day each, since what is too old goes one partition at a time. */
export function createRowPartitions(database: Database, span: 'day' | 'month'): RowPartitions {
  let known: RowPartition[] | undefined
  const holds = (ms: number): boolean => known!.some(({ fromMs, toMs }) => fromMs <= ms && ms < toMs)
  const read = async (client: PostgresClient): Promise<void> => {
    const { rows } = await client.query('SELECT from_ms::text, to_ms::text, name FROM row_partitions ORDER BY from_ms')
    known = rows.map((row) => ({ fromMs: Number(row['from_ms']), toMs: Number(row['to_ms']), name: String(row['name']) }))
  }
  const create = async (client: PostgresClient, ms: number): Promise<void> => {
    const whole = partitionSpan(ms, span)
    // A database may hold months from before it had retention, or days from after: what is new fits between them.
    const fromMs = Math.max(whole.fromMs, ...known!.filter(({ toMs }) => toMs <= ms).map(({ toMs }) => toMs))
    const toMs = Math.min(whole.toMs, ...known!.filter((other) => other.fromMs > ms).map((other) => other.fromMs))
    const partition = { fromMs, toMs, name: nameOf(fromMs) }
    for (const table of ROW_TABLES) {
      // Attaching holds up nobody who writes to the other partitions, which creating it in place would.
      await client.query(`CREATE TABLE ${table}_${partition.name} (LIKE ${table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`)
      await client.query(
        `ALTER TABLE ${table} ATTACH PARTITION ${table}_${partition.name} FOR VALUES FROM (${fromMs}) TO (${toMs})`,
      )
    }
    await client.query('INSERT INTO row_partitions SELECT $1::text::bigint, $2::text::bigint, $3::text', [
      ...[String(fromMs), String(toMs), partition.name],
    ])
    known!.push(partition)
  }

  return {
    async ensure(timestampsMs) {
      if (known && timestampsMs.every(holds)) return
      try {
        await database.inTransaction(async (client) => {
          await client.query('SELECT pg_advisory_xact_lock($1::text::integer, 1)', [String(LOCK)])
          await read(client)
          for (const ms of timestampsMs) if (!holds(ms)) await create(client, ms)
        })
      } catch (error) {
        // It was rolled back, whatever was noted on the way.
        known = undefined
        throw error
      }
    },
    endedBy: (ms) => known?.filter(({ toMs }) => toMs <= ms) ?? [],
    async drop(client, partition) {
      for (const table of ROW_TABLES) await client.query(`DROP TABLE IF EXISTS ${table}_${partition.name}`)
      await client.query('DELETE FROM row_partitions WHERE from_ms = $1::text::bigint', [String(partition.fromMs)])
    },
    forget() {
      known = undefined
    },
  }
}
