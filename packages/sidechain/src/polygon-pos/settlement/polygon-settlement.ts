import type { BlockRef, L2Network, Settlement, SourceOptions } from '@defimon/core'
import { type BlockDriver, consensusSettlement, type DriverCall } from '@defimon/core/adapter'
import { createParentChain } from '@defimon/evm/parent'
import { createCheckpointReader } from './checkpoint-reader.ts'

/**
 * How far a block of Polygon PoS has settled: by the milestone that its `finalized` tag stands for, and, where the parent's source is
 * there, by the checkpoint on the parent that covers it, which is what exits wait for. The root of a checkpoint is a tree over the
 * headers of all its blocks, so it anchors none by itself.
 */
export function createPolygonSettlement(
  driver: BlockDriver<'polygon-pos'>,
  network: L2Network<'polygon-pos'>,
  { parent, runtime }: Pick<SourceOptions, 'parent' | 'runtime'>,
): (call: DriverCall, block: BlockRef) => Promise<Settlement> {
  const byConsensus = consensusSettlement(driver)
  const chain = parent && createParentChain(parent, runtime)
  const checkpoints = chain && createCheckpointReader(network, chain.network)
  return async (call, block) => {
    const settlement = await byConsensus(call, block)
    if (settlement.state.stage !== 'settled' || !chain || !checkpoints) return settlement
    const checkpoint = await checkpoints.find(await chain.view(call), block)
    return checkpoint ? { ...settlement, state: { stage: 'settled', settled: checkpoint } } : settlement
  }
}
