/** An hour of the clock, ms. */
const HOUR = 3_600_000
const time = (column: string): string => `to_timestamp(${column} / 1000.0)`

/**
 * The views by name: what readers are to use. They have the names and columns of those of SQLite; hashes are `0x…` or the stack's own
 * text, times are `timestamptz`. Replaced whenever the schema version changes, so a column may be added at the end, and no other way.
 */
export const VIEWS: Readonly<Record<string, string>> = {
  blocks_readable: `SELECT n.id AS network, b.number, text_of(b.hash) AS hash, b.parent_number, text_of(b.parent_hash) AS parent_hash,
    ${time('b.timestamp_ms')} AS time, b.timestamp_ms, b.transaction_count, b.user_count, b.deposit_count, b.system_count, b.vote_count,
    b.failed_count, b.log_count, b.fee_wei, b.fee_wei::double precision / 1e18 AS fee_approximate,
    b.gas_used, b.gas_limit, b.base_fee_wei, text_of(b.state_root) AS state_root,
    b.l1_network, b.l1_number, text_of(b.l1_hash) AS l1_hash, v.passed AS checks_passed, v.skipped AS checks_skipped,
    coalesce(b.anchored_by::text, 'none') AS anchored_by, b.fields,
    b.number <= coalesce(c.anchored_number, -1) AS is_anchored, b.user_operations, b.user_operation_rule FROM blocks b JOIN networks n USING (network_key)
    JOIN verdicts v USING (verdict_key) LEFT JOIN checkpoints c USING (network_key)`,
  transactions_readable: `SELECT n.id AS network, t.block_number, ${time('t.timestamp_ms')} AS time, t.transaction_index,
    text_of(t.hash) AS hash, CASE t.kind WHEN 0 THEN 'user' WHEN 1 THEN 'deposit' WHEN 2 THEN 'system' ELSE 'vote' END AS kind, t.type,
    text_of(t.from_address) AS from_address, text_of(t.to_address) AS to_address,
    t.value_wei, t.value_wei::double precision / 1e18 AS value_approximate, t.nonce, text_of(t.input) AS input, t.gas_limit,
    CASE t.succeeded WHEN true THEN 'succeeded' WHEN false THEN 'failed' END AS status, t.gas_used,
    t.fee_wei, t.fee_l1_data_wei, t.fee_operator_wei, t.fee_priority_wei, t.fee_currency, t.fields, t.timestamp_ms
    FROM transactions t JOIN networks n USING (network_key)`,
  logs_readable: `SELECT n.id AS network, l.block_number, ${time('l.timestamp_ms')} AS time, l.log_index, l.transaction_index,
    text_of(coalesce(l.transaction_hash, t.hash)) AS transaction_hash, text_of(l.address) AS address,
    ${[0, 1, 2, 3].map((index) => `topic_of(l.topics, ${index}) AS topic${index}`).join(', ')}, text_of(l.data) AS data, l.timestamp_ms
    FROM logs l JOIN networks n USING (network_key)
    LEFT JOIN transactions t ON t.network_key = l.network_key AND t.block_number = l.block_number AND t.position = l.transaction_index
      AND t.timestamp_ms = l.timestamp_ms`,
  checkpoints_readable: `SELECT n.id AS network, c.head_number, text_of(c.head_hash) AS head_hash, c.finalized_number,
    text_of(c.finalized_hash) AS finalized_hash, c.anchored_number, text_of(c.anchored_hash) AS anchored_hash, c.done, c.settlement_cursor
    FROM checkpoints c JOIN networks n USING (network_key)`,
  settlements_readable: `SELECT n.id AS network, b.number AS block_number, text_of(b.hash) AS block_hash, s.stage, s.state,
    s.next_expected_ms, s.from_number, s.to_number FROM networks n JOIN settlements s USING (network_key)
    JOIN blocks b ON b.network_key = s.network_key AND b.number BETWEEN s.from_number AND s.to_number`,
  evidence_readable: `SELECT n.id AS network, e.from_number, e.to_number, e.stage, e.step, e.piece ->> 'kind' AS kind,
    e.piece ->> 'network' AS parent_network, (e.piece ->> 'number')::bigint AS parent_number,
    e.piece ->> 'transactionHash' AS transaction_hash, e.piece ->> 'parentStatus' AS parent_status,
    (e.piece ->> 'timestampMs')::numeric AS timestamp_ms, (e.piece -> 'covers' ->> 'from')::bigint AS covers_from,
    (e.piece -> 'covers' ->> 'to')::bigint AS covers_to, (e.piece -> 'covers' ->> 'exact')::boolean AS covers_exact,
    e.piece ->> 'dataAvailability' AS data_availability, e.piece -> 'cost' ->> 'purpose' AS purpose,
    (e.piece -> 'cost' ->> 'feeWei')::numeric AS fee_wei
    FROM (SELECT s.*, 'posted' AS step, p.value AS piece FROM settlements s, json_array_elements(s.state -> 'posted') p
      ${['claimed', 'proven', 'settled']
        .map((step) => `UNION ALL SELECT *, '${step}', state -> '${step}' FROM settlements`)
        .join(' ')}) e
    JOIN networks n USING (network_key) WHERE e.piece IS NOT NULL`,
  l1_origins_readable: `SELECT b.l1_network, b.l1_number, text_of(b.l1_hash) AS l1_hash, n.id AS network, b.number AS block_number,
    text_of(b.hash) AS block_hash, ${time('b.timestamp_ms')} AS time FROM blocks b JOIN networks n USING (network_key)
    WHERE b.l1_number IS NOT NULL`,
  messages_readable: `SELECT m.kind, text_of(m.message_key) AS message_key, m.message_end, n.id AS network, m.number AS block_number,
    text_of(m.transaction_hash) AS transaction_hash, text_of(m.emitter) AS emitter FROM messages m JOIN networks n USING (network_key)`,
  gaps_readable: `SELECT n.id AS network, g.from_ms, g.to_ms, g.to_ms - g.from_ms AS gap_ms, g.number AS ended_by_block FROM (
      SELECT network_key, number, timestamp_ms AS to_ms,
        lag(timestamp_ms) OVER (PARTITION BY network_key ORDER BY number) AS from_ms FROM blocks) g
    JOIN networks n USING (network_key) WHERE g.from_ms IS NOT NULL`,
  hours_readable: `SELECT n.id AS network, ${time('h.hour_start_ms')} AS time, h.hour_start_ms, h.blocks, h.unread_blocks,
    h.uncounted_blocks, h.user_count, h.deposit_count, h.system_count, h.vote_count, h.failed_count, h.user_operations,
    h.user_operation_rule, h.gas_used, h.fee_wei, h.fee_wei::double precision / 1e18 AS fee_approximate,
    coalesce(p.posted_bytes, 0) AS posted_bytes,
    (h.user_count + h.deposit_count + h.system_count + h.vote_count)::double precision / 3600 AS transactions_per_second,
    h.user_operations::double precision / 3600 AS user_operations_per_second,
    h.gas_used::double precision / 3600e6 AS mega_gas_per_second,
    coalesce(p.posted_bytes, 0)::double precision / 3600 AS posted_bytes_per_second
    FROM (SELECT network_key, timestamp_ms / ${HOUR} * ${HOUR} AS hour_start_ms, count(*) AS blocks,
        count(*) FILTER (WHERE failed_count IS NULL) AS unread_blocks,
        count(*) FILTER (WHERE failed_count IS NOT NULL AND user_operations IS NULL) AS uncounted_blocks,
        ${['user_count', 'deposit_count', 'system_count', 'vote_count', 'failed_count', 'user_operations']
          .map((column) => `coalesce(sum(${column}), 0) AS ${column}`)
          .join(', ')},
        CASE WHEN min(user_operation_rule) = max(user_operation_rule) THEN max(user_operation_rule) END AS user_operation_rule,
        coalesce(sum(gas_used), 0) AS gas_used, coalesce(sum(fee_wei), 0) AS fee_wei
      FROM blocks GROUP BY network_key, timestamp_ms / ${HOUR} * ${HOUR}) h
    JOIN networks n USING (network_key)
    LEFT JOIN (SELECT d.network_key, b.timestamp_ms / ${HOUR} * ${HOUR} AS hour_start_ms, sum(d.data_bytes) AS posted_bytes
      FROM (SELECT s.network_key, min(s.from_number) AS from_number, max((e.value -> 'cost' ->> 'dataBytes')::bigint) AS data_bytes
        FROM settlements s, json_array_elements(s.state -> 'posted') e
        WHERE e.value ->> 'transactionHash' IS NOT NULL AND e.value -> 'cost' ->> 'dataBytes' IS NOT NULL
        GROUP BY s.network_key, e.value ->> 'transactionHash') d
      JOIN blocks b ON b.network_key = d.network_key
        AND b.number = (SELECT min(number) FROM blocks WHERE network_key = d.network_key AND number >= d.from_number)
      GROUP BY 1, 2) p ON p.network_key = h.network_key AND p.hour_start_ms = h.hour_start_ms`,
}
