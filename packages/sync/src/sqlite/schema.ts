/**
 * `block_key` counts up in the order of writing, so rows of all networks are appended at the end of their tables whatever the backfill
 * does. The id of a transaction or log is `block_key * ROWS_PER_BLOCK + position`: one range per block, with no index to maintain.
 */
export const ROWS_PER_BLOCK = 1_048_576

/** Says that a file is ours, in its header (`DFMN`). */
export const APPLICATION_ID = 0x44_46_4d_4e

/** Schema changes, oldest first. A database of version n needs those from index n on. A released entry never changes. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE networks (
    network_key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    stack TEXT NOT NULL
  ) STRICT;
  CREATE TABLE checkpoints (
    network_key INTEGER PRIMARY KEY REFERENCES networks,
    head_number INTEGER, head_hash ANY,
    finalized_number INTEGER, finalized_hash ANY,
    anchored_number INTEGER, anchored_hash ANY,
    done TEXT NOT NULL,
    settlement_cursor TEXT,
    fencing_token TEXT,
    revision INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE verdicts (
    verdict_key INTEGER PRIMARY KEY,
    passed TEXT NOT NULL,
    skipped TEXT NOT NULL,
    UNIQUE (passed, skipped)
  ) STRICT;
  CREATE TABLE blocks (
    block_key INTEGER PRIMARY KEY,
    network_key INTEGER NOT NULL REFERENCES networks,
    number INTEGER NOT NULL,
    hash ANY NOT NULL,
    parent_number INTEGER, parent_hash ANY,
    timestamp_ms INTEGER NOT NULL,
    transaction_count INTEGER NOT NULL,
    user_count INTEGER, deposit_count INTEGER, system_count INTEGER, vote_count INTEGER,
    failed_count INTEGER,
    log_count INTEGER,
    fee_wei TEXT,
    gas_used ANY, gas_limit ANY, base_fee_wei TEXT,
    state_root ANY,
    l1_network TEXT, l1_number INTEGER, l1_hash ANY, l1_transaction_hash ANY, l1_timestamp_ms INTEGER,
    verdict_key INTEGER NOT NULL REFERENCES verdicts,
    anchored_by TEXT,
    fields TEXT,
    kept INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX blocks_number ON blocks (network_key, number);
  CREATE INDEX blocks_time ON blocks (network_key, timestamp_ms);
  CREATE TABLE transactions (
    id INTEGER PRIMARY KEY,
    hash ANY NOT NULL,
    kind INTEGER NOT NULL,
    type TEXT NOT NULL,
    from_address ANY, to_address ANY,
    value_wei TEXT,
    nonce ANY,
    input ANY,
    gas_limit ANY,
    succeeded INTEGER,
    gas_used ANY,
    fee_wei TEXT, fee_l1_data_wei TEXT, fee_operator_wei TEXT, fee_priority_wei TEXT, fee_currency TEXT,
    transaction_index INTEGER,
    fields TEXT
  ) STRICT;
  CREATE TABLE logs (
    id INTEGER PRIMARY KEY,
    transaction_index INTEGER NOT NULL,
    address ANY NOT NULL,
    topics ANY NOT NULL,
    data ANY NOT NULL,
    log_index INTEGER,
    transaction_hash ANY
  ) STRICT;
  CREATE TABLE settlements (
    network_key INTEGER NOT NULL REFERENCES networks,
    number INTEGER NOT NULL,
    hash ANY NOT NULL,
    stage TEXT NOT NULL,
    state TEXT NOT NULL,
    next_expected_ms INTEGER,
    PRIMARY KEY (network_key, number)
  ) STRICT, WITHOUT ROWID;`,
]

const hex = (column: string): string => `CASE typeof(${column}) WHEN 'blob' THEN '0x' || lower(hex(${column})) ELSE ${column} END`
const utc = (column: string): string => `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`
const topic = (index: number): string =>
  `CASE typeof(l.topics) WHEN 'blob' THEN CASE WHEN length(l.topics) > ${32 * index}
    THEN '0x' || lower(hex(substr(l.topics, ${32 * index + 1}, 32))) END ELSE json_extract(l.topics, '$[${index}]') END AS topic${index}`

/** Made again whenever the version changes, so they are free to grow. */
export const VIEWS: Readonly<Record<string, string>> = {
  blocks_readable: `SELECT n.id AS network, b.number, ${hex('b.hash')} AS hash, b.parent_number, ${hex('b.parent_hash')} AS parent_hash,
    ${utc('b.timestamp_ms')} AS time, b.timestamp_ms, b.transaction_count, b.user_count, b.deposit_count, b.system_count, b.vote_count,
    b.failed_count, b.log_count, b.fee_wei, CAST(b.fee_wei AS REAL) / 1e18 AS fee_approximate,
    b.gas_used, b.gas_limit, b.base_fee_wei, ${hex('b.state_root')} AS state_root,
    b.l1_network, b.l1_number, ${hex('b.l1_hash')} AS l1_hash, v.passed AS checks_passed, v.skipped AS checks_skipped,
    coalesce(b.anchored_by, 'none') AS anchored_by, b.fields, b.block_key
    FROM blocks b JOIN networks n USING (network_key) JOIN verdicts v USING (verdict_key)`,
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
  settlements_readable: `SELECT n.id AS network, s.number AS block_number, ${hex('s.hash')} AS block_hash, s.stage, s.state,
    s.next_expected_ms FROM settlements s JOIN networks n USING (network_key)`,
}
