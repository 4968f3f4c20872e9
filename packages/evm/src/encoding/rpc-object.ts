import { DefimonError } from '@defimon/core'

/** A JSON object of an answer, still unknown inside. */
export interface RpcObject {
  readonly [key: string]: unknown
}

/** The error for an answer that cannot be read. */
export function malformed(what: string): DefimonError {
  return new DefimonError('MALFORMED', what)
}

/** Fails with `MALFORMED` where the value is no object. `what` names it in the message. */
export function asObject(value: unknown, what: string): RpcObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(`${what} is not an object`)
  return value as RpcObject
}

/** Fails with `MALFORMED` where the value is no list. */
export function asList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(`${what} is not a list`)
  return value
}

/** Absent in JSON-RPC is `null` as often as it is left out. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null
}
