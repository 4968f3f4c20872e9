import type { SettlementStep } from '@defimon/evm/parent'

/**
 * Steps of one transaction that go on from one another are one: the batches that a call commits, the blocks that it executes. Steps of
 * another stage, of another standing, or with a gap between them stay apart.
 */
export function mergeSteps(steps: readonly SettlementStep[]): readonly SettlementStep[] {
  const merged: SettlementStep[] = []
  for (const step of steps) {
    const at = merged.findIndex((each) => goesOn(each, step))
    if (at < 0) merged.push(step)
    else merged[at] = joined(merged[at] as SettlementStep, step)
  }
  return merged
}

function goesOn(before: SettlementStep, after: SettlementStep): boolean {
  return (
    before.stage === after.stage &&
    before.authorised === after.authorised &&
    before.dataAvailability === after.dataAvailability &&
    before.note === after.note &&
    isNext(before.covers, after.covers) &&
    isNext(before.batches, after.batches) &&
    before.covers?.exact === after.covers?.exact
  )
}

interface Span {
  readonly from?: number
  readonly to?: number
}

function isNext(before: Span | undefined, after: Span | undefined): boolean {
  if (before === undefined || after === undefined) return before === after
  return before.to !== undefined && after.from === before.to + 1
}

function joined(before: SettlementStep, after: SettlementStep): SettlementStep {
  const roots = [...(before.roots ?? []), ...(after.roots ?? [])]
  return {
    ...before,
    ...(before.covers && after.covers?.to !== undefined && { covers: { ...before.covers, to: after.covers.to } }),
    ...(before.batches && after.batches && { batches: { from: before.batches.from, to: after.batches.to } }),
    ...(roots.length > 0 && { roots }),
  }
}
