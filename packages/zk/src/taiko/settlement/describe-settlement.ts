import type { ContractEvent, DescribeSettlement, ParentLog, ParentRecord, SettlementStep } from '@defimon/evm/parent'
import { countOf, hexOf, isContractOf, logsWith, partsOf } from '../../settlement/abi-values.ts'
import {
  batchesProved,
  batchesVerified,
  batchProposed,
  blockProposed,
  blockProposedV2,
  blockVerified,
  blockVerifiedV2,
  checkpointSaved,
  proposed,
  proveBlock,
  proveBlocks,
  proved,
  transitionProved,
  transitionProvedV2,
} from './taiko-contracts.ts'

/**
 * What a transaction did for Taiko: blocks proposed (`posted`), proven, and verified (`settled`), in the events of Katla, Ontake, Pacaya and
 * Shasta, and the proof calls that name their blocks. Provers may call through contracts of their own, so any receiver is taken.
 */
export const describeTaikoSettlement: DescribeSettlement<'taiko'> = async (record, network) => {
  if (record.outcome === 'failed') return []
  const logs = record.logs.filter(({ address }) => isContractOf(network, ['inbox', 'signalService'], address))
  const steps = describeLogs({ ...record, logs })
  if (steps.length > 0) return steps
  const input = record.transaction?.input ?? '0x'
  if (proveBlock.matches(input)) {
    const block = countOf(proveBlock.decodeInput(input)[0], 'blockId')
    return [{ stage: 'proven', covers: exactly(block, block) }]
  }
  if (!proveBlocks.matches(input)) return []
  return partsOf(proveBlocks.decodeInput(input)[0], 'blockIds').map((id) => {
    const block = countOf(id, 'blockId')
    return { stage: 'proven', covers: exactly(block, block) }
  })
}

function describeLogs(record: ParentRecord): readonly SettlementStep[] {
  const each = (event: ContractEvent, describe: (log: ParentLog) => SettlementStep): readonly SettlementStep[] =>
    logsWith(record, [event.topic0]).map(describe)
  const oneBlock = (event: ContractEvent, stage: SettlementStep['stage'], hashAt?: number): readonly SettlementStep[] =>
    each(event, (log) => {
      const values = event.decode(log)
      const block = countOf(values[0], 'blockId')
      return {
        stage,
        covers: exactly(block, block),
        ...(hashAt !== undefined && { roots: [hexOf(values[hashAt], 'blockHash')] }),
      }
    })
  return [
    ...oneBlock(blockProposed, 'posted'),
    ...oneBlock(blockProposedV2, 'posted'),
    ...each(batchProposed, describeBatch),
    ...each(proposed, describeProposal),
    ...oneBlock(transitionProved, 'proven'),
    ...oneBlock(transitionProvedV2, 'proven'),
    ...each(batchesProved, (log) => {
      const ids = partsOf(batchesProved.decode(log)[1], 'batchIds').map((id) => countOf(id, 'batchId'))
      return { stage: 'proven', ...(ids.length > 0 && { batches: { from: Math.min(...ids), to: Math.max(...ids) } }) }
    }),
    ...oneBlock(blockVerified, 'settled', 2),
    ...oneBlock(blockVerifiedV2, 'settled', 2),
    ...each(batchesVerified, (log) => {
      const [id, hash] = batchesVerified.decode(log)
      const batch = countOf(id, 'batchId')
      const note = 'final up to this batch; the root is the hash of its last block'
      return { stage: 'settled', batches: { from: batch, to: batch }, roots: [hexOf(hash, 'blockHash')], note }
    }),
    ...describeShastaProof(record),
  ]
}

function describeBatch(log: ParentLog): SettlementStep {
  const [info, meta] = batchProposed.decode(log)
  const parts = partsOf(info, 'info')
  const batch = countOf(partsOf(meta, 'meta')[2], 'batchId')
  const last = countOf(parts[10], 'lastBlockId')
  const blocks = partsOf(parts[1], 'blocks').length
  const blobs = partsOf(parts[2], 'blobHashes').length
  return {
    stage: 'posted',
    batches: { from: batch, to: batch },
    covers: exactly(last - blocks + 1, last),
    dataAvailability: blobs > 0 ? 'ethereum-blobs' : 'ethereum-calldata',
  }
}

function describeProposal(log: ParentLog): SettlementStep {
  const id = countOf(proposed.decode(log)[0], 'id')
  const note = 'each block of a proposal names it in its extraData; how many there are is in the blobs'
  return { stage: 'posted', batches: { from: id, to: id }, dataAvailability: 'ethereum-blobs', note }
}

function describeShastaProof(record: ParentRecord): readonly SettlementStep[] {
  const checkpoint = logsWith(record, [checkpointSaved.topic0])[0]
  const [number, hash] = checkpoint ? checkpointSaved.decode(checkpoint) : []
  return logsWith(record, [proved.topic0]).map((log) => {
    const [, first, last] = proved.decode(log)
    const to = number === undefined ? undefined : countOf(number, 'blockNumber')
    return {
      stage: 'settled',
      batches: { from: countOf(first, 'firstNewProposalId'), to: countOf(last, 'lastProposalId') },
      ...(to !== undefined && {
        covers: { to, exact: false },
        roots: [hexOf(hash, 'blockHash')],
        note: 'the checkpoint names the last block of the proposals',
      }),
    }
  })
}

function exactly(from: number, to: number): NonNullable<SettlementStep['covers']> {
  return { from, to, exact: true }
}
