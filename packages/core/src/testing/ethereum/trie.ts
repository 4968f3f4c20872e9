import { integerBytes, toHex } from './hex.ts'
import { keccak } from './keccak.ts'
import { type RlpItem, rlpEncode } from './rlp.ts'

/** The root of a trie that holds nothing: keccak of the RLP of an empty string. */
export const EMPTY_TRIE_ROOT = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421'

interface Entry {
  readonly nibbles: readonly number[]
  readonly value: Uint8Array
}

/** Hex-prefix encoding of a path (yellow paper, appendix C). */
function compactPath(nibbles: readonly number[], leaf: boolean): Uint8Array {
  const flag = leaf ? 2 : 0
  const padded = nibbles.length % 2 === 1 ? [flag + 1, ...nibbles] : [flag, 0, ...nibbles]
  const bytes = new Uint8Array(padded.length / 2)
  for (let index = 0; index < bytes.length; index++) bytes[index] = padded[2 * index]! * 16 + padded[2 * index + 1]!
  return bytes
}

function sharedPrefix(entries: readonly Entry[], from: number): number {
  const first = entries[0]!.nibbles
  let end = first.length
  for (const { nibbles } of entries) {
    let at = from
    while (at < end && at < nibbles.length && nibbles[at] === first[at]) at++
    end = at
  }
  return end - from
}

/** A node as its parent holds it: itself when shorter than 32 bytes, else its hash. */
function reference(node: RlpItem): RlpItem {
  const encoded = rlpEncode(node)
  return encoded.length < 32 ? node : keccak(encoded)
}

function build(entries: readonly Entry[], depth: number): RlpItem {
  if (entries.length === 1) return [compactPath(entries[0]!.nibbles.slice(depth), true), entries[0]!.value]
  const shared = sharedPrefix(entries, depth)
  if (shared > 0) {
    const path = entries[0]!.nibbles.slice(depth, depth + shared)
    return [compactPath(path, false), reference(build(entries, depth + shared))]
  }
  const children: Entry[][] = Array.from({ length: 16 }, () => [])
  let value: Uint8Array = new Uint8Array()
  for (const entry of entries) {
    const nibble = entry.nibbles[depth]
    if (nibble === undefined) value = entry.value
    else children[nibble]!.push(entry)
  }
  return [...children.map((each) => (each.length === 0 ? new Uint8Array() : reference(build(each, depth + 1)))), value]
}

/** The root of the Merkle-Patricia trie that maps RLP(index) to each value: how a block commits to its lists. */
export function listRoot(values: readonly Uint8Array[]): string {
  if (values.length === 0) return EMPTY_TRIE_ROOT
  const entries = values.map((value, index) => {
    const nibbles: number[] = []
    for (const byte of rlpEncode(integerBytes(index))) nibbles.push(byte >> 4, byte & 15)
    return { nibbles, value }
  })
  return toHex(keccak(rlpEncode(build(entries, 0))))
}
