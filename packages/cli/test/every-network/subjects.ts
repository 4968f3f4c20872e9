import type { Check, L2Network, Stack } from '@defimon/core'
import { defineSource } from '@defimon/core/adapter'
import { type Fault, type LeftOut, starknetModel } from '@defimon/core/testing'
import { type Dialect, evmDialect, evmDriver } from '@defimon/evm'
import { findNetworks } from '@defimon/networks'
import { optimismDialect } from '@defimon/optimism'
import { cronosDialect, harmonyDialect, lachesisDialect, polygonEdgeDialect, rootstockDialect } from '@defimon/sidechain'
import { polygonZkevmDialect } from '@defimon/zk/polygon-zkevm'
import { hasAdapter } from 'defimon'
import { SIMULATIONS, type Simulation } from './simulations.ts'
import type { Subject } from './subject.ts'

const NO_OTHER_TAGS = 'its nodes know no tag but latest'
const ONLY_LATEST: LeftOut = {
  'reads the safe block': NO_OTHER_TAGS,
  'reads the finalized block': NO_OTHER_TAGS,
  'gives a range up to a tag': NO_OTHER_TAGS,
}
const NO_ANSWER_BY_HASH = 'its nodes answer no question by block hash'
const NOT_BY_HASH: LeftOut = {
  'reads a block by hash': NO_ANSWER_BY_HASH,
  'tells a hash that nobody knows': NO_ANSWER_BY_HASH,
}
const OTHER_NETWORK = 'refuses a network whose endpoints are all of another one'

const NO_CHAIN_ID = 'the registry does not know its chain id'

/** Stack → cases of the kit that do not apply to it. */
const LEFT_OUT: { readonly [S in Stack]?: LeftOut } = {
  linea: { 'reads the safe block': 'Linea has no tag safe' },
  'polygon-zkevm': { 'reads the safe block': 'safe and finalized are one block here' },
  harmony: ONLY_LATEST,
  'polygon-edge': ONLY_LATEST,
  rootstock: ONLY_LATEST,
  solana: NOT_BY_HASH,
  near: {
    'gives status, fee and gas of transactions with receipts only':
      'a transaction of NEAR becomes receipts that run in later blocks; its block holds no outcome',
  },
  'zksync-lite': NOT_BY_HASH,
  loopring: {
    ...NOT_BY_HASH,
    'reads the safe block': 'a block of Loopring is proven or not; there is nothing in between',
    [OTHER_NETWORK]: 'no answer of Loopring names the network',
  },
}

const NOT_RECOMPUTED =
  'commitments to the body are recomputed on demand only; packages/zk tries these faults on a source that does'
const STARKNET_BODY_FAULTS = Object.entries<Fault>(starknetModel({ commitments: false }).faults)
  .filter(([, { check }]) => check === 'transactions-root' || check === 'receipts-root')
  .map(([name]) => name)

const NO_IDS = 'REST has no ids'
/** Stack → faults that its nodes cannot have, or that cannot show. */
const WITHOUT_FAULTS: { readonly [S in Stack]?: LeftOut } = {
  kaia: {
    'batch-ids-swapped': 'receipts go by hash, so the calls of a block follow one another and there is no batch to confuse',
  },
  starknet: Object.fromEntries(STARKNET_BODY_FAULTS.map((name) => [name, NOT_RECOMPUTED])),
  'zksync-lite': { 'ids-missing': NO_IDS, 'ids-foreign': NO_IDS },
  loopring: { 'ids-missing': NO_IDS, 'ids-foreign': NO_IDS, 'wrong-network': 'no answer of Loopring names the network' },
}

/** The dialects that tolerate what no record has proven. */
function dialectOf(network: L2Network): Dialect | undefined {
  switch (network.stack) {
    case 'evm':
      return evmDialect(network)
    case 'op-stack':
      return optimismDialect(network) as Dialect
    case 'lachesis':
      return lachesisDialect(network) as Dialect
    case 'cronos':
      return cronosDialect as Dialect
    case 'harmony':
      return harmonyDialect as Dialect
    case 'polygon-edge':
      return polygonEdgeDialect as Dialect
    case 'rootstock':
      return rootstockDialect as Dialect
    case 'polygon-zkevm':
      return polygonZkevmDialect(network) as Dialect
    default:
      return undefined
  }
}

function toleratedChecks({ id }: L2Network, dialect: Dialect, number: number): readonly Check[] {
  return (dialect.quirks ?? [])
    .filter(({ network, rule, fromBlock = 0, toBlock = Number.MAX_SAFE_INTEGER }) => {
      return network === id && rule === 'tolerate' && fromBlock <= number && number <= toBlock
    })
    .map(({ check }) => check)
}

function subjectOf(network: L2Network, { era, startBlock, model, leaveOut, withoutFaults }: Simulation): Subject {
  const dialect = dialectOf(network)
  const checks = dialect ? toleratedChecks(network, dialect, startBlock ?? 1_000_000) : []
  return {
    network,
    model,
    ...(era !== undefined && { era }),
    ...(startBlock !== undefined && { startBlock }),
    // With its own seed a reorg of eight blocks ends at the height of the old head, which Solana's heads, heights without hashes, do not show.
    ...(network.id === 'eclipse' && { seed: '/1' }),
    ...(network.stack === 'starknet' && { safeIsFinalized: true }),
    leaveOut: {
      ...LEFT_OUT[network.stack],
      ...leaveOut,
      ...(network.stack === 'solana' && network.chainId === undefined && { [OTHER_NETWORK]: NO_CHAIN_ID }),
    },
    withoutFaults: {
      ...WITHOUT_FAULTS[network.stack],
      ...withoutFaults,
      ...(network.chainId === undefined && { 'wrong-network': NO_CHAIN_ID }),
      ...(network.stack === 'solana' && network.chainId === undefined && { 'other-genesis': NO_CHAIN_ID }),
    },
    ...(dialect &&
      checks.length > 0 && {
        tolerated: {
          checks,
          heldToTheLetter: (read, options) => defineSource(evmDriver(read, { ...dialect, quirks: [] }), options),
        },
      }),
  }
}

/** Networks of the registry that have an adapter and blocks, each in every era that is simulated; today's first. */
export const SUBJECTS: readonly Subject[] = findNetworks({}).flatMap((network) =>
  (SIMULATIONS[network.stack]?.(network) ?? []).map((simulation) => subjectOf(network, simulation)),
)

/** Networks of the registry that have an adapter, but no blocks that anyone can read: each question says so. */
export const WITHOUT_BLOCKS: readonly L2Network[] = findNetworks({}).filter(
  ({ stack }) => hasAdapter(stack) && SIMULATIONS[stack] === undefined,
)
