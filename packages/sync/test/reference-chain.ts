import type { FakeChain } from './fake-chain.ts'

/** One thing that happens to a chain or to the sync of it. */
export type Step =
  | { readonly kind: 'mine'; readonly count: number; readonly skip: number }
  /** The newest blocks are replaced by `count` others. */
  | { readonly kind: 'fork'; readonly depth: number; readonly count: number }
  /** A branch that was left becomes the chain again. */
  | { readonly kind: 'return'; readonly pick: number }
  | { readonly kind: 'finalize'; readonly lag: number }
  /** The sync is closed and another one made on the same sink. `away`: what happens before. */
  | { readonly kind: 'restart' }
  | { readonly kind: 'wait'; readonly seconds: number }

/**
 * The oracle: what a chain is after these steps, by the plainest rules. A fork never goes below the finalized block, as the property
 * of chains that keep their promise wants it; a return goes only to a branch that holds the finalized block.
 */
export function applyToChain(chain: FakeChain, step: Step, tips: string[], name: string): void {
  const finalized = chain.finalized ?? 0
  switch (step.kind) {
    case 'mine':
      chain.mine(step.count, name, step.skip)
      break
    case 'fork': {
      const head = chain.head!.number
      tips.push(chain.head!.hash)
      chain.dropAbove(Math.max(finalized, head - step.depth))
      chain.mine(step.count, name)
      break
    }
    case 'return': {
      const hash = tips[step.pick % Math.max(1, tips.length)]
      if (hash === undefined || !holds(chain, hash, finalized)) return
      tips.push(chain.head!.hash)
      chain.switchTo(hash)
      break
    }
    case 'finalize': {
      const wanted = chain.head!.number - step.lag
      const block = chain.blocks().findLast(({ number }) => number <= wanted)
      if (block && block.number > finalized) chain.finalized = block.number
      break
    }
    default:
  }
}

/** Whether the branch of a tip holds the canonical block at a height. */
function holds(chain: FakeChain, tip: string, height: number): boolean {
  let block = chain.byHash(tip)
  while (block && block.number > height) block = block.parent && chain.byHash(block.parent.hash)
  return block !== undefined && block.hash === chain.at(height)?.hash
}
