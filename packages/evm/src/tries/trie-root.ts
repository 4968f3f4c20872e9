import { headerLength } from '../encoding/rlp-writer.ts'
import { encodeHex } from '../hashing/encode-hex.ts'
import type { HashMemory } from '../hashing/hash-memory.ts'
import type { ItemList } from './item-list.ts'
import { hexPrefix, type InnerNode, type TrieShape, trieShape } from './trie-shape.ts'

/** The root of a trie that holds nothing: keccak of the RLP of the empty string. */
export const EMPTY_TRIE_ROOT = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421'

const HASH_LENGTH = 32
/** Blocks of one chain have few different counts of transactions; what is beyond is computed again. */
const MAX_KEPT_SHAPES = 1024
const shapes: Map<number, TrieShape> = /* @__PURE__ */ new Map()

function shapeOf(count: number): TrieShape {
  let shape = shapes.get(count)
  if (!shape) {
    shape = trieShape(count)
    if (shapes.size >= MAX_KEPT_SHAPES) shapes.clear()
    shapes.set(count, shape)
  }
  return shape
}

/**
 * The root of the Merkle Patricia trie over a list, keyed by the RLP of the index (yellow paper, appendix D): how Ethereum commits to
 * transactions, receipts and withdrawals. Makes the leaves in place around the items, so the items' own bytes stay, and writes the
 * inner nodes behind them.
 */
export function trieRoot(items: Pick<ItemList, 'count' | 'ranges' | 'writer'>): string {
  const { count, ranges, writer } = items
  if (count === 0) return EMPTY_TRIE_ROOT
  const { memory } = writer
  const shape = shapeOf(count)
  const leaves = new Int32Array(count * 2)
  const hashes = writer.position
  const inner = hashes + count * HASH_LENGTH
  memory.reserve(inner + shape.nodes.length * (HASH_LENGTH + 600) + 1024)
  for (let index = 0; index < count; index++) {
    const start = ranges[index * 2]!
    const length = ranges[index * 2 + 1]!
    const leafStart = wrapLeaf(memory.bytes, start, length, shape.leafPaths[index]!)
    leaves[index * 2] = leafStart
    leaves[index * 2 + 1] = start + length - leafStart
  }
  memory.hashAll(leaves, count, hashes)
  writer.position = inner
  if (shape.nodes.length === 0) return encodeHex(memory.bytes, hashes, hashes + HASH_LENGTH)

  // Where each inner node's reference stands: its hash, or the node itself where it is shorter than a hash.
  const references = new Int32Array(shape.nodes.length * 2)
  let at = inner
  for (const [index, node] of shape.nodes.entries()) {
    const start = at
    let length = writeBranch(memory, node, start, leaves, hashes, references)
    at = start + length
    if (node.shared.length > 0) {
      const hashed = length >= HASH_LENGTH
      if (hashed) memory.hash(start, length, at)
      const extension = hashed
        ? writeExtension(memory, node, at, HASH_LENGTH, at + HASH_LENGTH)
        : writeExtension(memory, node, start, length, at)
      references[index * 2] = extension.start
      length = extension.length
      at = extension.start + length
    } else references[index * 2] = start
    if (index === shape.nodes.length - 1 || length >= HASH_LENGTH) {
      memory.hash(references[index * 2]!, length, at)
      references[index * 2] = at
      length = HASH_LENGTH
      at += HASH_LENGTH
    }
    references[index * 2 + 1] = length
  }
  const root = references[(shape.nodes.length - 1) * 2]!
  writer.position = at
  return encodeHex(memory.bytes, root, root + HASH_LENGTH)
}

/** Puts the header, the path and the value's header in front of a value. Returns where the leaf starts. */
function wrapLeaf(bytes: Uint8Array, start: number, length: number, path: Uint8Array): number {
  const bare = length === 1 && bytes[start]! < 0x80
  let at = start
  if (!bare) at = putHeaderBefore(bytes, at, 0x80, length)
  at -= path.length
  for (let index = 0; index < path.length; index++) bytes[at + index] = path[index]!
  if (path.length > 1 || path[0]! >= 0x80) at = putHeaderBefore(bytes, at, 0x80, path.length)
  return putHeaderBefore(bytes, at, 0xc0, start + length - at)
}

function putHeaderBefore(bytes: Uint8Array, at: number, base: number, length: number): number {
  const size = headerLength(length)
  const start = at - size
  if (size === 1) bytes[start] = base + length
  else {
    bytes[start] = base + 54 + size
    for (let index = size - 1, rest = length; index > 0; index--, rest >>>= 8) bytes[start + index] = rest & 0xff
  }
  return start
}

/** Writes a branch at `start`; returns its length. */
function writeBranch(
  memory: HashMemory,
  node: InnerNode,
  start: number,
  leaves: Int32Array,
  hashes: number,
  references: Int32Array,
): number {
  const bytes = memory.bytes
  const body = start + 3
  let at = body
  for (const child of node.children) {
    if (!child) {
      bytes[at++] = 0x80
      continue
    }
    const isLeaf = 'leaf' in child
    const length = isLeaf ? leaves[child.leaf * 2 + 1]! : references[child.node * 2 + 1]!
    // A reference of 32 bytes is a hash: a node of just that length is hashed too.
    const hashed = length >= HASH_LENGTH
    const from = isLeaf ? (hashed ? hashes + child.leaf * HASH_LENGTH : leaves[child.leaf * 2]!) : references[child.node * 2]!
    if (hashed) bytes[at++] = 0x80 + HASH_LENGTH
    // So few bytes are copied sooner by hand.
    const end = from + (hashed ? HASH_LENGTH : length)
    for (let source = from; source < end; source++) bytes[at++] = bytes[source]!
  }
  bytes[at++] = 0x80
  const length = at - body
  const size = headerLength(length)
  putHeaderBefore(bytes, body, 0xc0, length)
  if (size < 3) bytes.copyWithin(start, body - size, at)
  return length + size
}

/** Writes an extension above a reference of `length` bytes, near `at`. */
function writeExtension(
  memory: HashMemory,
  node: InnerNode,
  reference: number,
  length: number,
  at: number,
): { readonly start: number; readonly length: number } {
  const bytes = memory.bytes
  const path = hexPrefix(node.shared, false)
  const body = at + 2
  let end = body
  if (path.length > 1) bytes[end++] = 0x80 + path.length
  bytes.set(path, end)
  end += path.length
  if (length === HASH_LENGTH) bytes[end++] = 0x80 + HASH_LENGTH
  bytes.copyWithin(end, reference, reference + length)
  end += length
  const start = putHeaderBefore(bytes, body, 0xc0, end - body)
  return { start, length: end - start }
}
