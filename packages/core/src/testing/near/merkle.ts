import { sha256 } from '@noble/hashes/sha2'
import type { Borsh } from './borsh.ts'

/**
 * NEAR's Merkle root: leaves are hashes of the items; the tree is cut at the highest power of two below its size, each side by itself
 * (the same as pairing level by level). No items: zeros.
 */
export function nearMerkleRoot(items: readonly Borsh[]): Uint8Array {
  if (items.length === 0) return new Uint8Array(32)
  if (items.length === 1) return sha256(Uint8Array.from(items[0]!))
  let cut = 1
  while (cut * 2 < items.length) cut *= 2
  const sides = [items.slice(0, cut), items.slice(cut)].map(nearMerkleRoot) as [Uint8Array, Uint8Array]
  return sha256(Uint8Array.from([...sides[0], ...sides[1]]))
}
