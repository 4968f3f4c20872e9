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
  // One row for all blocks of a batch: they share their evidence, and a week of blocks would hold it a hundred thousand times.
  `CREATE TABLE settlement_spans (
    network_key INTEGER NOT NULL REFERENCES networks,
    from_number INTEGER NOT NULL,
    to_number INTEGER NOT NULL,
    asked_number INTEGER NOT NULL,
    asked_hash ANY NOT NULL,
    stage TEXT NOT NULL,
    state TEXT NOT NULL,
    next_expected_ms INTEGER,
    PRIMARY KEY (network_key, from_number)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO settlement_spans SELECT network_key, number, number, number, hash, stage, state, next_expected_ms FROM settlements;
  DROP VIEW IF EXISTS settlements_readable;
  DROP TABLE settlements;
  CREATE INDEX blocks_l1 ON blocks (l1_number, l1_network) WHERE l1_number IS NOT NULL;
  CREATE TABLE messages (
    network_key INTEGER NOT NULL REFERENCES networks,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    message_end TEXT NOT NULL,
    message_key ANY NOT NULL,
    transaction_hash ANY NOT NULL,
    emitter ANY
  ) STRICT;
  CREATE INDEX messages_block ON messages (network_key, number);
  CREATE INDEX messages_key ON messages (message_key);`,
  // Null in blocks that were written before: they were not counted.
  `ALTER TABLE blocks ADD COLUMN user_operations INTEGER;
  ALTER TABLE blocks ADD COLUMN user_operation_rule INTEGER;`,
]
