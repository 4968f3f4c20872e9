import type { DataAvailability, L2Network } from '@defimon/core'
import type { DescribeSettlement, ParentRecord, ParentTransaction, SettlementStep } from '@defimon/evm/parent'
import { type ExecutorCall, readExecutorCall } from './executor-calls.ts'
import { type ExecutorEvent, readExecutorEvent } from './executor-events.ts'

type Network = L2Network<'zksync'>

const STAGES = { commit: 'posted', prove: 'proven', execute: 'settled', revert: 'reverted' } as const
const BLOCKS_UNKNOWN = 'which L2 blocks a batch holds is told by the chain alone (zks_getL1BatchBlockRange)'

/**
 * What a parent-chain transaction did for a chain of the ZK Stack: batches committed, proven, executed or taken back. Batches are exact;
 * their L2 blocks stand on the parent for ZKsync OS only, as the operator reports them.
 */
export const describeZksyncSettlement: DescribeSettlement<'zksync'> = async (record, network) => {
  if (record.outcome === 'failed') return []
  const call = callOf(record, network)
  const steps = describeEvents(record, network)
  if (steps.length === 0) return call && record.logs.length === 0 ? [describeCall(call, record, network)] : []
  const dataAvailability = dataOf(call, record.transaction, network)
  return steps.map((step) => (step.stage === 'posted' && dataAvailability !== undefined ? { ...step, dataAvailability } : step))
}

/**
 * The call, where it is one of this network. Since chains share a timelock a call names its chain; before, the timelock that it went to
 * tells.
 */
function callOf({ transaction }: ParentRecord, network: Network | undefined): ExecutorCall | undefined {
  const call = transaction && readExecutorCall(transaction.input)
  if (!call || !network) return call
  const { diamondProxy = [], validatorTimelock = [] } = network.contracts
  const { chain } = call
  if (!chain) return isAnyOf(transaction.to, [...diamondProxy, ...validatorTimelock]) ? call : undefined
  if ('id' in chain) return network.evmChainId === undefined || BigInt(network.evmChainId) === chain.id ? call : undefined
  return isAnyOf(chain.diamondProxy, diamondProxy) ? call : undefined
}

function describeCall(call: ExecutorCall, { transaction }: ParentRecord, network: Network | undefined): SettlementStep {
  const { does, batches, roots } = call
  if (does === 'revert') return { stage: 'reverted', note: `batches above ${batches.to} are taken back` }
  const dataAvailability = does === 'commit' ? dataOf(call, transaction, network) : undefined
  return {
    stage: STAGES[does],
    batches,
    ...(roots && { roots }),
    ...(dataAvailability !== undefined && { dataAvailability }),
    note: BLOCKS_UNKNOWN,
  }
}

/** Steps by the events: one for each stage, its batches joined. They come from the chain's own contract, so they count. */
function describeEvents(record: ParentRecord, network: Network | undefined): readonly SettlementStep[] {
  const events: ExecutorEvent[] = []
  for (const log of record.logs) {
    const event = isAnyOf(log.address, network?.contracts.diamondProxy ?? []) ? readExecutorEvent(log) : undefined
    if (event) events.push(event)
  }
  const steps: SettlementStep[] = []
  for (const does of ['commit', 'prove', 'execute'] as const) {
    const batches = spanOf(events.flatMap((event) => (event.does === does ? [batchesOf(event)] : [])))
    if (!batches) continue
    const blocks = does === 'commit' ? spanOf(events.flatMap((event) => (event.does === 'report' ? [event] : []))) : undefined
    const roots = events.flatMap((event) => (event.does === does && 'batchHash' in event ? [event.batchHash] : []))
    steps.push({
      stage: STAGES[does],
      batches,
      ...(blocks && { covers: { ...blocks, exact: true } }),
      ...(roots.length > 0 && { roots }),
      authorised: true,
      note: blocks ? 'L2 blocks as the operator reports them' : BLOCKS_UNKNOWN,
    })
  }
  for (const event of events) {
    if (event.does !== 'revert') continue
    steps.push({ stage: 'reverted', authorised: true, note: `batches above ${event.lastCommitted} are taken back` })
  }
  return steps
}

interface Span {
  readonly from: number
  readonly to: number
}

function batchesOf(event: Extract<ExecutorEvent, { readonly does: 'commit' | 'execute' | 'prove' }>): Span {
  return 'batch' in event ? { from: event.batch, to: event.batch } : event
}

function spanOf(spans: readonly Span[]): Span | undefined {
  if (spans.length === 0) return undefined
  return { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) }
}

/** Where the data of committed batches are: blobs say so themselves, a validium keeps them elsewhere, the rest is calldata. */
export function dataOf(
  call: Pick<ExecutorCall, 'pubdata'> | undefined,
  transaction: Pick<ParentTransaction, 'blobVersionedHashes'> | undefined,
  network: Pick<Network, 'category' | 'dataAvailability'> | undefined,
): DataAvailability | undefined {
  if (!transaction) return undefined
  if (transaction.blobVersionedHashes.length > 0 || call?.pubdata === 'blobs') return 'ethereum-blobs'
  if (call?.pubdata === 'calldata') return 'ethereum-calldata'
  if (network?.category === 'validium' || call?.pubdata === 'none') return network?.dataAvailability
  return network && call ? 'ethereum-calldata' : undefined
}

function isAnyOf(address: string | undefined, contracts: readonly { readonly address: string }[]): boolean {
  if (address === undefined || contracts.length === 0) return true
  return contracts.some((contract) => contract.address.toLowerCase() === address.toLowerCase())
}
