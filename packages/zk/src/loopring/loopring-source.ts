import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { defineSource } from '@defimon/core/adapter'
import { heldDriver, isReadFromParent, throughParent } from '../rest/held-driver.ts'
import { withSettlement } from '../settlement/read-later.ts'
import { loopringDriver } from './loopring-driver.ts'

/** Why a block that Ethereum holds is not recomputed. */
const HELD = {
  hash: 'the root follows from all accounts; it is the one that Ethereum holds, with the proof that was accepted there',
  transactions: 'they stand in the calldata of the transaction that submitted the block, which is not taken apart',
}

/**
 * The blocks of Loopring. The hash of a block is the Merkle root after it, as `BlockSubmitted` has it on Ethereum.
 *
 * With `endpoints`, by REST. The exchange is closed since 2026-06-28, so with `parent` and without `endpoints` blocks are read from
 * Ethereum: number, root, time and transaction there (`eth_getLogs`, headers), detail `header` alone. Nothing of either can be recomputed;
 * `verification.skipped` says so. Settlement, with `parent`, by the events there.
 */
export function loopringSource(network: L2Network<'loopring'>, options: SourceOptions = {}): BlockSource<'loopring'> {
  const { parent } = options
  const isHeld = parent !== undefined && isReadFromParent(network, options)
  const settle = async () =>
    (await import('./settlement/create-settlement.ts')).createLoopringSettlement(network, options, isHeld)
  if (!isHeld) return defineSource(withSettlement(loopringDriver(network), settle), options)
  const load = async () => (await import('./held-loopring-blocks.ts')).heldLoopringBlocks(network, parent, options.runtime)
  return defineSource(withSettlement(heldDriver(network, load, HELD), settle), throughParent(options))
}
