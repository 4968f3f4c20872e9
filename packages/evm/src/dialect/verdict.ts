import type { Hash } from '@defimon/core'

/** Why a part cannot be recomputed. */
export interface Skip {
  readonly skip: string
}

/** A part of an answer that does not agree with another part of it. */
export interface Contradiction {
  readonly claimed: string
  readonly computed: string
  /** Which part. */
  readonly detail: string
}

/** A recomputed hash, or the reason why there is none. */
export type Computed = Hash | Skip

/** Whether nothing was computed. */
export function isSkip(value: unknown): value is Skip {
  return typeof value === 'object' && value !== null && 'skip' in value
}
