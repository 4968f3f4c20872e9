import type { BlockSource } from '../contract/source.ts'

/** Where a source of `defineSource` keeps the same source with a quorum. Sources of other making need not have it. */
export const AGREED: unique symbol = Symbol.for('defimon.agreed')

/** What a source with this symbol gives: itself, but its blocks agreed by a quorum, where that can be. */
export interface AgreedSource {
  readonly [AGREED]: () => BlockSource
}

/**
 * A source as a parent chain is read: each block agreed by two endpoints of different hosts. The source itself where it has one endpoint
 * only, where it was made with a `quorum` (1 switches it off), or where it does not know how. It shares the transport of the source and
 * ends with it.
 */
export function agreedSource(source: BlockSource): BlockSource {
  const make = (source as Partial<AgreedSource>)[AGREED]
  return make ? make() : source
}
