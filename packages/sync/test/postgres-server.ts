import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { Pool } from 'pg'

/** PGlite takes two seconds to start, and five times as many on a machine that has much else to do. */
export const START_TIMEOUT_MS = 60_000

/** A database for tests: a real server where `DEFIMON_POSTGRES_URL` names one, else PostgreSQL compiled to WebAssembly. */
export interface PostgresServer {
  readonly pool: Pool
  readonly isReal: boolean
  /** Rows of a query outside any sink. */
  rows(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  /** A schema name that nobody else has. */
  newSchema(): string
  close(): Promise<void>
}

/** Fails where the variable is set and the server does not answer: what was promised must not be left out in silence. */
export async function startPostgres(): Promise<PostgresServer> {
  const url = process.env['DEFIMON_POSTGRES_URL']
  const pglite = url ? undefined : new PGlite()
  // One connection is all that PGlite has.
  const pool = pglite ? new Pool({ ...createPgConfig(pglite), max: 1 }) : new Pool({ connectionString: url!, max: 4 })
  pool.on('error', () => {})
  try {
    await pool.query('SELECT 1')
  } catch (cause) {
    throw new Error('DEFIMON_POSTGRES_URL is set, but PostgreSQL does not answer there', { cause })
  }
  const schemas: string[] = []
  return {
    pool,
    isReal: url !== undefined,
    rows: async (sql, values) => (await pool.query(sql, values)).rows as Record<string, unknown>[],
    newSchema() {
      const name = `defimon_test_${process.pid}_${schemas.length}`
      schemas.push(name)
      return name
    },
    async close() {
      for (const schema of url ? schemas : []) await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
      await pool.end()
      await pglite?.close()
    },
  }
}
