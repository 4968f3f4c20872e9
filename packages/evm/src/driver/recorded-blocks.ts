import type { Detail, Exchange, NetworkFacts } from '@defimon/core'
import type { RecordedBlock } from '@defimon/core/adapter'
import type { Dialect, RpcMethods } from '../dialect/dialect.ts'
import { isPresent, type RpcObject } from '../encoding/rpc-object.ts'
import type { EvmRaw } from './evm-raw.ts'
import { normalized } from './fetch-block.ts'

const NO_RECEIPTS = 'not recorded'
const NO_TRANSACTIONS = 'transactions not recorded'

/** Every block that the exchanges hold, joined with its receipts by block hash, whichever way they were asked for. */
export function* recordedBlocks(
  network: NetworkFacts,
  dialect: Dialect,
  methods: RpcMethods,
  exchanges: readonly Exchange[],
): Generator<RecordedBlock<EvmRaw>> {
  const own = exchanges.filter((exchange) => exchange.network === network.id && isPresent(exchange.result))
  const receipts = receiptsByBlock(methods, own)
  const byKey = new Map(own.map((exchange) => [keyOf(exchange.method, exchange.params), exchange]))
  for (const exchange of own) {
    if (exchange.method !== methods.blockByNumber && exchange.method !== methods.blockByHash) continue
    if (!isObject(exchange.result)) continue
    const block = exchange.result
    const asked = askedId(exchange)
    const extra: Record<string, unknown> = {}
    for (const { key, method, params } of asked === undefined ? [] : (dialect.extraRequests?.(asked) ?? [])) {
      const beside = byKey.get(keyOf(method, params))
      if (beside) extra[key] = beside.result
    }
    const listed: readonly unknown[] | undefined = Array.isArray(block['transactions']) ? block['transactions'] : undefined
    const found = receipts.get(String(block['hash']).toLowerCase()) ?? []
    const full = listed?.every(isObject) ?? false
    const recorded = new Set(found.map((receipt) => String(receipt['transactionHash']).toLowerCase()))
    const whole =
      full &&
      listed?.every((transaction) => isObject(transaction) && recorded.has(String(transaction['hash']).toLowerCase())) &&
      // A recorder may have cut transactions out of the block; their receipts then stand beyond the end.
      found.every((receipt) => Number(receipt['transactionIndex']) < found.length)
    const raw: EvmRaw = {
      block,
      ...(Object.keys(extra).length > 0 && { extra }),
      ...(whole
        ? { receipts: found }
        : { receiptsAbsent: NO_RECEIPTS, ...(full && found.length > 0 && { someReceipts: found }) }),
      ...(!full && { transactionsAbsent: NO_TRANSACTIONS }),
    }
    const detail: Detail = !full ? 'header' : whole ? 'receipts' : 'transactions'
    yield { exchange, raw: normalized(dialect, raw), detail, ...(asked !== undefined && { asked }) }
  }
}

/** All receipts of the exchanges by the block hash that they name, in the order of their transactions, each once. */
export function receiptsByBlock(methods: RpcMethods, exchanges: readonly Exchange[]): Map<string, RpcObject[]> {
  const byBlock = new Map<string, Map<string, RpcObject>>()
  for (const { method, result } of exchanges) {
    if (method !== methods.blockReceipts && method !== methods.transactionReceipt) continue
    for (const receipt of Array.isArray(result) ? result : [result]) {
      if (!isObject(receipt)) continue
      const block = String(receipt['blockHash']).toLowerCase()
      const ofBlock = byBlock.get(block) ?? new Map<string, RpcObject>()
      ofBlock.set(String(receipt['transactionHash']).toLowerCase(), receipt)
      byBlock.set(block, ofBlock)
    }
  }
  return new Map([...byBlock].map(([block, ofBlock]) => [block, [...ofBlock.values()].sort(byIndex)]))
}

function byIndex(left: RpcObject, right: RpcObject): number {
  return Number(left['transactionIndex']) - Number(right['transactionIndex'])
}

/** What an exchange asked for: a height or a hash; undefined for a tag. */
export function askedId({ params }: Exchange): number | { readonly hash: string } | undefined {
  const key = Array.isArray(params) ? params[0] : undefined
  if (typeof key === 'number') return key
  if (typeof key !== 'string' || !key.startsWith('0x')) return undefined
  if (key.length === 66) return { hash: key }
  const number = Number(key)
  return Number.isSafeInteger(number) ? number : undefined
}

function keyOf(method: string, params: unknown): string {
  return `${method} ${JSON.stringify(params)}`
}

function isObject(value: unknown): value is RpcObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
