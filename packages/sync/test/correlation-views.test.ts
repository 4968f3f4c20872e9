import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Batch, Evidence, L2Block, Sink } from '@defimon/core'
import { postgresSink } from '@defimon/sync/postgres'
import { sqliteSink } from '@defimon/sync/sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFakeChain, digest } from './fake-chain.ts'
import { startPostgres } from './postgres-server.ts'

type Rows = (sql: string) => Promise<Record<string, unknown>[]>

/** A deposit that arrives on an OP chain, a block with nothing, and the transaction on L1 that posted both. */
function batches(): Batch[] {
  return ['base', 'optimism'].map((network): Batch => {
    const chain = createFakeChain(network)
    chain.mine(8)
    const blocks = chain.blocks().map((block, index): L2Block => {
      const transactions = block.transactions!.map((transaction) => ({
        ...transaction,
        fields: { ...transaction.fields, sourceHash: digest(`deposit ${network} ${index}`) },
      }))
      return {
        ...block,
        ...(index === 3 && { transactions }),
        timestampMs: block.timestampMs + (index > 5 ? 600_000 : 0),
      } as L2Block
    })
    const posted: Evidence = {
      ...{
        kind: 'batch',
        network: 'ethereum',
        number: 900,
        hash: '0x0900',
        transactionHash: digest('batch'),
        parentStatus: 'finalized',
      },
      ...{ covers: { from: 0, to: 4, exact: true }, dataAvailability: 'ethereum-blobs', timestampMs: 1_750_000_000_000 },
      cost: { purpose: 'data', feeWei: 2n ** 70n, gasUsed: 1n, gasPriceWei: 1n },
    }
    const settled: Evidence = {
      kind: 'settlement',
      network: 'ethereum',
      number: 950,
      parentStatus: 'finalized',
      anchor: { number: 4, hash: blocks[4]!.hash },
    }
    const { number, hash } = blocks[2]!
    return {
      ...{ network, blocks, reverted: [] },
      settlements: [
        {
          network,
          block: { number, hash },
          holdsFor: { from: 0, to: 4 },
          state: { stage: 'settled', posted: [posted], settled },
        },
      ],
      checkpoint: { network, done: [{ from: 0, to: 7 }], anchoredUpTo: { number: 4, hash: blocks[4]!.hash } },
    }
  })
}

async function fill(sink: Sink): Promise<void> {
  await sink.open()
  // Twice, since a batch may come again.
  for (const batch of [...batches(), ...batches()]) await sink.write(batch)
  await sink.close()
}

function cases(rowsOf: () => Rows): void {
  it('join the blocks of all networks that share an L1 block', async () => {
    const found = await rowsOf()('SELECT network, block_number FROM @l1_origins_readable WHERE l1_number = 1 ORDER BY 1, 2')
    expect(found.map(({ network, block_number: number }) => `${network} ${number}`)).toEqual([
      'base 6',
      'base 7',
      'optimism 6',
      'optimism 7',
    ])
  })

  it('lead from an L1 batch transaction to the blocks of each network, with what it cost', async () => {
    const found = await rowsOf()(
      `SELECT network, step, covers_from, covers_to, purpose, CAST(fee_wei AS TEXT) AS fee, parent_number FROM @evidence_readable
       WHERE transaction_hash = '${digest('batch')}' ORDER BY network`,
    )
    expect(
      found.map((row) => ({
        ...row,
        covers_from: Number(row['covers_from']),
        covers_to: Number(row['covers_to']),
        parent_number: Number(row['parent_number']),
      })),
    ).toEqual(
      ['base', 'optimism'].map((network) => ({
        network,
        step: 'posted',
        covers_from: 0,
        covers_to: 4,
        purpose: 'data',
        fee: String(2n ** 70n),
        parent_number: 900,
      })),
    )
    const settled = await rowsOf()("SELECT count(*) AS n FROM @settlements_readable WHERE stage = 'settled'")
    expect(Number(settled[0]!['n'])).toBe(10)
  })

  it('find the ends of a message by its key, each once', async () => {
    const found = await rowsOf()(
      `SELECT network, kind, message_end, block_number FROM @messages_readable WHERE message_key = '${digest('deposit optimism 3')}'`,
    )
    expect(found.map((row) => ({ ...row, block_number: Number(row['block_number']) }))).toEqual([
      { network: 'optimism', kind: 'op-deposit', message_end: 'arrived', block_number: 3 },
    ])
  })

  it('show where blocks stayed away, and which blocks are anchored', async () => {
    const gaps = await rowsOf()('SELECT network, ended_by_block FROM @gaps_readable WHERE gap_ms > 20000 ORDER BY 1')
    expect(gaps.map((row) => [row['network'], Number(row['ended_by_block'])])).toEqual([
      ['base', 6],
      ['optimism', 6],
    ])
    const anchored = await rowsOf()(
      "SELECT number, is_anchored, anchored_by FROM @blocks_readable WHERE network = 'base' ORDER BY number",
    )
    expect(anchored.map((row) => Number(row['is_anchored']))).toEqual([1, 1, 1, 1, 1, 0, 0, 0])
    expect(anchored.map((row) => String(row['anchored_by']).includes('settlement'))).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
      false,
      false,
    ])
  })
}

describe('views over a SQLite store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'defimon-views-'))
  const file = join(folder, 'store.sqlite')
  beforeAll(() => fill(sqliteSink({ file })))
  afterAll(() => rmSync(folder, { recursive: true }))
  cases(() => async (sql) => {
    const database = new DatabaseSync(file, { readOnly: true })
    try {
      return database.prepare(sql.replaceAll('@', '')).all()
    } finally {
      database.close()
    }
  })
})

describe('views over a PostgreSQL store', () => {
  let rows: Rows = async () => []
  let close = async (): Promise<void> => {}
  beforeAll(async () => {
    const server = await startPostgres()
    close = () => server.close()
    const schema = server.newSchema()
    await fill(postgresSink(server.pool, { schema }))
    rows = (sql) => server.rows(sql.replaceAll('@', `${schema}.`))
  }, 60_000)
  afterAll(() => close())
  cases(() => rows)
})
