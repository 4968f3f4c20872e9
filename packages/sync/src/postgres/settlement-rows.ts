import type { Settlement } from '@defimon/core'
import { encodeJson } from '../encode-json.ts'
import { isEarlierStage } from '../settlement-order.ts'
import { bytesItem, numberItem, textItem } from './array-literal.ts'
import type { PostgresClient } from './postgres-pool.ts'
import { type Column, createRowBuffer } from './row-buffer.ts'

const COLUMNS: readonly Column[] = [
  ['number', 'bigint'],
  ['next_expected_ms', 'bigint'],
  ['network_key', 'integer'],
  ['hash', 'bytea'],
  ['stage', 'text'],
  ['state', 'json'],
]
const REPLACE = `ON CONFLICT (network_key, number) DO UPDATE SET
  next_expected_ms = excluded.next_expected_ms, hash = excluded.hash, stage = excluded.stage, state = excluded.state`
const NOT_BACK = 'WHERE stage_rank(excluded.stage) >= stage_rank(settlements.stage)'

/** Stores how far blocks have settled. A settlement never goes back by itself; only a revert takes it back. Within a transaction. */
export async function writeSettlements(
  client: PostgresClient,
  networkKey: number,
  settlements: readonly Settlement[],
  reverted: readonly Settlement[],
): Promise<void> {
  // One statement may meet a row once only, so what a batch says of one block twice is merged before.
  const furthest = new Map<number, Settlement>()
  for (const settlement of settlements) {
    const known = furthest.get(settlement.block.number)
    if (!known || !isEarlierStage(settlement.state.stage, known.state.stage)) furthest.set(settlement.block.number, settlement)
  }
  const latest = new Map(reverted.map((settlement) => [settlement.block.number, settlement]))
  await upsert(client, networkKey, [...furthest.values()], `${REPLACE} ${NOT_BACK}`)
  await upsert(client, networkKey, [...latest.values()], REPLACE)
}

/** Removes those of blocks above a height. Within a transaction. */
export async function removeSettlementsAbove(client: PostgresClient, networkKey: number, number: number): Promise<void> {
  await client.query('DELETE FROM settlements WHERE network_key = $1::text::integer AND number > $2::text::bigint', [
    ...[String(networkKey), String(number)],
  ])
}

async function upsert(
  client: PostgresClient,
  networkKey: number,
  settlements: readonly Settlement[],
  onConflict: string,
): Promise<void> {
  const buffer = createRowBuffer(client, 'settlements', COLUMNS, onConflict)
  for (const { block, state, nextExpectedMs } of settlements) {
    await buffer.add([
      ...[numberItem(block.number), numberItem(nextExpectedMs === undefined ? undefined : Math.round(nextExpectedMs))],
      ...[String(networkKey), bytesItem(block.hash), textItem(state.stage), textItem(encodeJson(state))],
    ])
  }
  await buffer.flush()
}
