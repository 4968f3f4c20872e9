import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { zksyncDialect } from './zksync-dialect.ts'

/** The driver of zkSync Era and the ZK Stack: what is asked, how it is decoded and recomputed. */
export function zksyncDriver(network: L2Network<'zksync'>): BlockDriver<'zksync', EvmRaw> {
  assertNetwork(network, 'zksync')
  return evmDriver(network, zksyncDialect)
}

/**
 * The blocks of zkSync Era and ZK Stack chains: the block hash is recomputed from number, time, parent and transaction hashes. No root
 * stands over transactions or receipts; the checks that this leaves out are skipped with the reason.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`.
 */
export function zksyncSource(network: L2Network<'zksync'>, options?: SourceOptions): BlockSource<'zksync'> {
  return defineSource(zksyncDriver(network), options)
}
