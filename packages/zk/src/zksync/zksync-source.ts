import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, defineSource } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { orNameTheParent } from '../settlement/gone-node.ts'
import type { ZksyncSettlement } from './settlement/zksync-settlement.ts'
import { zksyncDialect } from './zksync-dialect.ts'

/** The driver of zkSync Era and the ZK Stack: what is asked, how it is decoded and recomputed. */
export function zksyncDriver(network: L2Network<'zksync'>): BlockDriver<'zksync', EvmRaw> {
  assertNetwork(network, 'zksync')
  return {
    ...evmDriver(network, zksyncDialect),
    settlementStages: async () => (await import('./settlement/settlement-stages.ts')).zksyncStages(network),
  }
}

/**
 * The blocks of zkSync Era and ZK Stack chains: the block hash is recomputed from number, time, parent and transaction hashes. No root
 * stands over transactions or receipts; the checks that this leaves out are skipped with the reason.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`. With the parent's source it reads settlement: commits, proofs and executions on the parent (its `eth_getLogs`, headers,
 * transactions and receipts), and of the node `zks_getL1BatchBlockRange` and `zks_getL1BatchDetails`.
 */
export function zksyncSource(network: L2Network<'zksync'>, options: SourceOptions = {}): BlockSource<'zksync'> {
  const driver = zksyncDriver(network)
  let settlement: Promise<ZksyncSettlement> | undefined
  return defineSource(
    {
      ...driver,
      async readSettlement(call, block) {
        settlement ??= import('./settlement/zksync-settlement.ts').then(({ createZksyncSettlement }) =>
          createZksyncSettlement(network, driver, options),
        )
        return orNameTheParent(network, (await settlement).readSettlement(call, block), '`zksyncBatchSettlement`')
      },
    },
    options,
  )
}
