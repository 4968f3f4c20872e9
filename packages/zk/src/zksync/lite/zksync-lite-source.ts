import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { defineSource } from '@defimon/core/adapter'
import { heldDriver, isReadFromParent, throughParent } from '../../rest/held-driver.ts'
import { withSettlement } from '../../settlement/read-later.ts'
import { zksyncLiteDriver } from './zksync-lite-driver.ts'

/** Why a block that Ethereum holds is not recomputed. */
const HELD = {
  hash: 'the root follows from all accounts; it is the one that Ethereum holds, with the proof that was accepted there',
  transactions: 'they stand in the calldata of the transaction that committed the block, which is not taken apart',
}

/**
 * The blocks of zkSync Lite. The hash of a block is the root of the accounts after it.
 *
 * With `endpoints`, by REST. The public API is gone since 2026-05-04, so with `parent` and without `endpoints` blocks are read from
 * Ethereum: number, root, time and the transaction that executed them (`eth_getLogs`, `eth_getTransactionByHash`, headers), detail `header`
 * alone. Nothing of either can be recomputed; `verification.skipped` says so. Settlement, with `parent`, by the events there.
 */
export function zksyncLiteSource(network: L2Network<'zksync-lite'>, options: SourceOptions = {}): BlockSource<'zksync-lite'> {
  const { parent } = options
  const isHeld = parent !== undefined && isReadFromParent(network, options)
  const settle = async () =>
    (await import('./settlement/create-settlement.ts')).createZksyncLiteSettlement(network, options, isHeld)
  if (!isHeld) return defineSource(withSettlement(zksyncLiteDriver(network), settle), options)
  const load = async () => (await import('./held-zksync-blocks.ts')).heldZksyncBlocks(network, parent, options.runtime)
  return defineSource(withSettlement(heldDriver(network, load, HELD), settle), throughParent(options))
}
