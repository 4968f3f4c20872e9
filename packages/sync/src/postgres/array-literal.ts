import { storableText, toByteaHex } from './stored-text.ts'

/** Items of array literals. A whole column goes to the server as one text, so nothing depends on how a client writes arrays. */
export const NULL_ITEM = 'NULL'

/** An item of a `bigint[]`, `integer[]` or `numeric[]`. */
export function numberItem(value: number | bigint | null | undefined): string {
  return value === null || value === undefined ? NULL_ITEM : String(value)
}

/** An item of a `bytea[]` from hex digits. */
export function hexItem(digits: string): string {
  // In a literal a backslash is written twice.
  return `\\\\x${digits}`
}

/** An item of a `bytea[]` from a hash, address or data as sources give it. */
export function bytesItem(text: string | null | undefined): string {
  return text === null || text === undefined ? NULL_ITEM : hexItem(toByteaHex(text))
}

/** An item of a `text[]` or `json[]`. */
export function textItem(text: string | null | undefined): string {
  if (text === null || text === undefined) return NULL_ITEM
  return `"${storableText(text).replace(/["\\]/g, '\\$&')}"`
}

/** The literal of an array. */
export function arrayLiteral(items: readonly string[]): string {
  return `{${items.join(',')}}`
}
