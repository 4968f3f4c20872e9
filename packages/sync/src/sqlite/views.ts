import { ROWS_PER_BLOCK } from './schema.ts'

const hex = (column: string): string => `CASE typeof(${column}) WHEN 'blob' THEN '0x' || lower(hex(${column})) ELSE ${column} END`
const utc = (column: string): string => `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`
/** An hour of the clock, ms. */
const HOUR = 3_600_000
/** SQLite adds whole numbers up to 2^63, and amounts are beyond: twelve digits at a time are added up by themselves, for up to 84. */
const DIGITS = 12
const PARTS: readonly number[] = [0, 1, 2, 3, 4, 5, 6]
const BASE = 10 ** DIGITS
const partSums = (column: string, name: string): string =>
  PARTS.map(
    (part) => `coalesce(sum(CAST(substr(${column}, ${-DIGITS * (part + 1)}, ${DIGITS}) AS INTEGER)), 0) AS ${name}_${part}`,
  ).join(', ')
const carried = (name: string, part: number): string =>
  part === 0 ? `${name}_0` : `(${name}_${part} + ${carried(name, part - 1)} / ${BASE})`
/** The exact sum, as decimal text. */
const sumText = (name: string): string => {
  const parts = PARTS.toReversed().map((part) => `${carried(name, part)}${part === PARTS.length - 1 ? '' : ` % ${BASE}`}`)
  return `coalesce(nullif(ltrim(printf('%d${`%0${DIGITS}d`.repeat(PARTS.length - 1)}', ${parts.join(', ')}), '0'), ''), '0')`
}

const topic = (index: number): string =>
  `CASE typeof(l.topics) WHEN 'blob' THEN CASE WHEN length(l.topics) > ${32 * index}
    THEN '0x' || lower(hex(substr(l.topics, ${32 * index + 1}, 32))) END ELSE json_extract(l.topics, '$[${index}]') END AS topic${index}`

/** The views by name: what readers are to use. Made again whenever the schema version changes, so they are free to grow. */
export const VIEWS: Readonly<Record<string, string>> = {
  blocks_readable: `SELECT n.id AS network, b.number, ${hex('b.hash')} AS hash, b.parent_number, ${hex('b.parent_hash')} AS parent_hash,
    ${utc('b.timestamp_ms')} AS time, b.timestamp_ms, b.transaction_count, b.user_count, b.deposit_count, b.system_count, b.vote_count,
    b.failed_count, b.log_count, b.fee_wei, CAST(b.fee_wei AS REAL) / 1e18 AS fee_approximate,
    b.gas_used, b.gas_limit, b.base_fee_wei, ${hex('b.state_root')} AS state_root,
    b.l1_network, b.l1_number, ${hex('b.l1_hash')} AS l1_hash, v.passed AS checks_passed, v.skipped AS checks_skipped,
    coalesce(b.anchored_by, 'none') AS anchored_by, b.number <= coalesce(c.anchored_number, -1) AS is_anchored, b.fields, b.block_key,
    b.user_operations, b.user_operation_rule
    FROM blocks b JOIN networks n USING (network_key) JOIN verdicts v USING (verdict_key) LEFT JOIN checkpoints c USING (network_key)`,
  transactions_readable: `SELECT n.id AS network, b.number AS block_number, ${utc('b.timestamp_ms')} AS time,
    coalesce(t.transaction_index, t.id - b.block_key * ${ROWS_PER_BLOCK}) AS transaction_index, ${hex('t.hash')} AS hash,
    CASE t.kind WHEN 0 THEN 'user' WHEN 1 THEN 'deposit' WHEN 2 THEN 'system' ELSE 'vote' END AS kind, t.type,
    ${hex('t.from_address')} AS from_address, ${hex('t.to_address')} AS to_address,
    t.value_wei, CAST(t.value_wei AS REAL) / 1e18 AS value_approximate, t.nonce, ${hex('t.input')} AS input, t.gas_limit,
    CASE t.succeeded WHEN 1 THEN 'succeeded' WHEN 0 THEN 'failed' END AS status, t.gas_used,
    t.fee_wei, t.fee_l1_data_wei, t.fee_operator_wei, t.fee_priority_wei, t.fee_currency, t.fields
    FROM networks n JOIN blocks b USING (network_key)
    JOIN transactions t ON t.id >= b.block_key * ${ROWS_PER_BLOCK} AND t.id < (b.block_key + 1) * ${ROWS_PER_BLOCK}`,
  logs_readable: `SELECT n.id AS network, b.number AS block_number, ${utc('b.timestamp_ms')} AS time,
    coalesce(l.log_index, l.id - b.block_key * ${ROWS_PER_BLOCK}) AS log_index, l.transaction_index,
    ${hex('coalesce(l.transaction_hash, t.hash)')} AS transaction_hash, ${hex('l.address')} AS address,
    ${[0, 1, 2, 3].map(topic).join(', ')}, ${hex('l.data')} AS data
    FROM networks n JOIN blocks b USING (network_key)
    JOIN logs l ON l.id >= b.block_key * ${ROWS_PER_BLOCK} AND l.id < (b.block_key + 1) * ${ROWS_PER_BLOCK}
    LEFT JOIN transactions t ON t.id = b.block_key * ${ROWS_PER_BLOCK} + l.transaction_index`,
  checkpoints_readable: `SELECT n.id AS network, c.head_number, ${hex('c.head_hash')} AS head_hash, c.finalized_number,
    ${hex('c.finalized_hash')} AS finalized_hash, c.anchored_number, ${hex('c.anchored_hash')} AS anchored_hash, c.done, c.settlement_cursor
    FROM checkpoints c JOIN networks n USING (network_key)`,
  settlements_readable: `SELECT n.id AS network, b.number AS block_number, ${hex('b.hash')} AS block_hash, s.stage, s.state,
    s.next_expected_ms, s.from_number, s.to_number FROM networks n JOIN settlement_spans s USING (network_key)
    JOIN blocks b ON b.network_key = s.network_key AND b.number BETWEEN s.from_number AND s.to_number`,
  evidence_readable: `SELECT n.id AS network, e.from_number, e.to_number, e.stage, e.step, json_extract(e.piece, '$.kind') AS kind,
    json_extract(e.piece, '$.network') AS parent_network, json_extract(e.piece, '$.number') AS parent_number,
    json_extract(e.piece, '$.transactionHash') AS transaction_hash, json_extract(e.piece, '$.parentStatus') AS parent_status,
    json_extract(e.piece, '$.timestampMs') AS timestamp_ms, json_extract(e.piece, '$.covers.from') AS covers_from,
    json_extract(e.piece, '$.covers.to') AS covers_to, json_extract(e.piece, '$.covers.exact') AS covers_exact,
    json_extract(e.piece, '$.dataAvailability') AS data_availability, json_extract(e.piece, '$.cost.purpose') AS purpose,
    json_extract(e.piece, '$.cost.feeWei') AS fee_wei
    FROM (SELECT s.*, 'posted' AS step, p.value AS piece FROM settlement_spans s, json_each(s.state, '$.posted') p
      ${['claimed', 'proven', 'settled']
        .map((step) => `UNION ALL SELECT *, '${step}', json_extract(state, '$.${step}') FROM settlement_spans`)
        .join(' ')}) e
    JOIN networks n USING (network_key) WHERE e.piece IS NOT NULL`,
  l1_origins_readable: `SELECT b.l1_network, b.l1_number, ${hex('b.l1_hash')} AS l1_hash, n.id AS network, b.number AS block_number,
    ${hex('b.hash')} AS block_hash, ${utc('b.timestamp_ms')} AS time FROM blocks b JOIN networks n USING (network_key)
    WHERE b.l1_number IS NOT NULL`,
  messages_readable: `SELECT m.kind, ${hex('m.message_key')} AS message_key, m.message_end, n.id AS network, m.number AS block_number,
    ${hex('m.transaction_hash')} AS transaction_hash, ${hex('m.emitter')} AS emitter FROM messages m JOIN networks n USING (network_key)`,
  gaps_readable: `SELECT n.id AS network, g.from_ms, g.to_ms, g.to_ms - g.from_ms AS gap_ms, g.number AS ended_by_block FROM (
      SELECT network_key, number, timestamp_ms AS to_ms,
        lag(timestamp_ms) OVER (PARTITION BY network_key ORDER BY number) AS from_ms FROM blocks) g
    JOIN networks n USING (network_key) WHERE g.from_ms IS NOT NULL`,
  hours_readable: `SELECT network, time, hour_start_ms, blocks, unread_blocks, uncounted_blocks, user_count, deposit_count, system_count,
    vote_count, failed_count, user_operations, user_operation_rule, CAST(gas AS NUMERIC) AS gas_used, fee AS fee_wei,
    CAST(fee AS REAL) / 1e18 AS fee_approximate, posted_bytes,
    (user_count + deposit_count + system_count + vote_count) / 3600.0 AS transactions_per_second,
    user_operations / 3600.0 AS user_operations_per_second, CAST(gas AS REAL) / 3600e6 AS mega_gas_per_second,
    posted_bytes / 3600.0 AS posted_bytes_per_second
    FROM (SELECT n.id AS network, ${utc('h.hour_start_ms')} AS time, h.*, ${sumText('h.gas')} AS gas, ${sumText('h.fee')} AS fee,
      coalesce(p.posted_bytes, 0) AS posted_bytes
    FROM (SELECT network_key, timestamp_ms / ${HOUR} * ${HOUR} AS hour_start_ms, count(*) AS blocks,
        sum(failed_count IS NULL) AS unread_blocks, sum(failed_count IS NOT NULL AND user_operations IS NULL) AS uncounted_blocks,
        ${['user_count', 'deposit_count', 'system_count', 'vote_count', 'failed_count', 'user_operations']
          .map((column) => `coalesce(sum(${column}), 0) AS ${column}`)
          .join(', ')},
        CASE WHEN min(user_operation_rule) = max(user_operation_rule) THEN max(user_operation_rule) END AS user_operation_rule,
        ${partSums('gas_used', 'gas')}, ${partSums('fee_wei', 'fee')}
      FROM blocks GROUP BY network_key, timestamp_ms / ${HOUR} * ${HOUR}) h
    JOIN networks n USING (network_key)
    LEFT JOIN (SELECT d.network_key, b.timestamp_ms / ${HOUR} * ${HOUR} AS hour_start_ms, sum(d.data_bytes) AS posted_bytes
      FROM (SELECT s.network_key, min(s.from_number) AS from_number, max(json_extract(e.value, '$.cost.dataBytes')) AS data_bytes
        FROM settlement_spans s, json_each(s.state, '$.posted') e
        WHERE json_extract(e.value, '$.transactionHash') IS NOT NULL AND json_extract(e.value, '$.cost.dataBytes') IS NOT NULL
        GROUP BY s.network_key, json_extract(e.value, '$.transactionHash')) d
      JOIN blocks b ON b.network_key = d.network_key
        AND b.number = (SELECT min(number) FROM blocks WHERE network_key = d.network_key AND number >= d.from_number)
      GROUP BY 1, 2) p ON p.network_key = h.network_key AND p.hour_start_ms = h.hour_start_ms)`,
}
