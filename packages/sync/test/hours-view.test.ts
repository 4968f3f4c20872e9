import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Batch, Evidence, L2Block, Sink } from '@defimon/core'
import { sampleBatch, sampleBlocks, seededRandom, simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { createSync } from '@defimon/sync'
import { createMeasures, HOUR_MS, ratesOf } from '@defimon/sync/measures'
import { memorySink } from '@defimon/sync/memory'
import { postgresSink } from '@defimon/sync/postgres'
import { sqliteSink } from '@defimon/sync/sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { START_TIMEOUT_MS, startPostgres } from './postgres-server.ts'

const NETWORK = 'hours'
const ENTRY_POINT = '0x0000000071727de22e5e9d8baf0edac6f37da032'
/** keccak256 of UserOperationEvent(bytes32,address,address,uint256,bool,uint256,uint256), by ethers. */
const USER_OPERATION = '0x49628fd1471006c1482da88028e9ce4dbb080b815c9b0344d39e5a8e6ec1419f'
const KINDS = ['user', 'deposit', 'system', 'vote'] as const

/** What a row of the view holds, as one text for each number: SQLite gives integers and text, PostgreSQL text. */
type Hour = Readonly<Record<string, string>>

/** Blocks of five hours with all kinds of transactions, bundles, absurd amounts, and some without transactions or receipts. */
function madeBlocks(): L2Block[] {
  const random = seededRandom('hours')
  return sampleBlocks({ network: NETWORK, from: 1, count: 120, transactions: 4 }).map((block, index): L2Block => {
    const timestampMs = 1_750_000_000_000 + index * 150_000
    if (index % 17 === 3) {
      const { transactions: _, logs: __, ...header } = block
      return { ...header, transactions: undefined, logs: undefined, timestampMs } as unknown as L2Block
    }
    const transactions = block.transactions!.map((transaction) => ({
      ...transaction,
      kind: random.pick(KINDS),
      status: random.chance(0.3) ? ('failed' as const) : ('succeeded' as const),
      fee: { totalWei: index % 9 === 0 ? 2n ** 250n : BigInt(random.integer(0, 2 ** 50)) * 10n ** BigInt(random.integer(0, 9)) },
    }))
    const bundled = { ...block.logs![0]!, transactionIndex: 1, address: ENTRY_POINT, topics: [USER_OPERATION] }
    const logs = [...block.logs!, ...Array.from({ length: random.integer(0, 3) }, () => bundled)]
    return { ...block, timestampMs, transactions, logs, gasUsed: index === 40 ? 2n ** 200n : BigInt(random.integer(0, 2 ** 45)) }
  })
}

/** The same by counting, with nothing of the project's own. */
function countHours(blocks: readonly L2Block[], posted: ReadonlyMap<number, number>): Map<number, Hour> {
  const hours = new Map<number, Record<string, bigint>>()
  for (const { number, timestampMs, transactions, logs, gasUsed = 0n } of blocks) {
    const start = timestampMs - (timestampMs % 3_600_000)
    const hour = hours.get(start) ?? {}
    hours.set(start, hour)
    const add = (name: string, count: bigint | number): void => {
      hour[name] = (hour[name] ?? 0n) + BigInt(count)
    }
    add('blocks', 1)
    add('unread_blocks', transactions ? 0 : 1)
    add('gas_used', gasUsed)
    add('posted_bytes', posted.get(number) ?? 0)
    for (const kind of KINDS) add(`${kind}_count`, (transactions ?? []).filter((each) => each.kind === kind).length)
    add('failed_count', (transactions ?? []).filter(({ status }) => status === 'failed').length)
    add(
      'fee_wei',
      (transactions ?? []).reduce((sum, { fee }) => sum + (fee?.totalWei ?? 0n), 0n),
    )
    for (const { kind, index } of transactions ?? []) {
      const bundle = logs!.filter((log) => log.transactionIndex === index && log.topics[0] === USER_OPERATION).length
      add('user_operations', kind === 'user' || kind === 'deposit' ? bundle || 1 : 0)
    }
  }
  const asText = (hour: Record<string, bigint>): Hour =>
    Object.fromEntries(Object.entries(hour).map(([name, count]) => [name, String(count)]))
  return new Map([...hours].map(([start, hour]) => [start, asText(hour)]))
}

function posting(hash: string, from: number, to: number, dataBytes: number): Evidence {
  return {
    ...{ kind: 'batch', network: 'ethereum', number: 1, timestampMs: 1_760_000_000_000, parentStatus: 'included' },
    ...{ transactionHash: hash, covers: { from, to, exact: true } },
    cost: { purpose: 'data', feeWei: 1n, gasUsed: 1n, gasPriceWei: 1n, dataBytes },
  }
}

/** A batch in one transaction, one in two of which the second is shared with the next, and one that is told of twice. */
function madeBatches(blocks: readonly L2Block[]): { readonly batches: readonly Batch[]; readonly posted: Map<number, number> } {
  const settled = (from: number, to: number, ...posted: Evidence[]) => ({
    ...{ block: blocks[from - 1]!, network: NETWORK, holdsFor: { from, to } },
    state: { stage: 'posted' as const, posted },
  })
  const shared = posting('0xc', 31, 70, 400)
  const settlements = [
    settled(1, 20, posting('0xa', 1, 20, 100)),
    settled(21, 30, posting('0xb', 21, 30, 200), shared),
    settled(31, 70, shared, posting('0xd', 31, 70, 3_000)),
  ]
  return {
    batches: [
      sampleBatch(blocks.slice(0, 50), { network: NETWORK }),
      sampleBatch(blocks.slice(50), { network: NETWORK, settlements: settlements.slice(0, 2) }),
      sampleBatch([], { network: NETWORK, settlements: settlements.slice(1) }),
    ],
    posted: new Map([
      [1, 100],
      [21, 600],
      [31, 3_000],
    ]),
  }
}

/** What a sync of a chain with reorgs hands to its sink, and the blocks that stand at the end. */
async function syncWithReorgs(): Promise<{ readonly batches: readonly Batch[]; readonly blocks: readonly L2Block[] }> {
  const runtime = virtualRuntime({ seed: 7, startMs: 1_750_000_000_000 })
  const simulated = simulateNetwork({
    ...{ stack: 'evm', runtime, seed: 12, blocks: 40, blockTimeMs: 60_000, finalizedDepth: 12, network: { id: NETWORK } },
    reorgs: { probability: 0.2, maxDepth: 5 },
  })
  runtime.connect(simulated)
  const store = memorySink()
  const batches: Batch[] = []
  const write = async (batch: Batch): Promise<void> => {
    await store.write(batch)
    batches.push(batch)
  }
  const from = simulated.chain.first.number
  const sync = createSync({
    sources: [{ source: evmSource(simulated.network, { runtime }), from }],
    sink: { ...store, write },
    runtime,
  })
  const running = sync.run()
  await runtime.advance(3 * HOUR_MS)
  simulated.chain.halt()
  await runtime.advance(10 * 60_000)
  const written = new Map(batches.flatMap(({ blocks }) => blocks.map((block) => [block.hash, block])))
  const blocks = simulated.chain.canonical({ from }).map(({ hash }) => written.get(hash)!)
  await sync.close()
  await running
  return { batches, blocks }
}

const COLUMNS = [
  ...['blocks', 'unread_blocks', 'user_count', 'deposit_count', 'system_count', 'vote_count', 'failed_count'],
  ...['user_operations', 'fee_wei', 'posted_bytes'],
]
const RATES = ['transactions_per_second', 'user_operations_per_second', 'mega_gas_per_second', 'posted_bytes_per_second']

function cases(openStore: () => { readonly sink: Sink; rows(sql: string): Promise<Record<string, unknown>[]> }): void {
  const fill = async (batches: readonly Batch[]) => {
    const { sink, rows } = openStore()
    await sink.open()
    for (const batch of batches) await sink.write(batch)
    await sink.close()
    return rows(`SELECT * FROM hours_readable ORDER BY hour_start_ms`)
  }
  const asText = (row: Record<string, unknown>): Hour => Object.fromEntries(COLUMNS.map((name) => [name, String(row[name])]))

  it('counts what blocks of all kinds hold, to the last digit', async () => {
    const blocks = madeBlocks()
    const { batches, posted } = madeBatches(blocks)
    const expected = countHours(blocks, posted)
    const rows = await fill(batches)
    expect(rows.map((row) => Number(row['hour_start_ms']))).toEqual([...expected.keys()])
    for (const row of rows) {
      const { gas_used: gas, ...counts } = expected.get(Number(row['hour_start_ms']))!
      expect(asText(row)).toEqual(counts)
      expect(Number(row['gas_used'])).toBeCloseTo(Number(gas), -Math.log10(Number(gas)) + 12)
      expect(row).toMatchObject({ network: NETWORK, user_operation_rule: 1 })
      expect(Number(row['uncounted_blocks'])).toBe(0)
    }
  })

  it('takes back what a reorg removed, and says the rates that the measures say', async () => {
    const { batches, blocks } = await syncWithReorgs()
    expect(batches.some(({ rollbackTo }) => rollbackTo)).toBe(true)
    const expected = countHours(blocks, new Map())
    const measures = createMeasures()
    for (const batch of batches) measures.add(batch)
    const hours = measures.hours(NETWORK)
    const rows = await fill(batches)
    expect(rows.map((row) => Number(row['hour_start_ms']))).toEqual(hours.map(({ hourStartMs }) => hourStartMs))
    for (const [index, row] of rows.entries()) {
      const { gas_used: gas, ...counts } = expected.get(Number(row['hour_start_ms']))!
      expect(asText(row)).toEqual(counts)
      expect(String(row['gas_used'])).toBe(gas)
      const rates = ratesOf(hours[index]!)
      expect(RATES.map((name) => Number(row[name]))).toEqual([
        expect.closeTo(rates.transactionsPerSecond, 9),
        expect.closeTo(rates.userOperationsPerSecond, 9),
        expect.closeTo(rates.megaGasPerSecond, 9),
        expect.closeTo(rates.postedBytesPerSecond, 9),
      ])
    }
  })
}

describe('hours in SQLite', () => {
  let folder: string
  let files = 0
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'defimon-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  cases(() => {
    files += 1
    const file = join(folder, `${files}.sqlite`)
    return {
      sink: sqliteSink({ file, keep: 'measures' }),
      async rows(sql) {
        const database = new DatabaseSync(file)
        const statement = database.prepare(sql)
        statement.setReadBigInts(true)
        const rows = statement.all().map((row) => ({ ...row, user_operation_rule: Number(row['user_operation_rule']) }))
        database.close()
        return rows
      },
    }
  })
})

describe('hours in PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>
  beforeAll(async () => {
    server = await startPostgres()
  }, START_TIMEOUT_MS)
  afterAll(() => server.close())
  cases(() => {
    const schema = server.newSchema()
    return {
      sink: postgresSink(server.pool, { schema, keep: 'measures' }),
      rows: (sql) => server.rows(sql.replace('hours_readable', `${schema}.hours_readable`)),
    }
  })
})
