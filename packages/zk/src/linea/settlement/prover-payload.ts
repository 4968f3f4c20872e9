import type { SettlementStep } from '@defimon/evm/parent'

type Json = Readonly<Record<string, unknown>>

/**
 * What Linea's prover answered, from which its coordinator makes the call (linea-monorepo, prover/backend): a blob with its shnarfs, or an
 * aggregation with the blocks that it proves. Undefined where a record is neither.
 */
export function describePayload(raw: unknown): SettlementStep | undefined {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined
  const payload = raw as Json
  return describeAggregation(payload) ?? describeBlob(payload)
}

function describeAggregation(payload: Json): SettlementStep | undefined {
  const { aggregatedProof, lastFinalizedBlockNumber: last, finalBlockNumber: to, parentStateRootHash } = payload
  if (typeof aggregatedProof !== 'string' || !isHeight(last) || !isHeight(to) || to <= last) return undefined
  return {
    stage: 'proven',
    covers: { from: last + 1, to, exact: true },
    ...(typeof parentStateRootHash === 'string' && { roots: [parentStateRootHash] }),
    note: 'what a finalizeBlocks call is made of; the call itself is not in the record',
  }
}

function describeBlob(payload: Json): SettlementStep | undefined {
  const { blobSubmission, finalBlobShnarf, conflationOrder } = payload
  if (typeof blobSubmission !== 'object' || blobSubmission === null || typeof finalBlobShnarf !== 'string') return undefined
  const root = (blobSubmission as Json)['finalStateRootHash']
  const covers = conflatedBlocks(conflationOrder)
  return {
    stage: 'posted',
    ...(covers && { covers }),
    ...(typeof root === 'string' && { roots: [root] }),
    dataAvailability: 'ethereum-blobs',
    note: covers
      ? 'what a submitBlobs call is made of; the call itself is not in the record'
      : 'what a submitBlobs call is made of; neither it nor the blob names the blocks, the finalization with the same shnarf does',
  }
}

/** The prover's answer names the blocks where it is whole. */
function conflatedBlocks(order: unknown): SettlementStep['covers'] {
  if (typeof order !== 'object' || order === null) return undefined
  const { startingBlockNumber: from, upperBoundaries } = order as Json
  const to: unknown = Array.isArray(upperBoundaries) ? upperBoundaries.at(-1) : undefined
  return isHeight(from) && isHeight(to) && from <= to ? { from, to, exact: true } : undefined
}

function isHeight(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
