import type { L2Network } from '@defimon/core'
import { malformed } from '@defimon/evm'
import type { DescribeSettlement, ParentLog, ParentRecord, ParentTransaction, SettlementStep } from '@defimon/evm/parent'
import { countOf, hexOf, isContractOf, logsWith, partsOf } from '../../settlement/abi-values.ts'
import { readBatchBlob } from './batch-blob.ts'
import { readBatchHeader, readChunkBlocks } from './batch-chunks.ts'
import { findBatchIndex } from './find-batch-index.ts'
import {
  commitAndFinalizeBatch,
  commitBatch,
  commitBatchEvent,
  commitBatches,
  commitBatchWithBlobProof,
  finalizeBatchEvent,
  finalizeBatchWithProof,
  finalizeBatchWithProof4844,
  finalizeBundlePostEuclidV2,
  finalizeBundleWithProof,
  revertBatchEvent,
  revertBatchRangeEvent,
} from './scroll-chain.ts'

type Covers = { readonly from: number; readonly to: number; readonly exact: true }

const IN_BLOBS = 'from codec 7 on, the blocks of a batch stand in its blob'
const AND_BEFORE = 'final with all batches before it that were not; their blocks are told by the commits'

/**
 * What a transaction did for Scroll: batches committed (`posted`; codecs 0 to 6 with their blocks in the calldata, from 7 on in the blobs, several
 * batches a call), finalized (`settled`), reverted.
 */
export const describeScrollSettlement: DescribeSettlement<'scroll'> = async (record, network) => {
  if (record.outcome === 'failed') return []
  const { transaction, blobs } = record
  if (transaction && !isContractOf(network, ['rollup'], transaction.to)) return []
  const steps = describeLogs(record, network)
  if (transaction) {
    const calls = [...(await describeCommit(transaction, record)), ...describeFinalization(transaction.input)]
    // Events tell the indexes, the call tells the blocks.
    return steps.length > 0 ? steps.map((step) => withCall(step, calls)) : calls
  }
  if (steps.length > 0) return steps
  if (!network || blobs.length === 0) return []
  const covers = await blobBlocks(record)
  return covers ? [{ stage: 'posted', covers, dataAvailability: 'ethereum-blobs' }] : []
}

function withCall(step: SettlementStep, calls: readonly SettlementStep[]): SettlementStep {
  const { covers, dataAvailability } = calls.find(({ stage }) => stage === step.stage) ?? {}
  return { ...step, ...(covers && { covers }), ...(dataAvailability && { dataAvailability }) }
}

function describeLogs(record: ParentRecord, network: L2Network<'scroll'> | undefined): readonly SettlementStep[] {
  const ours = (topic0: string): readonly ParentLog[] =>
    logsWith(record, [topic0]).filter(({ address }) => isContractOf(network, ['rollup'], address))
  const committed = ours(commitBatchEvent.topic0).map((log) => countOf(commitBatchEvent.decode(log)[0], 'batchIndex'))
  const finalized = ours(finalizeBatchEvent.topic0).map((log): SettlementStep => {
    const [index, , root] = finalizeBatchEvent.decode(log)
    const batch = countOf(index, 'batchIndex')
    return { stage: 'settled', batches: { from: batch, to: batch }, roots: [hexOf(root, 'stateRoot')], note: AND_BEFORE }
  })
  const reverted = [revertBatchEvent, revertBatchRangeEvent].flatMap((event) =>
    ours(event.topic0).map((log): SettlementStep => {
      const [first, second] = event.decode(log)
      const from = countOf(first, 'batchIndex')
      return { stage: 'reverted', batches: { from, to: event === revertBatchEvent ? from : countOf(second, 'batchIndex') } }
    }),
  )
  const first = committed[0]
  const last = committed.at(-1)
  return [
    ...(first !== undefined && last !== undefined ? [{ stage: 'posted', batches: { from: first, to: last } } as const] : []),
    ...finalized,
    ...reverted,
  ]
}

async function describeCommit({ input }: ParentTransaction, record: ParentRecord): Promise<readonly SettlementStep[]> {
  const older = [commitBatch, commitBatchWithBlobProof].find((one) => one.matches(input))
  if (older) {
    const [version, parentHeader, chunks] = older.decodeInput(input)
    const batch = readBatchHeader(parentHeader).batchIndex + 1
    return [
      {
        stage: 'posted',
        batches: { from: batch, to: batch },
        covers: { ...readChunkBlocks(chunks), exact: true },
        dataAvailability: version === 0n ? 'ethereum-calldata' : 'ethereum-blobs',
      },
    ]
  }
  const isAlone = commitAndFinalizeBatch.matches(input)
  if (!commitBatches.matches(input) && !isAlone) return []
  const covers = await blobBlocks(record)
  const posted = { stage: 'posted', ...(covers && { covers }), dataAvailability: 'ethereum-blobs', note: IN_BLOBS } as const
  return [isAlone ? posted : { ...posted, ...(await chainedBatches(input, record)) }]
}

/** The batches of a commit, which its events name; else worked out from its hashes. */
async function chainedBatches(input: string, { transaction, logs }: ParentRecord): Promise<Pick<SettlementStep, 'batches'>> {
  const blobVersionedHashes = transaction?.blobVersionedHashes ?? []
  const [version, parent, last] = commitBatches.decodeInput(input)
  if (logs.length > 0) return {}
  const first = await findBatchIndex({
    version: countOf(version, 'version'),
    parentBatchHash: hexOf(parent, 'parentBatchHash'),
    lastBatchHash: hexOf(last, 'lastBatchHash'),
    blobVersionedHashes,
  })
  return first === undefined ? {} : { batches: { from: first, to: first + blobVersionedHashes.length - 1 } }
}

/** Blob by blob, which is batch by batch: their blocks follow each other. Undefined where a blob is not in the record. */
async function blobBlocks({ blobs, transaction }: ParentRecord): Promise<Covers | undefined> {
  const wanted = transaction?.blobVersionedHashes.length ?? blobs.length
  if (blobs.length === 0 || blobs.length < wanted) return undefined
  let covers: Covers | undefined
  for (const { bytes } of blobs) {
    const blocks = await readBatchBlob(bytes)
    if (!blocks) return undefined
    if (covers && blocks.from !== covers.to + 1) throw malformed('the batches of a commit do not follow each other')
    covers = { from: covers?.from ?? blocks.from, to: blocks.to, exact: true }
  }
  return covers
}

function describeFinalization(input: string): readonly SettlementStep[] {
  const single = [finalizeBatchWithProof, finalizeBatchWithProof4844].find((one) => one.matches(input))
  if (single) {
    const [header, previousRoot, root] = single.decodeInput(input)
    const batch = readBatchHeader(header).batchIndex
    const roots = [hexOf(previousRoot, 'prevStateRoot'), hexOf(root, 'postStateRoot')]
    return [{ stage: 'settled', batches: { from: batch, to: batch }, roots }]
  }
  const [header, root] = finalizedBundle(input)
  if (header === undefined) return []
  const batch = readBatchHeader(header).batchIndex
  return [{ stage: 'settled', batches: { from: batch, to: batch }, roots: [hexOf(root, 'postStateRoot')], note: AND_BEFORE }]
}

/** The header of the last batch and the state root after it. */
function finalizedBundle(input: string): readonly [header?: string, root?: string] {
  if (finalizeBundleWithProof.matches(input)) {
    const [header, root] = finalizeBundleWithProof.decodeInput(input)
    return [hexOf(header, 'batchHeader'), hexOf(root, 'postStateRoot')]
  }
  if (finalizeBundlePostEuclidV2.matches(input)) {
    const [header, , root] = finalizeBundlePostEuclidV2.decodeInput(input)
    return [hexOf(header, 'batchHeader'), hexOf(root, 'postStateRoot')]
  }
  if (!commitAndFinalizeBatch.matches(input)) return []
  const [header, , root] = partsOf(commitAndFinalizeBatch.decodeInput(input)[2], 'finalizeStruct')
  return [hexOf(header, 'batchHeader'), hexOf(root, 'postStateRoot')]
}
