import type { Evidence } from '../contract/settlement.ts'

const FIRMNESS: readonly Evidence['parentStatus'][] = ['included', 'safe', 'finalized']

/** How firm a parent block is, as a number that only grows while it stands: included 0, safe 1, finalized 2. */
export function firmness(status: Evidence['parentStatus']): number {
  return FIRMNESS.indexOf(status)
}

/** Whether two pieces of evidence are the same transaction, in the same parent block, about the same blocks. */
export function isSameEvidence(a: Evidence, b: Evidence): boolean {
  return (
    a.network === b.network &&
    a.number === b.number &&
    a.hash === b.hash &&
    a.transactionHash === b.transactionHash &&
    a.kind === b.kind &&
    a.covers?.from === b.covers?.from &&
    a.covers?.to === b.covers?.to
  )
}

/** The same evidence, as firm as either says: a parent block gets firmer, and an older answer does not make it less so. */
export function firmerEvidence(known: Evidence, newer: Evidence): Evidence {
  const firm = firmness(known.parentStatus) > firmness(newer.parentStatus) ? known.parentStatus : newer.parentStatus
  return { ...known, ...newer, parentStatus: firm }
}

/** Which of two pieces stands first in a row: by parent block, then by what tells them apart, so that every order of arrival gives one. */
export function compareEvidence(a: Evidence, b: Evidence): number {
  return (
    a.number - b.number ||
    compareText(a.transactionHash, b.transactionHash) ||
    compareText(a.hash, b.hash) ||
    (a.covers?.from ?? 0) - (b.covers?.from ?? 0) ||
    (a.covers?.to ?? 0) - (b.covers?.to ?? 0) ||
    compareText(a.kind, b.kind)
  )
}

function compareText(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0
  return (a ?? '') < (b ?? '') ? -1 : 1
}
