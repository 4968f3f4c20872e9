import { DefimonError, type L2Network, type Runtime, type Stack, systemRuntime } from '@defimon/core'
import { type ArbitrumModelOptions, arbitrumModel } from '../arbitrum/arbitrum-model.ts'
import { type AvalancheModelOptions, avalancheModel } from '../avalanche/avalanche-model.ts'
import { bscModel } from '../bsc/bsc-model.ts'
import { cronosModel } from '../cronos/cronos-model.ts'
import { type EthereumModelOptions, ethereumModel } from '../ethereum/ethereum-model.ts'
import type { VariantModelOptions } from '../ethereum/ethereum-variant.ts'
import { type GnosisModelOptions, gnosisModel } from '../gnosis/gnosis-model.ts'
import { type HarmonyModelOptions, harmonyModel } from '../harmony/harmony-model.ts'
import { type KaiaModelOptions, kaiaModel } from '../kaia/kaia-model.ts'
import { type LachesisModelOptions, lachesisModel } from '../lachesis/lachesis-model.ts'
import { type LineaModelOptions, lineaModel } from '../linea/linea-model.ts'
import { type NearModelOptions, nearModel } from '../near/near-model.ts'
import { type OpStackModelOptions, opStackModel } from '../op-stack/op-stack-model.ts'
import { polygonEdgeModel } from '../polygon-edge/polygon-edge-model.ts'
import { type PolygonModelOptions, polygonModel } from '../polygon-pos/polygon-model.ts'
import { type PolygonZkevmModelOptions, polygonZkevmModel } from '../polygon-zkevm/polygon-zkevm-model.ts'
import { type RestModelOptions, restModel } from '../rest/rest-model.ts'
import { type RootstockModelOptions, rootstockModel } from '../rootstock/rootstock-model.ts'
import { seededRandom } from '../runtime/seeded-random.ts'
import type { VirtualHost } from '../runtime/virtual-runtime.ts'
import { type ScrollModelOptions, scrollModel } from '../scroll/scroll-model.ts'
import { type SolanaModelOptions, solanaModel } from '../solana/solana-model.ts'
import { type StarknetModelOptions, starknetModel } from '../starknet/starknet-model.ts'
import { type TaikoModelOptions, taikoModel } from '../taiko/taiko-model.ts'
import { type ZksyncModelOptions, zksyncModel } from '../zksync/zksync-model.ts'
import type { Fault } from './fault.ts'
import { createSimulatedChain, type SimulatedChain, type SimulatedChainOptions } from './simulated-chain.ts'
import { createSimulatedEndpoint, type SimulatedEndpoint, type SimulatedEndpointOptions } from './simulated-endpoint.ts'
import { createSimulatedSocket, type SimulatedSocket } from './simulated-socket.ts'
import type { StackModel } from './stack-model.ts'
import { transportFaults } from './transport-faults.ts'
import { viewFaults } from './view-faults.ts'

/** Options of the stacks that have a model, by the name of the stack. */
export interface SimulatedStacks {
  evm: EthereumModelOptions
  avalanche: AvalancheModelOptions
  bsc: VariantModelOptions
  cronos: VariantModelOptions
  gnosis: GnosisModelOptions
  harmony: HarmonyModelOptions
  kaia: KaiaModelOptions
  lachesis: LachesisModelOptions
  'polygon-edge': VariantModelOptions
  'polygon-pos': PolygonModelOptions
  rootstock: RootstockModelOptions
  'op-stack': OpStackModelOptions
  solana: SolanaModelOptions
  near: NearModelOptions
  'zksync-lite': RestModelOptions
  loopring: RestModelOptions
  starknet: StarknetModelOptions
  zksync: ZksyncModelOptions
  linea: LineaModelOptions
  scroll: ScrollModelOptions
  taiko: TaikoModelOptions
  'polygon-zkevm': PolygonZkevmModelOptions
  arbitrum: ArbitrumModelOptions
}

/** A stack that has a model. */
export type SimulatedStack = keyof SimulatedStacks

/** What is simulated, whatever its stack. Everything has a default. */
export interface SimulationOptions {
  /** Decides all content. Default 1. */
  readonly seed?: number | string
  /** Facts of the network that override the model's: id, name, chain id of a real network. */
  readonly network?: Partial<Pick<L2Network, 'id' | 'name' | 'chainId' | 'evmChainId' | 'blockTimeMs' | 'parent'>>
  /** Height of the first block. Default 1,000,000. Below it the nodes have pruned. */
  readonly startBlock?: number
  /** Blocks at the start. Default 64. */
  readonly blocks?: number
  /** Default 2000. A function draws it for each block. */
  readonly blockTimeMs?: SimulatedChainOptions<unknown>['blockTimeMs']
  /** Its clock makes new blocks as time passes. Absent: `chain.mine` makes them. */
  readonly runtime?: Runtime
  /** Blocks come by `chain.mine` only, even with a runtime. */
  readonly mining?: 'clock' | 'manual'
  /** Time of the first block, ms since 1970. Default: so that the head is of now (with a runtime), or in June 2025. */
  readonly startMs?: number
  /** Endpoints at the start. Default: one that does nothing wrong. */
  readonly endpoints?: readonly SimulatedEndpointOptions[]
  readonly safeDepth?: number
  readonly finalizedDepth?: number
  readonly reorgs?: SimulatedChainOptions<unknown>['reorgs']
  /** Blocks that its nodes keep, at least (`SimulatedChainOptions`): for runs of many hours. Default: all. */
  readonly keepBlocks?: number
}

/** Options of `simulateNetwork` for a stack that has a model here. */
export type SimulatedStackOptions<S extends SimulatedStack> = SimulationOptions & SimulatedStacks[S] & { readonly stack: S }

/** Options of `simulateNetwork` for a stack of one's own. */
export type SimulatedModelOptions = SimulationOptions & { readonly stack: StackModel }

/** A simulated network: a chain, and endpoints that show it. */
export interface SimulatedNetwork<S extends Stack = Stack> extends VirtualHost {
  /** As a source takes it: its endpoints are those that exist when it is read. */
  readonly network: L2Network<S>
  readonly model: StackModel
  /** The chain: the oracle, and what moves it. */
  readonly chain: SimulatedChain
  readonly endpoints: readonly SimulatedEndpoint[]
  /** One more endpoint. */
  endpoint(options?: SimulatedEndpointOptions): SimulatedEndpoint
  /** Asks the endpoint that the URL names. */
  readonly fetch: typeof globalThis.fetch
  readonly webSocket: (url: string) => WebSocket
  /** Breaks all open sockets. Gives how many there were. */
  cutSockets(): number
  /** All faults that its endpoints can have, by name. */
  readonly catalogue: Readonly<Record<string, Fault>>
}

type AnyOptions = { [S in SimulatedStack]: SimulatedStackOptions<S> }[SimulatedStack] | SimulatedModelOptions

function modelOf(options: AnyOptions): StackModel {
  if (typeof options.stack === 'object') return options.stack
  const { network } = options
  const identity = {
    ...(network?.id !== undefined && { id: network.id }),
    ...(network?.evmChainId !== undefined && { chainId: network.evmChainId }),
  }
  switch (options.stack) {
    case 'evm':
      return ethereumModel({ ...identity, ...options }) as StackModel
    case 'avalanche':
      return avalancheModel({ ...identity, ...options }) as StackModel
    case 'bsc':
      return bscModel({ ...identity, ...options }) as StackModel
    case 'cronos':
      return cronosModel({ ...identity, ...options }) as StackModel
    case 'gnosis':
      return gnosisModel({ ...identity, ...options }) as StackModel
    case 'harmony':
      return harmonyModel({ ...identity, ...options }) as StackModel
    case 'kaia':
      return kaiaModel({ ...identity, ...options }) as StackModel
    case 'lachesis':
      return lachesisModel({ ...identity, ...options }) as StackModel
    case 'polygon-edge':
      return polygonEdgeModel({ ...identity, ...options }) as StackModel
    case 'polygon-pos':
      return polygonModel({ ...identity, ...options }) as StackModel
    case 'rootstock':
      return rootstockModel({ ...identity, ...options }) as StackModel
    case 'starknet':
      return starknetModel({ ...identity, ...options }) as StackModel
    case 'op-stack':
      return opStackModel({ ...identity, ...options }) as StackModel
    case 'solana':
      return solanaModel({ ...identity, ...options }) as StackModel
    case 'zksync-lite':
    case 'loopring':
      return restModel(options.stack, { ...identity, ...options }) as StackModel
    case 'near':
      return nearModel({ ...identity, ...options }) as StackModel
    case 'zksync':
      return zksyncModel({ ...identity, ...options }) as StackModel
    case 'linea':
      return lineaModel({ ...identity, ...options }) as StackModel
    case 'scroll':
      return scrollModel({ ...identity, ...options }) as StackModel
    case 'taiko':
      return taikoModel({ ...identity, ...options }) as StackModel
    case 'polygon-zkevm':
      return polygonZkevmModel({ ...identity, ...options }) as StackModel
    case 'arbitrum':
      return arbitrumModel({ ...identity, ...options }) as StackModel
  }
}

/**
 * A simulated network of a stack, with correct hashes, that can reorganise, halt, lag and lie on command. Its blocks are built by code
 * that shares nothing with the adapters.
 */
export function simulateNetwork<S extends SimulatedStack>(options: SimulatedStackOptions<S>): SimulatedNetwork<S>
/** A simulated network of a stack of one's own: the model says how its blocks are made and how its nodes answer. */
export function simulateNetwork(options: SimulatedModelOptions): SimulatedNetwork
export function simulateNetwork(options: AnyOptions): SimulatedNetwork {
  const model = modelOf(options)
  const { seed = 1, startBlock = 1_000_000, blocks = 64, blockTimeMs = 2000, finalizedDepth = 32 } = options
  const safeDepth = options.safeDepth ?? model.safeDepth ?? 8
  const runtime = options.runtime ?? systemRuntime()
  const facts = { ...model.network, ...options.network } as L2Network
  const fixedTimeMs = typeof blockTimeMs === 'number' ? blockTimeMs : blockTimeMs(() => 0.5)
  const spanMs = (blocks - 1) * fixedTimeMs
  const beganAtMs = options.runtime === undefined ? 1_750_000_000_000 : runtime.now()
  const beganMonotonicMs = runtime.monotonicMs()
  const startMs = options.startMs ?? Math.floor((beganAtMs - spanMs) / 1000) * 1000
  const chainOptions = {
    model,
    seed,
    startBlock,
    startMs,
    blocks,
    blockTimeMs,
    safeDepth,
    finalizedDepth,
    ...(options.reorgs && { reorgs: options.reorgs }),
    ...(options.keepBlocks !== undefined && { keepBlocks: options.keepBlocks }),
    // The chain's own time: a wall clock that jumps is the reader's trouble, not the chain's.
    ...(options.runtime && options.mining !== 'manual' && { clock: () => beganAtMs + runtime.monotonicMs() - beganMonotonicMs }),
  }
  const chain = createSimulatedChain(chainOptions)
  const catalogue = { ...transportFaults, ...viewFaults, ...model.faults }
  const random = seededRandom(`network/${seed}`)
  const endpoints = new Map<string, SimulatedEndpoint>()
  const sockets = new Set<SimulatedSocket>()
  let foreign: SimulatedChain | undefined
  const foreignChain = (): SimulatedChain => {
    foreign ??= createSimulatedChain({ ...chainOptions, model: model.foreign(), seed: `foreign/${seed}` })
    return foreign
  }

  const endpoint = (endpointOptions: SimulatedEndpointOptions = {}): SimulatedEndpoint => {
    const host = endpointOptions.host ?? `node-${endpoints.size}.${facts.id.replaceAll('_', '-')}.example`
    if (endpoints.has(host)) throw new RangeError(`an endpoint at ${host} exists`)
    const ground = { host, model, chain, foreignChain, catalogue, runtime, random: random.fork(`endpoint/${host}`) }
    const made = createSimulatedEndpoint(ground, endpointOptions)
    endpoints.set(host, made)
    return made
  }
  for (const each of options.endpoints ?? [{}]) endpoint(each)

  const reach = (url: URL): SimulatedEndpoint => {
    const found = endpoints.get(url.host)
    if (found === undefined)
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error(`no endpoint at ${url.host}`), { code: 'ENOTFOUND' }),
      })
    return found
  }

  return {
    get network() {
      return { blockTimeMs: fixedTimeMs, ...facts, endpoints: [...endpoints.values()].map((each) => each.endpoint) } as L2Network
    },
    model,
    chain,
    get endpoints() {
      return [...endpoints.values()]
    },
    endpoint,
    get hosts() {
      return [...endpoints.keys()]
    },
    fetch: async (input, init) => reach(new URL(input instanceof Request ? input.url : input)).fetch(input, init),
    webSocket: (url) => {
      const { host } = new URL(url)
      const at = endpoints.get(host)
      if (at?.endpoint.webSocketUrl === undefined) throw new DefimonError('UNREACHABLE', `no socket at ${host}`, { host })
      const socket = createSimulatedSocket(url, { endpoint: at, chain, model, runtime })
      sockets.add(socket)
      socket.webSocket.addEventListener('close', () => sockets.delete(socket))
      return socket.webSocket
    },
    cutSockets: () => {
      const open = [...sockets]
      for (const socket of open) socket.cut()
      return open.length
    },
    catalogue,
  }
}
