import { sha256 } from '@noble/hashes/sha2'

/**
 * The root of NEAR's Merkle tree over Borsh-encoded items: a leaf is sha256 of the item, a node sha256 of both children, and an odd one
 * out moves up as it is (nearcore core/primitives/src/merkle.rs). No items: 32 zero bytes.
 */
export function merkleRoot(items: readonly Uint8Array[]): Uint8Array {
  let level = items.map((item) => sha256(item))
  if (level.length === 0) return new Uint8Array(32)
  while (level.length > 1) {
    const above: Uint8Array[] = []
    for (let index = 0; index < level.length; index += 2) {
      const left = level[index] as Uint8Array
      const right = level[index + 1]
      if (!right) above.push(left)
      else {
        const joined = new Uint8Array(64)
        joined.set(left)
        joined.set(right, 32)
        above.push(sha256(joined))
      }
    }
    level = above
  }
  return level[0] as Uint8Array
}
