import type { L2Block } from '@defimon/core'
import { messageKeysOf } from '@defimon/core/correlate'
import { bytesItem, numberItem, textItem } from './array-literal.ts'
import type { PostgresClient } from './postgres-pool.ts'
import { type Column, createRowBuffer } from './row-buffer.ts'

const COLUMNS: readonly Column[] = [
  ['number', 'bigint'],
  ['network_key', 'integer'],
  ['kind', 'text'],
  ['message_end', 'text'],
  ['message_key', 'bytea'],
  ['transaction_hash', 'bytea'],
  ['emitter', 'bytea'],
]

/** Stores the ends of messages between networks that blocks hold, or stores them again. Within a transaction. */
export async function writeMessages(client: PostgresClient, networkKey: number, blocks: readonly L2Block[]): Promise<void> {
  const ends = blocks.flatMap((block) => messageKeysOf(block))
  if (ends.length === 0) return
  const numbers = [...new Set(ends.map(({ block }) => block.number))]
  await client.query('DELETE FROM messages WHERE network_key = $1::text::integer AND number = ANY($2::text::bigint[])', [
    ...[String(networkKey), `{${numbers.join(',')}}`],
  ])
  const buffer = createRowBuffer(client, 'messages', COLUMNS)
  for (const { block, kind, end, key, transactionHash, emitter } of ends) {
    await buffer.add([
      ...[numberItem(block.number), String(networkKey), textItem(kind), textItem(end)],
      ...[bytesItem(key), bytesItem(transactionHash), bytesItem(emitter)],
    ])
  }
  await buffer.flush()
}

/** Removes those of blocks above a height. Within a transaction. */
export async function removeMessagesAbove(client: PostgresClient, networkKey: number, number: number): Promise<void> {
  const values = [String(networkKey), String(number)]
  await client.query('DELETE FROM messages WHERE network_key = $1::text::integer AND number > $2::text::bigint', values)
}
