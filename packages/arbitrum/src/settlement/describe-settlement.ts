import { type ContractAt, DefimonError, type L2Network } from '@defimon/core'
import type { DescribeSettlement, ParentLog, ParentRecord, SettlementStep } from '@defimon/evm/parent'
import { type BatchCall, readBatchCall } from './batch-calls.ts'
import { calldataOf, dataAvailabilityOf, messagesIn, readSegments } from './batch-data.ts'
import { type DeliveredBatch, readDeliveredBatch, sequencerBatchData, sequencerBatchDelivered } from './inbox-events.ts'
import { blocksOfMessages } from './message-blocks.ts'
import { type RollupCall, readRollupCall } from './rollup-calls.ts'
import { type GlobalState, nodeRejected, readClaim, readConfirmation } from './rollup-events.ts'

type Network = L2Network<'arbitrum'> | undefined
type Contracts = L2Network<'arbitrum'>['contracts']

/**
 * What a parent-chain transaction did for an Arbitrum chain: a batch added to the sequencer's inbox, a state claimed, confirmed or
 * rejected. The blocks of a batch are told by the message counts in its call; those of a claim stand in no parent-chain record.
 */
export const describeArbitrumSettlement: DescribeSettlement<'arbitrum'> = async (record, network) => {
  if (record.outcome === 'failed') return []
  const posted = await describePosted(record, network)
  return [...posted, ...describeStates(record, network)]
}

async function describePosted(record: ParentRecord, network: Network): Promise<readonly SettlementStep[]> {
  const call = isOf(record.transaction?.to, network, 'sequencerInbox')
    ? readBatchCall(record.transaction?.input ?? '0x')
    : undefined
  const delivered = eventsOf(record, network, 'sequencerInbox', sequencerBatchDelivered.topic0).map(readDeliveredBatch)
  if (delivered.length === 0) return call ? [await describeBatch(record, network, call, undefined)] : []
  return Promise.all(
    delivered.map((event) => {
      const ofEvent = call && (call.batch === event.batch || call.batch === undefined) ? call : undefined
      return describeBatch(record, network, ofEvent, event)
    }),
  )
}

async function describeBatch(
  record: ParentRecord,
  network: Network,
  call: BatchCall | undefined,
  event: DeliveredBatch | undefined,
): Promise<SettlementStep> {
  const batch = event?.batch ?? call?.batch
  const data = call?.data ?? dataInEvent(record, network, batch)
  const carrier = call?.carrier ?? (event?.location === 'event' ? 'calldata' : event?.location)
  const notes: string[] = []
  let exact = true
  if (data !== undefined) {
    const segments = await readSegments(data).catch(ignoreMalformed)
    if (segments === 'malformed') notes.push('the batch cannot be read')
    else if (segments) notes.push(`${messagesIn(segments)} messages in its segments`)
    const least = segments && segments !== 'malformed' ? messagesIn(segments) : 0
    // Messages of the parent that the last segment leaves over are read behind it: fewer are possible, more are not.
    if (call?.messages && least > call.messages.after - call.messages.before) {
      exact = false
      notes.push('more than the call counts')
    }
  }
  const covers = call?.messages && network ? { ...blocksOfMessages(network, call.messages), exact } : undefined
  if (!covers) notes.push(whyUnknown(call, network))
  if (carrier === 'delayed-inbox') notes.push('forced: messages of the delayed inbox, without the sequencer')
  const dataAvailability = dataOf(carrier, data, network)
  return {
    stage: 'posted',
    ...(batch !== undefined && { batches: { from: batch, to: batch } }),
    ...(covers && { covers }),
    ...(dataAvailability !== undefined && { dataAvailability }),
    // The inbox takes batches of its posters only, and announces what it took.
    ...(event && { authorised: true }),
    ...(notes.length > 0 && { note: notes.join('; ') }),
  }
}

function whyUnknown(call: BatchCall | undefined, network: Network): string {
  if (!call) return 'the blocks are told by the call, which is not in this record'
  if (!call.messages) return 'the call does not count messages'
  return network ? '' : `messages ${call.messages.before} to ${call.messages.after - 1}; the chain is not known`
}

function dataOf(
  carrier: BatchCall['carrier'] | undefined,
  data: string | undefined,
  network: Network,
): SettlementStep['dataAvailability'] {
  if (carrier === 'blobs') return 'ethereum-blobs'
  if (carrier === 'eigenda') return 'eigenda'
  if (carrier === 'delayed-inbox') return calldataOf(network)
  return data === undefined ? undefined : dataAvailabilityOf(data, network)
}

function dataInEvent(record: ParentRecord, network: Network, batch: number | undefined): string | undefined {
  return eventsOf(record, network, 'sequencerInbox', sequencerBatchData.topic0)
    .map((log) => sequencerBatchData.decode(log))
    .find(([number]) => Number(number) === batch)?.[1] as string | undefined
}

/** Claims, confirmations and rejections: by their events, else by the call. */
function describeStates(record: ParentRecord, network: Network): readonly SettlementStep[] {
  const steps: SettlementStep[] = []
  const confirmed = new Set<string>()
  for (const log of record.logs) {
    const claim = isOf(log.address, network, 'rollup') ? readClaim(log) : undefined
    if (claim) steps.push({ ...claimed(claim.before, claim.after), authorised: true })
    const isConfirmer = isOf(log.address, network, 'rollup') || isOf(log.address, network, 'outbox')
    const confirmation = isConfirmer ? readConfirmation(log) : undefined
    // The rollup and its outbox both say it.
    if (confirmation && !confirmed.has(confirmation.blockHash)) {
      confirmed.add(confirmation.blockHash)
      steps.push({ ...settled(confirmation), authorised: true })
    }
    if (log.topics[0] === nodeRejected.topic0 && isOf(log.address, network, 'rollup')) {
      steps.push({ stage: 'reverted', authorised: true, note: `claim ${Number(nodeRejected.decode(log)[0])} was rejected` })
    }
  }
  if (steps.length > 0 || record.logs.length > 0) return steps
  const { to, input = '0x' } = record.transaction ?? {}
  const call = isOf(to, network, 'rollup') ? readRollupCall(input) : undefined
  return call ? describeRollupCall(call) : []
}

function describeRollupCall(call: RollupCall): readonly SettlementStep[] {
  switch (call.does) {
    case 'claim':
      return [claimed(call.before, call.after)]
    case 'claim-and-confirm':
      return [claimed(call.before, call.after), settled(call.after)]
    case 'confirm':
      return [settled(call)]
    case 'reject':
      return [{ stage: 'reverted', note: 'the next claim is rejected; its number is in the event' }]
  }
}

const WHERE_BLOCKS_STAND = 'the last block is named by its hash, the first root; its number is the chain’s to tell'

function claimed(before: GlobalState, after: GlobalState): SettlementStep {
  return {
    stage: 'claimed',
    // Batches are counted, so the last one that is read in part or whole is one less.
    batches: { from: before.batches, to: Math.max(before.batches, after.batches - (after.messages > 0 ? 0 : 1)) },
    roots: [after.blockHash, after.sendRoot],
    note: WHERE_BLOCKS_STAND,
  }
}

function settled({ blockHash, sendRoot }: Pick<GlobalState, 'blockHash' | 'sendRoot'>): SettlementStep {
  return { stage: 'settled', roots: [blockHash, sendRoot], note: WHERE_BLOCKS_STAND }
}

function eventsOf(record: ParentRecord, network: Network, role: keyof Contracts, topic0: string): readonly ParentLog[] {
  return record.logs.filter((log) => log.topics[0] === topic0 && isOf(log.address, network, role))
}

/** Whether an address has a role for the network. Where its contracts are not known, any may have it. */
function isOf(address: string | undefined, network: Network, role: keyof Contracts): boolean {
  const contracts: readonly ContractAt[] | undefined = network?.contracts[role]
  if (address === undefined || !contracts || contracts.length === 0) return true
  return contracts.some((contract) => contract.address.toLowerCase() === address)
}

/** A batch that cannot be read is told in words; its transaction did what it did. */
function ignoreMalformed(error: unknown): 'malformed' {
  if (DefimonError.isInstance(error) && error.code === 'MALFORMED') return 'malformed'
  throw error
}
