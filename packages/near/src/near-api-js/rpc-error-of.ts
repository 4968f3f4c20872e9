import type { DefimonError } from '@defimon/core'
import {
  AccountDoesNotExistError,
  ContractCodeDoesNotExistError,
  ContractExecutionError,
  GarbageCollectedBlockError,
  HandlerError,
  InternalHandlerError,
  InvalidShardIdError,
  NoSyncedBlocksError,
  NotSyncedYetError,
  RpcError,
  RpcMethodNotFoundError,
  RpcRequestParseError,
  TransactionTimeoutError,
  UnavailableShardError,
  UnknownBlockError,
  UnknownChunkError,
  UnknownEpochError,
  UnknownReceiptError,
  UnknownTransactionError,
} from 'near-api-js/rpc-errors'

type Info = Readonly<Record<string, unknown>>

const text = (info: Info, field: string): string => String(info[field] ?? '')
const height = (info: Info): number => Number(info['block_height'] ?? 0)

/** `cause.name` → the SDK's error (docs.near.org, RPC errors). near-api-js does not export its own table. */
const BY_CAUSE: Readonly<Record<string, (info: Info) => Error>> = {
  UNKNOWN_BLOCK: () => new UnknownBlockError(),
  UNKNOWN_CHUNK: (info) => new UnknownChunkError(text(info, 'chunk_hash')),
  UNKNOWN_EPOCH: () => new UnknownEpochError(),
  UNKNOWN_RECEIPT: (info) => new UnknownReceiptError(text(info, 'receipt_id')),
  UNKNOWN_TRANSACTION: (info) => new UnknownTransactionError(text(info, 'requested_transaction_hash')),
  UNKNOWN_ACCOUNT: (info) =>
    new AccountDoesNotExistError(text(info, 'requested_account_id'), text(info, 'block_hash'), height(info)),
  NO_CONTRACT_CODE: (info) =>
    new ContractCodeDoesNotExistError(text(info, 'contract_account_id'), text(info, 'block_hash'), height(info)),
  CONTRACT_EXECUTION_ERROR: (info) =>
    new ContractExecutionError(JSON.stringify(info['error'] ?? info['vm_error'] ?? ''), text(info, 'block_hash'), height(info)),
  GARBAGE_COLLECTED_BLOCK: (info) => new GarbageCollectedBlockError(text(info, 'block_hash'), height(info)),
  INVALID_SHARD_ID: (info) => new InvalidShardIdError(Number(info['shard_id'])),
  UNAVAILABLE_SHARD: (info) => new UnavailableShardError(Number(info['requested_shard_id'] ?? info['shard_id'])),
  NOT_SYNCED_YET: () => new NotSyncedYetError(),
  NO_SYNCED_BLOCKS: () => new NoSyncedBlocksError(),
  TIMEOUT_ERROR: () => new TransactionTimeoutError(),
  INTERNAL_ERROR: (info) => new InternalHandlerError(text(info, 'error_message') || text(info, 'debug_info')),
  METHOD_NOT_FOUND: (info) => new RpcMethodNotFoundError(text(info, 'method_name')),
  PARSE_ERROR: (info) => new RpcRequestParseError(text(info, 'error_message')),
}

function asObject(value: unknown): Info {
  return typeof value === 'object' && value !== null ? (value as Info) : {}
}

/**
 * The error that near-api-js makes of what an endpoint answered, with ours as its cause. Causes that are not in the table become a
 * `HandlerError` or `RpcError` with the endpoint's own words.
 */
export function rpcErrorOf(error: DefimonError): Error {
  const answered = asObject(error.data)
  const { name, info } = asObject(answered['cause'])
  const make = typeof name === 'string' && Object.hasOwn(BY_CAUSE, name) ? BY_CAUSE[name] : undefined
  const made =
    make?.(asObject(info)) ??
    (answered['name'] === 'HANDLER_ERROR' ? new HandlerError(error.message) : new RpcError(error.message))
  return Object.assign(made, { cause: error })
}

/** The error inside a result: `query` answers with `{ error, block_hash, block_height }` where a view call fails. */
export function viewErrorOf(result: unknown): Error | undefined {
  const { error } = asObject(result)
  return typeof error === 'string' ? new RpcError(error) : undefined
}
