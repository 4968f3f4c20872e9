import type { DatabaseSync } from 'node:sqlite'
import type { NetworkId, Settlement, SettlementState, StoredSettlement } from '@defimon/core'
import type { HeightRange } from '../done-ranges.ts'
import { encodeJson } from '../encode-json.ts'
import type { SpanMap } from '../settlement/span-map.ts'
import { addSettlement, firmAnchors, heightsOf, revertSettlement } from '../settlement/stored-settlements.ts'
import { fromStoredBytes, toStoredBytes } from './stored-values.ts'

/** Writes how far blocks have settled: one row for all blocks that share their evidence. All calls are within a transaction. */
export interface SettlementWriter {
  /** Steps forward: a stage never goes back by them. Also marks the blocks that they anchor. */
  add(networkKey: number, settlement: StoredSettlement): void
  /** A step back: exactly these heights. */
  revert(networkKey: number, settlement: StoredSettlement): void
  removeAbove(networkKey: number, number: number): void
}

/** A writer with its statements prepared. */
export function createSettlementWriter(database: DatabaseSync): SettlementWriter {
  const findFirst = database.prepare(
    'SELECT max(from_number) AS first FROM settlement_spans WHERE network_key = ? AND from_number <= ?',
  )
  const findBetween = database.prepare(
    'SELECT * FROM settlement_spans WHERE network_key = ? AND from_number BETWEEN ? AND ? ORDER BY from_number',
  )
  const remove = database.prepare('DELETE FROM settlement_spans WHERE network_key = ? AND from_number BETWEEN ? AND ?')
  const insert = database.prepare('INSERT INTO settlement_spans VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const removeAbove = database.prepare('DELETE FROM settlement_spans WHERE network_key = ? AND from_number > ?')
  const shorten = database.prepare('UPDATE settlement_spans SET to_number = ? WHERE network_key = ? AND to_number > ?')
  const mark = database.prepare('UPDATE blocks SET anchored_by = ? WHERE network_key = ? AND number = ? AND hash = ?')

  /** Replaces the rows that a range touches by what `change` makes of them. */
  const replace = (
    networkKey: number,
    network: NetworkId,
    range: HeightRange,
    change: (spans: SpanMap<Settlement>) => SpanMap<Settlement>,
  ): void => {
    const first = findFirst.get(networkKey, range.from)?.['first'] ?? range.from
    const rows = findBetween.all(networkKey, Number(first), range.to)
    const spans = rows.map((row) => ({
      from: Number(row['from_number']),
      to: Number(row['to_number']),
      value: settlementOf(network, row),
    }))
    remove.run(networkKey, Number(first), range.to)
    for (const { from, to, value } of change(spans)) {
      const { block, state, nextExpectedMs } = value
      const nextMs = nextExpectedMs === undefined ? null : Math.round(nextExpectedMs)
      insert.run(networkKey, from, to, block.number, toStoredBytes(block.hash), state.stage, encodeJson(state), nextMs)
    }
  }

  return {
    add(networkKey, settlement) {
      replace(networkKey, settlement.network, heightsOf(settlement), (spans) => addSettlement(spans, settlement))
      for (const evidence of firmAnchors(settlement)) {
        const { number, hash } = evidence.anchor
        mark.run(encodeJson({ parent: evidence }), networkKey, number, toStoredBytes(hash))
      }
    },
    revert(networkKey, settlement) {
      replace(networkKey, settlement.network, heightsOf(settlement), (spans) => revertSettlement(spans, settlement))
    },
    removeAbove(networkKey, number) {
      removeAbove.run(networkKey, number)
      shorten.run(number, networkKey, number)
    },
  }
}

function settlementOf(network: NetworkId, row: Readonly<Record<string, unknown>>): Settlement {
  const next = row['next_expected_ms']
  return {
    network,
    block: { number: Number(row['asked_number']), hash: fromStoredBytes(row['asked_hash']) },
    // Written by us; amounts stay decimal text, since they are only written back.
    state: JSON.parse(String(row['state'])) as SettlementState,
    ...(next !== null && { nextExpectedMs: Number(next) }),
  }
}
