import type { BlockRef, L1Ref, L2Block, NetworkId } from '@defimon/core'

/** All blocks that say they were made in view of one L1 block. */
export interface L1OriginGroup {
  readonly l1: Pick<L1Ref, 'network' | 'number'>
  /** The hashes of the L1 block that were given, each once. More than one: of some of them the L1 has left the block. */
  readonly hashes: readonly string[]
  /** Ascending by network and height. */
  readonly blocks: readonly (BlockRef & { readonly network: NetworkId })[]
}

/** Groups blocks of any networks by the L1 block that they share, ascending by L1 height. Blocks without an origin are left out. Pure. */
export function byL1Origin(
  blocks: Iterable<Pick<L2Block, 'network' | 'number' | 'hash' | 'l1Origin'>>,
): readonly L1OriginGroup[] {
  const groups = new Map<
    string,
    { l1: L1OriginGroup['l1']; hashes: Set<string>; blocks: (BlockRef & { network: NetworkId })[] }
  >()
  for (const { network, number, hash, l1Origin } of blocks) {
    if (!l1Origin) continue
    const key = `${l1Origin.network} ${l1Origin.number}`
    const group = groups.get(key) ?? {
      l1: { network: l1Origin.network, number: l1Origin.number },
      hashes: new Set<string>(),
      blocks: [],
    }
    groups.set(key, group)
    if (l1Origin.hash !== undefined) group.hashes.add(l1Origin.hash)
    group.blocks.push({ network, number, hash })
  }
  return [...groups.values()]
    .map(({ l1, hashes, blocks: members }) => ({
      l1,
      hashes: [...hashes],
      blocks: members.sort((a, b) => compareText(a.network, b.network) || a.number - b.number),
    }))
    .sort((a, b) => compareText(a.l1.network, b.l1.network) || a.l1.number - b.l1.number)
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
