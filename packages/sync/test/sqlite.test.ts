import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { DatabaseSync } from 'node:sqlite'
import type { Batch, L2Block, L2Log, Settlement } from '@defimon/core'
import { type SqliteSinkOptions, sqliteSink } from '@defimon/sync/sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeChain, digest, fakeBlock } from './fake-chain.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'defimon-sqlite-'))
  file = join(folder, 'store.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true }))

function batchOf(blocks: readonly L2Block[], rest: Partial<Batch> = {}): Batch {
  const last = blocks.at(-1)!
  const done = [{ from: blocks[0]!.number, to: last.number }]
  const checkpoint = { network: last.network, done, head: { number: last.number, hash: last.hash } }
  return { network: last.network, blocks, settlements: [], reverted: [], checkpoint, ...rest }
}

function chainOf(count: number): readonly L2Block[] {
  const chain = createFakeChain('base', { shape: { transactions: 3, logsPerTransaction: 2 } })
  chain.mine(count)
  return chain.blocks()
}

async function store(batches: readonly Batch[], options: Partial<SqliteSinkOptions> = {}): Promise<void> {
  await using sink = sqliteSink({ file, ...options })
  await sink.open()
  for (const batch of batches) await sink.write(batch)
}

function rows(sql: string, ...values: (string | number)[]): Record<string, unknown>[] {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database.prepare(sql).all(...values)
  } finally {
    database.close()
  }
}

describe('what the views show', () => {
  it('is null, not zero, for what only receipts tell, where a block came without them', async () => {
    const [genesis, block] = chainOf(2)
    const bare = block!.transactions!.map(({ status: _, gasUsed: __, fee: ___, ...transaction }) => transaction)
    await store([batchOf([genesis!, { ...block!, transactions: bare, logs: [] }])])
    const [row] = rows('SELECT user_count, failed_count, log_count, fee_wei FROM blocks_readable WHERE number = 1')
    expect(row).toEqual({ user_count: 2, failed_count: null, log_count: null, fee_wei: null })
  })

  it('is the block, its transactions and its logs', async () => {
    const blocks = chainOf(2)
    const block = blocks[1]!
    await store([batchOf(blocks)])
    const [row] = rows('SELECT * FROM blocks_readable WHERE network = ? AND number = 1', 'base')
    expect(row).toMatchObject({
      ...{ network: 'base', number: 1, hash: block.hash, parent_number: 0, parent_hash: blocks[0]!.hash },
      ...{ time: '2025-06-15T12:20:02.000Z', timestamp_ms: block.timestampMs, transaction_count: 3 },
      ...{ user_count: 2, deposit_count: 1, system_count: 0, vote_count: 0, failed_count: 0, log_count: 6 },
      ...{ fee_wei: String(3n * 2n ** 70n + 3n), gas_used: 63_000, base_fee_wei: '7', state_root: block.stateRoot },
      ...{ l1_network: 'ethereum', l1_number: 0, l1_hash: block.l1Origin!.hash, anchored_by: 'none' },
      ...{ checks_passed: '["identity","parent-link","block-hash"]', checks_skipped: '{"signatures":"not sampled"}' },
      fields: '{"sequenceNumber":1,"size":"1152921504606846976"}',
    })
    const [, transaction] = rows('SELECT * FROM transactions_readable WHERE network = ? AND block_number = 1', 'base')
    const source = block.transactions![1]!
    expect(transaction).toMatchObject({
      ...{ transaction_index: 1, hash: source.hash, kind: 'user', type: '0x2', from_address: source.from, to_address: source.to },
      ...{ value_wei: '1000000000000000001', nonce: 1, input: source.input, gas_limit: 100_000, status: 'succeeded' },
      ...{
        gas_used: 21_001,
        fee_wei: String(2n ** 70n + 1n),
        fee_l1_data_wei: '5',
        fee_operator_wei: null,
        fee_priority_wei: '1',
      },
      fields: `{"maxFeePerGasWei":"${2n ** 65n}","accessList":[]}`,
    })
    const logs = rows('SELECT * FROM logs_readable WHERE network = ? AND block_number = 1 ORDER BY log_index', 'base')
    expect(logs.map((log) => ({ ...log, topic3: log['topic3'] }))).toEqual(
      block.logs!.map((log) => ({
        ...{ network: 'base', block_number: 1, time: '2025-06-15T12:20:02.000Z', log_index: log.logIndex },
        ...{ transaction_index: log.transactionIndex, transaction_hash: log.transactionHash, address: log.address },
        ...{ topic0: log.topics[0], topic1: log.topics[1], topic2: log.topics[2], topic3: null, data: log.data },
      })),
    )
  })

  it('keeps what is not 32 bytes of hex: felts, base58, names, more topics, system logs', async () => {
    const felt = '0x1a2b3'
    const base58 = '4sGjMW1sUnHzSxGspuhpqLDx6wiyjNtZAMdL4VZHirAn'
    const log: L2Log = {
      ...{ transactionHash: felt, transactionIndex: 0, logIndex: 0, address: 'wrap.near', data: '0x' },
      topics: [felt, '0x0', '0x1', '0x2', '0x3'],
    }
    const system: L2Log = { ...log, transactionHash: `0x${'0'.repeat(64)}`, logIndex: 7, topics: [] }
    const plain = fakeBlock({ network: 'starknet', number: 5, parent: { number: 4, hash: felt } })
    const block = {
      ...plain,
      hash: base58,
      transactions: [{ ...plain.transactions![0]!, hash: felt, index: 3, nonce: 2n ** 64n, from: 'alice.near', fields: {} }],
      logs: [log, system],
    } as L2Block
    await store([batchOf([block])])
    expect(rows('SELECT hash, parent_hash FROM blocks_readable')[0]).toEqual({ hash: base58, parent_hash: felt })
    expect(rows('SELECT hash, transaction_index, nonce, from_address, fields FROM transactions_readable')[0]).toEqual({
      ...{ hash: felt, transaction_index: 3, nonce: String(2n ** 64n), from_address: 'alice.near', fields: null },
    })
    expect(
      rows('SELECT log_index, transaction_hash, address, topic0, topic3, data FROM logs_readable ORDER BY log_index'),
    ).toEqual([
      { log_index: 0, transaction_hash: felt, address: 'wrap.near', topic0: felt, topic3: '0x2', data: '0x' },
      { log_index: 7, transaction_hash: system.transactionHash, address: 'wrap.near', topic0: null, topic3: null, data: '0x' },
    ])
    expect(rows('SELECT topics FROM logs ORDER BY id')[0]!['topics']).toBe(JSON.stringify(log.topics))
  })

  it('counts gas and nonces in integers', async () => {
    await store([batchOf(chainOf(2))])
    const types = rows(`SELECT DISTINCT typeof(b.gas_used) || typeof(b.gas_limit) || typeof(t.gas_used) || typeof(t.gas_limit)
      || typeof(t.nonce) AS types FROM blocks_readable b JOIN transactions_readable t ON t.block_number = b.number`)
    expect(types).toEqual([{ types: 'integer'.repeat(5) }])
  })

  it('finds a range of blocks of one network without reading the others', async () => {
    await store([batchOf(chainOf(5))])
    const plan = rows("EXPLAIN QUERY PLAN SELECT * FROM logs_readable WHERE network = 'base' AND block_number BETWEEN 2 AND 3")
    const details = plan.map((step) => String(step['detail']))
    expect(details.some((detail) => /SCAN/.test(detail))).toBe(false)
  })
})

describe('how much is kept', () => {
  it('is the measures, the transactions too, or the logs too', async () => {
    const counts = (): Record<string, unknown> =>
      rows(
        'SELECT (SELECT count(*) FROM transactions) AS t, (SELECT count(*) FROM logs) AS l, sum(log_count) AS m FROM blocks',
      )[0]!
    await store([batchOf(chainOf(4))], { keep: 'measures' })
    expect(counts()).toEqual({ t: 0, l: 0, m: 24 })
    rmSync(file)
    await store([batchOf(chainOf(4))], { keep: 'transactions' })
    expect(counts()).toEqual({ t: 12, l: 0, m: 24 })
  })

  it('shrinks with age, in small steps, and never loses a block row', async () => {
    const blocks = chainOf(100)
    const retention = { maxAgeMs: 20_000 }
    // The first batch is not yet old when it is written.
    await store([batchOf(blocks.slice(0, 30))], {})
    await store([batchOf(blocks.slice(30, 100))], { retention })
    const kept = (): unknown[] =>
      rows('SELECT DISTINCT block_number AS n FROM transactions_readable ORDER BY n').map(({ n }) => n)
    expect(kept().length).toBeLessThan(100)
    expect(kept().length).toBeGreaterThan(11)
    const last = batchOf(blocks.slice(99))
    await store([last, last, last, last, last], { retention })
    expect(kept()).toEqual(Array.from({ length: 11 }, (_, index) => 89 + index))
    expect(rows('SELECT count(*) AS n, sum(transaction_count) AS t FROM blocks')[0]).toEqual({ n: 100, t: 300 })
  })
})

describe('the file', () => {
  it('of schema version 1 opens and goes on', async () => {
    const old = new DatabaseSync(file)
    old.exec(readFileSync(new URL('fixtures/schema-v1.sql', import.meta.url), 'utf8'))
    old.close()
    await using sink = sqliteSink({ file })
    await sink.open()
    expect(await sink.readCheckpoint('base')).toMatchObject({ done: [{ from: 7, to: 8 }], head: { number: 8 } })
    const head = rows('SELECT * FROM blocks_readable WHERE number = 8')[0]!
    const next = fakeBlock({ network: 'base', number: 9, parent: { number: 8, hash: String(head['hash']) } })
    await sink.write(batchOf([next]))
    expect(rows('SELECT number FROM blocks_readable ORDER BY number').map(({ number }) => number)).toEqual([7, 8, 9])
    expect(rows('SELECT count(*) AS n FROM logs_readable')[0]).toEqual({ n: 5 })
    const hours = rows('SELECT sum(blocks) AS blocks, sum(uncounted_blocks) AS uncounted FROM hours_readable')
    expect(hours[0]).toEqual({ blocks: 3, uncounted: 2 })
    const columns = (): unknown =>
      rows(`SELECT s.name AS object, c.name, c.type, c."notnull" FROM sqlite_schema s JOIN pragma_table_info(s.name) c
        WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite_%' ORDER BY 1, 2`)
    const migrated = columns()
    await sink.close()
    rmSync(file)
    await store([])
    expect(columns()).toEqual(migrated)
  })

  it('of a newer release, or of something else, is refused', async () => {
    await store([batchOf(chainOf(1))])
    const newer = new DatabaseSync(file)
    newer.exec('PRAGMA user_version = 99')
    newer.close()
    await expect(sqliteSink({ file }).open()).rejects.toMatchObject({ code: 'CONFIG', message: /schema version 99/ })
    rmSync(file)
    const other = new DatabaseSync(file)
    other.exec('CREATE TABLE mine (a)')
    other.close()
    await expect(sqliteSink({ file }).open()).rejects.toMatchObject({ code: 'CONFIG', message: /something else/ })
    await expect(sqliteSink({ file: join(folder, 'no', 'x.sqlite') }).open()).rejects.toMatchObject({ code: 'SINK' })
  })

  it('has one writer a network at a time; the second one is told', async () => {
    const blocks = chainOf(4)
    await using first = sqliteSink({ file })
    await using second = sqliteSink({ file })
    await first.open()
    await second.open()
    await first.write(batchOf(blocks.slice(0, 1)))
    await second.readCheckpoint('base')
    await first.write(batchOf(blocks.slice(1, 2)))
    await expect(second.write(batchOf(blocks.slice(1, 2)))).rejects.toMatchObject({ code: 'SINK', message: /another process/ })
    const optimism = fakeBlock({ network: 'optimism', number: 1 })
    await second.write(batchOf([optimism]))
    await first.write(batchOf(blocks.slice(2, 3)))
    expect(rows('SELECT count(*) AS n FROM blocks')[0]).toEqual({ n: 4 })
  })

  it('refuses another block at a stored height', async () => {
    const [block] = chainOf(1)
    await store([batchOf([block!])])
    const other = { ...block!, hash: digest('other') }
    await expect(store([batchOf([other])])).rejects.toMatchObject({ code: 'SINK', message: /rolled back first/ })
    expect(rows('SELECT hash FROM blocks_readable')).toEqual([{ hash: block!.hash }])
  })

  it('is not opened where the runtime has no SQLite', async () => {
    const missing = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)
    try {
      await expect(sqliteSink({ file }).open()).rejects.toMatchObject({ code: 'UNSUPPORTED', message: /Node 22/ })
    } finally {
      missing.mockRestore()
    }
    await expect(sqliteSink({ file }).readCheckpoint('base')).rejects.toMatchObject({ code: 'SINK', message: /not open/ })
  })
})

describe('settlements', () => {
  it('go on, never back by themselves, and back by a revert', async () => {
    const blocks = chainOf(2)
    const block = { number: 1, hash: blocks[1]!.hash }
    const settlement = (stage: 'sequenced' | 'posted'): Settlement => ({
      ...{ block, network: 'base' },
      state: stage === 'posted' ? { stage, posted: [] } : { stage },
    })
    const stage = (): unknown => rows('SELECT stage FROM settlements_readable WHERE block_number = 1')[0]?.['stage']
    await store([batchOf(blocks, { settlements: [settlement('posted')] })])
    await store([batchOf(blocks, { settlements: [settlement('sequenced')] })])
    expect(stage()).toBe('posted')
    await store([batchOf(blocks, { reverted: [settlement('sequenced')] })])
    expect(stage()).toBe('sequenced')
    await store([{ ...batchOf(blocks), blocks: [], rollbackTo: { number: 0, hash: blocks[0]!.hash } }])
    expect(stage()).toBeUndefined()
  })
})
