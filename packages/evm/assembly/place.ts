import { QUOTE, sameText } from './json.ts'
import { BLOCK_HASH, BLOCK_NUMBER, BLOCK_TIMESTAMP, isPresent, lengthOf, tokenOf } from './members.ts'

// What the parts of a block say of it. The first that says something is believed until the header is read, and it is held against that.

let hash: u32 = 0
let number: u32 = 0
let numberLength: u32 = 0
let timestamp: u32 = 0
let timestampLength: u32 = 0

/** A hash and its quotes. */
export const HASH_TEXT: u32 = 68

/** Nothing is known of the next block. */
export function forgetPlace(): void {
  hash = 0
  number = 0
  timestamp = 0
}

/** Whether a text is the block's hash. */
export function isHash(token: u32, length: u32): bool {
  if (length !== HASH_TEXT || load<u8>(token) !== QUOTE) return false
  if (hash === 0) hash = token
  return sameText(hash, token, HASH_TEXT)
}

/** Whether a text is the block's number. */
export function isNumber(token: u32, length: u32): bool {
  if (load<u8>(token) !== QUOTE) return false
  if (number === 0) {
    number = token
    numberLength = length
  }
  return length === numberLength && sameText(number, token, length)
}

/** Whether a text is the block's timestamp. */
export function isTimestamp(token: u32, length: u32): bool {
  if (load<u8>(token) !== QUOTE) return false
  if (timestamp === 0) {
    timestamp = token
    timestampLength = length
  }
  return length === timestampLength && sameText(timestamp, token, length)
}

/** Whether an object names this block; where it may, it need not. */
export function isOfBlock(table: u32, current: u32, must: bool): bool {
  if (isPresent(table, current, BLOCK_HASH)) {
    if (!isHash(tokenOf(table, current, BLOCK_HASH), lengthOf(table, BLOCK_HASH))) return false
  } else if (must) return false
  if (isPresent(table, current, BLOCK_NUMBER)) {
    if (!isNumber(tokenOf(table, current, BLOCK_NUMBER), lengthOf(table, BLOCK_NUMBER))) return false
  } else if (must) return false
  if (!isPresent(table, current, BLOCK_TIMESTAMP)) return true
  return isTimestamp(tokenOf(table, current, BLOCK_TIMESTAMP), lengthOf(table, BLOCK_TIMESTAMP))
}
