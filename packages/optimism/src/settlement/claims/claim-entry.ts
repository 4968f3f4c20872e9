import type { ContractAt, L2Network, NetworkId } from '@defimon/core'
import type { ScannedLog } from '@defimon/evm'
import { type ContractEvent, contractsOn, type IndexedLog } from '@defimon/evm/parent'
import {
  configUpdate,
  disputeGameCreated,
  outputProposed,
  outputSubmitted,
  outputsDeleted,
  stateBatchAppended,
  stateBatchAppendedByChain,
  stateBatchDeleted,
  stateBatchDeletedByChain,
  transactionBatchAppended,
  transactionBatchAppendedByChain,
} from '../settlement-contracts.ts'

/** A claim of a state, by an output, a game or a batch of state roots. */
export type ClaimEntry = IndexedLog &
  (
    | { readonly kind: 'output'; readonly index: number; readonly root: string; readonly to: number }
    | { readonly kind: 'game'; readonly game: string; readonly gameType: number; readonly root: string }
    | { readonly kind: 'state-batch'; readonly index: number; readonly from: number; readonly to: number }
  )

/** What the contracts of a network said, as far as settlement needs it. */
export type ContractEntry =
  | ClaimEntry
  | (IndexedLog &
      (
        | { readonly kind: 'outputs-deleted'; readonly index: number }
        | { readonly kind: 'state-batch-deleted'; readonly index: number }
        /** Transactions of the OVM: its batches have events. */
        | { readonly kind: 'ovm-batch'; readonly from: number; readonly to: number }
        | { readonly kind: 'batcher'; readonly batcher: string }
      ))

/** Whether an entry is a claim. */
export function isClaim(entry: ContractEntry): entry is ClaimEntry {
  return entry.kind === 'output' || entry.kind === 'game' || entry.kind === 'state-batch'
}

/** Which events of which contracts are read, and what is made of them. */
export interface ContractLogs {
  readonly addresses: readonly string[]
  readonly topics: readonly string[]
  /** No contract was in charge before this block, as far as is known. */
  readonly firstBlock: number
  /** Undefined for an event of a contract that was not in charge then, or that is about another chain. */
  read(log: ScannedLog): ContractEntry | undefined
}

const EVENTS: readonly ContractEvent[] = [
  outputProposed,
  outputSubmitted,
  outputsDeleted,
  disputeGameCreated,
  stateBatchAppended,
  stateBatchAppendedByChain,
  stateBatchDeleted,
  stateBatchDeletedByChain,
  transactionBatchAppended,
  transactionBatchAppendedByChain,
  configUpdate,
]

/** The contracts of a network on its parent. */
export function contractLogs(network: L2Network<'op-stack'>, parent: NetworkId): ContractLogs {
  const { contracts, evmChainId } = network
  const on = (role: readonly ContractAt[] | undefined): readonly ContractAt[] => contractsOn(role, parent)
  const states = on(contracts.stateCommitmentChain)
  const isOvm = states.some(({ toBlock }) => toBlock === undefined)
  const byRole = [
    // Where state roots stand in a StateCommitmentChain, games are made only to dispute one of them.
    [isOvm ? [] : on(contracts.disputeGameFactory), [disputeGameCreated]],
    [
      [...on(contracts.l2OutputOracle), ...on(contracts.aggchainFep)],
      [outputProposed, outputSubmitted, outputsDeleted],
    ],
    [states, [stateBatchAppended, stateBatchAppendedByChain, stateBatchDeleted, stateBatchDeletedByChain]],
    [on(contracts.canonicalTransactionChain), [transactionBatchAppended, transactionBatchAppendedByChain]],
    [on(contracts.systemConfig), [configUpdate]],
  ] as const
  const isInCharge = (log: ScannedLog): boolean =>
    byRole.some(
      ([at, events]) =>
        events.some(({ topic0 }) => topic0 === log.topics[0]) &&
        at.some(
          ({ address, fromBlock = 0, toBlock = Number.POSITIVE_INFINITY }) =>
            address.toLowerCase() === log.address && fromBlock <= log.blockNumber && log.blockNumber <= toBlock,
        ),
    )
  return {
    addresses: [...new Set(byRole.flatMap(([at]) => at.map(({ address }) => address.toLowerCase())))],
    topics: EVENTS.map(({ topic0 }) => topic0),
    firstBlock: Math.min(...byRole.flatMap(([at]) => at.map(({ fromBlock = 0 }) => fromBlock))),
    read: (log) => (isInCharge(log) ? readEntry(log, evmChainId) : undefined),
  }
}

function readEntry(log: ScannedLog, chainId: number | undefined): ContractEntry | undefined {
  switch (log.topics[0]) {
    case outputProposed.topic0:
    case outputSubmitted.topic0: {
      const event = log.topics[0] === outputProposed.topic0 ? outputProposed : outputSubmitted
      const [root, index, to] = event.decode(log)
      return { kind: 'output', log, index: Number(index), root: String(root), to: Number(to) }
    }
    case outputsDeleted.topic0: {
      const [, index] = outputsDeleted.decode(log)
      return { kind: 'outputs-deleted', log, index: Number(index) }
    }
    case disputeGameCreated.topic0: {
      const [game, gameType, root] = disputeGameCreated.decode(log)
      return { kind: 'game', log, game: String(game), gameType: Number(gameType), root: String(root) }
    }
    case stateBatchAppended.topic0:
    case transactionBatchAppended.topic0:
    case stateBatchAppendedByChain.topic0:
    case transactionBatchAppendedByChain.topic0:
      return readBatch(log, chainId)
    case stateBatchDeleted.topic0: {
      const [index] = stateBatchDeleted.decode(log)
      return { kind: 'state-batch-deleted', log, index: Number(index) }
    }
    case stateBatchDeletedByChain.topic0: {
      const [chain, index] = stateBatchDeletedByChain.decode(log)
      return chain === BigInt(chainId ?? 0) ? { kind: 'state-batch-deleted', log, index: Number(index) } : undefined
    }
    case configUpdate.topic0: {
      const [, type, data] = configUpdate.decode(log)
      // Type 0 sets the batcher: an address in a word.
      return type === 0n ? { kind: 'batcher', log, batcher: `0x${String(data).slice(26, 66)}` } : undefined
    }
    default:
      return undefined
  }
}

/** One element a block, and the first block is number 1. */
function readBatch(log: ScannedLog, chainId: number | undefined): ContractEntry | undefined {
  const isState = log.topics[0] === stateBatchAppended.topic0 || log.topics[0] === stateBatchAppendedByChain.topic0
  const isByChain = log.topics[0] === stateBatchAppendedByChain.topic0 || log.topics[0] === transactionBatchAppendedByChain.topic0
  // The layouts of transactions and of states are the same.
  const event = isByChain
    ? isState
      ? stateBatchAppendedByChain
      : transactionBatchAppendedByChain
    : isState
      ? stateBatchAppended
      : transactionBatchAppended
  const values = event.decode(log)
  const [index, , size, before] = isByChain ? values.slice(1) : values
  if (isByChain && values[0] !== BigInt(chainId ?? 0)) return undefined
  const from = Number(before) + 1
  const to = Number(before) + Number(size)
  return isState ? { kind: 'state-batch', log, index: Number(index), from, to } : { kind: 'ovm-batch', log, from, to }
}
