import type { Fault } from '@defimon/core/testing'

/** Bodies of a gigabyte take real time; the conformance kit has them. */
const TOO_SLOW: ReadonlySet<string> = new Set(['huge-body', 'huge-content-length', 'deep-nesting'])
/** Set an endpoint aside for hours, so at least one must not have them. */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'quota-exhausted',
  'unauthorized',
  'wrong-network',
  'other-chain-id',
  'chain-id-changed',
])
/** Show another chain than there is, below its finality. Two endpoints that agree on one outvote what is stored, and one must not. */
export const OTHER_CHAIN: ReadonlySet<string> = new Set(['wrong-network', 'deep-fork'])

/**
 * Whether a simulation can have a fault: it can be seen, or only delays. A lie that nothing can see is stored, and that is no bug.
 * `isFirst`: for the endpoint that is never set aside for good. `isUnseen`: nothing could speak against another chain.
 */
export function isFitFault(name: string, fault: Fault, { isFirst, isUnseen }: { isFirst: boolean; isUnseen: boolean }): boolean {
  return (
    !TOO_SLOW.has(name) &&
    !(isFirst && FOR_GOOD.has(name)) &&
    !(isUnseen && OTHER_CHAIN.has(name)) &&
    (fault.verdict !== 'unseen' || fault.about === 'head')
  )
}
