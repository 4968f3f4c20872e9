import { readFileSync } from 'node:fs'
import type { Batch, L2Block, L2Log, Settlement } from '@defimon/core'
import { type PostgresClient, type PostgresPool, type PostgresSinkOptions, postgresSink } from '@defimon/sync/postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createFakeChain, digest, fakeBlock } from './fake-chain.ts'
import { type PostgresServer, START_TIMEOUT_MS, startPostgres } from './postgres-server.ts'

let server: PostgresServer
let schema: string

beforeAll(async () => {
  server = await startPostgres()
}, START_TIMEOUT_MS)
afterAll(() => server?.close())
beforeEach(() => {
  schema = server.newSchema()
})

function batchOf(blocks: readonly L2Block[], rest: Partial<Batch> = {}): Batch {
  const last = blocks.at(-1)!
  const done = [{ from: blocks[0]!.number, to: last.number }]
  const checkpoint = { network: last.network, done, head: { number: last.number, hash: last.hash } }
  return { network: last.network, blocks, settlements: [], reverted: [], checkpoint, ...rest }
}

function chainOf(count: number, blockTimeMs = 2_000): readonly L2Block[] {
  const chain = createFakeChain('base', { shape: { transactions: 3, logsPerTransaction: 2 }, blockTimeMs })
  chain.mine(count)
  return chain.blocks()
}

async function store(
  batches: readonly Batch[],
  options: PostgresSinkOptions = {},
  pool: PostgresPool = server.pool,
): Promise<void> {
  await using sink = postgresSink(pool, { schema, ...options })
  await sink.open()
  for (const batch of batches) await sink.write(batch)
}

/** Rows with every 64-bit number and numeric as text, whatever the client makes of them. `@` stands for the schema. */
async function rows(sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
  const found = await server.rows(`SELECT to_json(q)::text AS row FROM (${sql.replaceAll('@', `${schema}.`)}) q`, values)
  return found.map(({ row }) => JSON.parse(String(row)) as Record<string, unknown>)
}

const partitions = async (): Promise<string[]> =>
  (await rows('SELECT name FROM @row_partitions ORDER BY from_ms')).map(({ name }) => String(name))

describe('what the views show', () => {
  it('is the block, its transactions and its logs', async () => {
    const blocks = chainOf(2)
    const block = blocks[1]!
    await store([batchOf(blocks)])
    const [row] = await rows(
      `SELECT b.*, b.fee_wei::text AS fee_wei, to_char(time AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') AS time
       FROM @blocks_readable b WHERE network = $1 AND number = 1`,
      'base',
    )
    expect(row).toMatchObject({
      ...{ network: 'base', number: 1, hash: block.hash, parent_number: 0, parent_hash: blocks[0]!.hash },
      ...{ time: '2025-06-15 12:20:02.000', timestamp_ms: block.timestampMs, transaction_count: 3 },
      ...{ user_count: 2, deposit_count: 1, system_count: 0, vote_count: 0, failed_count: 0, log_count: 6 },
      ...{ fee_wei: String(3n * 2n ** 70n + 3n), gas_used: 63_000, base_fee_wei: 7, state_root: block.stateRoot },
      ...{ l1_network: 'ethereum', l1_number: 0, l1_hash: block.l1Origin!.hash, anchored_by: 'none' },
      ...{ checks_passed: '["identity","parent-link","block-hash"]', checks_skipped: '{"signatures":"not sampled"}' },
      fields: { sequenceNumber: 1, size: '1152921504606846976' },
    })
    const [, transaction] = await rows(
      'SELECT t.*, t.value_wei::text AS value_wei, t.fee_wei::text AS fee_wei FROM @transactions_readable t WHERE block_number = 1 ORDER BY transaction_index',
    )
    const source = block.transactions![1]!
    expect(transaction).toMatchObject({
      ...{ transaction_index: 1, hash: source.hash, kind: 'user', type: '0x2', from_address: source.from, to_address: source.to },
      ...{ value_wei: '1000000000000000001', nonce: 1, input: source.input, gas_limit: 100_000, status: 'succeeded' },
      ...{ gas_used: 21_001, fee_wei: String(2n ** 70n + 1n), fee_l1_data_wei: 5, fee_operator_wei: null, fee_priority_wei: 1 },
      fields: { maxFeePerGasWei: String(2n ** 65n), accessList: [] },
    })
    const logs = await rows('SELECT * FROM @logs_readable WHERE block_number = 1 ORDER BY log_index')
    expect(logs).toHaveLength(6)
    for (const [index, log] of block.logs!.entries()) {
      expect(logs[index]).toMatchObject({
        ...{ network: 'base', log_index: log.logIndex, transaction_index: log.transactionIndex, address: log.address },
        ...{ transaction_hash: log.transactionHash, topic0: log.topics[0], topic2: log.topics[2], topic3: null, data: log.data },
      })
    }
  })

  it('is null, not zero, for what only receipts tell, where a block came without them', async () => {
    const [genesis, block] = chainOf(2)
    const bare = block!.transactions!.map(({ status: _, gasUsed: __, fee: ___, ...transaction }) => transaction)
    await store([batchOf([genesis!, { ...block!, transactions: bare, logs: [] }])])
    expect(await rows('SELECT user_count, failed_count, log_count, fee_wei FROM @blocks_readable WHERE number = 1')).toEqual([
      { user_count: 2, failed_count: null, log_count: null, fee_wei: null },
    ])
    expect(await rows('SELECT DISTINCT status, gas_used FROM @transactions_readable WHERE block_number = 1')).toEqual([
      { status: null, gas_used: null },
    ])
  })

  it('keeps whatever an endpoint may say: felts, base58, names, NUL, quotes, the mark itself', async () => {
    const felt = '0x1a2b3'
    const base58 = '4sGjMW1sUnHzSxGspuhpqLDx6wiyjNtZAMdL4VZHirAn'
    const odd = `a"b\\c,{}'NULL\u0000${'\ud800'}é`
    const shown = `a"b\\c,{}'NULL\u2400\ufffdé`
    // Bytes that begin as the mark of stored text does, and text that spells it.
    const marked = `0x44464d4e${'11'.repeat(28)}`
    const log: L2Log = { transactionHash: felt, transactionIndex: 0, logIndex: 0, address: odd, topics: [felt, odd], data: '0x' }
    const system: L2Log = {
      ...log,
      transactionHash: digest('system'),
      logIndex: 7,
      address: marked,
      topics: [marked, digest('t')],
    }
    const plain = fakeBlock({ network: 'starknet', number: 5, parent: { number: 4, hash: felt } })
    const block = {
      ...plain,
      hash: base58,
      stateRoot: '0x44464d4e74',
      transactions: [
        {
          ...plain.transactions![0]!,
          hash: felt,
          index: 3,
          nonce: 2n ** 64n,
          from: odd,
          to: marked,
          type: odd,
          input: 'DFMNt',
          fields: {},
        },
      ],
      logs: [log, system],
    } as L2Block
    await store([batchOf([block])])
    expect(await rows('SELECT hash, parent_hash, state_root FROM @blocks_readable')).toEqual([
      { hash: base58, parent_hash: felt, state_root: '0x44464d4e74' },
    ])
    expect(
      await rows(
        'SELECT hash, transaction_index, nonce::text, from_address, to_address, type, input, fields FROM @transactions_readable',
      ),
    ).toEqual([
      {
        ...{ hash: felt, transaction_index: 3, nonce: String(2n ** 64n), from_address: shown, to_address: marked, type: shown },
        ...{ input: 'DFMNt', fields: null },
      },
    ])
    expect(
      await rows('SELECT log_index, transaction_hash, address, topic0, topic1, topic2, data FROM @logs_readable ORDER BY 1'),
    ).toEqual([
      { log_index: 0, transaction_hash: felt, address: shown, topic0: felt, topic1: shown, topic2: null, data: '0x' },
      {
        log_index: 7,
        transaction_hash: digest('system'),
        address: marked,
        topic0: marked,
        topic1: digest('t'),
        topic2: null,
        data: '0x',
      },
    ])
    for (const hash of [base58, felt, '0x44464d4e74']) {
      const sql = 'SELECT number FROM @blocks WHERE @bytes_of($1) IN (hash, parent_hash, state_root)'
      expect(await rows(sql, hash)).toEqual([{ number: 5 }])
    }
  })
})

describe('how much is kept', () => {
  const counts = async (): Promise<unknown> =>
    (
      await rows(
        'SELECT (SELECT count(*) FROM @transactions) AS t, (SELECT count(*) FROM @logs) AS l, (SELECT sum(log_count) FROM @blocks) AS m',
      )
    )[0]

  it('is the measures, the transactions too, or the logs too', async () => {
    await store([batchOf(chainOf(4))], { keep: 'measures' })
    expect(await counts()).toEqual({ t: 0, l: 0, m: 24 })
    expect(await partitions()).toEqual([])
    // A block that comes again comes with what is kept now.
    await store([batchOf(chainOf(4))], { keep: 'transactions' })
    expect(await counts()).toEqual({ t: 12, l: 0, m: 24 })
    await store([batchOf(chainOf(4))])
    expect(await counts()).toEqual({ t: 12, l: 24, m: 24 })
  })

  it('is a month to a table, or with retention a day, and old days go whole', async () => {
    const hour = 3_600_000
    const blocks = chainOf(24 * 6, hour)
    await store([batchOf(blocks.slice(0, 24))])
    expect(await partitions()).toEqual(['20250601'])
    // Days fit into what the month leaves; nothing is dropped while it holds rows that are young enough.
    const optimism = { ...fakeBlock({ network: 'optimism', number: 1, timestampMs: Date.UTC(2025, 6, 2, 12) }) }
    await store([batchOf([optimism])], { retention: { maxAgeMs: 24 * hour } })
    expect(await partitions()).toEqual(['20250601', '20250702'])
    const late = fakeBlock({ network: 'base', number: 200, timestampMs: Date.UTC(2025, 6, 4, 12) })
    await store([batchOf([late])], { retention: { maxAgeMs: 24 * hour } })
    // The month is too old for Base; the second of July is the newest that OP Mainnet has.
    expect(await partitions()).toEqual(['20250702', '20250704'])
    expect(await counts()).toEqual({ t: 2, l: 2, m: 24 * 6 + 2 })
    expect(await rows('SELECT count(*) AS n FROM @blocks')).toEqual([{ n: 26 }])
    // A backfill of what is already too old stores the rows of the blocks alone.
    await store([batchOf(blocks.slice(24, 30))], { retention: { maxAgeMs: 24 * hour } })
    expect(await counts()).toEqual({ t: 2, l: 2, m: 30 * 6 + 2 })
  })

  it('goes on where another process dropped the table that rows were to go to', async () => {
    const blocks = chainOf(3)
    await using sink = postgresSink(server.pool, { schema })
    await sink.open()
    await sink.write(batchOf(blocks.slice(0, 1)))
    const [name] = await partitions()
    await server.rows(`DROP TABLE ${schema}.transactions_${name}, ${schema}.logs_${name}`)
    await server.rows(`DELETE FROM ${schema}.row_partitions`)
    await sink.write(batchOf(blocks.slice(1, 3)))
    expect(await counts()).toEqual({ t: 6, l: 12, m: 18 })
  })
})

describe('the schema', () => {
  it('of version 1 opens and goes on, and is then what a new one is', async () => {
    const fixture = readFileSync(new URL('fixtures/postgres-v1.sql', import.meta.url), 'utf8')
    await server.rows(fixture.replaceAll('defimon_fixture', schema))
    await using sink = postgresSink(server.pool, { schema })
    await sink.open()
    expect(await sink.readCheckpoint('base')).toMatchObject({
      done: [{ from: 7, to: 8 }],
      head: { number: 8 },
      finalized: { number: 7 },
    })
    const [head] = await rows('SELECT hash FROM @blocks_readable WHERE number = 8')
    await sink.write(batchOf([fakeBlock({ network: 'base', number: 9, parent: { number: 8, hash: String(head!['hash']) } })]))
    expect(await rows('SELECT number FROM @blocks_readable ORDER BY number')).toEqual([
      { number: 7 },
      { number: 8 },
      { number: 9 },
    ])
    expect(await rows('SELECT count(*) AS n FROM @logs_readable')).toEqual([{ n: 5 }])
    const [hours] = await rows('SELECT sum(blocks) AS blocks, sum(uncounted_blocks) AS uncounted FROM @hours_readable')
    expect([Number(hours!['blocks']), Number(hours!['uncounted'])]).toEqual([3, 2])
    expect(await rows('SELECT block_number, stage FROM @settlements_readable ORDER BY 1')).toEqual([
      { block_number: 7, stage: 'posted' },
      { block_number: 8, stage: 'posted' },
    ])
    const columns = (name: string): Promise<unknown> =>
      server.rows(
        `SELECT relname, attname, format_type(atttypid, atttypmod) AS type, attnotnull FROM pg_class
         JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
         WHERE relnamespace = '${name}'::regnamespace AND NOT relispartition ORDER BY relname, attname`,
      )
    const fresh = server.newSchema()
    await store([], { schema: fresh })
    expect(await columns(schema)).toEqual(await columns(fresh))
  })

  it('of a newer release, or of something else, is refused', async () => {
    await store([batchOf(chainOf(1))])
    await server.rows(`UPDATE ${schema}.schema_version SET version = 99`)
    await expect(store([])).rejects.toMatchObject({ code: 'CONFIG', message: /version 99/ })
    const other = server.newSchema()
    await server.rows(`CREATE SCHEMA ${other}`)
    await server.rows(`CREATE TABLE ${other}.mine (a integer)`)
    await expect(store([], { schema: other })).rejects.toMatchObject({ code: 'CONFIG', message: /something else/ })
  })

  it('may be named as the caller likes, and may be there empty', async () => {
    schema = `"odd "" name ${schema}"`
    await server.rows(`CREATE SCHEMA ${schema}`)
    await store([batchOf(chainOf(1))], { schema: schema.slice(1, -1).replaceAll('""', '"') })
    expect(await rows('SELECT count(*) AS n FROM @blocks_readable')).toEqual([{ n: 1 }])
    await server.rows(`DROP SCHEMA ${schema} CASCADE`)
  })

  it('is made once by sinks that open at the same time', async () => {
    await Promise.all([store([]), store([]), store([])])
    expect(await rows('SELECT count(*) AS n FROM @schema_version')).toEqual([{ n: 1 }])
  })
})

describe('writers', () => {
  it('are one a network at a time; the second one is told', async () => {
    const blocks = chainOf(4)
    await using first = postgresSink(server.pool, { schema })
    await using second = postgresSink(server.pool, { schema })
    await first.open()
    await second.open()
    expect([await first.readCheckpoint('base'), await second.readCheckpoint('base')]).toEqual([undefined, undefined])
    await first.write(batchOf(blocks.slice(0, 1)))
    await expect(second.write(batchOf(blocks.slice(0, 1)))).rejects.toMatchObject({ code: 'SINK', message: /another process/ })
    await second.readCheckpoint('base')
    await second.write(batchOf(blocks.slice(1, 2)))
    await expect(first.write(batchOf(blocks.slice(1, 2)))).rejects.toMatchObject({ code: 'SINK', message: /another process/ })
    await first.write(batchOf([fakeBlock({ network: 'optimism', number: 1 })]))
    expect(await rows('SELECT count(*) AS n FROM @blocks')).toEqual([{ n: 3 }])
  })

  it('write a batch again whose commit they did not hear of', async () => {
    const blocks = chainOf(3)
    let isDeaf = false
    const pool: PostgresPool = {
      async connect() {
        const client = (await server.pool.connect()) as PostgresClient
        return {
          async query(text, values) {
            const result = await client.query(text, values)
            if (text !== 'COMMIT' || !isDeaf) return result
            isDeaf = false
            throw new Error('Connection terminated unexpectedly')
          },
          release: () => client.release(),
        }
      },
    }
    await using sink = postgresSink(pool, { schema })
    await sink.open()
    await sink.readCheckpoint('base')
    await sink.write(batchOf(blocks.slice(0, 1)))
    await sink.readCheckpoint('base')
    isDeaf = true
    const batch = batchOf(blocks.slice(1, 3))
    await expect(sink.write(batch)).rejects.toMatchObject({ code: 'SINK', retryable: true, message: /terminated/ })
    await sink.write(batch)
    expect(await rows('SELECT count(*) AS n FROM @transactions')).toEqual([{ n: 9 }])
  })

  it('store another block at a stored height only after a rollback', async () => {
    const [block] = chainOf(1)
    await store([batchOf([block!])])
    const other = { ...block!, hash: digest('other') }
    await expect(store([batchOf([other])])).rejects.toMatchObject({
      code: 'SINK',
      retryable: false,
      message: /rolled back first/,
    })
    expect(await rows('SELECT hash FROM @blocks_readable')).toEqual([{ hash: block!.hash }])
  })

  it('store no time that the views could not show', async () => {
    const blocks = chainOf(1)
    for (const timestampMs of [1e18, -1, 1.5]) {
      const late = { ...blocks[0]!, number: 1, timestampMs }
      await expect(store([batchOf([late])], { keep: 'measures' })).rejects.toMatchObject({
        code: 'SINK',
        message: /no calendar has/,
      })
      await expect(store([batchOf([late])])).rejects.toMatchObject({ code: 'SINK' })
    }
    await store([batchOf(blocks)])
    expect(await rows('SELECT number FROM @blocks_readable')).toEqual([{ number: 0 }])
  })

  it('survive a server that ends their connection in the middle of a batch', async (context) => {
    if (!server.isReal) return context.skip('left out: PGlite has no connections to end')
    const blocks = chainOf(200)
    await using sink = postgresSink(server.pool, { schema })
    await sink.open()
    await sink.write(batchOf(blocks.slice(0, 1)))
    const batch = batchOf(blocks.slice(0, 200))
    const lock = await server.pool.connect()
    await lock.query('BEGIN')
    await lock.query(`LOCK TABLE ${schema}.logs IN ACCESS EXCLUSIVE MODE`)
    const write = sink.write(batch)
    const ended = expect(write).rejects.toMatchObject({ code: 'SINK', retryable: true })
    const waiting = `SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE NOT granted AND relation = '${schema}.logs'::regclass`
    while ((await lock.query(waiting)).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await ended
    await lock.query('ROLLBACK')
    lock.release()
    await sink.write(batch)
    expect(await rows('SELECT count(*) AS n FROM @logs')).toEqual([{ n: 1_200 }])
  })

  it('say what the server said, and whether it is worth another try', async () => {
    const down: PostgresPool = { connect: () => Promise.reject(new Error('connect ECONNREFUSED')) }
    await expect(store([], {}, down)).rejects.toMatchObject({ code: 'SINK', retryable: true, message: /ECONNREFUSED/ })
    await using sink = postgresSink(server.pool, { schema })
    await expect(sink.readCheckpoint('base')).rejects.toMatchObject({ code: 'SINK', message: /not open/ })
    await sink.open()
    await server.rows(`DROP TABLE ${schema}.settlements CASCADE`)
    const settlement: Settlement = { network: 'base', block: { number: 1, hash: '0x01' }, state: { stage: 'sequenced' } }
    const write = sink.write({ ...batchOf(chainOf(1)), settlements: [settlement] })
    await expect(write).rejects.toMatchObject({ code: 'SINK', retryable: false, message: /42P01/ })
  })
})

describe('settlements', () => {
  it('go on, never back by themselves, and back by a revert, also within one batch', async () => {
    const blocks = chainOf(2)
    const settlement = (stage: 'sequenced' | 'posted'): Settlement => ({
      ...{ block: { number: 1, hash: blocks[1]!.hash }, network: 'base' },
      state: stage === 'posted' ? { stage, posted: [] } : { stage },
    })
    const stage = async (): Promise<unknown> => (await rows('SELECT stage, state FROM @settlements_readable'))[0]
    await store([batchOf(blocks, { settlements: [settlement('sequenced'), settlement('posted'), settlement('sequenced')] })])
    expect(await stage()).toEqual({ stage: 'posted', state: { stage: 'posted', posted: [] } })
    await store([batchOf(blocks, { settlements: [settlement('sequenced')] })])
    expect(await stage()).toMatchObject({ stage: 'posted' })
    await store([batchOf(blocks, { settlements: [settlement('posted')], reverted: [settlement('sequenced')] })])
    expect(await stage()).toMatchObject({ stage: 'sequenced' })
    await store([{ ...batchOf(blocks), blocks: [], rollbackTo: { number: 0, hash: blocks[0]!.hash } }])
    expect(await stage()).toBeUndefined()
  })
})
