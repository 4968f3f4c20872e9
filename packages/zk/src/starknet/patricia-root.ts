import { addFelts } from './felt.ts'

/** Trees of commitments are this high (starknet docs, block structure). */
const HEIGHT = 64

/**
 * Root of the Merkle-Patricia tree of height 64 that holds the leaves under the keys 0, 1, 2, …; 0 for none. A branch with one child
 * is an edge, hashed as `H(child, path) + length`; the keys begin at 0, so every path is 0.
 */
export function patriciaRoot(leaves: readonly bigint[], hashPair: (left: bigint, right: bigint) => bigint): bigint {
  const subtree = (from: number, to: number, height: number): bigint => {
    let fork = 0
    while (to - from > 2 ** fork) fork += 1
    const middle = from + 2 ** (fork - 1)
    const node = fork === 0 ? leaves[from] : hashPair(subtree(from, middle, fork - 1), subtree(middle, to, fork - 1))
    if (node === undefined) return 0n
    return height === fork ? node : addFelts(hashPair(node, 0n), BigInt(height - fork))
  }
  return leaves.length === 0 ? 0n : subtree(0, leaves.length, HEIGHT)
}
