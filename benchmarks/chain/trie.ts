import { keccak_256 } from '@noble/hashes/sha3.js'
import { concat, type RlpItem, rlp } from './rlp.ts'

type Entry = readonly [nibbles: readonly number[], value: Uint8Array]

/** The root of the trie that holds `values` by the RLP of their index (transactions and receipts of a block). */
export function orderedRoot(values: readonly Uint8Array[]): Uint8Array {
  if (values.length === 0) return keccak_256(rlp(new Uint8Array()))
  const entries = values.map((value, index): Entry => [[...rlp(index)].flatMap((byte) => [byte >> 4, byte & 15]), value])
  return keccak_256(rlp(node(entries, 0)))
}

/** The node above all entries, which agree in their first `depth` nibbles. */
function node(entries: readonly Entry[], depth: number): RlpItem {
  const [first, ...others] = entries
  if (!first) return new Uint8Array()
  const [path, value] = first
  if (others.length === 0) return [hexPrefix(path.slice(depth), true), value]
  let end = depth
  while (entries.every(([nibbles]) => nibbles[end] !== undefined && nibbles[end] === path[end])) end++
  if (end > depth) return [hexPrefix(path.slice(depth, end), false), reference(node(entries, end))]
  const branches = Array.from({ length: 16 }, (_, nibble) => {
    const below = entries.filter(([nibbles]) => nibbles[depth] === nibble)
    return below.length ? reference(node(below, depth + 1)) : new Uint8Array()
  })
  // The RLP of an index is never the beginning of another one, so no branch holds a value.
  return [...branches, new Uint8Array()]
}

/** A node of 32 bytes or more stands in its parent by hash, a smaller one as it is. */
function reference(item: RlpItem): RlpItem {
  const encoded = rlp(item)
  return encoded.length < 32 ? item : keccak_256(encoded)
}

function hexPrefix(nibbles: readonly number[], leaf: boolean): Uint8Array {
  const flag = (leaf ? 2 : 0) + (nibbles.length % 2)
  const padded = nibbles.length % 2 ? [flag, ...nibbles] : [flag, 0, ...nibbles]
  return concat(Uint8Array.from({ length: padded.length / 2 }, (_, i) => ((padded[2 * i] ?? 0) << 4) | (padded[2 * i + 1] ?? 0)))
}
