import { encodeHex, type ItemList, type RootRule } from '@defimon/evm'

/** Keccak of nothing: the root of an empty list. */
const EMPTY_ROOT = '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'

/**
 * The keccak over all items one after the other, which mainnet and Kairos have used from their first block (kaia params/config.go,
 * `DeriveShaImpl` 2; blockchain/types/derivesha/concat.go).
 */
export const concatenatedRoot: RootRule = {
  compute: hashOfAll,
  emptyRoot: EMPTY_ROOT,
}

function hashOfAll({ count, ranges, writer }: ItemList): string {
  if (count === 0) return EMPTY_ROOT
  const { memory } = writer
  const start = writer.position
  let at = start
  for (let index = 0; index < count; index++) at += ranges[index * 2 + 1]!
  memory.reserve(at + 32)
  at = start
  for (let index = 0; index < count; index++) {
    const from = ranges[index * 2]!
    const length = ranges[index * 2 + 1]!
    memory.bytes.copyWithin(at, from, from + length)
    at += length
  }
  memory.hash(start, at - start, at)
  return encodeHex(memory.bytes, at, at + 32)
}
