import { existsSync } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import type { BlockRef, Sink, Stage } from '@defimon/core'
import { describeSink, type SinkStore } from '@defimon/core/testing'
import { jsonlSink } from '@defimon/sync/jsonl'
import { memorySink } from '@defimon/sync/memory'
import { sqliteSink } from '@defimon/sync/sqlite'
import { describe, it } from 'vitest'
import { readBlocks, readLines, readStage } from './jsonl-files.ts'

async function temporaryFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'defimon-sink-'))
  return { folder, remove: () => rm(folder, { recursive: true }) }
}

describeSink({
  describe,
  it,
  name: 'memorySink',
  create() {
    const sink = memorySink()
    return {
      sink: (): Sink => sink,
      readBlocks: async (network) => sink.blocks(network),
      readAmounts: async (network, hash) =>
        sink
          .blocks(network)
          .find((block) => block.hash === hash)!
          .transactions!.map(({ hash: transactionHash, valueWei, nonce, fee }) => ({
            ...{ hash: transactionHash, valueWei, nonce },
            feeWei: fee?.totalWei,
          })),
      readStage: async (network, block) =>
        sink.settlements(network).find((settlement) => settlement.block.number === block.number)?.state.stage,
    }
  },
  leaveOut: { 'writes all of a batch or nothing of it': 'nothing in memory fails half-way' },
})

describeSink({
  describe,
  it,
  name: 'sqliteSink',
  async create(): Promise<SinkStore> {
    const { folder, remove } = await temporaryFolder()
    const file = join(folder, 'store.sqlite')
    const query = (sql: string, ...values: (string | number)[]): Record<string, unknown>[] => {
      if (!existsSync(file)) return []
      const database = new DatabaseSync(file, { readOnly: true })
      try {
        return database.prepare(sql).all(...values)
      } finally {
        database.close()
      }
    }
    const optionalBigInt = (value: unknown): bigint | undefined => (value === null ? undefined : BigInt(String(value)))
    return {
      sink: () => sqliteSink({ file }),
      readBlocks: async (network) =>
        query('SELECT number, hash FROM blocks_readable WHERE network = ? ORDER BY number', network) as unknown as BlockRef[],
      readAmounts: async (network, hash) =>
        query(
          `SELECT t.hash, t.value_wei, CAST(t.nonce AS TEXT) AS nonce, t.fee_wei FROM transactions_readable t
           JOIN blocks_readable b ON b.network = t.network AND b.number = t.block_number
           WHERE t.network = ? AND b.hash = ? ORDER BY t.transaction_index`,
          network,
          hash,
        ).map((row) => ({
          hash: String(row['hash']),
          valueWei: optionalBigInt(row['value_wei']),
          nonce: optionalBigInt(row['nonce']),
          feeWei: optionalBigInt(row['fee_wei']),
        })),
      readStage: async (network, block) =>
        query('SELECT stage FROM settlements_readable WHERE network = ? AND block_number = ?', network, block.number)[0]?.[
          'stage'
        ] as Stage,
      async breakNextWrite() {
        const run = StatementSync.prototype.run
        let calls = 0
        StatementSync.prototype.run = function (this: StatementSync, ...values: Parameters<typeof run>) {
          calls += 1
          if (calls < 9) return run.apply(this, values)
          StatementSync.prototype.run = run
          throw new Error('disk I/O error')
        } as typeof run
      },
      close: remove,
    }
  },
})

for (const rotation of [undefined, { maxBytes: 1 }]) {
  describeSink({
    describe,
    it,
    name: rotation ? 'jsonlSink with rotation at every batch' : 'jsonlSink',
    async create(): Promise<SinkStore> {
      const { folder, remove } = await temporaryFolder()
      const blocksOf = (network: string): ReturnType<typeof readBlocks> => readBlocks(readLines(folder, network))
      return {
        sink: () => jsonlSink({ folder, fsync: false, ...(rotation && { rotation }) }),
        readBlocks: async (network) => blocksOf(network),
        readAmounts: async (network, hash) =>
          blocksOf(network)
            .find((block) => block.hash === hash)!
            .transactions.map((transaction) => ({
              hash: transaction.hash,
              valueWei: BigInt(transaction.valueWei!),
              nonce: BigInt(transaction.nonce!),
              feeWei: BigInt(transaction.fee!.totalWei),
            })),
        readStage: async (network, block) => readStage(readLines(folder, network), block.number),
        async breakNextWrite() {
          const handle = await open(join(folder, 'other'), 'w')
          const prototype = Object.getPrototypeOf(handle) as { appendFile(bytes: Uint8Array): Promise<void> }
          await handle.close()
          const appendFile = prototype.appendFile
          prototype.appendFile = async function (bytes) {
            prototype.appendFile = appendFile
            await appendFile.call(this, bytes.subarray(0, bytes.length / 2))
            throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
          }
        },
        close: remove,
      }
    },
  })
}
