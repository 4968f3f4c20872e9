import { toBytes } from './hex.ts'
import { keccak } from './keccak.ts'

/** What a bloom holds of a log. */
export interface BloomedLog {
  readonly address: string
  readonly topics: readonly string[]
}

const bitsByItem = new Map<string, readonly [number, number, number]>()
const REMEMBERED_ITEMS = 4096

/** The three bits that an address or topic sets (yellow paper, 4.3.1). */
function bloomBits(item: string): readonly [number, number, number] {
  const known = bitsByItem.get(item)
  if (known) return known
  const hash = keccak(toBytes(item))
  const bit = (at: number): number => ((hash[at]! << 8) | hash[at + 1]!) & 2047
  const bits = [bit(0), bit(2), bit(4)] as const
  if (bitsByItem.size >= REMEMBERED_ITEMS) bitsByItem.clear()
  bitsByItem.set(item, bits)
  return bits
}

/** The 256-byte bloom of logs. */
export function logsBloom(logs: readonly BloomedLog[]): Uint8Array {
  const bloom = new Uint8Array(256)
  for (const { address, topics } of logs) {
    for (const item of [address, ...topics]) for (const bit of bloomBits(item)) bloom[255 - (bit >> 3)]! |= 1 << (bit & 7)
  }
  return bloom
}

/** The bloom of all that is in any of these. */
export function mergeBlooms(blooms: readonly Uint8Array[]): Uint8Array {
  const merged = new Uint8Array(256)
  for (const bloom of blooms) for (let index = 0; index < 256; index++) merged[index]! |= bloom[index]!
  return merged
}
