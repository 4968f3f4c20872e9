/**
 * Schema changes, oldest first. A database of version n needs those from index n on. A released entry never changes. They run with the
 * schema of the sink as the only one in `search_path`.
 *
 * `blocks` is partitioned by network: a block is always asked for with its network, its height is unique there, and a network can be
 * removed by dropping one table. `transactions` and `logs`, which are 50 times as much, are partitioned by time: what is old goes by
 * dropping a table, in no time and without rows to clean up after, and what is written goes to the newest one, whose indexes are small.
 * All networks share these, since a hundred networks times a table a day would be more tables than a planner likes.
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE networks (
  network_key integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL UNIQUE,
  stack text NOT NULL
);
CREATE TABLE checkpoints (
  network_key integer PRIMARY KEY REFERENCES networks,
  head_number bigint, head_hash bytea,
  finalized_number bigint, finalized_hash bytea,
  anchored_number bigint, anchored_hash bytea,
  done json NOT NULL,
  settlement_cursor text,
  fencing_token numeric,
  writer text NOT NULL,
  revision bigint NOT NULL
);
CREATE TABLE verdicts (
  verdict_key integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  passed text NOT NULL,
  skipped text NOT NULL
);
CREATE UNIQUE INDEX verdicts_text ON verdicts (md5(passed || skipped));
CREATE TABLE blocks (
  number bigint NOT NULL,
  timestamp_ms bigint NOT NULL,
  parent_number bigint,
  l1_number bigint,
  l1_timestamp_ms bigint,
  network_key integer NOT NULL,
  verdict_key integer NOT NULL,
  transaction_count integer NOT NULL,
  user_count integer, deposit_count integer, system_count integer, vote_count integer,
  failed_count integer,
  log_count integer,
  hash bytea NOT NULL,
  parent_hash bytea,
  state_root bytea,
  l1_hash bytea,
  l1_transaction_hash bytea,
  l1_network text,
  fee_wei numeric,
  gas_used numeric,
  gas_limit numeric,
  base_fee_wei numeric,
  anchored_by json,
  fields json,
  PRIMARY KEY (network_key, number)
) PARTITION BY LIST (network_key);
CREATE INDEX blocks_time ON blocks (network_key, timestamp_ms);
CREATE TABLE row_partitions (
  from_ms bigint PRIMARY KEY,
  to_ms bigint NOT NULL,
  name text NOT NULL
);
CREATE TABLE transactions (
  block_number bigint NOT NULL,
  timestamp_ms bigint NOT NULL,
  network_key integer NOT NULL,
  position integer NOT NULL,
  transaction_index integer NOT NULL,
  kind smallint NOT NULL,
  succeeded boolean,
  hash bytea NOT NULL,
  from_address bytea,
  to_address bytea,
  input bytea,
  type text NOT NULL,
  value_wei numeric,
  nonce numeric,
  gas_limit numeric,
  gas_used numeric,
  fee_wei numeric, fee_l1_data_wei numeric, fee_operator_wei numeric, fee_priority_wei numeric,
  fee_currency text,
  fields json,
  PRIMARY KEY (network_key, block_number, position, timestamp_ms)
) PARTITION BY RANGE (timestamp_ms);
CREATE TABLE logs (
  block_number bigint NOT NULL,
  timestamp_ms bigint NOT NULL,
  network_key integer NOT NULL,
  position integer NOT NULL,
  log_index integer NOT NULL,
  transaction_index integer NOT NULL,
  address bytea NOT NULL,
  topics bytea NOT NULL,
  data bytea NOT NULL,
  transaction_hash bytea,
  PRIMARY KEY (network_key, block_number, position, timestamp_ms)
) PARTITION BY RANGE (timestamp_ms);
CREATE TABLE settlements (
  from_number bigint NOT NULL,
  to_number bigint NOT NULL,
  asked_number bigint NOT NULL,
  next_expected_ms bigint,
  network_key integer NOT NULL REFERENCES networks,
  asked_hash bytea NOT NULL,
  stage text NOT NULL,
  state json NOT NULL,
  PRIMARY KEY (network_key, from_number)
);
CREATE TABLE messages (
  number bigint NOT NULL,
  network_key integer NOT NULL REFERENCES networks,
  kind text NOT NULL,
  message_end text NOT NULL,
  message_key bytea NOT NULL,
  transaction_hash bytea NOT NULL,
  emitter bytea
);
CREATE INDEX messages_block ON messages (network_key, number);
CREATE INDEX messages_key ON messages (message_key);
CREATE INDEX blocks_l1 ON blocks (l1_number, l1_network) WHERE l1_number IS NOT NULL;
CREATE FUNCTION text_of(stored bytea) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $body$
  SELECT CASE WHEN substring(stored FROM 1 FOR 5) = '\\x44464d4e74' THEN convert_from(substring(stored FROM 6), 'UTF8')
    WHEN substring(stored FROM 1 FOR 5) = '\\x44464d4e62' THEN '0x' || encode(substring(stored FROM 6), 'hex')
    ELSE '0x' || encode(stored, 'hex') END
$body$;
CREATE FUNCTION bytes_of(shown text) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $body$
  SELECT CASE WHEN shown !~ '^0x([0-9a-fA-F]{2})*$' THEN '\\x44464d4e74'::bytea || convert_to(shown, 'UTF8')
    WHEN lower(substr(shown, 3, 8)) = '44464d4e' THEN '\\x44464d4e62'::bytea || decode(substr(shown, 3), 'hex')
    ELSE decode(substr(shown, 3), 'hex') END
$body$;
CREATE FUNCTION topic_of(topics bytea, index integer) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $body$
  SELECT CASE substring(topics FROM 1 FOR 5)
    WHEN '\\x44464d4e74' THEN convert_from(substring(topics FROM 6), 'UTF8')::json ->> index
    WHEN '\\x44464d4e62' THEN CASE WHEN length(topics) - 5 > 32 * index
      THEN '0x' || encode(substring(topics FROM 32 * index + 6 FOR 32), 'hex') END
    ELSE CASE WHEN length(topics) > 32 * index THEN '0x' || encode(substring(topics FROM 32 * index + 1 FOR 32), 'hex') END END
$body$;`,
  // Null in blocks that were written before: they were not counted.
  `ALTER TABLE blocks ADD COLUMN user_operations integer, ADD COLUMN user_operation_rule integer;`,
]
