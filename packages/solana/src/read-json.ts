import { malformed } from '@defimon/core/adapter'

export { type Json, readArray, readNumber, readObject, readString } from '@defimon/core/adapter'

/** A base58 blockhash of 32 bytes, or `MALFORMED`. Its length alone does not tell 32 bytes from 31 or 33; the alphabet is checked too. */
export function readBlockhash(value: unknown, name: string): string {
  if (typeof value !== 'string' || !/^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(value)) throw malformed(`${name} is not a base58 hash`)
  return value
}

/** A u64 that came as a number or, above 2^53, as a bigint; or `MALFORMED`. */
export function readBigInt(value: unknown, name: string): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  throw malformed(`${name} is not an integer that was read without loss`)
}
