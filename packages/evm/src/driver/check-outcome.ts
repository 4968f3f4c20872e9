import type { NetworkFacts } from '@defimon/core'
import type { Era } from '../dialect/dialect.ts'
import type { Workspace } from '../hashing/workspace.ts'
import type { BlockContext } from '../transaction/transaction-rule.ts'
import type { EvmRaw } from './evm-raw.ts'

/** Everything that one check looks at. */
export interface Subject {
  readonly network: NetworkFacts
  readonly era: Era
  readonly raw: EvmRaw
  readonly context: BlockContext
  readonly workspace: Workspace
}

/** The outcome of a check, before a quirk has its say. */
export type Outcome =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'skipped'; readonly reason: string }
  | { readonly outcome: 'mismatch'; readonly claimed: string; readonly computed: string; readonly detail?: string }

/** The outcome of a check that found nothing wrong. */
export const PASSED: Outcome = { outcome: 'passed' }

/** The outcome of a check that was not made. */
export function skipped(reason: string): Outcome {
  return { outcome: 'skipped', reason }
}
