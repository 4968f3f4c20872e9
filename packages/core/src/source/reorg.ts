import type { BlockRef, L2Block } from '../contract/block.ts'
import { DefimonError } from '../contract/errors.ts'
import type { BlockSource } from '../contract/source.ts'
import type { RecentRefs } from './recent-refs.ts'

/** A block that does not follow the last one. */
interface ForkBlock {
  readonly number: number
  readonly parent?: BlockRef
}

/** Thrown inside the walk along a chain: this block belongs to another branch. */
export class ChainMovedError extends Error {
  override readonly name: string = 'ChainMovedError'
  readonly block: ForkBlock

  constructor(block: ForkBlock) {
    super('the chain moved')
    this.block = block
  }
}

/** What a reorg took away, ascending, and what is left. */
export interface Reorg {
  readonly commonAncestor: BlockRef
  readonly removed: readonly BlockRef[]
}

/** Where to look for the common ancestor. */
export interface ReorgSearch {
  readonly source: BlockSource
  /** The old branch; what is removed is taken off it. */
  readonly chain: RecentRefs
  /** A block of the new branch. */
  readonly block: ForkBlock
  /** The ref that a caller brought from earlier: it has ancestors of the old branch that `chain` does not hold. */
  readonly remembered?: BlockRef
  readonly signal: AbortSignal
}

/**
 * Walks the new branch down by its parent refs until it meets the old one. Undefined where the chain moved again meanwhile: look
 * anew. Fails with `REORG_TOO_DEEP` where the branches part below what is remembered.
 */
export async function findReorg(search: ReorgSearch): Promise<Reorg | undefined> {
  const { source, chain, signal } = search
  let newRef = search.block.parent
  for (;;) {
    if (!newRef) return undefined
    const { lowest } = chain
    if (chain.at(newRef.number)?.hash === newRef.hash) break
    if (lowest && newRef.number < lowest.number) {
      if (chain.trimmed) throw tooDeep(source, lowest)
      const older = isRemembered(search, lowest) ? await readParent(source, lowest, signal) : undefined
      // Where nobody knows the old branch any more, all of it that was seen is gone, and this is what the new one stands on.
      if (!older) break
      chain.pushBelow(older)
      continue
    }
    const header = await readHeader(source, newRef.number, signal)
    if (header?.hash !== newRef.hash) return undefined
    newRef = header.parent
  }
  const removed = chain.cutAbove(newRef.number)
  if (!chain.tip) chain.push(newRef)
  return removed.length > 0 ? { commonAncestor: newRef, removed } : undefined
}

/** Undefined where nobody has a block at the height: heights of one branch may be gaps of another. */
async function readHeader(source: BlockSource, number: number, signal: AbortSignal): Promise<L2Block | undefined> {
  try {
    return (await source.getBlock(number, { detail: 'header', signal })) as L2Block
  } catch (error) {
    if (DefimonError.isInstance(error) && error.code === 'NOT_FOUND') return undefined
    throw error
  }
}

/** Only below a ref that the caller brought there are blocks that it has and that were never yielded here. */
function isRemembered({ remembered }: ReorgSearch, lowest: BlockRef): boolean {
  return remembered !== undefined && lowest.number <= remembered.number
}

/** The parent of a block that is no longer of the chain: nodes keep such blocks for a while, by their hash. */
async function readParent(source: BlockSource, ref: BlockRef, signal: AbortSignal): Promise<BlockRef | undefined> {
  try {
    return (await source.getBlock({ hash: ref.hash }, { detail: 'header', signal })).parent
  } catch (error) {
    if (signal.aborted) throw error
    return undefined
  }
}

function tooDeep(source: BlockSource, lowest: BlockRef): DefimonError {
  const message = `a reorg goes below block ${lowest.number}, further than is remembered`
  return new DefimonError('REORG_TOO_DEEP', message, { network: source.network.id })
}
