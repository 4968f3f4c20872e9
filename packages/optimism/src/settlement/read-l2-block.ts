import { BlockNotFoundError, type BlockRef, DefimonError, type Hash, VerificationError } from '@defimon/core'
import type { BlockDriver, DriverCall } from '@defimon/core/adapter'
import { asObject, type EvmRaw, isPresent, parseHeight, type RpcObject } from '@defimon/evm'
import { l1Attributes } from '../l1-attributes.ts'

type Driver = BlockDriver<'op-stack', EvmRaw>

/** A header of the network that settles, whose hash is that of its fields as far as the chain lets that be checked. */
export interface L2Header extends BlockRef {
  readonly timestampMs: number
  /** The header as it was answered. */
  readonly fields: RpcObject
}

/**
 * Reads a header; undefined where the endpoint has none. Fails with `VERIFICATION` where it contradicts itself, or is not the one that
 * was asked for. Asks `eth_getBlockByNumber` or `eth_getBlockByHash`.
 */
export async function readL2Header(
  driver: Driver,
  call: DriverCall,
  id: number | { readonly hash: Hash },
): Promise<L2Header | undefined> {
  const raw = await driver.fetchBlock(call, id, 'header')
  if (!raw) return undefined
  const block = driver.decode(raw, 'header')
  const context = { network: driver.network.id, host: call.endpoint }
  const [asked, given] = typeof id === 'number' ? [id, block.number] : [id.hash, block.hash]
  if (asked !== given) throw new VerificationError('identity', String(given), String(asked), context)
  for (const result of await driver.verify(raw, block, 'header')) {
    if (result.outcome === 'mismatch') throw new VerificationError(result.check, result.claimed, result.computed, context)
  }
  const { number, hash, timestampMs } = block
  return { number, hash, timestampMs, fields: raw.block }
}

/** The block that a settlement is asked of. Fails with `NOT_FOUND` where the endpoint has another one, or none, at its height. */
export async function readAskedBlock(driver: Driver, call: DriverCall, block: BlockRef): Promise<L2Header> {
  const context = { network: driver.network.id, host: call.endpoint }
  const header = await readL2Header(driver, call, block.number)
  if (!header) throw new BlockNotFoundError(block.number, 'not-yet', context)
  if (header.hash !== block.hash.toLowerCase()) throw new BlockNotFoundError({ hash: block.hash }, 'unknown', context)
  return header
}

/**
 * The L1 block that a block was derived from, by its first transaction: L1 attributes, or what a transaction of the OVM saw. Undefined
 * where it does not tell. Asks `eth_getTransactionByBlockHashAndIndex`, else `eth_getBlockByHash`.
 */
export async function readL1Origin(driver: Driver, call: DriverCall, { hash }: BlockRef): Promise<number | undefined> {
  const first = await call.request('eth_getTransactionByBlockHashAndIndex', [hash, '0x0']).catch(async (error: unknown) => {
    if (!DefimonError.isInstance(error) || !['RPC', 'UNSUPPORTED'].includes(error.code)) throw error
    const raw = await driver.fetchBlock(call, { hash }, 'transactions')
    const transactions = raw?.block['transactions']
    return Array.isArray(transactions) ? (transactions as readonly unknown[])[0] : undefined
  })
  if (!isPresent(first)) return undefined
  const transaction = asObject(first, 'transaction')
  const attributes = l1Attributes({ transactions: [transaction] })
  if (attributes) return attributes.number
  const { l1BlockNumber } = transaction
  return isPresent(l1BlockNumber) ? parseHeight(l1BlockNumber, 'l1BlockNumber') : undefined
}
