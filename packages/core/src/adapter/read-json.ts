import { DefimonError } from '@defimon/core'

/** A JSON object whose values are still unknown. */
export type Json = Readonly<Record<string, unknown>>

/** The error for an answer that is not what its specification says. The driver adds the network, the method and the host. */
export function malformed(what: string): DefimonError {
  return new DefimonError('MALFORMED', `malformed answer: ${what}`)
}

/** Whether a value is an object that is no list. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An object, or `MALFORMED`. `name` says in the error which value it was. */
export function readObject(value: unknown, name: string): Json {
  if (!isObject(value)) throw malformed(`${name} is not an object`)
  return value
}

/** A list, or `MALFORMED`. */
export function readArray(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(`${name} is not a list`)
  return value
}

/** A string, or `MALFORMED`. */
export function readString(value: unknown, name: string): string {
  if (typeof value !== 'string') throw malformed(`${name} is not a string`)
  return value
}

/** A safe non-negative integer, or `MALFORMED`. Heights, times, counts. */
export function readNumber(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw malformed(`${name} is not a safe integer`)
  return value
}
