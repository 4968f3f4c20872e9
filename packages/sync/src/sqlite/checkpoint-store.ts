import type { DatabaseSync } from 'node:sqlite'
import { type Batch, type BlockRef, type Checkpoint, DefimonError, type NetworkId } from '@defimon/core'
import { fromStoredBytes, type StoredBytes, toStoredBytes } from './stored-values.ts'

const COLUMNS: readonly string[] = [
  ...['network_key', 'head_number', 'head_hash', 'finalized_number', 'finalized_hash', 'anchored_number', 'anchored_hash'],
  ...['done', 'settlement_cursor', 'fencing_token', 'revision'],
]

/** The checkpoints of a database. A checkpoint that another process has moved since it was read here is not written over. */
export interface CheckpointStore {
  read(network: NetworkId, networkKey: number): Checkpoint | undefined
  /** Within a transaction. Fails with `SINK` where another writer was there, or holds a newer fencing token. */
  write(batch: Batch, networkKey: number): void
  /** The transaction of the last write of this network is committed. */
  committed(networkKey: number): void
}

/** A store with its statements prepared. */
export function createCheckpointStore(database: DatabaseSync): CheckpointStore {
  const find = database.prepare('SELECT * FROM checkpoints WHERE network_key = ?')
  const replace = database.prepare(
    `INSERT OR REPLACE INTO checkpoints (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`,
  )
  const seen = new Map<number, number>()
  const pending = new Map<number, number>()

  return {
    read(network, networkKey) {
      const row = find.get(networkKey)
      if (!row) return undefined
      seen.set(networkKey, Number(row['revision']))
      const ref = (name: string): BlockRef | undefined => {
        const number = row[`${name}_number`]
        return number === null ? undefined : { number: Number(number), hash: fromStoredBytes(row[`${name}_hash`]) }
      }
      const [head, finalized, anchoredUpTo] = [ref('head'), ref('finalized'), ref('anchored')]
      const cursor = row['settlement_cursor']
      return {
        network,
        done: JSON.parse(String(row['done'])) as Checkpoint['done'],
        ...(head && { head }),
        ...(finalized && { finalized }),
        ...(anchoredUpTo && { anchoredUpTo }),
        ...(typeof cursor === 'string' && { settlementCursor: cursor }),
      }
    },
    write({ network, checkpoint, fencingToken }, networkKey) {
      const row = find.get(networkKey)
      const revision = Number(row?.['revision'] ?? 0)
      const expected = seen.get(networkKey)
      const fail = (message: string): never => {
        throw new DefimonError('SINK', message, { network, retryable: false })
      }
      if (expected !== undefined && revision !== expected) fail('another process writes this network to this database')
      const heldToken = row?.['fencing_token'] ?? null
      if (fencingToken !== undefined && heldToken !== null && fencingToken < BigInt(String(heldToken))) {
        fail(`a newer writer holds token ${heldToken}, this one has ${fencingToken}`)
      }
      const ref = (value: BlockRef | undefined): [number | null, StoredBytes | null] =>
        value ? [value.number, toStoredBytes(value.hash)] : [null, null]
      replace.run(
        ...[networkKey, ...ref(checkpoint.head), ...ref(checkpoint.finalized), ...ref(checkpoint.anchoredUpTo)],
        JSON.stringify(checkpoint.done),
        checkpoint.settlementCursor ?? null,
        fencingToken === undefined ? heldToken : String(fencingToken),
        revision + 1,
      )
      pending.set(networkKey, revision + 1)
    },
    committed(networkKey) {
      const revision = pending.get(networkKey)
      if (revision !== undefined) seen.set(networkKey, revision)
    },
  }
}
