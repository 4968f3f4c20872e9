import { type Evidence, evidenceOf, mergeSettlement, type Settlement, type StoredSettlement } from '@defimon/core'
import type { HeightRange } from '../done-ranges.ts'
import { overlay, type SpanMap } from './span-map.ts'

/** The heights that a settlement in a batch holds for. */
export function heightsOf({ block, holdsFor }: StoredSettlement): HeightRange {
  return holdsFor ?? { from: block.number, to: block.number }
}

/** What a store holds once a settlement was added: the further stage, with the evidence of both. */
export function addSettlement(spans: SpanMap<Settlement>, added: StoredSettlement): SpanMap<Settlement> {
  const { holdsFor: _, ...settlement } = added
  return overlay(spans, heightsOf(added), (old) => (old ? mergeSettlement(old, settlement) : settlement))
}

/** What a store holds once a step back was taken: exactly these heights, and nothing of what was. */
export function revertSettlement(spans: SpanMap<Settlement>, reverted: StoredSettlement): SpanMap<Settlement> {
  const { holdsFor: _, ...settlement } = reverted
  return overlay(spans, heightsOf(reverted), () => settlement)
}

/** The evidence that anchors a block for good: the parent chain proved or settled its hash in a final block. A claim alone does not. */
export function firmAnchors({ state }: Settlement): readonly (Evidence & Required<Pick<Evidence, 'anchor'>>)[] {
  return evidenceOf(state).flatMap(({ step, evidence }) => {
    const { anchor } = evidence
    return anchor && (step === 'proven' || step === 'settled') && evidence.parentStatus === 'finalized'
      ? [{ ...evidence, anchor }]
      : []
  })
}
