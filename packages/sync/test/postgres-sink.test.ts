import type { BlockRef, Stage } from '@defimon/core'
import { describeSink, type SinkStore } from '@defimon/core/testing'
import { postgresSink } from '@defimon/sync/postgres'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { type PostgresServer, START_TIMEOUT_MS, startPostgres } from './postgres-server.ts'

let server: PostgresServer

beforeAll(async () => {
  server = await startPostgres()
}, START_TIMEOUT_MS)
afterAll(() => server?.close())

const optionalBigInt = (value: unknown): bigint | undefined => (value === null ? undefined : BigInt(String(value)))

describeSink({
  describe,
  it,
  name: process.env['DEFIMON_POSTGRES_URL']
    ? 'postgresSink on a real server'
    : 'postgresSink on PGlite (a real server is left out: `npm run check:real-parts` runs one)',
  create(): SinkStore {
    const schema = server.newSchema()
    const query = async (sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> => {
      const made = await server.rows('SELECT to_regclass($1) AS found', [`${schema}.blocks_readable`])
      return made[0]!['found'] ? server.rows(sql.replaceAll('@', `${schema}.`), values) : []
    }
    return {
      sink: () => postgresSink(server.pool, { schema }),
      readBlocks: async (network) =>
        (
          await query(
            'SELECT number::text, hash FROM @blocks_readable WHERE network = $1 ORDER BY blocks_readable.number',
            network,
          )
        ).map((row): BlockRef => ({ number: Number(row['number']), hash: String(row['hash']) })),
      readAmounts: async (network, hash) =>
        (
          await query(
            `SELECT t.hash, t.value_wei::text, t.nonce::text, t.fee_wei::text FROM @transactions_readable t
             JOIN @blocks_readable b ON b.network = t.network AND b.number = t.block_number
             WHERE t.network = $1 AND b.hash = $2 ORDER BY t.transaction_index`,
            network,
            hash,
          )
        ).map((row) => ({
          hash: String(row['hash']),
          valueWei: optionalBigInt(row['value_wei']),
          nonce: optionalBigInt(row['nonce']),
          feeWei: optionalBigInt(row['fee_wei']),
        })),
      readStage: async (network, block) =>
        (
          await query('SELECT stage FROM @settlements_readable WHERE network = $1 AND block_number = $2', network, block.number)
        )[0]?.['stage'] as Stage | undefined,
      async breakNextWrite() {
        // The server refuses the last statement of the transaction, when all the others are done.
        await server.rows(`CREATE FUNCTION ${schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            IF currval('${schema}.failures') > 0 THEN RETURN NEW; END IF;
          EXCEPTION WHEN object_not_in_prerequisite_state THEN
            PERFORM nextval('${schema}.failures');
            RAISE EXCEPTION 'the disk is full';
          END $$`)
        await server.rows(`CREATE SEQUENCE ${schema}.failures`)
        await server.rows(
          `CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON ${schema}.checkpoints FOR EACH ROW EXECUTE FUNCTION ${schema}.refuse()`,
        )
      },
    }
  },
})
