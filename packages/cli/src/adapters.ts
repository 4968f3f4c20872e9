import { type BlobSource, type BlockSource, DefimonError, type L2Network, type SourceOptions, type Stack } from '@defimon/core'
import type { BlockDriver } from '@defimon/core/adapter'
import type { MorphNetwork } from '@defimon/zk/morph'

/** Options of the source of any stack. */
export interface AdapterOptions extends SourceOptions {
  /** Where blobs of the parent are found, for stacks whose settlement reads them. */
  readonly blobs?: BlobSource
}

/** What a stack package gives: the driver, to judge recordings, and the source, to read blocks. */
export interface Adapter {
  driverFor(network: L2Network): BlockDriver
  sourceFor(network: L2Network, options?: AdapterOptions): BlockSource
}

function adapterOf<S extends Stack>(
  stack: S,
  driver: (network: L2Network<S>) => BlockDriver<S>,
  source: (network: L2Network<S>, options?: AdapterOptions) => BlockSource<S>,
): Adapter {
  const checked = (network: L2Network): L2Network<S> => {
    // The stack tells which shape of the union a network has; TypeScript cannot follow that for a stack that is a parameter.
    if (network.stack === stack) return network as L2Network<S>
    throw new DefimonError('CONFIG', `${network.id} is a network of stack ${network.stack}, not ${stack}`, {
      network: network.id,
    })
  }
  return {
    driverFor: (network) => driver(checked(network)),
    sourceFor: (network, options) => source(checked(network), options),
  }
}

/** Morph's blocks are of the stack `evm`; how they settle is not. */
function isMorph(network: L2Network<'evm'>): network is MorphNetwork {
  return network.id === 'morph'
}

/**
 * Stack → its adapter, loaded when first needed. The only place that knows every stack: an adapter that comes is one entry here. A
 * stack that is not named has no adapter yet.
 */
const ADAPTERS: { readonly [S in Stack]?: () => Promise<Adapter> } = {
  evm: async () => {
    const { evmDialect, evmDriver, evmSource } = await import('@defimon/evm')
    const { morphDriver, morphSource } = await import('@defimon/zk/morph')
    return adapterOf(
      'evm',
      (network) => (isMorph(network) ? morphDriver(network) : evmDriver(network, evmDialect(network))),
      (network, options) => (isMorph(network) ? morphSource(network, options) : evmSource(network, options)),
    )
  },
  'op-stack': async () => {
    const { optimismDriver, optimismSource } = await import('@defimon/optimism')
    return adapterOf('op-stack', optimismDriver, optimismSource)
  },
  arbitrum: async () => {
    const { arbitrumDriver, arbitrumSource } = await import('@defimon/arbitrum')
    return adapterOf('arbitrum', arbitrumDriver, arbitrumSource)
  },
  zksync: async () => {
    const { zksyncDriver, zksyncSource } = await import('@defimon/zk/zksync')
    return adapterOf('zksync', zksyncDriver, zksyncSource)
  },
  linea: async () => {
    const { lineaDriver, lineaSource } = await import('@defimon/zk/linea')
    return adapterOf('linea', lineaDriver, lineaSource)
  },
  scroll: async () => {
    const { scrollDriver, scrollSource } = await import('@defimon/zk/scroll')
    return adapterOf('scroll', scrollDriver, scrollSource)
  },
  taiko: async () => {
    const { taikoDriver, taikoSource } = await import('@defimon/zk/taiko')
    return adapterOf('taiko', taikoDriver, taikoSource)
  },
  'zksync-lite': async () => {
    const { zksyncLiteDriver, zksyncLiteSource } = await import('@defimon/zk/zksync/lite')
    return adapterOf('zksync-lite', zksyncLiteDriver, zksyncLiteSource)
  },
  loopring: async () => {
    const { loopringDriver, loopringSource } = await import('@defimon/zk/loopring')
    return adapterOf('loopring', loopringDriver, loopringSource)
  },
  starkex: async () => {
    const { immutableDriver, immutableSource } = await import('@defimon/zk/immutable')
    return adapterOf('starkex', immutableDriver, immutableSource)
  },
  'polygon-zkevm': async () => {
    const { polygonZkevmDriver, polygonZkevmSource } = await import('@defimon/zk/polygon-zkevm')
    return adapterOf('polygon-zkevm', polygonZkevmDriver, polygonZkevmSource)
  },
  'polygon-pos': async () => {
    const { polygonDriver, polygonSource } = await import('@defimon/sidechain')
    return adapterOf('polygon-pos', polygonDriver, polygonSource)
  },
  bsc: async () => {
    const { bscDriver, bscSource } = await import('@defimon/sidechain')
    return adapterOf('bsc', bscDriver, bscSource)
  },
  avalanche: async () => {
    const { avalancheDriver, avalancheSource } = await import('@defimon/sidechain')
    return adapterOf('avalanche', avalancheDriver, avalancheSource)
  },
  lachesis: async () => {
    const { lachesisDriver, lachesisSource } = await import('@defimon/sidechain')
    return adapterOf('lachesis', lachesisDriver, lachesisSource)
  },
  cronos: async () => {
    const { cronosDriver, cronosSource } = await import('@defimon/sidechain')
    return adapterOf('cronos', cronosDriver, cronosSource)
  },
  gnosis: async () => {
    const { gnosisDriver, gnosisSource } = await import('@defimon/sidechain')
    return adapterOf('gnosis', gnosisDriver, gnosisSource)
  },
  harmony: async () => {
    const { harmonyDriver, harmonySource } = await import('@defimon/sidechain')
    return adapterOf('harmony', harmonyDriver, harmonySource)
  },
  kaia: async () => {
    const { kaiaDriver, kaiaSource } = await import('@defimon/sidechain')
    return adapterOf('kaia', kaiaDriver, kaiaSource)
  },
  'polygon-edge': async () => {
    const { polygonEdgeDriver, polygonEdgeSource } = await import('@defimon/sidechain')
    return adapterOf('polygon-edge', polygonEdgeDriver, polygonEdgeSource)
  },
  rootstock: async () => {
    const { rootstockDriver, rootstockSource } = await import('@defimon/sidechain')
    return adapterOf('rootstock', rootstockDriver, rootstockSource)
  },
  solana: async () => {
    const { solanaDriver, solanaSource } = await import('@defimon/solana')
    return adapterOf('solana', solanaDriver, solanaSource)
  },
  starknet: async () => {
    const { starknetDriver, starknetSource } = await import('@defimon/zk/starknet')
    return adapterOf('starknet', starknetDriver, starknetSource)
  },
  near: async () => {
    const { nearDriver, nearSource } = await import('@defimon/near')
    return adapterOf('near', nearDriver, nearSource)
  },
}

/** Whether blocks of a stack can be read today. */
export function hasAdapter(stack: Stack): boolean {
  return ADAPTERS[stack] !== undefined
}

/** The stacks whose blocks can be read today. */
export function stacksWithAdapter(): readonly Stack[] {
  return (Object.keys(ADAPTERS) as Stack[]).filter(hasAdapter)
}

/** The adapter of a stack; undefined where there is none yet. */
export async function loadAdapter(stack: Stack): Promise<Adapter | undefined> {
  return ADAPTERS[stack]?.()
}

/** A source for any network. Fails with `UNSUPPORTED` where its stack has no adapter yet. */
export async function sourceFor(network: L2Network, options?: AdapterOptions): Promise<BlockSource> {
  const adapter = await loadAdapter(network.stack)
  if (!adapter) throw noAdapterYet(network)
  return adapter.sourceFor(network, options)
}

/** The error for a network whose stack has no adapter yet. */
export function noAdapterYet(network: L2Network): DefimonError {
  return new DefimonError('UNSUPPORTED', `${network.id}: no adapter yet for stack ${network.stack}`, { network: network.id })
}
