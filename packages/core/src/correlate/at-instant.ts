import type { BlockRef, L2Block, NetworkId } from '@defimon/core'

/** The block of a network at an instant: the newest that is not younger. */
export interface BlockAt extends BlockRef {
  readonly network: NetworkId
  readonly timestampMs: number
  /** How long before the instant it was made. */
  readonly ageMs: number
}

/** Each network's block at an instant, from blocks that the caller has, by network. Networks without an older block are left out. Pure. */
export function blocksAt(
  blocks: Iterable<Pick<L2Block, 'network' | 'number' | 'hash' | 'timestampMs'>>,
  timeMs: number,
): readonly BlockAt[] {
  const found = new Map<NetworkId, BlockAt>()
  for (const { network, number, hash, timestampMs } of blocks) {
    if (timestampMs > timeMs) continue
    const known = found.get(network)
    const isNewer = !known || timestampMs > known.timestampMs || (timestampMs === known.timestampMs && number > known.number)
    if (isNewer) found.set(network, { network, number, hash, timestampMs, ageMs: timeMs - timestampMs })
  }
  return [...found.values()].sort((a, b) => (a.network < b.network ? -1 : 1))
}

/** How a block is looked for where the caller does not have the blocks. */
export interface FindBlockOptions<B extends BlockRef & { readonly timestampMs: number }> {
  /** The heights to look in. */
  readonly from: number
  readonly to: number
  /** The block at a height; undefined where the chain has none there (Solana slots, NEAR heights). */
  readonly read: (number: number) => Promise<B | undefined>
}

/**
 * The newest block that is not younger than an instant, by halving: about 27 reads for a hundred million blocks. Times of blocks do not
 * fall with the height, which holds on all chains. Undefined where the first block is younger.
 */
export async function findBlockAt<B extends BlockRef & { readonly timestampMs: number }>(
  timeMs: number,
  { from, to, read }: FindBlockOptions<B>,
): Promise<B | undefined> {
  let low = from
  let high = to
  let found: B | undefined
  while (low <= high) {
    const middle = Math.floor((low + high) / 2)
    let at = middle
    let block = await read(at)
    // The next lower height that holds a block stands for those that hold none.
    while (!block && at > low) {
      at -= 1
      block = await read(at)
    }
    if (block && block.timestampMs > timeMs) high = at - 1
    else {
      found = block ?? found
      low = middle + 1
    }
  }
  return found
}
