import { encodeHex, type ItemList, type RootRule, sameHex, trieRoot } from '@defimon/evm'

/** Keccak of nothing: the root of an empty list, in the two ways that are not a trie. */
const EMPTY_ROOT = '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'
const HASH_LENGTH = 32

/**
 * How Kaia commits to transactions and receipts. Governance chooses one of three ways, and no block says which (kaia
 * blockchain/types/derivesha, `DeriveShaImpl`): a Merkle-Patricia trie, a binary tree, or the keccak over all items one after the
 * other. Mainnet and Kairos began with the last; Kairos was using the trie by block 144,654,443. No two of them give the same root for
 * different lists, so the one that fits the header proves the list.
 */
export const kaiaRoot: RootRule = {
  compute(items, claimed) {
    const ways = [concatenated, pairwise, trieRoot]
    for (const way of ways) {
      const root = way(items)
      if (sameHex(root, claimed)) return root
    }
    return concatenated(items)
  },
}

/** The keccak over all items one after the other (derivesha/concat.go). */
function concatenated({ count, ranges, writer }: ItemList): string {
  if (count === 0) return EMPTY_ROOT
  const { memory } = writer
  const start = writer.position
  let length = 0
  for (let index = 0; index < count; index++) length += ranges[index * 2 + 1]!
  memory.reserve(start + length + HASH_LENGTH)
  let at = start
  for (let index = 0; index < count; index++) {
    const from = ranges[index * 2]!
    memory.bytes.copyWithin(at, from, from + ranges[index * 2 + 1]!)
    at += ranges[index * 2 + 1]!
  }
  memory.hash(start, length, at)
  return encodeHex(memory.bytes, at, at + HASH_LENGTH)
}

/** A binary tree of keccaks, in which the last of an odd number is its own neighbour (derivesha/simple.go). */
function pairwise({ count, ranges, writer }: ItemList): string {
  if (count === 0) return EMPTY_ROOT
  const { memory } = writer
  const start = writer.position
  memory.reserve(start + (count + 1) * HASH_LENGTH)
  memory.hashAll(ranges, count, start)
  for (let width = count; width > 1; width = Math.ceil(width / 2)) {
    const last = start + width * HASH_LENGTH
    if (width % 2 === 1) memory.bytes.copyWithin(last, last - HASH_LENGTH, last)
    for (let pair = 0; pair < Math.ceil(width / 2); pair++) {
      memory.hash(start + pair * 2 * HASH_LENGTH, 2 * HASH_LENGTH, start + pair * HASH_LENGTH)
    }
  }
  return encodeHex(memory.bytes, start, start + HASH_LENGTH)
}
