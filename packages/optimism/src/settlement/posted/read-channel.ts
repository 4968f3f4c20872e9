import type { Batch } from '../inbox/batches.ts'
import { readBatches } from '../inbox/batches.ts'
import { type BlockGrid, rangeOfBatches } from '../inbox/block-grid.ts'
import type { AssembledChannel } from '../inbox/channel-assembler.ts'
import type { DerivationRules } from '../inbox/derivation-rules.ts'
import { inflateChannel } from '../inbox/inflate-channel.ts'
import { CHANNEL_TIMEOUT_BLOCKS } from '../inbox/staging-channel.ts'
import { strictRange } from '../inbox/strict-range.ts'

/** A block of L2 that a batch goes on from, and what the batch says of its hash: all of it, or the first 20 bytes. */
export interface FollowedBlock {
  readonly number: number
  readonly hash: string
}

/** The L2 blocks that a channel brings. */
export interface ChannelBlocks {
  readonly from: number
  readonly to: number
  readonly exact: boolean
  readonly follows: FollowedBlock
}

/** What of a channel counts by which rules. */
export interface ChannelContext {
  readonly grid: BlockGrid
  readonly rules: DerivationRules
  /** The first block that was not posted before, where that is known. */
  readonly next: number | undefined
  /** Whether the parent has a block whose hash begins so; also where nobody can tell. */
  isOfParent(number: number, hash: string): Promise<boolean>
}

/**
 * The L2 blocks that a channel brings. `unreadable`: it cannot be decompressed and read here. Undefined: nothing of it counts. Before Holocene a channel whose
 * batches leave the order is not read, since what comes of it is told by later ones; where the rules are not known, nothing is exact.
 */
export async function readChannel(
  { data, places }: AssembledChannel<{ readonly number: number }>,
  { grid, rules, next, isOfParent }: ChannelContext,
): Promise<ChannelBlocks | 'unreadable' | undefined> {
  const inflated = await inflateChannel(data)
  const read = inflated && readBatches(inflated.bytes)
  if (!read) return 'unreadable'
  const whole = read.isCut ? read.batches.slice(0, -1) : read.batches
  const batches = await ofThisParent(whole, isOfParent)
  if (rules === 'holocene') {
    const range = strictRange(batches, grid, next)
    return range && { ...range, exact: true }
  }
  const range = read.whole && batches.length === whole.length ? rangeOfBatches(batches, grid) : undefined
  const [first] = batches
  if (!range?.contiguous || !first) return undefined
  const numbers = places.map(({ number }) => number)
  // How long a channel may take changed with Granite, and the header does not tell on which side of it this is.
  const isTimely = Math.max(...numbers) <= Math.min(...numbers) + CHANNEL_TIMEOUT_BLOCKS
  const follows = { number: range.from - 1, hash: parentOf(first) }
  return { from: range.from, to: range.to, exact: isTimely && rules === 'before-holocene', follows }
}

/**
 * The batches whose L1 origin is a block of the parent: those with one that a reorganisation took are dropped. Their origins follow each other, so the last one that is
 * of the parent is found by halving.
 */
async function ofThisParent(batches: readonly Batch[], isOfParent: ChannelContext['isOfParent']): Promise<readonly Batch[]> {
  const isKept = async (index: number): Promise<boolean> => {
    const { l1OriginNumber, l1OriginHash } = batches[index] as Batch
    return isOfParent(l1OriginNumber, l1OriginHash)
  }
  if (batches.length === 0 || (await isKept(batches.length - 1))) return batches
  let kept = 0
  let dropped = batches.length - 1
  while (kept < dropped) {
    const middle = (kept + dropped) >>> 1
    if (await isKept(middle)) kept = middle + 1
    else dropped = middle
  }
  return batches.slice(0, kept)
}

function parentOf(first: Batch): string {
  return first.type === 'span' ? first.parentCheck : first.parentHash
}
