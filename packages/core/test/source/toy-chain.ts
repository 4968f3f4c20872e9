import type { BlockRef } from '@defimon/core'
import { type ToyBlock, toyBlock } from './toy-stack.ts'

/** A chain that grows and forks on command. */
export interface ToyChain {
  readonly head: ToyBlock
  /** Canonical blocks, ascending. */
  readonly blocks: readonly ToyBlock[]
  at(number: number): ToyBlock | undefined
  byHash(hash: string): ToyBlock | undefined
  grow(blocks?: number): void
  /** Takes the newest `depth` blocks off and puts `depth + extra` others on. */
  fork(depth: number, extra?: number): void
}

export function toyChain(
  options: { length?: number; startMs?: number; blockTimeMs?: number; gaps?: readonly number[] } = {},
): ToyChain {
  const { length = 20, startMs = 1_750_000_000_000, blockTimeMs = 2_000, gaps = [] } = options
  const canonical: ToyBlock[] = []
  const all = new Map<string, ToyBlock>()
  let forks = 0
  const add = (salt: string): void => {
    const parent: BlockRef | undefined = canonical.at(-1)
    let number = parent ? parent.number + 1 : 0
    while (gaps.includes(number)) number += 1
    const block = toyBlock(number, parent, startMs + number * blockTimeMs, salt)
    canonical.push(block)
    all.set(block.hash, block)
  }
  for (let count = 0; count < length; count += 1) add('')
  return {
    get head() {
      return canonical.at(-1) as ToyBlock
    },
    blocks: canonical,
    at: (number) => canonical.find((block) => block.number === number),
    byHash: (hash) => all.get(hash),
    grow: (blocks = 1) => {
      for (let count = 0; count < blocks; count += 1) add(forks === 0 ? '' : `fork ${forks} `)
    },
    fork: (depth, extra = 1) => {
      forks += 1
      canonical.splice(canonical.length - depth)
      for (let count = 0; count < depth + extra; count += 1) add(`fork ${forks} `)
    },
  }
}
