import { type BlockRef, ContradictionError } from '@defimon/core'
import type { BlockDriver, DriverCall } from '@defimon/core/adapter'
import type { EvmRaw } from '@defimon/evm'
import { readL2Header } from '../../settlement/l2-header.ts'

/**
 * The block whose hash the parent holds, where the endpoint has it so; undefined where it has no such block. Fails with a
 * `ContradictionError` where it has another one.
 */
export async function anchorOf(
  driver: BlockDriver<'taiko', EvmRaw>,
  call: DriverCall,
  { number, hash }: BlockRef,
  asked: BlockRef,
): Promise<BlockRef | undefined> {
  const named = number === asked.number ? asked : await readL2Header(driver, call, number)
  if (!named) return undefined
  if (named.hash === hash) return { number, hash }
  throw new ContradictionError({ number, hash: named.hash }, hash, named.hash, {
    network: driver.network.id,
    host: call.endpoint,
    detail: 'the block hash that Taiko verified on the parent chain',
  })
}
