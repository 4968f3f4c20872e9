import type { ContractAt, L2Network } from '@defimon/core'
import type { SettlementStages } from '@defimon/core/adapter'
import { contractsOn } from '@defimon/evm/parent'
import { genesisGrid } from './genesis.ts'
import { hasOwnRoots } from './own-roots.ts'
import { canReadInbox } from './posted/inbox-index.ts'

type Network = L2Network<'op-stack'>

/** What takes claims of a network on its parent. */
interface ClaimContracts {
  readonly games: boolean
  /** Outputs of an oracle. */
  readonly outputs: boolean
  /** Outputs in the AggLayer, each proven before it comes there. */
  readonly provenOutputs: boolean
  /** State roots of the OVM. */
  readonly states: 'still' | 'until Bedrock' | undefined
}

const NODE = "the node's word"

/**
 * How the stages of chains of the OP family are known, as `createOptimismSettlement` reads them with the contracts that the registry has.
 */
export function optimismStages(network: Network): SettlementStages {
  const isSunset = network.status?.state === 'sunset'
  if (network.parent === undefined) {
    const why = 'it has no parent chain that could be asked'
    return {
      posted: `not told: ${why}`,
      claimed: 'not told',
      settled: 'not told',
      ...(isSunset && { sunset: `nothing: ${why}` }),
    }
  }
  const claims = claimContractsOf(network)
  return {
    posted: postedOf(network),
    ...(hasClaims(claims)
      ? claimStages(network, claims)
      : { claimed: 'not told: the registry has no contract that takes its claims', settled: 'not told' }),
    ...(isSunset && { sunset: sunsetOf(network, claims) }),
  }
}

function claimContractsOf({ contracts, parent = '' }: Network): ClaimContracts {
  const on = (role: readonly ContractAt[] | undefined): readonly ContractAt[] => contractsOn(role, parent)
  const states = on(contracts.stateCommitmentChain)
  const isOvm = states.some(({ toBlock }) => toBlock === undefined)
  return {
    // Beside a StateCommitmentChain that is in charge, games are made only to dispute a root of it.
    games: !isOvm && on(contracts.disputeGameFactory).length > 0,
    outputs: on(contracts.l2OutputOracle).length > 0,
    provenOutputs: on(contracts.aggchainFep).length > 0,
    states: states.length === 0 ? undefined : isOvm ? 'still' : 'until Bedrock',
  }
}

function hasClaims({ games, outputs, provenOutputs, states }: ClaimContracts): boolean {
  return games || outputs || provenOutputs || states !== undefined
}

function claimStages(network: Network, { games, outputs, provenOutputs, states }: ClaimContracts): SettlementStages {
  const era = states === 'until Bedrock' ? 'until Bedrock ' : ''
  const proven = provenOutputs ? 'with the output' : provenBy(network.proofSystem, games)
  const hasRoots = games || outputs || provenOutputs
  return {
    claimed: listOf([
      states && `${era}\`StateBatchAppended\``,
      (outputs || provenOutputs) && (network.id === 'kroma' ? '`OutputSubmitted`' : '`OutputProposed`'),
      games && '`DisputeGameCreated` of the respected type',
    ]),
    ...(proven && { proven }),
    settled: listOf([
      states && `${era}the fraud proof window has passed`,
      (outputs || provenOutputs) && 'the period of the output has passed',
      games && 'the game was won (`Resolved`) and its air gap has passed',
    ]),
    anchored: hasRoots
      ? `the output root${hasOwnRoots(network) ? ', where it is equal' : ''}`
      : 'nothing: state roots of the OVM are not compared',
  }
}

/** By what the registry says of the proof system; where it says nothing, what the reader looks for. */
function provenBy(proofSystem = '', games: boolean): string | undefined {
  if (/^(fault-proof|none)/.test(proofSystem)) return undefined
  if (/kailua/i.test(proofSystem)) return 'not told: proofs of Kailua are not read'
  return games ? 'a validity proof in a game (`Proved`)' : 'a proof in the call of an output (OP Succinct)'
}

function postedOf(network: Network): string {
  const { blockTimeMs = 2_000, contracts, dataAvailability = '', parent = '' } = network
  const batches = contractsOn(contracts.canonicalTransactionChain, parent)
  const events = '`TransactionBatchAppended`'
  const isPast = batches.every(({ toBlock }) => toBlock !== undefined)
  const isOnParent = dataAvailability === '' || /blobs|calldata/.test(dataAvailability)
  // Batches are told by time, in whole seconds.
  const isRead = isOnParent && blockTimeMs % 1_000 === 0 && contractsOn(contracts.batchInbox, parent).length > 0
  const inCalldata = canReadInbox(network, undefined)
  const inbox = !inCalldata ? 'the inbox with `blobs`' : dataAvailability === '' ? 'the inbox, blobs with `blobs`' : 'the inbox'
  return listOf([
    batches.length > 0 && (isPast ? `until Bedrock ${events}` : events),
    isRead ? `${inbox}, of the last hour; else ${NODE}` : NODE,
  ])
}

/** The reader works out a block's time from its genesis where no endpoint gives the block. */
function sunsetOf(network: Network, claims: ClaimContracts): string {
  if (!hasClaims(claims)) return 'nothing: the registry has no contract that takes its claims'
  const genesis = genesisGrid(network)
  if (!genesis) return 'nothing: when its blocks were made is not known'
  const since = genesis.number > 0 ? `, from block ${genesis.number} on` : ''
  return `claims, and what became of them${since}; not where data were posted, and no anchor`
}

function listOf(parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => typeof part === 'string').join('; ')
}
