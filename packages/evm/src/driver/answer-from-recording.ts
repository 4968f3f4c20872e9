import type { Exchange, NetworkFacts } from '@defimon/core'
import type { Dialect, RpcMethods } from '../dialect/dialect.ts'
import { toQuantity } from '../encoding/quantity.ts'
import type { RpcObject } from '../encoding/rpc-object.ts'
import { receiptsByBlock, recordedBlocks } from './recorded-blocks.ts'

/**
 * Answers what was not recorded from what was: the chain id, the head and the tags (the newest block), a block by the other of
 * number and hash, and all receipts of a block from single ones. Undefined: cannot be known.
 */
export function answerFromRecording(
  network: NetworkFacts,
  dialect: Dialect,
  methods: RpcMethods,
  exchanges: readonly Exchange[],
): (method: string, params: unknown) => unknown {
  const blocks = new Map<string, RpcObject>()
  let newest: { readonly number: number; readonly block: RpcObject } | undefined
  for (const { raw, exchange } of recordedBlocks(network, dialect, methods, exchanges)) {
    const block = exchange.result as RpcObject
    const number = Number(raw.block['number'])
    if (!Number.isSafeInteger(number)) continue
    // Of two recordings of a block the one with whole transactions says more.
    for (const key of [toQuantity(number), String(raw.block['hash']).toLowerCase()]) {
      const known = blocks.get(key)
      if (!known || (hashesOnly(known) && !hashesOnly(block))) blocks.set(key, block)
    }
    if (!newest || number >= newest.number) newest = { number, block: blocks.get(toQuantity(number)) ?? block }
  }
  const receipts = receiptsByBlock(methods, exchanges)

  function blockFor(params: unknown): RpcObject | undefined {
    const [key, full] = Array.isArray(params) ? params : []
    const block = isTag(key) ? newest?.block : blocks.get(canonical(key))
    if (!block) return undefined
    if (full === true) return hashesOnly(block) ? undefined : block
    return hashesOnly(block) ? block : { ...block, transactions: transactionsOf(block).map(hashOf) }
  }

  return (method, params) => {
    if (method === 'eth_chainId') return network.evmChainId === undefined ? undefined : toQuantity(network.evmChainId)
    if (method === 'net_version') return network.evmChainId === undefined ? undefined : String(network.evmChainId)
    if (method === 'eth_blockNumber') return newest && toQuantity(newest.number)
    if (method === methods.syncing) return false
    if (method === methods.blockByNumber || method === methods.blockByHash) return blockFor(params)
    if (method === methods.blockReceipts) {
      const block = blockFor([Array.isArray(params) ? params[0] : undefined, false])
      if (!block) return undefined
      const hashes = transactionsOf(block)
      const found = receipts.get(String(block['hash']).toLowerCase()) ?? []
      return found.length >= hashes.length ? found : undefined
    }
    return undefined
  }
}

function isTag(key: unknown): boolean {
  return key === 'latest' || key === 'safe' || key === 'finalized'
}

function canonical(key: unknown): string {
  if (typeof key !== 'string' || key.length === 66) return String(key).toLowerCase()
  const number = Number(key)
  return Number.isSafeInteger(number) ? toQuantity(number) : key
}

function transactionsOf(block: RpcObject): readonly unknown[] {
  return Array.isArray(block['transactions']) ? block['transactions'] : []
}

function hashesOnly(block: RpcObject): boolean {
  const listed = transactionsOf(block)
  return listed.length > 0 && typeof listed[0] === 'string'
}

function hashOf(transaction: unknown): unknown {
  return typeof transaction === 'object' && transaction !== null ? (transaction as RpcObject)['hash'] : transaction
}
