import type { SettlementStep } from '@defimon/evm/parent'

type Json = Readonly<Record<string, unknown>>

/**
 * What Linea's prover answered, from which its coordinator makes the call (linea-monorepo, prover/backend): a blob with its shnarfs, or an
 * aggregation with the blocks that it proves. A blob names no blocks; an aggregation `beside` it that ends with the same shnarf does.
 * Undefined where a record is neither.
 */
export function describePayload(raw: unknown, beside: readonly unknown[] = []): SettlementStep | undefined {
  if (!isJson(raw)) return undefined
  return describeAggregation(raw) ?? describeBlob(raw, beside.filter(isJson))
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function describeAggregation(payload: Json): SettlementStep | undefined {
  const { aggregatedProof, parentStateRootHash } = payload
  const covers = aggregatedBlocks(payload)
  if (typeof aggregatedProof !== 'string' || !covers) return undefined
  return {
    stage: 'proven',
    covers,
    ...(typeof parentStateRootHash === 'string' && { roots: [parentStateRootHash] }),
    note: 'what a finalizeBlocks call is made of; the call itself is not in the record',
  }
}

function aggregatedBlocks({ lastFinalizedBlockNumber: last, finalBlockNumber: to }: Json): SettlementStep['covers'] {
  return isHeight(last) && isHeight(to) && last < to ? { from: last + 1, to, exact: true } : undefined
}

function describeBlob(payload: Json, beside: readonly Json[]): SettlementStep | undefined {
  const { blobSubmission, finalBlobShnarf, parentShnarf, conflationOrder } = payload
  if (typeof blobSubmission !== 'object' || blobSubmission === null || typeof finalBlobShnarf !== 'string') return undefined
  const root = (blobSubmission as Json)['finalStateRootHash']
  // From the same shnarf to the same shnarf: the blocks of this blob and of no other.
  const aggregation = beside.find(
    (each) => each['finalShnarf'] === finalBlobShnarf && each['parentAggregationFinalShnarf'] === parentShnarf,
  )
  const covers = conflatedBlocks(conflationOrder) ?? (aggregation && aggregatedBlocks(aggregation))
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
