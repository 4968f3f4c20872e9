import type { BlockSource, Check, L2Network, SourceOptions } from '@defimon/core'
import type { LeftOut, StackModel } from '@defimon/core/testing'

/** A network of the registry in one era of its block format, and the simulation that stands for it. */
export interface Subject {
  /** The entry of the registry, as it is. */
  readonly network: L2Network
  /** Which era, where the network had several. */
  readonly era?: string
  /** A new simulation: the network's id, chain id and formats. */
  model(): StackModel
  /** Height of the first block, where the rules of the era go by height. */
  readonly startBlock?: number
  /** Whether the stack has no block between latest and finalized that could be called safe. */
  readonly safeIsFinalized?: boolean
  /** Appended to the seed of its chain, where with that seed alone a case does not hold; the subject says why. */
  readonly seed?: string
  /** Cases of the kit that do not apply, each with the reason. */
  readonly leaveOut: LeftOut
  /** Faults that cannot happen or be seen here, each with the reason. */
  readonly withoutFaults: LeftOut
  /**
   * Checks that are made, but in which a contradiction is not called a mismatch, for no record has proven the rule; with a source that
   * calls it one. Faults that only these checks see are tried on that one.
   */
  readonly tolerated?: {
    readonly checks: readonly Check[]
    readonly heldToTheLetter: (network: L2Network, options: SourceOptions) => BlockSource
  }
}

/** What a subject is called: the id, and the era where there are several. */
export function nameOf({ network, era }: Pick<Subject, 'network' | 'era'>): string {
  return era === undefined ? network.id : `${network.id} (${era})`
}
