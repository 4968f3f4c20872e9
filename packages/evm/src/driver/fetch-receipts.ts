import { DefimonError, type Hash, type NetworkFacts, NOT_RECORDED_CODE } from '@defimon/core'
import type { DriverCall } from '@defimon/core/adapter'
import type { RpcMethods } from '../dialect/dialect.ts'
import { sameHex } from '../encoding/hex-data.ts'
import { asList, asObject, isPresent, type RpcObject } from '../encoding/rpc-object.ts'
import type { EvmRaw } from './evm-raw.ts'

/** A question's outcome, so that one that fails does not take its neighbours along. */
export type ReceiptsAnswer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown }

/** Waits for an answer or its failure. */
export async function settle(answer: Promise<unknown>): Promise<ReceiptsAnswer> {
  try {
    return { ok: true, value: await answer }
  } catch (error) {
    return { ok: false, error }
  }
}

const METHOD_NOT_FOUND = -32601

/**
 * The receipts of a block. `early` is what a question beside the block's own brought; it counts only where it is of this very block.
 * Else they are asked for by hash, and one by one where the endpoint has no such method. A replay that never recorded them says so.
 */
export async function fetchReceipts(
  call: DriverCall,
  network: NetworkFacts,
  methods: RpcMethods,
  hash: Hash,
  transactions: readonly Hash[],
  early: ReceiptsAnswer | undefined,
): Promise<Pick<EvmRaw, 'receipts' | 'someReceipts' | 'receiptsAbsent'>> {
  let answer = early
  const usable = receiptsFor(answer, hash, transactions.length)
  if (usable) return { receipts: usable }
  if (transactions.length === 0) return { receipts: [] }
  if (methods.blockReceipts !== null && !lacksMethod(answer)) {
    // By number another block may have answered (a reorg in between), or the node was not ready yet: the hash settles it.
    answer = await settle(call.request(methods.blockReceipts, [hash]))
    const byHash = receiptsFor(answer, hash, transactions.length)
    if (byHash) return { receipts: byHash }
    if (answer.ok === false && !lacksMethod(answer) && !isNotRecorded(answer) && !isRefused(answer)) throw answer.error
  }
  const singles = await Promise.all(
    transactions.map((transaction) => settle(call.request(methods.transactionReceipt, [transaction]))),
  )
  const found: RpcObject[] = []
  for (const single of singles) {
    if (single.ok === false) {
      if (!isNotRecorded(single)) throw single.error
    } else if (!isPresent(single.value)) {
      throw new DefimonError('TRANSIENT', 'the endpoint has the block and not yet all its receipts', {
        network: network.id,
        host: call.endpoint,
        method: methods.transactionReceipt,
      })
    } else found.push(asObject(single.value, 'receipt'))
  }
  if (found.length === transactions.length) return { receipts: found }
  return found.length === 0 ? { receiptsAbsent: 'not recorded' } : { someReceipts: found, receiptsAbsent: 'not recorded' }
}

/** Receipts, where the answer holds them and they are of this block. An empty list of a block with transactions is not ready yet. */
function receiptsFor(answer: ReceiptsAnswer | undefined, hash: Hash, count: number): readonly RpcObject[] | undefined {
  if (!answer?.ok || !isPresent(answer.value)) return undefined
  const receipts = asList(answer.value, 'receipts').map((value) => asObject(value, 'receipt'))
  if (receipts.length === 0) return count === 0 ? receipts : undefined
  return receipts.every((receipt) => sameHex(receipt['blockHash'], hash)) ? receipts : undefined
}

function lacksMethod(answer: ReceiptsAnswer | undefined): boolean {
  return answer?.ok === false && DefimonError.isInstance(answer.error) && answer.error.rpcCode === METHOD_NOT_FOUND
}

function isNotRecorded(answer: ReceiptsAnswer): boolean {
  return answer.ok === false && DefimonError.isInstance(answer.error) && answer.error.rpcCode === NOT_RECORDED_CODE
}

/** The endpoint answered, and its answer is no: one by one may still work (a method that is known and switched off, or too large). */
function isRefused(answer: ReceiptsAnswer): boolean {
  if (answer.ok || !DefimonError.isInstance(answer.error)) return false
  return ['RPC', 'UNSUPPORTED', 'TOO_LARGE', 'NOT_FOUND'].includes(answer.error.code)
}
