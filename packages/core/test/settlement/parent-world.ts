import type { Evidence, SettlementFact } from '@defimon/core'

/**
 * What can happen between two looks at the parent chain. `hold`: the next thing is told only after the one that follows it.
 * `return`: the branch that the last reorg removed is the chain again.
 */
export const ACTIONS = [
  'commit',
  'prove',
  'execute',
  'revert',
  'resubmit',
  'finalize',
  'reorg',
  'deep-reorg',
  'return',
  'hold',
] as const
export type Action = (typeof ACTIONS)[number]

type Deed = 'posted' | 'proven' | 'settled' | 'revert'

interface WorldBlock {
  readonly number: number
  readonly hash: string
  readonly deed?: Deed
}

/** A parent chain with one batch of one rollup on it, and the contract's rules. The oracle: nothing in it comes from the machine. */
export interface World {
  readonly blocks: readonly WorldBlock[]
  /** Blocks up to here are final. */
  readonly finalized: number
  readonly mined: number
  readonly views: number
  /** What the last reorg removed, while nothing else stands in its place. */
  readonly left: readonly WorldBlock[]
  readonly held: readonly SettlementFact[] | undefined
  /** The next facts are to be held. */
  readonly holding: boolean
}

export const START: World = { blocks: [], finalized: 0, mined: 0, views: 0, left: [], held: undefined, holding: false }

const NETWORK = 'parent'

/** Which step the contract has by now, and in which block it was made. */
export function standing(world: World): { posted?: WorldBlock; proven?: WorldBlock; settled?: WorldBlock } {
  let state: { posted?: WorldBlock; proven?: WorldBlock; settled?: WorldBlock } = {}
  for (const block of world.blocks) {
    if (block.deed === 'revert') state = {}
    else if (block.deed) state = { ...state, [block.deed]: block }
  }
  return state
}

function allows(world: World, action: Action): boolean {
  const { posted, proven, settled } = standing(world)
  const last = world.blocks.at(-1)
  switch (action) {
    case 'commit':
      return !posted && world.mined === 0
    case 'resubmit':
      return !posted && world.mined > 0
    case 'prove':
      return posted !== undefined && !proven
    case 'execute':
      return proven !== undefined && !settled
    case 'revert':
      return posted !== undefined && !settled
    case 'finalize':
      return last !== undefined && last.number > world.finalized
    case 'reorg':
      return last !== undefined && last.number > world.finalized
    case 'deep-reorg':
      return last !== undefined && last.number > world.finalized + 1
    case 'return':
      return world.left.length > 0
    case 'hold':
      return !world.holding && !world.held
  }
}

const DEEDS: Partial<Record<Action, Deed>> = {
  commit: 'posted',
  resubmit: 'posted',
  prove: 'proven',
  execute: 'settled',
  revert: 'revert',
}
const KINDS = { posted: 'batch', proven: 'validity-proof', settled: 'settlement' } as const

/** The world after an action, and what an observer is told of it; undefined where the contract or the chain does not allow it. */
export function act(
  world: World,
  action: Action,
): { readonly world: World; readonly told: readonly SettlementFact[] } | undefined {
  if (!allows(world, action)) return undefined
  if (action === 'hold') return { world: { ...world, holding: true }, told: [] }
  const [next, facts] = change(world, action)
  if (world.holding) return { world: { ...next, holding: false, held: facts }, told: [] }
  if (world.held) return { world: { ...next, held: undefined }, told: [...facts, ...world.held] }
  return { world: next, told: facts }
}

function change(world: World, action: Action): [World, readonly SettlementFact[]] {
  const views = world.views + 1
  if (action === 'finalize') {
    const finalized = world.blocks.at(-1)!.number
    return [
      { ...world, views, finalized },
      world.blocks.filter(({ number }) => number > world.finalized).map((block) => parentFact(block, 'finalized', views)),
    ]
  }
  if (action === 'reorg' || action === 'deep-reorg') {
    const from = action === 'reorg' ? world.blocks.at(-1)!.number : world.finalized + 1
    const blocks = world.blocks.filter(({ number }) => number < from)
    const gone = world.blocks.filter(({ number }) => number >= from)
    return [{ ...world, views, blocks, left: gone }, gone.map((block) => parentFact(block, 'gone', views))]
  }
  if (action === 'return') {
    const blocks = [...world.blocks, ...world.left]
    return [{ ...world, views, blocks, left: [] }, world.left.map((block) => parentFact(block, 'included', views))]
  }
  const mined = world.mined + 1
  const deed = DEEDS[action]!
  const block: WorldBlock = { number: (world.blocks.at(-1)?.number ?? 0) + 1, hash: `0x${mined}`, deed }
  const parent = { number: block.number, hash: block.hash }
  const fact: SettlementFact =
    deed === 'revert'
      ? { type: 'revert', to: 'sequenced', network: NETWORK, parent }
      : { type: 'step', step: deed, evidence: evidenceIn(block, deed) }
  return [{ ...world, mined, views, left: [], blocks: [...world.blocks, block] }, [fact]]
}

function parentFact({ number, hash }: WorldBlock, status: 'gone' | 'included' | 'finalized', view: number): SettlementFact {
  return { type: 'parent', network: NETWORK, parent: { number, hash }, status, view }
}

/** What is said of a step when it is first seen. */
export function evidenceIn({ number, hash }: WorldBlock, deed: 'posted' | 'proven' | 'settled'): Evidence {
  const covers = { from: 10, to: 19, exact: true }
  return { kind: KINDS[deed], network: NETWORK, number, hash, transactionHash: `tx${hash}`, parentStatus: 'included', covers }
}
