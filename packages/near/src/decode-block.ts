import type { Detail, L2Log, L2Transaction } from '@defimon/core'
import type { DecodedBlock } from '@defimon/core/adapter'
import type { NearChunk, NearTransactionFields } from './fields.ts'
import { chunkBodiesOf, chunkHeadersOf, executedReceiptsOf, headerOf, isNewChunk, type NearRaw } from './near-raw.ts'
import { type Json, readArray, readBigInt, readNumber, readObject, readString } from './read-json.ts'

/** What the first block names as its parent. */
export const GENESIS_PARENT: string = '11111111111111111111111111111111'

function decodeChunk(chunk: Json, height: number, counts: ReadonlyMap<string, number> | undefined): NearChunk {
  const hash = readString(chunk['chunk_hash'], 'chunk_hash')
  // Bodies of chunks that are old, or whose root is the one of no transactions, were not read and need not be.
  const transactionCount = counts && (counts.get(hash) ?? 0)
  return {
    hash,
    shardId: readNumber(chunk['shard_id'], 'shard_id'),
    isNew: isNewChunk(chunk, height),
    ...(transactionCount !== undefined && { transactionCount }),
    heightIncluded: readNumber(chunk['height_included'], 'height_included'),
    gasUsed: readBigInt(chunk['gas_used'], 'gas_used'),
    gasLimit: readBigInt(chunk['gas_limit'], 'gas_limit'),
    transactionsRoot: readString(chunk['tx_root'], 'tx_root'),
  }
}

/** Names of the actions, and the tokens that leave the signer with them, in yoctoNEAR (10^-24 NEAR, the smallest unit). */
function readActions(actions: readonly unknown[]): { readonly names: readonly string[]; readonly valueYocto: bigint } {
  const names: string[] = []
  let valueYocto = 0n
  for (const action of actions) {
    if (typeof action === 'string') {
      names.push(action)
      continue
    }
    // An action is an object with one member, whose name is the kind of action.
    let name = 'unknown'
    const kinds = readObject(action, 'action')
    for (const kind in kinds) {
      name = kind
      break
    }
    names.push(name)
    const content = kinds[name]
    const deposit = typeof content === 'object' && content !== null ? (content as Json)['deposit'] : undefined
    if (deposit !== undefined) valueYocto += readBigInt(deposit, 'deposit')
  }
  return { names, valueYocto }
}

function decodeTransaction(entry: unknown, index: number, shardId: number): L2Transaction<'near'> {
  const outer = readObject(entry, 'transaction')
  // near-lake wraps the transaction and adds the outcome of its conversion to a receipt.
  const wrapped = outer['transaction']
  const view = wrapped === undefined ? outer : readObject(wrapped, 'transaction')
  const { names, valueYocto } = readActions(readArray(view['actions'], 'actions'))
  const outcome = wrapped === undefined ? undefined : conversionOutcome(outer)
  const fields: NearTransactionFields = {
    shardId,
    publicKey: readString(view['public_key'], 'public_key'),
    signature: readString(view['signature'], 'signature'),
    actions: names,
    ...(outcome && {
      conversionGasBurnt: readBigInt(outcome['gas_burnt'], 'gas_burnt'),
      conversionTokensBurntYocto: readBigInt(outcome['tokens_burnt'], 'tokens_burnt'),
    }),
  }
  const status = outcome?.['status']
  const failed = typeof status === 'object' && status !== null && 'Failure' in status
  return {
    hash: readString(view['hash'], 'hash'),
    index,
    kind: 'user',
    type: names.length === 1 ? (names[0] as string) : 'Batch',
    from: readString(view['signer_id'], 'signer_id'),
    to: readString(view['receiver_id'], 'receiver_id'),
    valueWei: valueYocto,
    nonce: readBigInt(view['nonce'], 'nonce'),
    // Success is only known once the receipts ran, in later blocks.
    ...(failed ? { status: 'failed' as const } : undefined),
    fields,
  }
}

function conversionOutcome(outer: Json): Json {
  const outcome = readObject(outer['outcome'], 'outcome')
  return readObject(readObject(outcome['execution_outcome'], 'execution_outcome')['outcome'], 'outcome')
}

/** Logs of the receipts that ran in this block. A log of NEAR is text; it stands in `data`, with no topics. */
function decodeLogs(executed: readonly Json[]): L2Log[] {
  const logs: L2Log[] = []
  for (const [receiptIndex, entry] of executed.entries()) {
    const execution = readObject(entry['execution_outcome'], 'execution_outcome')
    const outcome = readObject(execution['outcome'], 'outcome')
    for (const text of readArray(outcome['logs'], 'logs')) {
      logs.push({
        transactionHash: readString(entry['tx_hash'] ?? execution['id'], 'execution outcome id'),
        transactionIndex: receiptIndex,
        logIndex: logs.length,
        address: readString(outcome['executor_id'], 'executor_id'),
        topics: [],
        data: readString(text, 'log'),
      })
    }
  }
  return logs
}

/** Decodes the answers of `block` and `chunk`, or a near-lake message. Fails with `MALFORMED` on another shape. */
export function decodeNearBlock(raw: NearRaw, detail: Detail): DecodedBlock<'near'> {
  const block = readObject(raw.block, 'block')
  const header = headerOf(raw)
  const height = readNumber(header['height'], 'height')
  const bodies = chunkBodiesOf(raw, height)
  const transactions: L2Transaction<'near'>[] = []
  const counts = new Map<string, number>()
  let transactionCount = 0
  for (const body of bodies ?? []) {
    const chunkHeader = readObject(body['header'], 'chunk header')
    const entries = readArray(body['transactions'], 'transactions')
    counts.set(readString(chunkHeader['chunk_hash'], 'chunk_hash'), entries.length)
    transactionCount += entries.length
    if (detail === 'header') continue
    const shardId = readNumber(chunkHeader['shard_id'], 'shard_id')
    for (const entry of entries) transactions.push(decodeTransaction(entry, transactions.length, shardId))
  }
  const chunks = chunkHeadersOf(raw).map((chunk) => decodeChunk(chunk, height, bodies && counts))
  const fresh = chunks.filter((chunk) => chunk.isNew)
  const executed = detail === 'receipts' ? executedReceiptsOf(raw) : undefined
  const parentHash = readString(header['prev_hash'], 'prev_hash')
  const previousHeight = header['prev_height']
  const nanoseconds = header['timestamp_nanosec']
  return {
    number: height,
    hash: readString(header['hash'], 'hash'),
    ...(parentHash !== GENESIS_PARENT && {
      parent: { number: parentHeight(raw, header, height), hash: parentHash },
    }),
    timestampMs: timestampMs(header),
    transactionCount,
    transactions: detail === 'header' ? undefined : transactions,
    logs: detail === 'receipts' ? decodeLogs(executed ?? []) : undefined,
    gasUsed: fresh.reduce((sum, chunk) => sum + chunk.gasUsed, 0n),
    gasLimit: fresh.reduce((sum, chunk) => sum + chunk.gasLimit, 0n),
    ...(typeof header['prev_state_root'] === 'string' && { stateRoot: header['prev_state_root'] }),
    fields: {
      ...(typeof block['author'] === 'string' && { author: block['author'] }),
      ...(typeof previousHeight === 'number' && { previousHeight }),
      ...(typeof header['epoch_id'] === 'string' && { epochId: header['epoch_id'] }),
      ...(typeof header['latest_protocol_version'] === 'number' && { protocolVersion: header['latest_protocol_version'] }),
      ...(typeof header['last_final_block'] === 'string' && { lastFinalBlock: header['last_final_block'] }),
      ...(typeof nanoseconds === 'string' && { timestampNanoseconds: readBigInt(nanoseconds, 'timestamp_nanosec') }),
      ...(header['gas_price'] !== undefined && { gasPriceYocto: readBigInt(header['gas_price'], 'gas_price') }),
      ...(header['total_supply'] !== undefined && { totalSupplyYocto: readBigInt(header['total_supply'], 'total_supply') }),
      ...(executed && { executedReceiptCount: executed.length }),
      chunks,
    },
  }
}

/** From the header, or from the parent itself; where neither holds it (old recordings) heights are taken to have no gap. */
function parentHeight(raw: NearRaw, header: Json, height: number): number {
  if (typeof header['prev_height'] === 'number') return readNumber(header['prev_height'], 'prev_height')
  return raw.parentBlock === undefined ? height - 1 : readNumber(headerOf({ block: raw.parentBlock })['height'], 'height')
}

/** `timestamp_nanosec` is exact; `timestamp` is a JSON number above 2^53, good to the millisecond all the same. */
function timestampMs(header: Json): number {
  const nanoseconds = header['timestamp_nanosec']
  if (typeof nanoseconds === 'string') return Number(readBigInt(nanoseconds, 'timestamp_nanosec') / 1_000_000n)
  const rounded = header['timestamp']
  return typeof rounded === 'number' && rounded > 0 ? Math.floor(rounded / 1_000_000) : readNumber(rounded, 'timestamp')
}
