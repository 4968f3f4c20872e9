import type { AnswerReader, Detail, Hash, NetworkFacts } from '@defimon/core'
import type { DriverCall } from '@defimon/core/adapter'
import { heldBlock, isHeld } from '../bytes/held-block.ts'
import type { Dialect, RpcMethods } from '../dialect/dialect.ts'
import { asHash, parseHash } from '../encoding/hex-data.ts'
import { toQuantity } from '../encoding/quantity.ts'
import { asList, asObject, isPresent } from '../encoding/rpc-object.ts'
import type { EvmRaw } from './evm-raw.ts'
import { fetchReceipts, type ReceiptsAnswer, settle } from './fetch-receipts.ts'

/** What endpoints of an Ethereum-like chain are asked. */
export const ETHEREUM_METHODS: RpcMethods = {
  blockByNumber: 'eth_getBlockByNumber',
  blockByHash: 'eth_getBlockByHash',
  blockReceipts: 'eth_getBlockReceipts',
  receiptsByHashOnly: false,
  transactionReceipt: 'eth_getTransactionReceipt',
  syncing: 'eth_syncing',
}

/**
 * Asks for one block, and in the same breath for its receipts and what the dialect wants beside it, so that all ride in one batch.
 * Undefined where the endpoint says that there is no such block. Asks `eth_getBlockByNumber` or `eth_getBlockByHash`,
 * `eth_getBlockReceipts`, and `eth_getTransactionReceipt` where an endpoint lacks the former.
 */
export async function fetchBlock(
  call: DriverCall,
  network: NetworkFacts,
  dialect: Dialect,
  methods: RpcMethods,
  id: number | { readonly hash: Hash },
  detail: Detail,
  reader?: AnswerReader,
): Promise<EvmRaw | undefined> {
  const key = typeof id === 'number' ? toQuantity(id) : id.hash
  const extraRequests = dialect.extraRequests?.(id) ?? []
  const wantsReceipts = detail === 'receipts'
  const asksReceipts = wantsReceipts && methods.blockReceipts !== null && (typeof id !== 'number' || !methods.receiptsByHashOnly)
  const how = asksReceipts && reader ? { reader } : undefined
  const [answer, early, ...extraAnswers] = await Promise.all([
    call.request(typeof id === 'number' ? methods.blockByNumber : methods.blockByHash, [key, detail !== 'header'], how),
    asksReceipts && methods.blockReceipts !== null ? settle(call.request(methods.blockReceipts, [key], how)) : undefined,
    ...extraRequests.map(({ method, params }) => settle(call.request(method, params))),
  ])
  if (how && (isHeld(answer) || (early?.ok && isHeld(early.value)))) {
    const held = early?.ok ? heldBlock(answer, early.value) : undefined
    // Two answers that were read together and came apart on their way say nothing: they are asked for again, as JSON.
    return held ? { block: {}, held } : fetchBlock(call, network, dialect, methods, id, detail)
  }
  if (!isPresent(answer)) return undefined
  const extra: Record<string, unknown> = {}
  for (const [index, { key: name }] of extraRequests.entries()) {
    const settled = extraAnswers[index]
    if (settled?.ok && isPresent(settled.value)) extra[name] = settled.value
  }
  const shaped = normalized(dialect, {
    block: asObject(answer, 'block'),
    ...(extraRequests.length > 0 && { extra }),
  })
  asList(shaped.block['transactions'], 'transactions of a block')
  if (!wantsReceipts) return shaped
  return { ...shaped, ...(await receiptsOf(call, network, dialect, methods, shaped, early)) }
}

async function receiptsOf(
  call: DriverCall,
  network: NetworkFacts,
  dialect: Dialect,
  methods: RpcMethods,
  shaped: EvmRaw,
  early: ReceiptsAnswer | undefined,
): Promise<Partial<EvmRaw>> {
  const { block } = shaped
  const hash = parseHash(block['hash'], 'hash of a block')
  const transactions = asList(block['transactions'], 'transactions of a block').map((value) =>
    typeof value === 'string' ? value : asHash(asObject(value, 'transaction')['hash'], 'hash of a transaction'),
  )
  const answer = await fetchReceipts(call, network, methods, hash, transactions, early)
  if (!answer.receipts) return answer
  // With the receipts at hand a dialect may see what the block's own answer left out.
  const { block: whole, receipts } = normalized(dialect, { ...shaped, receipts: answer.receipts })
  return { block: whole, ...(receipts && { receipts }) }
}

/** Puts answers into the shape of `eth_*`, where the dialect has another. */
export function normalized(dialect: Dialect, raw: EvmRaw): EvmRaw {
  return dialect.normalize?.(raw) ?? raw
}
