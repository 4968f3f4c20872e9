import type { BlockRef, Evidence, L2Network } from '@defimon/core'
import type { SimulatedNetwork } from '@defimon/core/testing'
import type { Happening } from '../../test/settlement/event-encoders.ts'
import type { MadeNode } from './made-node.ts'

/** When the first block of each L2 was made, and the first of the parent. */
export const START_MS: number = Date.UTC(2026, 0, 1)
/** Ethereum's slots. */
export const SLOT_MS = 12_000

/** A step that a block has come to: the happening that made it so, and what its evidence must say. */
export interface Step {
  readonly step: 'posted' | 'claimed' | 'proven' | 'settled'
  readonly happening: string
  readonly parts: Pick<Evidence, 'kind' | 'covers' | 'dataAvailability' | 'anchor'>
}

/** A rollup in the proportions of a real one, all of whose blocks have settled. */
export interface Rollup {
  readonly network: L2Network
  readonly node: MadeNode
  readonly happenings: readonly Happening[]
  /** Blocks of the parent. */
  readonly parentBlocks: number
  /** What contracts of the parent answer. */
  readonly call?: (request: { readonly to: string; readonly data: string }, block: { readonly number: number }) => string
  /** The steps of a block. */
  stepsOf(number: number): readonly Step[]
}

/** A rollup whose settlement is walked. */
export interface Shape {
  readonly name: string
  /** Blocks of the L2. */
  readonly blocks: number
  /** Requests to the parent for 100 blocks, at most. Absent: what it costs is told, and nothing is promised. */
  readonly bound?: number
  /** Endpoints of the parent, of different hosts. With two, both must agree on each header. */
  readonly parentEndpoints?: number
  /** Default true. False: `settlementCosts` is off. */
  readonly hasCosts?: boolean
  make(): Rollup
}

/** The parent block that stands at a time of the L2, or next after it. */
export function parentBlockAt(sinceStartMs: number): number {
  return Math.ceil(sinceStartMs / SLOT_MS)
}

/** An L2 as the encoders of the tests take it: they ask for hashes of its blocks. */
export function asSimulated(refOf: (number: number) => BlockRef): SimulatedNetwork {
  return { chain: { block: refOf } } as unknown as SimulatedNetwork
}

/** What happens in each block of the parent, in order. */
export function byParentBlock(happenings: readonly Happening[]): ReadonlyMap<number, readonly Happening[]> {
  const byBlock = new Map<number, Happening[]>()
  for (const happening of happenings) byBlock.set(happening.at, [...(byBlock.get(happening.at) ?? []), happening])
  return byBlock
}
