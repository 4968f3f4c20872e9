import type { ContractAt, L2Network, OpStackContracts } from '@defimon/core'
import type { AbiValue, ContractEvent, ParentLog, ParentRecord, SettlementStep } from '@defimon/evm/parent'
import { availabilityOf } from './data-availability.ts'
import { APPEND_SEQUENCER_BATCH, APPEND_SEQUENCER_BATCH_BY_CHAIN, readOvmBatch } from './ovm-batch.ts'
import {
  appendStateBatch,
  appendStateBatchByChain,
  appendStateBatchWithBlock,
  createGame,
  createGameWithProof,
  defenderWon,
  deleteL2Outputs,
  disputeGameCreated,
  gameProved,
  gameResolved,
  outputProposed,
  outputSubmitted,
  outputsDeleted,
  proposeL2Output,
  proposeProvenOutput,
  proposeProvenOutputBy,
  stateBatchAppended,
  stateBatchAppendedByChain,
  stateBatchDeleted,
  stateBatchDeletedByChain,
  submitL2Output,
  transactionBatchAppended,
  transactionBatchAppendedByChain,
} from './settlement-contracts.ts'

type Network = L2Network<'op-stack'> | undefined
type Role = keyof OpStackContracts

/** What a record of a contract call says: by the events where they are there, which name batches and indexes, else by the calldata. */
export function describeContracts(record: ParentRecord, network: Network): readonly SettlementStep[] {
  const { transaction, logs, outcome } = record
  if (outcome === 'failed') return []
  const game = transaction ? readCreateGame(transaction.input) : undefined
  const told = logs.flatMap((log) => describeLog(log, network, game))
  if (told.length > 0) return told
  return transaction ? describeCall(transaction.input, network) : []
}

interface EventReader {
  readonly event: ContractEvent
  readonly roles: readonly Role[]
  read(values: readonly AbiValue[], network: Network, log: ParentLog): SettlementStep | undefined
}

const EVENTS: readonly EventReader[] = [
  outputOf(outputProposed),
  outputOf(outputSubmitted),
  {
    event: outputsDeleted,
    roles: ['l2OutputOracle'],
    read: ([before, after]) => ({
      stage: 'reverted',
      batches: { from: toNumber(after), to: toNumber(before) - 1 },
      covers: { exact: false },
      note: 'all outputs from an index on; their blocks stand in the proposals',
    }),
  },
  ovm(transactionBatchAppended, 'posted', ['canonicalTransactionChain']),
  ovm(transactionBatchAppendedByChain, 'posted', ['canonicalTransactionChain']),
  ovm(stateBatchAppended, 'claimed', ['stateCommitmentChain']),
  ovm(stateBatchAppendedByChain, 'claimed', ['stateCommitmentChain']),
  ovmDeleted(stateBatchDeleted),
  ovmDeleted(stateBatchDeletedByChain),
]

function describeLog(log: ParentLog, network: Network, game: SettlementStep | undefined): readonly SettlementStep[] {
  const [topic0] = log.topics
  if (topic0 === disputeGameCreated.topic0) {
    const [proxy, gameType, root] = disputeGameCreated.decode(log)
    const said = `dispute game ${String(proxy)} of type ${String(gameType)}`
    const note = withOrigin(said, log, network, ['disputeGameFactory']) ?? said
    return [{ stage: 'claimed', covers: game?.covers ?? { exact: false }, roots: [String(root)], note }]
  }
  if (topic0 === gameResolved.topic0 && log.topics.length <= 2) {
    const won = defenderWon(log)
    const note = won
      ? `dispute game ${log.address} ended for its root; withdrawals run after the air gap`
      : `dispute game ${log.address} ended against its root`
    return [{ stage: won ? 'settled' : 'reverted', covers: { exact: false }, note }]
  }
  if (topic0 === gameProved.topic0) {
    const [, kind] = gameProved.decode(log)
    return [
      { stage: 'proven', covers: { exact: false }, note: `a ${kind === 1n ? 'ZK' : 'TEE'} proof of dispute game ${log.address}` },
    ]
  }
  const reader = EVENTS.find(({ event }) => event.topic0 === topic0)
  const step = reader?.read(reader.event.decode(log), network, log)
  if (!reader || !step) return []
  const note = withOrigin(step.note, log, network, reader.roles)
  return [{ ...step, ...(note && { note }) }]
}

/** An event of a contract that the registry does not name is read all the same, and said to be so. */
function withOrigin(note: string | undefined, log: ParentLog, network: Network, roles: readonly Role[]): string | undefined {
  const named = roles.flatMap((role): readonly ContractAt[] => network?.contracts[role] ?? [])
  if (!network || named.some(({ address }) => address.toLowerCase() === log.address)) return note
  return [note, `by ${log.address}, which the registry does not name`].filter((each) => each).join('; ')
}

function outputOf(event: ContractEvent): EventReader {
  return {
    event,
    roles: ['l2OutputOracle', 'aggchainFep'],
    read: ([root, index, block]) => ({
      stage: 'claimed',
      batches: one(toNumber(index)),
      covers: { to: toNumber(block), exact: true },
      roots: [String(root)],
    }),
  }
}

function ovm(event: ContractEvent, stage: 'posted' | 'claimed', roles: readonly Role[]): EventReader {
  return {
    event,
    roles,
    read: (values, network) => {
      // With or without the chain in front.
      const [index, , size, before] = values.length === 6 ? values.slice(1) : values
      if (values.length === 6 && isOther(values[0], network)) return undefined
      const from = toNumber(before) + 1
      return {
        stage,
        batches: one(toNumber(index)),
        covers: { from, to: toNumber(before) + toNumber(size), exact: true },
        ...(stage === 'posted' && { dataAvailability: availabilityOf(network, 'calldata') }),
      }
    },
  }
}

function ovmDeleted(event: ContractEvent): EventReader {
  return {
    event,
    roles: ['stateCommitmentChain'],
    read: (values, network) => {
      if (values.length === 3 && isOther(values[0], network)) return undefined
      const [index] = values.length === 3 ? values.slice(1) : values
      const note = 'this batch and all after it; their blocks stand in the batches'
      return { stage: 'reverted', batches: one(toNumber(index)), covers: { exact: false }, note }
    },
  }
}

function describeCall(input: string, network: Network): readonly SettlementStep[] {
  const selector = input.slice(0, 10).toLowerCase()
  if (selector === APPEND_SEQUENCER_BATCH || selector === APPEND_SEQUENCER_BATCH_BY_CHAIN) {
    const { from, to, chainId } = readOvmBatch(input.toLowerCase())
    if (chainId !== undefined && isOther(BigInt(chainId), network)) return []
    return [{ stage: 'posted', covers: { from, to, exact: true }, dataAvailability: availabilityOf(network, 'calldata') }]
  }
  for (const call of [proposeL2Output, submitL2Output, proposeProvenOutput, proposeProvenOutputBy]) {
    if (!call.matches(input)) continue
    const [root, block] = call.decodeInput(input)
    return [{ stage: 'claimed', covers: { to: toNumber(block), exact: true }, roots: [String(root)] }]
  }
  if (deleteL2Outputs.matches(input)) {
    const [index] = deleteL2Outputs.decodeInput(input)
    return [
      {
        stage: 'reverted',
        covers: { exact: false },
        note: `outputs from index ${String(index)} on; their blocks stand in the proposals`,
      },
    ]
  }
  if (appendStateBatch.matches(input)) {
    const [roots, start] = appendStateBatch.decodeInput(input)
    return stateBatch(roots, start)
  }
  for (const call of [appendStateBatchByChain, appendStateBatchWithBlock]) {
    if (!call.matches(input)) continue
    const [chainId, roots, start] = call.decodeInput(input)
    return isOther(chainId, network) ? [] : stateBatch(roots, start)
  }
  const game = readCreateGame(input)
  return game ? [game] : []
}

function stateBatch(roots: AbiValue | undefined, start: AbiValue | undefined): readonly SettlementStep[] {
  if (!Array.isArray(roots) || roots.length === 0) return []
  const first = toNumber(start)
  return [{ stage: 'claimed', covers: { from: first + 1, to: first + roots.length, exact: true }, roots: roots.map(String) }]
}

/** The call that makes a dispute game: the first word of its extra data is the L2 block (games of interop count seconds instead). */
function readCreateGame(input: string): SettlementStep | undefined {
  const call = [createGame, createGameWithProof].find((each) => each.matches(input))
  if (!call) return undefined
  const [gameType, root, extraData] = call.decodeInput(input)
  const word = String(extraData).slice(2, 66)
  const note = `dispute game of type ${String(gameType)}`
  const block = word.length === 64 ? BigInt(`0x${word}`) : undefined
  const isBlock = block !== undefined && block <= BigInt(Number.MAX_SAFE_INTEGER) && !SUPER_GAMES.has(Number(gameType))
  const covers = isBlock ? { to: Number(block), exact: true } : { exact: false }
  return { stage: 'claimed', covers, roots: [String(root)], note }
}

/** SUPER_CANNON, SUPER_PERMISSIONED, SUPER_ASTERISC_KONA and SUPER_CANNON_KONA: their claims are of several chains at a time. */
const SUPER_GAMES: ReadonlySet<number> = /* @__PURE__ */ new Set([4, 5, 7, 9])

function isOther(chainId: AbiValue | undefined, network: Network): boolean {
  return network?.evmChainId !== undefined && chainId !== BigInt(network.evmChainId)
}

function one(index: number): { readonly from: number; readonly to: number } {
  return { from: index, to: index }
}

/** Heights and indexes; what is no safe integer can only be false, and is no number here either. */
function toNumber(value: AbiValue | undefined): number {
  return Number(value)
}
