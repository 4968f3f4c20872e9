import { DefimonError, type NetworkId } from '@defimon/core'
import type { PostgresClient, PostgresPool } from './postgres-pool.ts'

/** Classes and codes of SQLSTATE that may go well another time: connection, conflict with others, resources, shutdown. */
const TRANSIENT = /^(08...|40...|53...|55P03|57P0.|57014|25P03)$/

/** The schema of a sink in the caller's database. */
export interface Database {
  /** The name of the schema, quoted. */
  readonly schema: string
  /** Runs `use` in a transaction with the schema as the search path. What it throws rolls back, and comes out as `SINK`. */
  inTransaction<T>(use: (client: PostgresClient) => Promise<T>, network?: NetworkId): Promise<T>
}

/** SQLSTATE of a failure, where it has one. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

/** A failure that says itself whether it is worth another try. */
export function asSinkError(cause: unknown, network: NetworkId | undefined): DefimonError {
  if (DefimonError.isInstance(cause)) return cause
  const state = sqlState(cause)
  const why = cause instanceof Error ? cause.message : String(cause)
  // Without a state the server was not reached, or went away.
  const retryable = state === undefined || TRANSIENT.test(state)
  return new DefimonError('SINK', `cannot write to PostgreSQL: ${why}${state ? ` (${state})` : ''}`, {
    network,
    cause,
    retryable,
  })
}

/** A schema of a pool. Every transaction borrows one connection and gives it back. */
export function createDatabase(pool: PostgresPool, schemaName: string): Database {
  const schema = `"${schemaName.replaceAll('"', '""')}"`
  return {
    schema,
    async inTransaction(use, network) {
      const client = await pool.connect().catch((cause: unknown) => {
        throw asSinkError(cause, network)
      })
      let broken: Error | undefined
      const onError = (error: Error): void => {
        broken = error
      }
      client.on?.('error', onError)
      try {
        // The level is said, since the caller's default may be another.
        await client.query(`BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL search_path TO ${schema}`)
        const result = await use(client)
        await client.query('COMMIT')
        return result
      } catch (cause) {
        // Where this fails, nobody knows what the connection is in the middle of: it must not be lent again.
        await client.query('ROLLBACK').catch((error: unknown) => {
          broken ??= error instanceof Error ? error : new Error(String(error))
        })
        throw asSinkError(cause, network)
      } finally {
        client.removeListener?.('error', onError)
        client.release(broken)
      }
    },
  }
}
