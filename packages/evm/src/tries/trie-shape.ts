/** A child of a branch: a leaf by its index, or an inner node by its place in `nodes`. */
export type Child = { readonly leaf: number } | { readonly node: number } | undefined

/** An inner node. An extension stands above a branch where all keys below share nibbles. */
export interface InnerNode {
  /** Nibbles shared by all keys below, which an extension node carries. Usually none. */
  readonly shared: readonly number[]
  readonly children: readonly Child[]
}

/** Which nodes the trie of an indexed list has. It depends on the count alone, since the keys are the RLP of 0, 1, 2, … */
export interface TrieShape {
  /** For each item the encoded rest of its key (hex prefix encoding of a leaf). */
  readonly leafPaths: readonly Uint8Array[]
  /** Children before their parents; the last is the root. Empty where the only leaf is the root. */
  readonly nodes: readonly InnerNode[]
}

/** Works out the shape of the trie over `count` items (yellow paper, appendix D; keys are prefix-free, so no branch has a value). */
export function trieShape(count: number): TrieShape {
  const keys = Array.from({ length: count }, (_, index) => nibblesOf(index))
  const order = keys.map((_, index) => index).sort((left, right) => compare(keys[left]!, keys[right]!))
  const leafPaths: Uint8Array[] = new Array<Uint8Array>(count)
  const nodes: InnerNode[] = []

  function build(from: number, to: number, depth: number): Exclude<Child, undefined> {
    const first = keys[order[from]!]!
    if (to - from === 1) {
      leafPaths[order[from]!] = hexPrefix(first.slice(depth), true)
      return { leaf: order[from]! }
    }
    const last = keys[order[to - 1]!]!
    let end = depth
    while (first[end] === last[end]) end++
    const children: Child[] = new Array<Child>(16).fill(undefined)
    for (let start = from; start < to; ) {
      const nibble = keys[order[start]!]![end]!
      let stop = start
      while (stop < to && keys[order[stop]!]![end] === nibble) stop++
      children[nibble] = build(start, stop, end + 1)
      start = stop
    }
    nodes.push({ shared: first.slice(depth, end), children })
    return { node: nodes.length - 1 }
  }
  if (count > 0) build(0, count, 0)
  return { leafPaths, nodes }
}

/** Hex prefix encoding of nibbles (yellow paper, appendix C). */
export function hexPrefix(nibbles: readonly number[], leaf: boolean): Uint8Array {
  const odd = nibbles.length % 2
  const bytes = new Uint8Array((nibbles.length >> 1) + 1)
  bytes[0] = (leaf ? 0x20 : 0) | (odd ? 0x10 | nibbles[0]! : 0)
  for (let index = odd; index < nibbles.length; index += 2) {
    bytes[(index >> 1) + 1] = (nibbles[index]! << 4) | nibbles[index + 1]!
  }
  return bytes
}

/** The nibbles of the RLP of an index. */
function nibblesOf(index: number): number[] {
  const bytes: number[] = []
  for (let rest = index; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest & 0xff)
  const encoded = index > 0 && index < 0x80 ? bytes : [0x80 + bytes.length, ...bytes]
  return encoded.flatMap((byte) => [byte >> 4, byte & 0x0f])
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (let index = 0; ; index++) {
    const difference = (left[index] ?? -1) - (right[index] ?? -1)
    if (difference !== 0) return difference
  }
}
