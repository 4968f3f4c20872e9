import type { L2Network, Stack } from '@defimon/core'
import {
  arbitrumModel,
  avalancheModel,
  bscModel,
  cronosModel,
  type EthereumFork,
  ethereumModel,
  gnosisModel,
  harmonyModel,
  kaiaModel,
  type LeftOut,
  lachesisModel,
  lineaModel,
  nearModel,
  type OpStackChain,
  type OpStackFork,
  opStackModel,
  polygonEdgeModel,
  polygonModel,
  polygonZkevmModel,
  restModel,
  rootstockModel,
  type StackModel,
  scrollModel,
  solanaModel,
  starknetModel,
  taikoModel,
  zksyncModel,
} from '@defimon/core/testing'

/** One era of a network's block format, simulated. */
export interface Simulation {
  /** Absent: the one of today, or the only one. */
  readonly era?: string
  readonly startBlock?: number
  readonly model: () => StackModel
  /** Cases of the kit that do not apply in this era, each with the reason. */
  readonly leaveOut?: LeftOut
  /** Faults that cannot be seen in this era, each with the reason. */
  readonly withoutFaults?: LeftOut
}

type Identity = { readonly id: string; readonly chainId?: number }

/** What an EVM network is called and which chain id its nodes answer. */
function identityOf({ id, evmChainId }: L2Network): Identity {
  return { id, ...(evmChainId !== undefined && { chainId: evmChainId }) }
}

/** The part of a CAIP-2 chain id after the colon. */
function referenceOf({ chainId }: L2Network): string | undefined {
  return chainId?.slice(chainId.indexOf(':') + 1)
}

/** Each of the names with the same reason. */
function because(reason: string, ...names: readonly string[]): LeftOut {
  return Object.fromEntries(names.map((name) => [name, reason]))
}

/** Test networks that ended before the newest fork. */
const LAST_ETHEREUM_FORK: Readonly<Record<string, EthereumFork>> = { ethereum_goerli: 'cancun', ethereum_ropsten: 'london' }
/** OP Stack networks that ended before the newest fork. */
const LAST_OP_STACK_FORK: Readonly<Record<string, OpStackFork>> = {
  base_goerli: 'ecotone',
  optimism_goerli: 'ecotone',
  pgn: 'ecotone',
  kroma: 'holocene',
  snaxchain: 'isthmus',
}

const OPTIMISM_FORKS = ['bedrock', 'regolith', 'canyon', 'ecotone', 'holocene', 'isthmus'] as const

interface OwnFormat {
  readonly era?: string
  readonly chain: OpStackChain
  readonly startBlock?: number
}

/** OP networks with formats of their own: today's first. */
const OWN_FORMATS: Readonly<Record<string, readonly OwnFormat[]>> = {
  celo: [
    { chain: 'celo', startBlock: 31_100_000 },
    { era: 'gingerbread', chain: 'celo-gingerbread', startBlock: 21_700_000 },
    { era: 'own chain', chain: 'celo-own-chain' },
  ],
  kroma: [{ chain: 'kroma' }],
  mantle: [{ chain: 'mantle' }],
  metis: [{ chain: 'metis' }],
  opbnb: [{ chain: 'opbnb' }],
}

/** The first OVM: a transaction names the L1 block that it saw, and there are no deposits. Metis is its fork. */
const FIRST_OVM = { era: 'first OVM', chain: 'metis' } as const

function opStack(network: L2Network): readonly Simulation[] {
  const { id } = network
  const identity = identityOf(network)
  const fork = LAST_OP_STACK_FORK[id]
  const standard: Simulation = {
    startBlock: 150_000_000,
    model: () => opStackModel({ ...identity, ...(fork && { fork }) }),
  }
  const own = ({ chain, ...rest }: OwnFormat): Simulation => ({
    ...rest,
    model: () => opStackModel({ ...identity, chain, ...(fork && { fork }) }),
  })
  if (id === 'optimism_kovan') return [own({ chain: 'metis' })]
  if (id === 'ronin') return [standard, own({ era: 'own chain', chain: 'ronin-own-chain' })]
  if (id === 'optimism') {
    const forks = OPTIMISM_FORKS.map((era) => ({
      era,
      startBlock: 110_000_000,
      model: () => opStackModel({ ...identity, fork: era }),
    }))
    return [standard, ...forks, own(FIRST_OVM)]
  }
  return OWN_FORMATS[id]?.map(own) ?? [standard]
}

/** What nothing of an Aurora block commits to that its answers show. */
const AURORA = because(
  'the hash of an Aurora block comes from its NEAR height',
  'parent-hash-changed',
  'state-root-changed',
  'gas-used-changed',
  'miner-changed',
  'header-field-missing',
)
/** Avalanche since Helicon. */
const HELICON = {
  ...because(
    'a header since Helicon that does not come out is skipped, for no real one has proven the recipe',
    'parent-hash-changed',
    'state-root-changed',
    'gas-used-changed',
    'miner-changed',
    'header-field-missing',
  ),
  ...because(
    'since ACP-194 a header holds the results of the blocks that it settles, not its own',
    'receipts-root-changed',
    'bloom-emptied',
    'receipt-status-flipped',
    'log-data-changed',
    'log-topic-changed',
    'log-address-changed',
  ),
}
/** Cronos before 20,000,000. */
const LOST_RECEIPTS = because(
  'only receipts show the order, and before 20,000,000 Ethermint lost some of them',
  'transactions-reordered',
)

function ethereum(network: L2Network): readonly Simulation[] {
  const identity = identityOf(network)
  const fork = LAST_ETHEREUM_FORK[network.id]
  const today: Simulation = {
    model: () => ethereumModel({ ...identity, ...(fork && { fork }) }),
    ...(network.id === 'aurora' && { withoutFaults: AURORA }),
  }
  if (network.id !== 'ethereum') return [today]
  const noStatus = 'before Byzantium a receipt holds a state root and no status'
  const homestead: Simulation = {
    era: 'homestead',
    model: () => ethereumModel({ ...identity, fork: 'homestead' }),
    leaveOut: because(noStatus, 'gives status, fee and gas of transactions with receipts only'),
    withoutFaults: because(noStatus, 'receipt-status-flipped'),
  }
  const before = (['byzantium', 'berlin', 'london', 'shanghai', 'cancun'] as const).map((era) => ({
    era,
    model: () => ethereumModel({ ...identity, fork: era }),
  }))
  return [today, homestead, ...before]
}

function arbitrum(network: L2Network): readonly Simulation[] {
  const identity = identityOf(network)
  const { category, parent } = network
  const data = category === 'optimium' ? 'anytrust' : 'rollup'
  const today: Simulation = {
    startBlock: 200_000_000,
    model: () => arbitrumModel({ ...identity, data, ...(parent !== undefined && { parent }) }),
  }
  if (network.id !== 'arbitrum_one') return [today]
  return [today, { era: 'classic', startBlock: 14_000_000, model: () => arbitrumModel({ ...identity, era: 'classic' }) }]
}

/** Stack → the simulations that stand for a network of it. A stack without blocks to simulate is not here. */
export const SIMULATIONS: { readonly [S in Stack]?: (network: L2Network) => readonly Simulation[] } = {
  evm: ethereum,
  'op-stack': opStack,
  arbitrum,
  zksync: (network) => {
    const identity = identityOf(network)
    const today: Simulation = { model: () => zksyncModel(identity) }
    if (network.id !== 'zksync_era') return [today]
    return [today, { era: 'zksync-os', model: () => zksyncModel({ ...identity, fork: 'zksync-os' }) }]
  },
  linea: (network) => [
    { model: () => lineaModel(identityOf(network)) },
    { era: 'clique', model: () => lineaModel({ ...identityOf(network), fork: 'clique' }) },
  ],
  scroll: (network) => [
    { model: () => scrollModel(identityOf(network)) },
    ...(['bernoulli', 'curie'] as const).map((era) => ({
      era,
      model: () => scrollModel({ ...identityOf(network), fork: era }),
    })),
  ],
  taiko: (network) => [
    { model: () => taikoModel(identityOf(network)) },
    ...(['katla', 'ontake', 'pacaya'] as const).map((era) => ({
      era,
      model: () => taikoModel({ ...identityOf(network), fork: era }),
    })),
  ],
  'polygon-zkevm': (network) => [{ model: () => polygonZkevmModel(identityOf(network)) }],
  'zksync-lite': (network) => [{ model: () => restModel('zksync-lite', identityOf(network)) }],
  loopring: (network) => [{ model: () => restModel('loopring', identityOf(network)) }],
  starknet: (network) => {
    const identity = { id: network.id, chainName: referenceOf(network) ?? network.id }
    return [{ model: () => starknetModel({ ...identity, commitments: false }) }]
  },
  'polygon-pos': (network) => {
    const identity = identityOf(network)
    const bor: Simulation = { model: () => polygonModel({ ...identity, era: 'bor' }) }
    if (network.id !== 'polygon_pos') return [bor]
    const today: Simulation = { startBlock: 80_100_000, model: () => polygonModel({ ...identity, era: 'madhugiri' }) }
    return [today, { ...bor, era: 'before Madhugiri' }]
  },
  bsc: (network) => [{ model: () => bscModel(identityOf(network)) }],
  avalanche: (network) => [
    { model: () => avalancheModel({ ...identityOf(network), era: 'granite' }) },
    { era: 'helicon', model: () => avalancheModel({ ...identityOf(network), era: 'helicon' }), withoutFaults: HELICON },
  ],
  lachesis: (network) => [
    { model: () => lachesisModel({ ...identityOf(network), chain: network.id === 'fantom' ? 'opera' : 'sonic' }) },
  ],
  cronos: (network) => [
    { startBlock: 20_000_000, model: () => cronosModel(identityOf(network)) },
    { era: 'before 20,000,000', model: () => cronosModel(identityOf(network)), withoutFaults: LOST_RECEIPTS },
  ],
  gnosis: (network) => [
    { model: () => gnosisModel(identityOf(network)) },
    { era: 'aura', model: () => gnosisModel({ ...identityOf(network), era: 'aura' }) },
  ],
  harmony: (network) => [
    { model: () => harmonyModel(identityOf(network)) },
    { era: 'first headers', model: () => harmonyModel({ ...identityOf(network), headerVersion: 0 }) },
  ],
  kaia: (network) => [{ model: () => kaiaModel(identityOf(network)) }],
  'polygon-edge': (network) => [{ model: () => polygonEdgeModel(identityOf(network)) }],
  rootstock: (network) => [
    { model: () => rootstockModel({ ...identityOf(network), headerVersion: 2 }) },
    { era: 'headers of version 1', model: () => rootstockModel({ ...identityOf(network), headerVersion: 1 }) },
    { era: 'first headers', model: () => rootstockModel({ ...identityOf(network), headerVersion: 0 }) },
  ],
  solana: (network) => {
    const reference = referenceOf(network)
    return [{ model: () => solanaModel({ id: network.id, ...(reference !== undefined && { chainReference: reference }) }) }]
  },
  near: (network) => {
    const chainName = referenceOf(network) ?? network.id
    return ([undefined, 3, 2] as const).map((headerVersion) => ({
      ...(headerVersion && { era: `headers of version ${headerVersion}` }),
      model: () => nearModel({ id: network.id, chainName, ...(headerVersion && { headerVersion }) }),
    }))
  },
}
