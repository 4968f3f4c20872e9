import { type Batch, DefimonError, type NetworkId, type Sink } from '@defimon/core'
import type { Keep, Retention } from '../keep.ts'
import { createAgeLimit } from './age-limit.ts'
import { type BlockToWrite, removeBlocksAbove, writeBlocks } from './block-rows.ts'
import { type CheckpointStore, createCheckpointStore } from './checkpoint-store.ts'
import { createDatabase, type Database, sqlState } from './database.ts'
import { removeMessagesAbove, writeMessages } from './message-rows.ts'
import { migrate } from './migrate.ts'
import { createNetworkRegistry, type NetworkRegistry } from './network-registry.ts'
import type { PostgresPool } from './postgres-pool.ts'
import { createRowPartitions, type RowPartitions } from './row-partitions.ts'
import { removeSettlementsAbove, writeSettlements } from './settlement-rows.ts'

const NO_PARTITION_OR_CHECK = '23514'
const UNDEFINED_TABLE = '42P01'

/** Where in the database, and how much. */
export interface PostgresSinkOptions {
  /** The schema that holds the tables and views, made where it is not there. Default `defimon`. */
  readonly schema?: string
  /** `measures`: one row per block; `transactions`: these too; `logs`: these too. Default `logs`. */
  readonly keep?: Keep
  /** Removes old transactions and logs a day at a time, and leaves the rows of the blocks. Default: everything stays. */
  readonly retention?: Retention
}

interface Open {
  readonly checkpoints: CheckpointStore
  readonly registry: NetworkRegistry
  readonly partitions: RowPartitions
  readonly ageLimit: ReturnType<typeof createAgeLimit> | undefined
}

/**
 * Stores blocks in PostgreSQL (13 or newer), for many networks. The pool is the caller's, and so is its end. A batch is one
 * transaction: rollback, blocks, transactions, logs, settlements and checkpoint land together or not at all, whatever moment the process
 * or the server is killed at. Several processes may write different networks; of two that write the same one, the one that did not
 * read the other's checkpoint is refused, and so is one whose fencing token is older than the last one.
 *
 * `open` fails with `CONFIG` for a schema of something else or of a newer release, or where the database does not store UTF-8. `open`,
 * `readCheckpoint` and `write` fail with `SINK`, retryable where the server was not reached or was busy.
 */
export function postgresSink(pool: PostgresPool, options: PostgresSinkOptions = {}): Sink {
  const { schema = 'defimon', keep = 'logs', retention } = options
  const database = createDatabase(pool, schema)
  let opened: Open | undefined

  const use = (network: NetworkId): Open => {
    if (!opened) throw new DefimonError('SINK', 'the PostgreSQL sink is not open', { network, retryable: false })
    return opened
  }
  const close = async (): Promise<void> => {
    opened = undefined
  }

  return {
    specVersion: 1,
    delivery: 'transactional',
    async open() {
      if (opened) return
      await migrate(database, schema)
      // The server makes up the name of this writer: two sinks never have the same.
      const { rows } = await database.inTransaction((client) => client.query('SELECT gen_random_uuid()::text AS writer'))
      const partitions = createRowPartitions(database, retention ? 'day' : 'month')
      opened = {
        checkpoints: createCheckpointStore(String(rows[0]?.['writer'])),
        registry: createNetworkRegistry(database),
        partitions,
        ageLimit: retention && createAgeLimit(database, partitions, retention),
      }
    },
    async readCheckpoint(network) {
      const { checkpoints } = use(network)
      return await database.inTransaction((client) => checkpoints.read(client, network), network)
    },
    async readRef(network, number) {
      use(network)
      const find = `SELECT text_of(hash) AS hash FROM blocks JOIN networks USING (network_key)
        WHERE id = $1::text AND number = $2::text::bigint`
      const { rows } = await database.inTransaction((client) => client.query(find, [network, String(number)]), network)
      return rows[0] && { number, hash: String(rows[0]['hash']) }
    },
    async write(batch, callOptions) {
      callOptions?.signal?.throwIfAborted()
      const open = use(batch.network)
      try {
        await writeBatch(database, open, batch, keep)
      } catch (error) {
        const state = sqlState((error as Error).cause)
        // Another process dropped the partition that we thought was there.
        if (state !== NO_PARTITION_OR_CHECK && state !== UNDEFINED_TABLE) throw error
        open.partitions.forget()
        await writeBatch(database, open, batch, keep)
      }
      await open.ageLimit?.afterWrite()
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function writeBatch(database: Database, open: Open, batch: Batch, keep: Keep): Promise<void> {
  const { network, rollbackTo, blocks, settlements, reverted } = batch
  const { registry, checkpoints, partitions, ageLimit } = open
  // What many batches refer to is made before, in transactions of its own: it harms nobody if this batch never comes.
  const networkKey = await registry.networkKey(network, blocks[0]?.stack)
  const verdictKeys = await registry.verdictKeys(blocks)
  await ageLimit?.note(network, networkKey, blocks)
  const toWrite = blocks.map(
    (block, index): BlockToWrite => ({
      ...{ block, verdictKey: verdictKeys[index]! },
      keep: ageLimit?.isOld(block) ? 'measures' : keep,
    }),
  )
  const withRows = toWrite.filter((each) => each.keep !== 'measures' && (each.block.transactions?.length ?? 0) > 0)
  await partitions.ensure(withRows.map(({ block }) => block.timestampMs))

  await database.inTransaction(async (client) => {
    await checkpoints.lock(client, batch, networkKey)
    if (rollbackTo) {
      await removeBlocksAbove(client, networkKey, rollbackTo.number)
      await removeSettlementsAbove(client, networkKey, rollbackTo.number)
      await removeMessagesAbove(client, networkKey, rollbackTo.number)
    }
    await writeBlocks(client, networkKey, toWrite)
    const kept = toWrite.filter((each) => each.keep !== 'measures')
    await writeMessages(
      client,
      networkKey,
      kept.map(({ block }) => block),
    )
    await writeSettlements(client, networkKey, settlements, reverted)
    await checkpoints.write(client, batch, networkKey)
  }, network)
  checkpoints.committed(network)
}
