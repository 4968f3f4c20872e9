import type { Detail, L2Transaction } from '@defimon/core'
import type { DecodedBlock } from '@defimon/core/adapter'
import {
  type Json,
  readAmount,
  readArray,
  readCommitment,
  readNumber,
  readObject,
  readString,
  readTimeMs,
} from '../../rest/ask-rest.ts'
import type { ZksyncLiteBlockFields, ZksyncLiteTransactionFields } from './fields.ts'

/** The answers of one block of zkSync Lite. */
export interface ZksyncLiteRaw {
  readonly number: number
  /** The block, as `/blocks` lists it. */
  readonly block: unknown
  /** The block before it. Absent: block 0. */
  readonly parent?: unknown
  /** `pagination.count` of `/blocks/{n}/transactions`. */
  readonly transactionCount: number
  /** All of them, in block order. Absent: not asked. */
  readonly transactions?: readonly unknown[]
}

/** Operations that a contract call on Ethereum forced in. */
const FORCED: ReadonlySet<string> = new Set(['Deposit', 'FullExit'])

/** Decodes the answers of API v0.2. Fails with `MALFORMED` on another shape. */
export function decodeZksyncLiteBlock(raw: ZksyncLiteRaw, detail: Detail): DecodedBlock<'zksync-lite'> {
  const transactions = detail === 'header' ? undefined : (raw.transactions ?? []).map((each) => decodeTransaction(each, detail))
  const common = {
    transactionCount: raw.transactionCount,
    transactions,
    logs: detail === 'receipts' ? [] : undefined,
  }
  const block = readObject(raw.block, 'block')
  const root = readCommitment(block['newStateRoot'], 'newStateRoot')
  const parent = raw.parent === undefined ? undefined : readObject(raw.parent, 'block before it')
  return {
    ...common,
    number: readNumber(block['blockNumber'], 'blockNumber'),
    hash: root,
    ...(parent && {
      parent: {
        number: readNumber(parent['blockNumber'], 'blockNumber'),
        hash: readCommitment(parent['newStateRoot'], 'newStateRoot'),
      },
    }),
    timestampMs: readTimeMs(block['committedAt'], 'committedAt'),
    stateRoot: root,
    fields: blockFields(block),
  }
}

function blockFields(block: Json): ZksyncLiteBlockFields {
  const { commitTxHash: commit, verifyTxHash: verify, finalizedAt, blockSize } = block
  return {
    status: block['status'] === 'finalized' ? 'finalized' : 'committed',
    ...(typeof commit === 'string' && { commitTransactionHash: commit }),
    ...(typeof verify === 'string' && { verifyTransactionHash: verify }),
    ...(typeof finalizedAt === 'string' && { finalizedAtMs: readTimeMs(finalizedAt, 'finalizedAt') }),
    ...(typeof blockSize === 'number' && { blockSize: readNumber(blockSize, 'blockSize') }),
  }
}

/** One transaction of `/blocks/{n}/transactions`. Those that failed were never in a block's data, but the API lists them with it. */
function decodeTransaction(value: unknown, detail: Detail): L2Transaction<'zksync-lite'> {
  const entry = readObject(value, 'transaction')
  const operation = readObject(entry['op'], 'op')
  const type = readString(operation['type'], 'type of an operation')
  const failReason = entry['failReason']
  const to = operation['to'] ?? operation['target']
  const from = operation['from'] ?? operation['account'] ?? operation['submitterAddress']
  const { fee, nonce } = operation
  return {
    hash: readString(entry['txHash'], 'txHash'),
    index: readNumber(entry['blockIndex'] ?? 0, 'blockIndex'),
    kind: FORCED.has(type) ? 'deposit' : 'user',
    type,
    ...(typeof from === 'string' && { from: from.toLowerCase() }),
    ...(typeof to === 'string' && { to: to.toLowerCase() }),
    ...(typeof nonce === 'number' && { nonce: BigInt(readNumber(nonce, 'nonce')) }),
    ...(detail === 'receipts' && {
      status: entry['status'] === 'rejected' || typeof failReason === 'string' ? ('failed' as const) : ('succeeded' as const),
      ...(fee !== undefined && fee !== null && { fee: { totalWei: readAmount(fee, 'fee'), ...feeCurrency(operation) } }),
    }),
    fields: transactionFields(entry, operation),
  }
}

/** Token 0 is ether; any other is named by its id, since the id is all that an operation says. */
function feeCurrency(operation: Json): { readonly currency?: string } {
  const token = operation['feeToken'] ?? operation['token'] ?? 0
  return token === 0 ? {} : { currency: `token ${String(token)}` }
}

function transactionFields(entry: Json, operation: Json): ZksyncLiteTransactionFields {
  const tokenId = operation['token'] ?? operation['tokenId']
  const l1Hash = operation['ethHash'] ?? operation['ethTxHash']
  const { failReason, batchId } = entry
  return {
    ...(typeof tokenId === 'number' && { tokenId: readNumber(tokenId, 'token') }),
    ...(typeof operation['amount'] === 'string' && { amount: readAmount(operation['amount'], 'amount') }),
    ...(typeof failReason === 'string' && { failReason }),
    ...(typeof batchId === 'number' && { batchId }),
    ...(typeof l1Hash === 'string' && { l1TransactionHash: l1Hash }),
  }
}

/** `transactions` of one page, each of the block that was asked for, or `MALFORMED`. */
export function readPage(result: unknown): { readonly list: readonly unknown[]; readonly count: number } {
  const page = readObject(result, 'result')
  const pagination = readObject(page['pagination'], 'pagination')
  return { list: readArray(page['list'], 'list'), count: readNumber(pagination['count'], 'count') }
}
