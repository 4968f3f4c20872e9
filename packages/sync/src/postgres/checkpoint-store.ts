import { type Batch, type BlockRef, type Checkpoint, DefimonError, type NetworkId } from '@defimon/core'
import type { PostgresClient } from './postgres-pool.ts'
import { toByteaHex } from './stored-text.ts'

/** A revision that no row has: from now on only own writes are expected. */
const OWN = -1

/** The checkpoints of a schema. One that another writer has moved since it was read here is not written over. */
export interface CheckpointStore {
  read(client: PostgresClient, network: NetworkId): Promise<Checkpoint | undefined>
  /**
   * Within a transaction, first of all: later writers of the network wait here. Fails with `SINK` where another one was there, or where
   * one with a newer fencing token was.
   */
  lock(client: PostgresClient, batch: Batch, networkKey: number): Promise<void>
  /** Within the transaction. */
  write(client: PostgresClient, batch: Batch, networkKey: number): Promise<void>
  /** The transaction of a write of this network is committed. */
  committed(network: NetworkId): void
}

const REF_COLUMNS = ['head', 'finalized', 'anchored']
  .map((name) => `${name}_number::text, text_of(${name}_hash) AS ${name}_hash`)
  .join(', ')

const WRITE = `INSERT INTO checkpoints (network_key, head_number, head_hash, finalized_number, finalized_hash, anchored_number,
    anchored_hash, done, settlement_cursor, fencing_token, writer, revision)
  SELECT $1::text::integer, $2::text::bigint, decode($3::text, 'hex'), $4::text::bigint, decode($5::text, 'hex'), $6::text::bigint,
    decode($7::text, 'hex'), $8::text::json, $9::text, $10::text::numeric, $11::text, 1
  ON CONFLICT (network_key) DO UPDATE SET head_number = excluded.head_number, head_hash = excluded.head_hash,
    finalized_number = excluded.finalized_number, finalized_hash = excluded.finalized_hash,
    anchored_number = excluded.anchored_number, anchored_hash = excluded.anchored_hash, done = excluded.done,
    settlement_cursor = excluded.settlement_cursor, fencing_token = coalesce(excluded.fencing_token, checkpoints.fencing_token),
    writer = excluded.writer, revision = checkpoints.revision + 1`

/** A store for one sink; `writer` tells its own writes from those of others. */
export function createCheckpointStore(writer: string): CheckpointStore {
  const seen = new Map<NetworkId, number>()
  return {
    async read(client, network) {
      const { rows } = await client.query(
        `SELECT ${REF_COLUMNS}, done::text, settlement_cursor, revision::text
         FROM checkpoints JOIN networks USING (network_key) WHERE id = $1::text`,
        [network],
      )
      const row = rows[0]
      seen.set(network, Number(row?.['revision'] ?? 0))
      if (!row) return undefined
      const ref = (name: string): BlockRef | undefined => {
        const number = row[`${name}_number`]
        return typeof number === 'string' ? { number: Number(number), hash: String(row[`${name}_hash`]) } : undefined
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
    async lock(client, { network, fencingToken }, networkKey) {
      const key = [String(networkKey)]
      await client.query('SELECT FROM networks WHERE network_key = $1::text::integer FOR UPDATE', key)
      const { rows } = await client.query(
        'SELECT writer, revision::text, fencing_token::text FROM checkpoints WHERE network_key = $1::text::integer',
        key,
      )
      const row = rows[0]
      const fail = (message: string): never => {
        throw new DefimonError('SINK', message, { network, retryable: false })
      }
      const held = row?.['fencing_token']
      if (fencingToken !== undefined && typeof held === 'string' && fencingToken < BigInt(held)) {
        fail(`a newer writer holds token ${held}, this one has ${fencingToken}`)
      }
      const expected = seen.get(network)
      // What this sink wrote itself is no surprise, also where the answer to its commit was lost.
      if (expected === undefined || row?.['writer'] === writer) return
      if (Number(row?.['revision'] ?? 0) !== expected) fail('another process writes this network to this database')
    },
    async write(client, { checkpoint, fencingToken }, networkKey) {
      const ref = (value: BlockRef | undefined): [string | null, string | null] =>
        value ? [String(value.number), toByteaHex(value.hash)] : [null, null]
      await client.query(WRITE, [
        ...[String(networkKey), ...ref(checkpoint.head), ...ref(checkpoint.finalized), ...ref(checkpoint.anchoredUpTo)],
        JSON.stringify(checkpoint.done),
        checkpoint.settlementCursor ?? null,
        fencingToken === undefined ? null : String(fencingToken),
        writer,
      ])
    },
    committed(network) {
      seen.set(network, OWN)
    },
  }
}
