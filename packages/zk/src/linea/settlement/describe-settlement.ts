import type { L2Network } from '@defimon/core'
import type { AbiValue, DescribeSettlement, ParentLog, ParentRecord, SettlementStep } from '@defimon/evm/parent'
import { countOf, hexOf, isContractOf, logsWith, partsOf } from '../../settlement/abi-values.ts'
import { describePayload } from './prover-payload.ts'
import {
  blockFinalized,
  blocksVerificationDone,
  dataFinalized,
  dataFinalizedV3,
  dataSubmittedV2,
  dataSubmittedV3,
  finalizeBlocksV1,
  finalizeBlocksV6,
  finalizeBlocksV8,
  finalizeBlocksWithProofV5,
  submitBlobData,
  submitBlobs,
  submitBlobsV5,
  submitData,
  submitDataAsCalldata,
  submitDataAsCalldataV5,
} from './rollup-contract.ts'

const NO_BLOCKS = 'data since V6 name no blocks: those of the finalization that the shnarf leads to'
const NO_START = 'the last block is named; the first follows what was final before'
const BLOB_ONLY = 'the blob is compressed with a dictionary that is not at hand, and names no block'

/**
 * What a transaction did for Linea, in both generations of events and four of calls; and what its prover gave for a call, where a record holds
 * that instead of the call.
 */
export const describeLineaSettlement: DescribeSettlement<'linea'> = async (record, network) => {
  if (record.outcome === 'failed') return []
  const steps = describeLogs(record, network)
  const { transaction } = record
  if (transaction) {
    const calls = isContractOf(network, ['rollup'], transaction.to) ? describeCall(transaction.input) : []
    return steps.length > 0 ? steps.map((step) => withCall(step, calls)) : calls
  }
  if (steps.length > 0) return steps
  const payload = describePayload(record.raw, record.beside)
  if (payload) return [payload]
  // A blob alone is of any chain. With the network's name on it, it is one of Linea.
  if (network && record.blobs.length > 0) return [{ stage: 'posted', dataAvailability: 'ethereum-blobs', note: BLOB_ONLY }]
  return []
}

/** Events tell the blocks, the call where the data are. */
function withCall(step: SettlementStep, calls: readonly SettlementStep[]): SettlementStep {
  const { dataAvailability } = calls.find(({ stage }) => stage === step.stage) ?? {}
  return { ...step, ...(dataAvailability && { dataAvailability }) }
}

function describeLogs(record: ParentRecord, network: L2Network<'linea'> | undefined): readonly SettlementStep[] {
  const ours = (topic0: string): readonly ParentLog[] =>
    logsWith(record, [topic0]).filter(({ address }) => isContractOf(network, ['rollup'], address))
  const submitted = ours(dataSubmittedV3.topic0).map(
    (log): SettlementStep => ({ stage: 'posted', roots: [hexOf(dataSubmittedV3.decode(log)[2], 'root')], note: NO_BLOCKS }),
  )
  const submittedWithBlocks = ours(dataSubmittedV2.topic0).map((log): SettlementStep => {
    const [, from, to] = dataSubmittedV2.decode(log)
    return { stage: 'posted', covers: rangeOf(from, to) }
  })
  const finalized = ours(dataFinalizedV3.topic0).map((log): SettlementStep => {
    const [from, to, , parentRoot, root] = dataFinalizedV3.decode(log)
    return { stage: 'settled', covers: rangeOf(from, to), roots: [hexOf(parentRoot, 'root'), hexOf(root, 'root')] }
  })
  const finalizedUpTo = ours(dataFinalized.topic0).map((log): SettlementStep => {
    const [last, startingRoot, root] = dataFinalized.decode(log)
    return upTo(countOf(last, 'lastBlockFinalized'), [hexOf(startingRoot, 'root'), hexOf(root, 'root')])
  })
  return [...submitted, ...submittedWithBlocks, ...finalized, ...finalizedUpTo, ...describeFirstGeneration(ours)]
}

function describeFirstGeneration(ours: (topic0: string) => readonly ParentLog[]): readonly SettlementStep[] {
  const blocks = ours(blockFinalized.topic0).map((log) => {
    const [number, root] = blockFinalized.decode(log)
    return { number: countOf(number, 'blockNumber'), root: hexOf(root, 'stateRootHash') }
  })
  const first = blocks[0]
  const last = blocks.at(-1)
  if (first && last) {
    const covers = { from: first.number, to: last.number, exact: true }
    return [{ stage: 'settled', covers, roots: blocks.map(({ root }) => root), dataAvailability: 'ethereum-calldata' }]
  }
  return ours(blocksVerificationDone.topic0).map((log) => {
    const [number, startingRoot, root] = blocksVerificationDone.decode(log)
    return upTo(countOf(number, 'lastBlockFinalized'), [hexOf(startingRoot, 'root'), hexOf(root, 'root')])
  })
}

function describeCall(input: string): readonly SettlementStep[] {
  if (finalizeBlocksV1.matches(input)) {
    const [data, , , parentRoot] = finalizeBlocksV1.decodeInput(input)
    const roots = partsOf(data, 'blocksData').map((block) => hexOf(partsOf(block, 'block')[0], 'blockRootHash'))
    const note = `${roots.length} blocks, data and proof; their numbers are the contract's counter and not in the calldata`
    return [{ stage: 'settled', roots: [hexOf(parentRoot, 'root'), ...roots], dataAvailability: 'ethereum-calldata', note }]
  }
  if (submitBlobs.matches(input)) {
    const roots = partsOf(submitBlobs.decodeInput(input)[0], 'blobSubmissions').map((one) =>
      hexOf(partsOf(one, 'blob')[3], 'root'),
    )
    return [{ stage: 'posted', roots, dataAvailability: 'ethereum-blobs', note: NO_BLOCKS }]
  }
  if (submitDataAsCalldata.matches(input)) {
    const root = hexOf(partsOf(submitDataAsCalldata.decodeInput(input)[0], 'submission')[0], 'root')
    return [{ stage: 'posted', roots: [root], dataAvailability: 'ethereum-calldata', note: NO_BLOCKS }]
  }
  return [...describeOlderData(input), ...describeFinalization(input)]
}

/** Data whose blocks are named: until V5. */
function describeOlderData(input: string): readonly SettlementStep[] {
  const calldata = { stage: 'posted', dataAvailability: 'ethereum-calldata' } as const
  const blobs = { stage: 'posted', dataAvailability: 'ethereum-blobs' } as const
  const between = (first: AbiValue | undefined, last: AbiValue | undefined, root: AbiValue | undefined) => ({
    covers: rangeOf(first, last),
    roots: [hexOf(root, 'root')],
  })
  if (submitDataAsCalldataV5.matches(input)) {
    const [root, from, to] = partsOf(submitDataAsCalldataV5.decodeInput(input)[0], 'submissionData')
    return [{ ...calldata, ...between(from, to, root) }]
  }
  if (submitBlobsV5.matches(input)) {
    const data = partsOf(submitBlobsV5.decodeInput(input)[0], 'blobs').map((blob) => partsOf(partsOf(blob, 'blob')[0], 'data'))
    const last = data.at(-1)
    return last ? [{ ...blobs, ...between(data[0]?.[1], last[2], last[0]) }] : []
  }
  for (const [call, part] of [
    [submitData, calldata],
    [submitBlobData, blobs],
  ] as const) {
    if (!call.matches(input)) continue
    const [, , root, from, to] = partsOf(call.decodeInput(input)[0], 'submissionData')
    return [{ ...part, ...between(from, to, root) }]
  }
  return []
}

function describeFinalization(input: string): readonly SettlementStep[] {
  const call = [finalizeBlocksV8, finalizeBlocksV6, finalizeBlocksWithProofV5].find((one) => one.matches(input))
  if (!call) return []
  const data = partsOf(call.decodeInput(input)[2], 'finalizationData')
  const isV5 = call === finalizeBlocksWithProofV5
  const shnarfData = partsOf(data[isV5 ? 3 : 2], 'shnarfData')
  const last = countOf(data[isV5 ? 2 : 1], 'endBlockNumber')
  return [upTo(last, [hexOf(data[0], 'parentStateRootHash'), hexOf(shnarfData[2], 'finalStateRootHash')])]
}

function rangeOf(from: AbiValue | undefined, to: AbiValue | undefined): NonNullable<SettlementStep['covers']> {
  return { from: countOf(from, 'the first block'), to: countOf(to, 'the last block'), exact: true }
}

/** Final up to a block, from one that is not named. */
function upTo(last: number, roots: readonly string[]): SettlementStep {
  return { stage: 'settled', covers: { to: last, exact: false }, roots, note: NO_START }
}
