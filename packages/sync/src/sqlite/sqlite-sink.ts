import type { DatabaseSync } from 'node:sqlite'
import { type Batch, DefimonError, type NetworkId, type Sink } from '@defimon/core'
import type { Keep, Retention } from '../keep.ts'
import { type BlockWriter, createBlockWriter } from './block-writer.ts'
import { type CheckpointStore, createCheckpointStore } from './checkpoint-store.ts'
import { createMessageWriter, type MessageWriter } from './message-writer.ts'
import { openDatabase } from './open-database.ts'
import { createPruner, type Pruner } from './pruner.ts'
import { createSettlementWriter, type SettlementWriter } from './settlement-writer.ts'
import { fromStoredBytes } from './stored-values.ts'

/** Primary result codes of SQLite; the extended ones have more bits. */
const PRIMARY_CODE = 0xff
const BUSY = 5
const IO_ERROR = 10
const FULL = 13

/** Where and how much to store. */
export interface SqliteSinkOptions {
  /** Path of the database file, made where it is not there; its folder must exist. `:memory:` keeps nothing. */
  readonly file: string
  /** `measures`: one row per block; `transactions`: these too; `logs`: these too. Default `logs`. */
  readonly keep?: Keep
  /** Removes old transactions and logs, and leaves the rows of the blocks. Default: everything stays. */
  readonly retention?: Retention
}

interface Open {
  readonly database: DatabaseSync
  readonly blocks: BlockWriter
  readonly checkpoints: CheckpointStore
  readonly pruner: Pruner | undefined
  readonly networkKeys: Map<NetworkId, number>
  readonly settlements: SettlementWriter
  readonly messages: MessageWriter
}

/**
 * Stores blocks in one SQLite file (`node:sqlite`, Node 22.13 or newer), for many networks. A batch is one transaction: rollback,
 * blocks, transactions, logs, settlements and checkpoint land together or not at all, whatever moment the process is killed at. Two
 * processes may write different networks to one file, one after the other; a second writer of the same network is refused.
 *
 * `open` fails with `UNSUPPORTED` without node:sqlite, with `CONFIG` for a file of something else or of a newer release; `write` and
 * `open` fail with `SINK` where the file cannot be written.
 */
export function sqliteSink({ file, keep = 'logs', retention }: SqliteSinkOptions): Sink {
  let opened: Open | undefined

  const use = (network?: NetworkId): Open => {
    if (!opened) throw new DefimonError('SINK', 'the SQLite sink is not open', { network, retryable: false })
    return opened
  }
  const close = async (): Promise<void> => {
    const { database } = opened ?? {}
    opened = undefined
    database?.close()
  }

  return {
    specVersion: 1,
    delivery: 'transactional',
    async open() {
      opened ??= openAll(openDatabase(file), retention)
    },
    async readCheckpoint(network) {
      const { database, checkpoints } = use(network)
      const row = database.prepare('SELECT network_key FROM networks WHERE id = ?').get(network)
      return row && checkpoints.read(network, Number(row['network_key']))
    },
    async readRef(network, number) {
      const row = use(network)
        .database.prepare('SELECT hash FROM blocks JOIN networks USING (network_key) WHERE id = ? AND number = ?')
        .get(network, number)
      return row && { number, hash: fromStoredBytes(row['hash']) }
    },
    async write(batch, options) {
      options?.signal?.throwIfAborted()
      writeBatch(use(batch.network), batch, keep)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function openAll(database: DatabaseSync, retention: Retention | undefined): Open {
  const blocks = createBlockWriter(database)
  return {
    database,
    blocks,
    checkpoints: createCheckpointStore(database),
    pruner: retention && createPruner(database, blocks, retention),
    networkKeys: new Map(),
    settlements: createSettlementWriter(database),
    messages: createMessageWriter(database),
  }
}

function writeBatch(open: Open, batch: Batch, keep: Keep): void {
  const { database, blocks, checkpoints, pruner, settlements, messages } = open
  try {
    database.exec('BEGIN IMMEDIATE')
    const networkKey = findNetworkKey(open, batch)
    if (batch.rollbackTo) {
      blocks.removeAbove(networkKey, batch.rollbackTo.number)
      settlements.removeAbove(networkKey, batch.rollbackTo.number)
      messages.removeAbove(networkKey, batch.rollbackTo.number)
    }
    for (const block of batch.blocks) {
      const kept = pruner?.isOld(networkKey, block) ? 'measures' : keep
      blocks.write(networkKey, block, kept)
      if (kept !== 'measures') messages.write(networkKey, block)
    }
    blocks.flush()
    for (const settlement of batch.settlements) settlements.add(networkKey, settlement)
    for (const settlement of batch.reverted) settlements.revert(networkKey, settlement)
    checkpoints.write(batch, networkKey)
    pruner?.prune(networkKey)
    database.exec('COMMIT')
    checkpoints.committed(networkKey)
  } catch (cause) {
    blocks.discard()
    open.networkKeys.clear()
    if (database.isTransaction) database.exec('ROLLBACK')
    if (DefimonError.isInstance(cause)) throw cause
    const code = Number((cause as { errcode?: unknown }).errcode) & PRIMARY_CODE
    const isBusy = code === BUSY
    const why = isBusy ? 'another process holds the database' : cause instanceof Error ? cause.message : String(cause)
    throw new DefimonError('SINK', `cannot write to the database: ${why}`, {
      ...{ network: batch.network, cause },
      retryable: isBusy || code === IO_ERROR || code === FULL,
    })
  }
}

function findNetworkKey({ database, networkKeys }: Open, batch: Batch): number {
  const known = networkKeys.get(batch.network)
  if (known !== undefined) return known
  const stack = batch.blocks[0]?.stack
  const find = database.prepare('SELECT network_key FROM networks WHERE id = ?')
  if (!find.get(batch.network)) {
    database.prepare('INSERT INTO networks (id, stack) VALUES (?, ?)').run(batch.network, stack ?? '')
  } else if (stack) database.prepare("UPDATE networks SET stack = ? WHERE id = ? AND stack = ''").run(stack, batch.network)
  const key = Number(find.get(batch.network)?.['network_key'])
  if (stack) networkKeys.set(batch.network, key)
  return key
}
