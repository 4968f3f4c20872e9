import { type BlockSource, DefimonError, type L2Network, type SourceOptions } from '@defimon/core'
import { getNetwork } from '@defimon/networks'
import { type AdapterOptions, sourceFor } from './adapters.ts'

/** How the chains above a network are reached. */
export interface SettlingSourceOptions extends Omit<AdapterOptions, 'parent'> {
  /** Asked for the parent chain instead of the registry's endpoints. */
  readonly parentEndpoints?: readonly string[]
}

/**
 * A source that reads settlement: with the source of its parent chain as the registry names it, and so on up to the chain that has no
 * parent (an L3 is read through its L2). Closing it closes them all.
 */
export async function settlingSource(
  network: L2Network,
  { parentEndpoints, blobs, ...options }: SettlingSourceOptions = {},
): Promise<BlockSource> {
  const parent = await parentOf(network, parentEndpoints, options)
  // Those of Ethereum: other parents have none, or keep them elsewhere.
  const ofEthereum = network.parent?.startsWith('ethereum') ? blobs : undefined
  const source = await sourceFor(network, { ...options, ...(parent && { parent }), ...(ofEthereum && { blobs: ofEthereum }) })
  if (!parent) return source
  const close = async (): Promise<void> => {
    try {
      await source.close()
    } finally {
      await parent.close()
    }
  }
  return { ...source, close, [Symbol.asyncDispose]: close }
}

/** The source of a network's parent chain. Fails with `UNSUPPORTED` where it has none. */
export async function parentSource(
  network: L2Network,
  { parentEndpoints, ...options }: SettlingSourceOptions = {},
): Promise<BlockSource> {
  const parent = await parentOf(network, parentEndpoints, options)
  if (parent) return parent
  throw new DefimonError('UNSUPPORTED', `${network.id}: its parent chain is not known`, { network: network.id })
}

async function parentOf(
  network: L2Network,
  parentEndpoints: readonly string[] | undefined,
  { runtime }: SourceOptions,
): Promise<BlockSource | undefined> {
  if (network.parent === undefined) return undefined
  const endpoints = parentEndpoints && { endpoints: parentEndpoints }
  return settlingSource(getNetwork(network.parent), { ...(runtime && { runtime }), ...endpoints })
}
