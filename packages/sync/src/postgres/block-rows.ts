import { DefimonError, type L2Block, type L2Transaction, type NetworkId } from '@defimon/core'
import { measureBlock } from '../block-measures.ts'
import { encodeJson } from '../encode-json.ts'
import type { Keep } from '../keep.ts'
import { USER_OPERATION_RULE } from '../measures/user-operations.ts'
import { arrayLiteral, bytesItem, hexItem, NULL_ITEM, numberItem, textItem } from './array-literal.ts'
import { BLOCK_COLUMNS, LOG_COLUMNS, REPLACE_BLOCK, TRANSACTION_COLUMNS } from './columns.ts'
import type { PostgresClient } from './postgres-pool.ts'
import { createRowBuffer } from './row-buffer.ts'
import { toByteaHex, topicsToByteaHex } from './stored-text.ts'

/** The end of the year 9999. */
const LAST_MS = 253_402_300_799_999

const KIND_CODE = { user: 0, deposit: 1, system: 2, vote: 3 } as const

/** A block and what its row refers to. */
export interface BlockToWrite {
  readonly block: L2Block
  readonly verdictKey: number
  readonly keep: Keep
}

/**
 * Stores blocks with their rows, or stores them again. Within a transaction. Fails with `SINK` where another block stands at one of
 * their heights, or where a block has a time that no calendar has.
 */
export async function writeBlocks(client: PostgresClient, networkKey: number, blocks: readonly BlockToWrite[]): Promise<void> {
  if (blocks.length === 0) return
  for (const { block } of blocks) assertTime(block)
  await removeSame(
    client,
    networkKey,
    blocks.map(({ block }) => block),
  )
  const blockRows = createRowBuffer(client, 'blocks', BLOCK_COLUMNS, REPLACE_BLOCK)
  const transactions = createRowBuffer(client, 'transactions', TRANSACTION_COLUMNS)
  const logs = createRowBuffer(client, 'logs', LOG_COLUMNS)
  const network = String(networkKey)
  for (const { block, verdictKey, keep } of blocks) {
    await blockRows.add(blockRow(network, block, verdictKey))
    if (keep === 'measures' || !block.transactions) continue
    const place = [String(block.number), String(block.timestampMs), network]
    for (const [position, transaction] of block.transactions.entries()) {
      await transactions.add(transactionRow(place, position, transaction))
    }
    if (keep === 'transactions' || !block.logs) continue
    for (const [position, log] of block.logs.entries()) {
      // The hash stands in the row of the transaction, unless there is no such row (system logs).
      const isKnown = block.transactions[log.transactionIndex]?.hash === log.transactionHash
      await logs.add([
        ...[...place, String(position), String(log.logIndex), String(log.transactionIndex), bytesItem(log.address)],
        ...[hexItem(topicsToByteaHex(log.topics)), bytesItem(log.data), isKnown ? NULL_ITEM : bytesItem(log.transactionHash)],
      ])
    }
  }
  for (const buffer of [blockRows, transactions, logs]) await buffer.flush()
}

/** Removes all blocks above a height, with their rows. Within a transaction. */
export async function removeBlocksAbove(client: PostgresClient, networkKey: number, number: number): Promise<void> {
  const values = [String(networkKey), String(number)]
  const { rows } = await client.query(
    `SELECT min(timestamp_ms)::text AS from_ms, max(timestamp_ms)::text AS to_ms FROM blocks
     WHERE network_key = $1::text::integer AND number > $2::text::bigint`,
    values,
  )
  const { from_ms: fromMs, to_ms: toMs } = rows[0] ?? {}
  if (typeof fromMs !== 'string') return
  for (const table of ['transactions', 'logs']) {
    // The times say which partitions need not be looked at.
    await client.query(
      `DELETE FROM ${table} WHERE network_key = $1::text::integer AND block_number > $2::text::bigint
       AND timestamp_ms BETWEEN $3::text::bigint AND $4::text::bigint`,
      [...values, fromMs, toMs],
    )
  }
  await client.query('DELETE FROM blocks WHERE network_key = $1::text::integer AND number > $2::text::bigint', values)
}

/** A block that comes again may come with more or fewer rows: the old ones go first. */
async function removeSame(client: PostgresClient, networkKey: number, blocks: readonly L2Block[]): Promise<void> {
  const heights = arrayLiteral(blocks.map(({ number }) => String(number)))
  const { rows } = await client.query(
    `SELECT number::text, timestamp_ms::text, encode(hash, 'hex') AS hash FROM blocks
     WHERE network_key = $1::text::integer AND number = ANY ($2::text::bigint[])`,
    [String(networkKey), heights],
  )
  if (rows.length === 0) return
  const hashes = new Map(blocks.map((block) => [String(block.number), block]))
  for (const row of rows) {
    const block = hashes.get(String(row['number']))!
    if (toByteaHex(block.hash).toLowerCase() !== row['hash']) throw another(block.network, block.number)
  }
  const stored = (name: string): string => arrayLiteral(rows.map((row) => String(row[name])))
  for (const table of ['transactions', 'logs']) {
    await client.query(
      `DELETE FROM ${table} WHERE network_key = $1::text::integer AND block_number = ANY ($2::text::bigint[])
       AND timestamp_ms = ANY ($3::text::bigint[])`,
      [String(networkKey), stored('number'), stored('timestamp_ms')],
    )
  }
}

/** A time that the views could not show would break them for every other block too. */
function assertTime({ network, number, timestampMs }: L2Block): void {
  if (Number.isSafeInteger(timestampMs) && timestampMs >= 0 && timestampMs <= LAST_MS) return
  const message = `block ${number} says that it was made at ${timestampMs} ms, which no calendar has`
  throw new DefimonError('SINK', message, { network, retryable: false })
}

function another(network: NetworkId, number: number): DefimonError {
  const message = `another block is stored at height ${number}: it must be rolled back first`
  return new DefimonError('SINK', message, { network, retryable: false })
}

function blockRow(networkKey: string, block: L2Block, verdictKey: number): string[] {
  const { parent, l1Origin, verification } = block
  const measures = measureBlock(block)
  const { userCount, depositCount, systemCount, voteCount, failedCount, logCount, userOperations, feeWei } = measures
  return [
    ...[block.number, block.timestampMs, parent?.number, l1Origin?.number, l1Origin?.timestampMs].map(numberItem),
    ...[networkKey, String(verdictKey)],
    ...[block.transactionCount, userCount, depositCount, systemCount, voteCount, failedCount, logCount].map(numberItem),
    ...[userOperations, userOperations === null ? null : USER_OPERATION_RULE].map(numberItem),
    ...[block.hash, parent?.hash, block.stateRoot, l1Origin?.hash, l1Origin?.transactionHash].map(bytesItem),
    textItem(l1Origin?.network),
    ...[feeWei, block.gasUsed, block.gasLimit, block.baseFeePerGasWei].map(numberItem),
    verification.anchoredBy === 'none' ? NULL_ITEM : jsonItem(verification.anchoredBy),
    jsonItem(block.fields),
  ]
}

function transactionRow(place: readonly string[], position: number, transaction: L2Transaction): string[] {
  const { status, fee } = transaction
  return [
    ...[...place, String(position), String(transaction.index), String(KIND_CODE[transaction.kind])],
    status === undefined ? NULL_ITEM : String(status === 'succeeded'),
    ...[transaction.hash, transaction.from, transaction.to, transaction.input].map(bytesItem),
    textItem(transaction.type),
    ...[transaction.valueWei, transaction.nonce, transaction.gasLimit, transaction.gasUsed].map(numberItem),
    ...[fee?.totalWei, fee?.l1DataWei, fee?.operatorWei, fee?.priorityWei].map(numberItem),
    textItem(fee?.currency),
    jsonItem(transaction.fields),
  ]
}

/** JSON of a stack's own fields; null where there is nothing in them. */
function jsonItem(fields: unknown): string {
  const text = encodeJson(fields)
  return text === '{}' ? NULL_ITEM : textItem(text)
}
