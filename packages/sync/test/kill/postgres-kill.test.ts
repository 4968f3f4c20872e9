import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PostgresServer, startPostgres } from '../postgres-server.ts'
import { type Children, createChildren, runCampaign, type Stores } from './campaign.ts'

const isReal = process.env['DEFIMON_POSTGRES_URL'] !== undefined

let children: Children
let server: PostgresServer

/** All that a schema holds, in an order that does not depend on how it was written. */
async function readStore(schema: string): Promise<unknown> {
  const rows = (view: string, order: string): Promise<Record<string, unknown>[]> =>
    server.rows(`SELECT to_jsonb(v)::text AS row FROM ${schema}.${view} v ORDER BY ${order}`)
  return {
    blocks: await rows('blocks_readable', 'network, number'),
    transactions: await rows('transactions_readable', 'network, block_number, transaction_index'),
    logs: await rows('logs_readable', 'network, block_number, log_index'),
    checkpoints: await rows('checkpoints_readable', 'network'),
    settlements: await rows('settlements_readable', 'network, block_number'),
    partitions: await rows('row_partitions', 'from_ms'),
  }
}

const stores: Stores = { lend: (use) => use(server.newSchema()), read: readStore }

describe.runIf(isReal)('a process that is killed', { timeout: 600_000 }, () => {
  beforeAll(async () => {
    children = await createChildren()
    server = await startPostgres()
  })
  afterAll(async () => {
    await children.close()
    await server.close()
  })

  it('leaves a PostgreSQL store equal to the undisturbed one', async () => {
    const kills = await runCampaign({ ...{ children, sink: 'postgres', stores, count: 8, killsPerStore: 15 }, recoverySteps: 40 })
    expect(kills).toBe(120)
  })
})

describe.runIf(!isReal)('a process that is killed', () => {
  it('is left out for PostgreSQL: what runs inside the process dies with it, so it needs a server; `npm run check:real-parts` runs one', () => {
    expect(process.env['DEFIMON_POSTGRES_URL']).toBeUndefined()
  })
})
