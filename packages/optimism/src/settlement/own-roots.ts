import type { L2Network } from '@defimon/core'
import { VARIANTS } from '../variants/variants.ts'

/** Chains of the family whose output roots are OP Mainnet's, though some formats are their own. */
const SAME_ROOTS: ReadonlySet<string> = /* @__PURE__ */ new Set(['celo', 'boba'])

/** Whether a network may have output roots by a rule that is not known here: one that differs is then held against nobody. */
export function hasOwnRoots({ id, testnetOf }: L2Network<'op-stack'>): boolean {
  return VARIANTS[testnetOf ?? id] !== undefined && !SAME_ROOTS.has(id)
}
