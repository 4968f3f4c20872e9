import { DefimonError } from '@defimon/core'

/** A JSON object whose values are still unknown. */
export type Json = Readonly<Record<string, unknown>>

function malformed(what: string): DefimonError {
  return new DefimonError('MALFORMED', `Solana answer: ${what}`)
}

/** An object, or `MALFORMED`. */
export function readObject(value: unknown, name: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(`${name} is not an object`)
  return value as Json
}

/** An array, or `MALFORMED`. */
export function readArray(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(`${name} is not an array`)
  return value
}

/** A string, or `MALFORMED`. */
export function readString(value: unknown, name: string): string {
  if (typeof value !== 'string') throw malformed(`${name} is not a string`)
  return value
}

/** A base58 blockhash of 32 bytes, or `MALFORMED`. Its length alone does not tell 32 bytes from 31 or 33; the alphabet is checked too. */
export function readBlockhash(value: unknown, name: string): string {
  if (typeof value !== 'string' || !/^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(value)) throw malformed(`${name} is not a base58 hash`)
  return value
}

/** A safe non-negative integer, or `MALFORMED`. Slots, heights, counts. */
export function readNumber(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw malformed(`${name} is not a safe integer`)
  return value
}

/** A u64 that came as a number or, above 2^53, as a bigint; or `MALFORMED`. */
export function readBigInt(value: unknown, name: string): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  throw malformed(`${name} is not an integer that was read without loss`)
}
