import type { BlockId } from '@defimon/core'
import { InvalidArgumentError } from 'commander'

const TAGS = ['latest', 'safe', 'finalized'] as const
const DECIMAL = /^\d+$/
const SHORT_HEX = /^0x[0-9a-f]{1,14}$/i
const HEX_HASH = /^0x[0-9a-f]{40,64}$/i
const BASE58_HASH = /^[1-9A-HJ-NP-Za-km-z]{32,64}$/

/** A whole number from 0 to 2^53 - 1, or a clear error. */
export function parseNumber(text: string): number {
  const number = DECIMAL.test(text) || SHORT_HEX.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(number)) throw new InvalidArgumentError('It must be a whole number below 2^53.')
  return number
}

/** A whole number above 0, or a clear error. */
export function parseCount(text: string): number {
  const count = parseNumber(text)
  if (count === 0) throw new InvalidArgumentError('It must be above 0.')
  return count
}

/** A height, `latest`, `safe`, `finalized` or a hash. */
export function parseBlockId(text: string): BlockId {
  const tag = TAGS.find((known) => known === text)
  if (tag) return tag
  if (HEX_HASH.test(text)) return { hash: text.toLowerCase() }
  if (DECIMAL.test(text) || SHORT_HEX.test(text)) return parseNumber(text)
  if (BASE58_HASH.test(text)) return { hash: text }
  throw new InvalidArgumentError('It must be a height, latest, safe, finalized, or a block hash.')
}
