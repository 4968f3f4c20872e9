import { type BlockSource, DefimonError, type L2Network, type Runtime } from '@defimon/core'
import type { BatchSettlement, ReadBatchSettlement } from '@defimon/zk/zksync'

/** How far a batch of a network has settled, by its parent alone. Fails with `UNSUPPORTED` for stacks without batches that are numbered there. */
export async function readBatch(
  network: L2Network,
  batch: number,
  { parent, runtime, signal }: { readonly parent: BlockSource; readonly runtime: Runtime; readonly signal: AbortSignal },
): Promise<BatchSettlement> {
  const read = await readerOf(network, { parent, runtime })
  return read(batch, { signal })
}

async function readerOf(
  network: L2Network,
  options: { readonly parent: BlockSource; readonly runtime: Runtime },
): Promise<ReadBatchSettlement> {
  if (isOf(network, 'zksync')) return (await import('@defimon/zk/zksync')).zksyncBatchSettlement(network, options)
  if (isOf(network, 'polygon-zkevm')) {
    return (await import('@defimon/zk/polygon-zkevm')).polygonZkevmBatchSettlement(network, options)
  }
  const why = `batches of stack ${network.stack} are not read by their number`
  throw new DefimonError('UNSUPPORTED', `${network.id}: ${why}`, { network: network.id })
}

function isOf<S extends 'zksync' | 'polygon-zkevm'>(network: L2Network, stack: S): network is L2Network<S> & L2Network {
  return network.stack === stack
}
