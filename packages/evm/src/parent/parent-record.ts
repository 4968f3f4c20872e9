import type { Exchange } from '@defimon/core'
import { parseAddress, parseData, parseHash } from '../encoding/hex-data.ts'
import { parseOptionalHeight, parseOptionalQuantity } from '../encoding/quantity.ts'
import { asList, asObject, isPresent, malformed, type RpcObject } from '../encoding/rpc-object.ts'
import { decodeHex } from '../hashing/decode-hex.ts'
import { blockTimeOf } from '../logs/block-time-of.ts'
import { decodeRawTransaction } from './raw-transaction.ts'

/** A transaction of the parent chain. Records of calldata alone lack the rest. */
export interface ParentTransaction {
  readonly input: string
  readonly hash?: string
  readonly from?: string
  readonly to?: string
  readonly blockNumber?: number
  readonly blobVersionedHashes: readonly string[]
}

/** A log of the parent chain. */
export interface ParentLog {
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
  readonly logIndex?: number
  readonly blockNumber?: number
  readonly transactionHash?: string
  /** When its block was made, where the node tells (ethereum/execution-apis #639). */
  readonly timestampMs?: number
}

/** 131,072 bytes of a blob, and its versioned hash where that is known (EIP-4844). */
export interface ParentBlob {
  readonly bytes: Uint8Array
  readonly versionedHash?: string
}

/** What is known of one parent-chain transaction: its parts, from whatever was recorded of it. */
export interface ParentRecord {
  readonly transaction?: ParentTransaction
  /** Of the receipt, or of `eth_getLogs`. */
  readonly logs: readonly ParentLog[]
  readonly outcome?: 'succeeded' | 'failed'
  readonly blobs: readonly ParentBlob[]
  /** Where it stands, as far as the record tells. */
  readonly blockNumber?: number
  readonly timestampMs?: number
  /** The answer as it came, for records that are no transaction (arguments of a call, published by a prover). */
  readonly raw: unknown
  /** Answers of other records of the network that are no transactions and were given together with it: some tell of each other. */
  readonly beside?: readonly unknown[]
}

const BLOB_BYTES = 131_072

/** The parts of a recorded answer: a transaction, a raw transaction, a receipt, logs, or blobs. Fails with `MALFORMED`. */
export async function readParentRecord(exchange: Exchange): Promise<ParentRecord> {
  const { result } = exchange
  const place = placeOf(exchange)
  if (typeof result === 'string') {
    const transaction = await decodeRawTransaction(parseData(result, 'raw transaction'))
    return { ...place, transaction, logs: [], blobs: [], raw: result }
  }
  if (Array.isArray(result)) return withHeight({ ...place, logs: result.map(readLog), blobs: [], raw: result })
  const answer = asObject(result, 'a record')
  const outcome = isPresent(answer['status'])
    ? parseOptionalQuantity(answer['status'], 'status') === 1n
      ? 'succeeded'
      : 'failed'
    : undefined
  const transaction = isPresent(answer['input'] ?? answer['data']) ? readTransaction(answer) : undefined
  return withHeight({
    ...place,
    ...(transaction && { transaction }),
    logs: isPresent(answer['logs']) ? asList(answer['logs'], 'logs').map(readLog) : [],
    ...(outcome && { outcome }),
    blobs: isPresent(answer['blobs']) ? asList(answer['blobs'], 'blobs').map(readBlob) : [],
    ...heightOf(answer),
    raw: result,
  })
}

/** A transaction as JSON-RPC gives it. Only the input must be there. */
export function readTransaction(answer: RpcObject): ParentTransaction {
  const { hash, from, to } = answer
  return {
    input: parseData(answer['input'] ?? answer['data'], 'input'),
    ...(isPresent(hash) && { hash: parseHash(hash, 'hash') }),
    ...(isPresent(from) && { from: parseAddress(from, 'from') }),
    ...(isPresent(to) && { to: parseAddress(to, 'to') }),
    ...heightOf(answer),
    blobVersionedHashes: isPresent(answer['blobVersionedHashes'])
      ? asList(answer['blobVersionedHashes'], 'blobVersionedHashes').map((value) => parseHash(value, 'blob versioned hash'))
      : [],
  }
}

/** A log as JSON-RPC gives it. */
export function readLog(value: unknown): ParentLog {
  const log = asObject(value, 'log')
  const { logIndex, transactionHash } = log
  const timestampMs = blockTimeOf(log)
  return {
    address: parseAddress(log['address'], 'address of a log'),
    topics: asList(log['topics'], 'topics').map((topic) => parseHash(topic, 'topic')),
    data: parseData(log['data'], 'data of a log'),
    ...(isPresent(logIndex) && { logIndex: parseOptionalHeight(logIndex, 'logIndex') ?? 0 }),
    ...(isPresent(transactionHash) && { transactionHash: parseHash(transactionHash, 'transactionHash') }),
    ...heightOf(log),
    ...(timestampMs !== undefined && { timestampMs }),
  }
}

/** Where the record says that it stood, as far as that is plausible. */
function placeOf({ l1 }: Exchange): Pick<ParentRecord, 'blockNumber' | 'timestampMs'> {
  const { blockNumber, timestamp } = l1 ?? {}
  return {
    ...(Number.isSafeInteger(blockNumber) && { blockNumber: blockNumber as number }),
    ...(Number.isSafeInteger(timestamp) && { timestampMs: (timestamp as number) * 1000 }),
  }
}

function heightOf(answer: RpcObject): { readonly blockNumber?: number } {
  const blockNumber = parseOptionalHeight(answer['blockNumber'], 'blockNumber')
  return blockNumber === undefined ? {} : { blockNumber }
}

function withHeight(record: ParentRecord): ParentRecord {
  const blockNumber = record.blockNumber ?? record.logs[0]?.blockNumber
  return blockNumber === undefined ? record : { ...record, blockNumber }
}

/** Recorded blobs may lack their trailing zero bytes, which a blob always has to its full length. */
function readBlob(value: unknown): ParentBlob {
  const blob: RpcObject = typeof value === 'string' ? { data: value } : asObject(value, 'blob')
  const data = parseData(blob['data'] ?? blob['blob'] ?? blob['hex'], 'blob')
  if (data.length > 2 + 2 * BLOB_BYTES) throw malformed('a blob is longer than 131072 bytes')
  const bytes = new Uint8Array(BLOB_BYTES)
  decodeHex(data, bytes, 0)
  const versionedHash = blob['versionedHash']
  return { bytes, ...(isPresent(versionedHash) && { versionedHash: parseHash(versionedHash, 'versioned hash') }) }
}
