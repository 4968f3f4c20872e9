import type { BlockRef, BlockTag, Hash } from '@defimon/core'
import { seededRandom } from '../runtime/seeded-random.ts'
import type { BlockPlan, ChainView, SimulatedBlock, StackModel } from './stack-model.ts'

/** A change of the canonical chain. */
export interface ChainChange {
  /** Newest first. Empty where blocks were only added. */
  readonly removed: readonly SimulatedBlock[]
  /** Oldest first. */
  readonly added: readonly SimulatedBlock[]
  readonly commonAncestor: SimulatedBlock
}

/** How a simulated chain is made. */
export interface SimulatedChainOptions<Content> {
  readonly model: StackModel<Content>
  readonly seed: number | string
  /** Height of the first block. */
  readonly startBlock: number
  /** Time of the first block. */
  readonly startMs: number
  /** Blocks to start with, at least one. */
  readonly blocks: number
  /** Between two blocks: a number, or drawn for each. */
  readonly blockTimeMs: number | ((draw: () => number) => number)
  /** The chain's own clock. Absent: blocks come by `mine` only. */
  readonly clock?: () => number
  /** How many blocks the safe and the finalized block are behind the head. */
  readonly safeDepth: number
  readonly finalizedDepth: number
  /** Reorgs by themselves: the chance at each block, and how deep at most. */
  readonly reorgs?: { readonly probability: number; readonly maxDepth: number }
  /** Canonical blocks that are kept, at least; what is older is forgotten, as nodes prune. Default: all. */
  readonly keepBlocks?: number
}

/** A deterministic chain: a tree of blocks, one branch of which is canonical. It is its own oracle. */
export interface SimulatedChain<Content = unknown> {
  readonly head: SimulatedBlock
  readonly safe: SimulatedBlock | undefined
  readonly finalized: SimulatedBlock | undefined
  readonly first: SimulatedBlock
  /** The canonical block at a height; undefined where there is none, now or ever. */
  block(number: number): SimulatedBlock | undefined
  /** A block of any branch that was ever canonical. */
  at(hash: Hash): SimulatedBlock | undefined
  isCanonical(block: BlockRef): boolean
  /** Canonical blocks in order, both ends inclusive. Default: all. */
  canonical(range?: { readonly from?: number; readonly to?: number }): readonly SimulatedBlock[]
  content(block: SimulatedBlock): Content
  /** Adds blocks at once, whatever the clock says. Gives the new head. */
  mine(count?: number): SimulatedBlock
  /**
   * Replaces the newest `depth` blocks by another branch of `length` (default `depth + 1`). Fails where that would undo a finalized
   * block, unless `beyondFinality`.
   */
  reorg(depth: number, length?: number, options?: { readonly beyondFinality?: boolean }): ChainChange
  /** No more blocks by the clock, as when a sequencer stops. */
  halt(): void
  /** Blocks by the clock again, from now on. */
  resume(): void
  /** When the clock gives the next block, ms; undefined while halted or without a clock. */
  readonly nextBlockAtMs: number | undefined
  /** Now, by the clock; the head's time without one. */
  readonly clockMs: number
  /** Adds what is due by the clock. Reading does this by itself. */
  catchUp(): void
  /** The chain as an honest node shows it. */
  view(): ChainView<Content>
  /** The chain as a node on another branch shows it: apart from the canonical one above this height, as high as it. */
  forkedView(aboveNumber: number, label: string): ChainView<Content>
  /** Called after each change. Returns the function that stops it. */
  onChange(listener: (change: ChainChange) => void): () => void
}

interface Node {
  readonly number: number
  readonly timestampMs: number
  readonly branch: string
  parent: Node | undefined
  block: SimulatedBlock | undefined
}

/** How many blocks keep their content ready; the others are made again when asked for. */
const KEPT_CONTENTS = 64

/**
 * A simulated chain. Blocks are planned when they are mined and made when they are first looked at, so mining costs next to nothing,
 * and only their hashes and counts are kept, so a long chain stays small.
 */
export function createSimulatedChain<Content>(options: SimulatedChainOptions<Content>): SimulatedChain<Content> {
  const { model, seed } = options
  const random = seededRandom(`chain/${seed}`)
  const reorgRandom = random.fork('reorgs')
  const timeRandom = random.fork('times')
  const path: Node[] = []
  const byHash = new Map<Hash, Node>()
  const contents = new Map<Node, Content>()
  const listeners = new Set<(change: ChainChange) => void>()
  const forks = new Map<string, Node[]>()
  let branches = 0
  let branch = '0'
  let halted = false
  let finalizedNumber = Number.NEGATIVE_INFINITY
  let nextAtMs = options.startMs

  const interval = (): number =>
    typeof options.blockTimeMs === 'number' ? options.blockTimeMs : options.blockTimeMs(() => timeRandom.next())

  const parentOfFirst = (number: number): Hash => {
    const parent = random.fork('parent')
    if (model.writeHash) return model.writeHash(number === 0 ? new Uint8Array(32) : parent.bytes(32))
    return number === 0 ? `0x${'00'.repeat(32)}` : parent.hex(32)
  }

  const plan = (node: Node): BlockPlan => ({
    number: node.number,
    timestampMs: node.timestampMs,
    seed: `${seed}/${node.branch}/${node.number}`,
    parent: node.parent
      ? { number: node.parent.number, hash: node.parent.block!.hash }
      : {
          number: Math.max(node.number - 1, 0),
          hash: parentOfFirst(node.number),
        },
  })

  const keep = (node: Node, content: Content): void => {
    contents.delete(node)
    contents.set(node, content)
    if (contents.size > KEPT_CONTENTS) contents.delete(contents.keys().next().value!)
  }

  const make = (node: Node): SimulatedBlock => {
    const pending: Node[] = []
    for (let at: Node | undefined = node; at !== undefined && at.block === undefined; at = at.parent) pending.push(at)
    for (const each of pending.reverse()) {
      const planned = plan(each)
      const made = model.make(planned)
      each.block = {
        number: each.number,
        hash: made.hash,
        parentHash: planned.parent.hash,
        parentNumber: planned.parent.number,
        timestampMs: made.timestampMs,
        transactionCount: made.transactionCount,
        logCount: made.logCount,
      }
      byHash.set(made.hash, each)
      keep(each, made.content)
    }
    return node.block!
  }

  const content = (block: SimulatedBlock): Content => {
    const node = byHash.get(block.hash)
    if (node === undefined) throw new RangeError(`no simulated block ${block.hash}`)
    const kept = contents.get(node)
    const value = kept ?? model.make(plan(node)).content
    keep(node, value)
    return value
  }

  const head = (): Node => path[path.length - 1]!

  const nodeAt = (number: number): Node | undefined => {
    const direct = path[number - path[0]!.number]
    if (direct?.number === number) return direct
    let low = 0
    let high = path.length - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      const node = path[middle]!
      if (node.number === number) return node
      if (node.number < number) low = middle + 1
      else high = middle - 1
    }
    return undefined
  }

  const following = (parent: Node | undefined, branchName: string, timestampMs: number): Node => ({
    number:
      parent === undefined
        ? options.startBlock
        : (model.nextNumber?.(parent.number, `${seed}/${branchName}`) ?? parent.number + 1),
    timestampMs,
    branch: branchName,
    parent,
    block: undefined,
  })

  /** Forgets in strides, so that it costs little. The newest that goes stays as the parent of the first that is left. */
  const forgetOld = (): void => {
    const kept = Math.max(options.keepBlocks ?? Number.POSITIVE_INFINITY, options.finalizedDepth + 2)
    if (path.length < 2 * kept) return
    path.splice(0, path.length - kept)
    const { parent } = path[0]!
    if (parent === undefined) return
    make(parent)
    parent.parent = undefined
    for (const [hash, { number }] of byHash) if (number < parent.number) byHash.delete(hash)
    for (const node of contents.keys()) if (node.number < parent.number) contents.delete(node)
  }

  const append = (timestampMs: number): void => {
    path.push(following(path[path.length - 1], branch, timestampMs))
    const index = path.length - 1 - options.finalizedDepth
    if (index >= 0) finalizedNumber = Math.max(finalizedNumber, path[index]!.number)
  }

  /** A time for a block that the clock did not ask for: after its parent, not in the future where there is a clock. */
  const unscheduledMs = (): number => {
    const parentMs = head().timestampMs
    if (options.clock === undefined) return parentMs + interval()
    return Math.max(options.clock(), parentMs + Math.min(interval(), 1000))
  }

  const mineNow = (count: number): void => {
    for (let index = 0; index < count; index++) append(unscheduledMs())
    while (nextAtMs <= head().timestampMs) nextAtMs += interval()
  }

  const report = (ancestor: Node, removed: readonly Node[], firstAdded: number): ChainChange => {
    const change: ChainChange = {
      commonAncestor: make(ancestor),
      removed: removed.map((node) => make(node)).reverse(),
      added: path.slice(firstAdded).map((node) => make(node)),
    }
    for (const listener of [...listeners]) listener(change)
    return change
  }

  const replace = (depth: number): Node[] => {
    const removed = path.splice(path.length - depth, depth)
    branches++
    branch = String(branches)
    for (const node of removed) append(node.timestampMs)
    return removed
  }

  const catchUp = (): void => {
    if (options.clock === undefined || halted) return
    const now = options.clock()
    while (nextAtMs <= now) {
      const before = path.length
      let removed: Node[] = []
      if (options.reorgs && reorgRandom.chance(options.reorgs.probability)) {
        const deepest = Math.min(options.reorgs.maxDepth, options.finalizedDepth - 1, path.length - 1)
        if (deepest >= 1) removed = replace(reorgRandom.integer(1, deepest))
      }
      append(nextAtMs)
      nextAtMs += interval()
      if (listeners.size > 0) report(path[before - removed.length - 1]!, removed, before - removed.length)
    }
    forgetOld()
  }

  const tagged = (tag: BlockTag | 'earliest', within: readonly Node[] = path): SimulatedBlock | undefined => {
    if (tag === 'latest') return make(within[within.length - 1]!)
    if (tag === 'earliest') return make(within[0]!)
    if (tag === 'safe') {
      const node = within[within.length - 1 - options.safeDepth]
      return node && make(node)
    }
    const node = Number.isFinite(finalizedNumber) ? nodeAt(finalizedNumber) : undefined
    return node && make(node)
  }

  const current = <T>(read: () => T): T => {
    catchUp()
    return read()
  }

  const blockAt = (number: number): SimulatedBlock | undefined => {
    const node = nodeAt(number)
    return node && make(node)
  }

  const at = (hash: Hash): SimulatedBlock | undefined => {
    make(head())
    return byHash.get(hash)?.block
  }

  const chain: SimulatedChain<Content> = {
    get head() {
      return current(() => make(head()))
    },
    get safe() {
      return current(() => tagged('safe'))
    },
    get finalized() {
      return current(() => tagged('finalized'))
    },
    get first() {
      return make(path[0]!)
    },
    block: (number) => current(() => blockAt(number)),
    at: (hash) => current(() => at(hash)),
    isCanonical: (block) => current(() => blockAt(block.number)?.hash === block.hash),
    canonical: ({ from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = {}) =>
      current(() => path.filter((node) => node.number >= from && node.number <= to).map((node) => make(node))),
    content,
    mine: (count = 1) => {
      catchUp()
      const before = path.length
      mineNow(count)
      if (listeners.size > 0 && count > 0) report(path[before - 1]!, [], before)
      forgetOld()
      return make(head())
    },
    reorg: (depth, length = depth + 1, { beyondFinality = false } = {}) => {
      catchUp()
      if (!Number.isSafeInteger(depth) || depth < 1 || depth >= path.length) {
        throw new RangeError(`cannot reorganise ${depth} of ${path.length} blocks`)
      }
      if (length < 1) throw new RangeError('a branch has at least one block')
      const ancestor = path[path.length - depth - 1]!
      if (ancestor.number < finalizedNumber && !beyondFinality)
        throw new RangeError(`${depth} blocks reach below the finalized block`)
      const removed = replace(depth)
      if (length < depth) path.length -= depth - length
      else mineNow(length - depth)
      return report(ancestor, removed, path.indexOf(ancestor) + 1)
    },
    halt: () => {
      catchUp()
      halted = true
    },
    resume: () => {
      if (!halted) return
      halted = false
      const now = options.clock?.()
      if (now !== undefined) while (nextAtMs <= now) nextAtMs += interval()
    },
    get nextBlockAtMs() {
      if (options.clock === undefined || halted) return undefined
      catchUp()
      return nextAtMs
    },
    get clockMs() {
      return options.clock?.() ?? head().timestampMs
    },
    catchUp,
    view: () => ({
      limits: {},
      tagged: (tag) => current(() => tagged(tag)),
      block: (number) => current(() => blockAt(number)),
      at: (hash) => current(() => at(hash)),
      content,
      earliestNumber: path[0]!.number,
    }),
    forkedView: (aboveNumber, label) => {
      const key = `${label}/${aboveNumber}`
      const side = forks.get(key) ?? []
      forks.set(key, side)
      const branchPath = (): readonly Node[] => {
        catchUp()
        const trunk = path.filter((node) => node.number <= aboveNumber)
        const wanted = path.length - trunk.length
        while (side.length < wanted) {
          const parent = side[side.length - 1] ?? trunk[trunk.length - 1]
          side.push(following(parent, `fork/${key}`, path[trunk.length + side.length]!.timestampMs))
        }
        return [...trunk, ...side.slice(0, wanted)]
      }
      return {
        limits: {},
        tagged: (tag) => tagged(tag, branchPath()),
        block: (number) => {
          const node = branchPath().find((each) => each.number === number)
          return node && make(node)
        },
        at: (hash) => {
          for (const node of branchPath()) make(node)
          return byHash.get(hash)?.block
        },
        content,
        earliestNumber: path[0]!.number,
      }
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  append(nextAtMs)
  nextAtMs += interval()
  for (let index = 1; index < options.blocks; index++) {
    append(nextAtMs)
    nextAtMs += interval()
  }
  return chain
}
