import type { NetworkId, Settlement, SettlementState, StoredSettlement } from '@defimon/core'
import type { HeightRange } from '../done-ranges.ts'
import { encodeJson } from '../encode-json.ts'
import type { SpanMap } from '../settlement/span-map.ts'
import { addSettlement, firmAnchors, heightsOf, revertSettlement } from '../settlement/stored-settlements.ts'
import type { PostgresClient } from './postgres-pool.ts'
import { storableText, toByteaHex } from './stored-text.ts'

/** The rows that a range touches: the last that begins at or below it, and those that begin within. */
const TOUCHED = `network_key = $1::text::integer AND from_number <= $3::text::bigint AND from_number >= coalesce((
    SELECT max(from_number) FROM settlements WHERE network_key = $1::text::integer AND from_number <= $2::text::bigint), $2::text::bigint)`
const FIND = `SELECT from_number::text, to_number::text, asked_number::text, text_of(asked_hash) AS asked_hash, state::text,
    next_expected_ms::text FROM settlements WHERE ${TOUCHED} ORDER BY settlements.from_number`
const REMOVE = `DELETE FROM settlements WHERE ${TOUCHED}`
const INSERT = `INSERT INTO settlements (network_key, from_number, to_number, asked_number, asked_hash, stage, state, next_expected_ms)
  VALUES ($1::text::integer, $2::text::bigint, $3::text::bigint, $4::text::bigint, decode($5::text, 'hex'), $6::text, $7::text::json,
    $8::text::bigint)`
const MARK = `UPDATE blocks SET anchored_by = $1::text::json
  WHERE network_key = $2::text::integer AND number = $3::text::bigint AND hash = decode($4::text, 'hex')`

/**
 * Stores how far blocks have settled: one row for all blocks that share their evidence. A settlement never goes back by itself; only a
 * revert takes it back, and exactly the heights that it names. Within a transaction.
 */
export async function writeSettlements(
  client: PostgresClient,
  networkKey: number,
  settlements: readonly StoredSettlement[],
  reverted: readonly StoredSettlement[],
): Promise<void> {
  for (const settlement of settlements) {
    await replace(client, networkKey, settlement.network, heightsOf(settlement), (spans) => addSettlement(spans, settlement))
    for (const evidence of firmAnchors(settlement)) {
      const { number, hash } = evidence.anchor
      await client.query(MARK, [encodeJson({ parent: evidence }), String(networkKey), String(number), toByteaHex(hash)])
    }
  }
  for (const settlement of reverted) {
    await replace(client, networkKey, settlement.network, heightsOf(settlement), (spans) => revertSettlement(spans, settlement))
  }
}

/** Removes those of blocks above a height. Within a transaction. */
export async function removeSettlementsAbove(client: PostgresClient, networkKey: number, number: number): Promise<void> {
  const values = [String(networkKey), String(number)]
  await client.query('DELETE FROM settlements WHERE network_key = $1::text::integer AND from_number > $2::text::bigint', values)
  await client.query(
    `UPDATE settlements SET to_number = $2::text::bigint
     WHERE network_key = $1::text::integer AND to_number > $2::text::bigint`,
    values,
  )
}

async function replace(
  client: PostgresClient,
  networkKey: number,
  network: NetworkId,
  range: HeightRange,
  change: (spans: SpanMap<Settlement>) => SpanMap<Settlement>,
): Promise<void> {
  const touched = [String(networkKey), String(range.from), String(range.to)]
  const { rows } = await client.query(FIND, touched)
  const spans = rows.map((row) => ({
    from: Number(row['from_number']),
    to: Number(row['to_number']),
    value: settlementOf(network, row),
  }))
  if (spans.length > 0) await client.query(REMOVE, touched)
  for (const { from, to, value } of change(spans)) {
    const { block, state, nextExpectedMs } = value
    await client.query(INSERT, [
      ...[String(networkKey), String(from), String(to), String(block.number), toByteaHex(block.hash), state.stage],
      storableText(encodeJson(state)),
      nextExpectedMs === undefined ? null : String(Math.round(nextExpectedMs)),
    ])
  }
}

function settlementOf(network: NetworkId, row: Readonly<Record<string, unknown>>): Settlement {
  const next = row['next_expected_ms']
  return {
    network,
    block: { number: Number(row['asked_number']), hash: String(row['asked_hash']) },
    // Written by us; amounts stay decimal text, since they are only written back.
    state: JSON.parse(String(row['state'])) as SettlementState,
    ...(typeof next === 'string' && { nextExpectedMs: Number(next) }),
  }
}
