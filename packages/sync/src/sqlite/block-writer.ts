import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { DefimonError, type L2Block, type L2Transaction } from '@defimon/core'
import { measureBlock } from '../block-measures.ts'
import type { Keep } from '../keep.ts'
import { USER_OPERATION_RULE } from '../measures/user-operations.ts'
import { createRowWriter } from './row-writer.ts'
import { ROWS_PER_BLOCK } from './schema.ts'
import {
  createAddressEncoder,
  type StoredBytes,
  toStoredAmount,
  toStoredBytes,
  toStoredCount,
  toStoredJson,
  toStoredTopics,
} from './stored-values.ts'

const KIND_CODE = { user: 0, deposit: 1, system: 2, vote: 3 } as const
const KEPT_CODE = { measures: 0, transactions: 1, logs: 2 } as const

const BLOCK_COLUMNS: readonly string[] = [
  ...['network_key', 'number', 'hash', 'parent_number', 'parent_hash', 'timestamp_ms', 'transaction_count'],
  ...['user_count', 'deposit_count', 'system_count', 'vote_count', 'failed_count', 'log_count', 'fee_wei'],
  ...['gas_used', 'gas_limit', 'base_fee_wei', 'state_root'],
  ...['l1_network', 'l1_number', 'l1_hash', 'l1_transaction_hash', 'l1_timestamp_ms'],
  ...['verdict_key', 'anchored_by', 'fields', 'kept'],
  ...['user_operations', 'user_operation_rule'],
]
const TRANSACTION_COLUMNS: readonly string[] = [
  ...[
    'id',
    'hash',
    'kind',
    'type',
    'from_address',
    'to_address',
    'value_wei',
    'nonce',
    'input',
    'gas_limit',
    'succeeded',
    'gas_used',
  ],
  ...['fee_wei', 'fee_l1_data_wei', 'fee_operator_wei', 'fee_priority_wei', 'fee_currency', 'transaction_index', 'fields'],
]
const LOG_COLUMNS: readonly string[] = ['id', 'transaction_index', 'address', 'topics', 'data', 'log_index', 'transaction_hash']

/** Writes blocks and their rows. All calls are within a transaction. */
export interface BlockWriter {
  /** Stores a block, or stores it again. Fails with `SINK` where another block stands at its height. */
  write(networkKey: number, block: L2Block, keep: Keep): void
  /** Removes all blocks above a height, with their rows. */
  removeAbove(networkKey: number, number: number): void
  /** Removes the transactions and logs of a block, and leaves its own row. */
  removeRows(blockKey: number): void
  flush(): void
  discard(): void
}

/** A writer with its statements prepared. */
export function createBlockWriter(database: DatabaseSync): BlockWriter {
  const insertBlock = database.prepare(
    `INSERT INTO blocks (${BLOCK_COLUMNS.join(', ')}) VALUES (${BLOCK_COLUMNS.map(() => '?').join(', ')})`,
  )
  const findBlock = database.prepare('SELECT block_key, hash FROM blocks WHERE network_key = ? AND number = ?')
  const findAbove = database.prepare('SELECT block_key FROM blocks WHERE network_key = ? AND number > ?')
  const deleteBlock = database.prepare('DELETE FROM blocks WHERE block_key = ?')
  const deleteTransactions = database.prepare('DELETE FROM transactions WHERE id >= ? AND id < ?')
  const deleteLogs = database.prepare('DELETE FROM logs WHERE id >= ? AND id < ?')
  const markMeasures = database.prepare('UPDATE blocks SET kept = 0 WHERE block_key = ?')
  const transactions = createRowWriter(database, 'transactions', TRANSACTION_COLUMNS)
  const logs = createRowWriter(database, 'logs', LOG_COLUMNS)
  const verdictKey = createVerdictKeys(database)
  const toAddress = createAddressEncoder()

  const deleteRows = (blockKey: number): void => {
    deleteTransactions.run(blockKey * ROWS_PER_BLOCK, (blockKey + 1) * ROWS_PER_BLOCK)
    deleteLogs.run(blockKey * ROWS_PER_BLOCK, (blockKey + 1) * ROWS_PER_BLOCK)
  }

  const removeSame = (networkKey: number, block: L2Block, hash: StoredBytes): void => {
    const stored = findBlock.get(networkKey, block.number)
    if (!stored) return
    if (!isSame(stored['hash'], hash)) {
      const message = `another block is stored at height ${block.number}: it must be rolled back first`
      throw new DefimonError('SINK', message, { network: block.network, retryable: false })
    }
    flush()
    deleteRows(Number(stored['block_key']))
    deleteBlock.run(Number(stored['block_key']))
  }

  const flush = (): void => {
    transactions.flush()
    logs.flush()
  }

  return {
    write(networkKey, block, keep) {
      const hash = toStoredBytes(block.hash)
      removeSame(networkKey, block, hash)
      const key = Number(insertBlock.run(...blockRow(networkKey, block, hash, verdictKey(block), keep)).lastInsertRowid)
      const base = key * ROWS_PER_BLOCK
      if (keep === 'measures' || !block.transactions) return
      assertCount(block, block.transactions.length)
      for (const [position, transaction] of block.transactions.entries()) {
        pushTransaction(transactions.values, base + position, position, transaction, toAddress)
        transactions.rowDone()
      }
      if (keep === 'transactions' || !block.logs) return
      assertCount(block, block.logs.length)
      for (const [position, log] of block.logs.entries()) {
        logs.values.push(
          base + position,
          log.transactionIndex,
          toAddress(log.address),
          toStoredTopics(log.topics),
          toStoredBytes(log.data),
          log.logIndex === position ? null : log.logIndex,
          // The hash stands in the row of the transaction, unless there is no such row (system logs).
          block.transactions[log.transactionIndex]?.hash === log.transactionHash ? null : toStoredBytes(log.transactionHash),
        )
        logs.rowDone()
      }
    },
    removeAbove(networkKey, number) {
      for (const row of findAbove.all(networkKey, number)) {
        deleteRows(Number(row['block_key']))
        deleteBlock.run(Number(row['block_key']))
      }
    },
    removeRows(blockKey) {
      deleteRows(blockKey)
      markMeasures.run(blockKey)
    },
    flush,
    discard() {
      transactions.discard()
      logs.discard()
    },
  }
}

type Row = (StoredBytes | number | bigint | null)[]

function blockRow(networkKey: number, block: L2Block, hash: StoredBytes, verdict: number, keep: Keep): Row {
  const { parent, l1Origin, verification } = block
  const measures = measureBlock(block)
  const { userCount, depositCount, systemCount, voteCount, failedCount, logCount, userOperations, feeWei } = measures
  return [
    ...[networkKey, block.number, hash, parent?.number ?? null, optionalBytes(parent?.hash), block.timestampMs],
    ...[block.transactionCount, userCount, depositCount, systemCount, voteCount, failedCount, logCount],
    feeWei === null ? null : String(feeWei),
    ...[toStoredCount(block.gasUsed), toStoredCount(block.gasLimit), toStoredAmount(block.baseFeePerGasWei)],
    optionalBytes(block.stateRoot),
    ...[l1Origin?.network ?? null, l1Origin?.number ?? null, optionalBytes(l1Origin?.hash)],
    ...[optionalBytes(l1Origin?.transactionHash), l1Origin?.timestampMs ?? null],
    verdict,
    verification.anchoredBy === 'none' ? null : toStoredJson(verification.anchoredBy),
    toStoredJson(block.fields),
    block.transactions ? (block.logs ? KEPT_CODE[keep] : Math.min(KEPT_CODE[keep], KEPT_CODE.transactions)) : 0,
    ...[userOperations, userOperations === null ? null : USER_OPERATION_RULE],
  ]
}

function pushTransaction(
  row: SQLInputValue[],
  id: number,
  position: number,
  transaction: L2Transaction,
  toAddress: (text: string) => StoredBytes,
): void {
  const { from, to, input, status, fee } = transaction
  row.push(
    id,
    toStoredBytes(transaction.hash),
    KIND_CODE[transaction.kind],
    transaction.type,
    from === undefined ? null : toAddress(from),
    to === undefined ? null : toAddress(to),
    toStoredAmount(transaction.valueWei),
    toStoredCount(transaction.nonce),
    optionalBytes(input),
    toStoredCount(transaction.gasLimit),
    status === undefined ? null : status === 'succeeded' ? 1 : 0,
    toStoredCount(transaction.gasUsed),
    toStoredAmount(fee?.totalWei),
    toStoredAmount(fee?.l1DataWei),
    toStoredAmount(fee?.operatorWei),
    toStoredAmount(fee?.priorityWei),
    fee?.currency ?? null,
    transaction.index === position ? null : transaction.index,
    toStoredJson(transaction.fields),
  )
}

/** The same few verdicts hold for millions of blocks, so each is stored once. */
function createVerdictKeys(database: DatabaseSync): (block: L2Block) => number {
  const insert = database.prepare('INSERT OR IGNORE INTO verdicts (passed, skipped) VALUES (?, ?)')
  const find = database.prepare('SELECT verdict_key FROM verdicts WHERE passed = ? AND skipped = ?')
  return ({ verification }) => {
    const passed = JSON.stringify(verification.passed)
    const skipped = JSON.stringify(Object.fromEntries(verification.skipped.map(({ check, reason }) => [check, reason])))
    const known = find.get(passed, skipped)
    if (known) return Number(known['verdict_key'])
    insert.run(passed, skipped)
    return Number(find.get(passed, skipped)?.['verdict_key'])
  }
}

function optionalBytes(text: string | undefined): StoredBytes | null {
  return text === undefined ? null : toStoredBytes(text)
}

function isSame(stored: unknown, hash: StoredBytes): boolean {
  if (typeof stored === 'string' || typeof hash === 'string') return stored === hash
  return stored instanceof Uint8Array && Buffer.compare(stored, hash) === 0
}

function assertCount(block: L2Block, rows: number): void {
  if (rows < ROWS_PER_BLOCK) return
  throw new DefimonError('SINK', `block ${block.number} has ${rows} rows, more than a block can hold`, { network: block.network })
}
