import { COLON, MOST_DEPTH, QUOTE, sameText, stringEnd, valueEnd } from './json.ts'
import { HEADER, LAYOUTS, NAMES } from './places.ts'

// Names that mean something here, by the number that `src/bytes/names.ts` gives them.
export const HASH: u32 = 1
export const NUMBER: u32 = 2
export const TIMESTAMP: u32 = 3
export const TRANSACTIONS: u32 = 4
export const BLOCK_HASH: u32 = 5
export const BLOCK_NUMBER: u32 = 6
export const BLOCK_TIMESTAMP: u32 = 7
export const TRANSACTION_INDEX: u32 = 8
export const TRANSACTION_HASH: u32 = 9
export const LOG_INDEX: u32 = 10
export const REMOVED: u32 = 11
export const ADDRESS: u32 = 12
export const TOPICS: u32 = 13
export const LOG_DATA: u32 = 14
export const TYPE: u32 = 15
export const STATUS: u32 = 16
export const ROOT: u32 = 17
export const CUMULATIVE_GAS_USED: u32 = 18
export const LOGS_BLOOM: u32 = 19
export const LOGS: u32 = 20
export const FROM: u32 = 21
export const TO: u32 = 22
export const DEPOSIT_NONCE: u32 = 23
export const DEPOSIT_RECEIPT_VERSION: u32 = 24
export const STORAGE_KEYS: u32 = 25
export const CHAIN_ID: u32 = 26
export const NONCE: u32 = 27
export const Y_PARITY: u32 = 28
export const V: u32 = 29
export const R: u32 = 30
export const S: u32 = 31

/** Quantities that are another in nearly every transaction and receipt, from `gas` on, with nonces and the gas so far. */
export const QUANTITIES: u64 = (0x3fff << (<u64>32)) | (1 << NONCE) | (1 << CUMULATIVE_GAS_USED)

const ENTRY: u32 = 80
const NULL: u32 = 0x6c6c756e

let stamp: u32 = 0

/** Forgets the members of the object that was read into a table before. */
export function newObject(): u32 {
  stamp++
  // After so many objects that the count begins anew, what is left of the first ones must not be taken for members of new ones.
  if (stamp === 0) memory.fill(HEADER, 0, LAYOUTS - HEADER)
  if (stamp === 0) stamp = 1
  return stamp
}

/** Where the value of the member stands that was read last, and where it ends. */
export let valueAt: u32 = 0
export let valueLimit: u32 = 0
/** The number of its name; 0 where the name means nothing. */
export let memberId: u32 = 0

function idOf(at: u32, length: u32): u32 {
  if (length > 32 || length === 0) return 0
  let first = load<u32>(at)
  let last = first
  if (length < 4) {
    first &= (1 << (length * 8)) - 1
    last = first
  } else last = load<u32>(at + length - 4)
  let slot = (first * 0x9e3779b1 + last * 0x85ebca6b + length * 0xc2b2ae35) >>> 24
  const low = v128.load(at)
  while (true) {
    const entry = NAMES + slot * ENTRY
    const known = load<u32>(entry)
    if (known === 0) return 0
    if (known === length) {
      let differs = v128.and(v128.xor(low, v128.load(entry + 16)), v128.load(entry + 48))
      if (length > 16) {
        differs = v128.or(differs, v128.and(v128.xor(v128.load(at + 16), v128.load(entry + 32)), v128.load(entry + 64)))
      }
      if (!v128.any_true(differs)) return load<u32>(entry + 4)
    }
    slot = (slot + 1) & 255
  }
}

/**
 * Reads name and colon of the member at `at`. False where it is no plain JSON. Then `valueAt` is where its value begins.
 */
export function readName(at: u32): bool {
  if (load<u8>(at) !== QUOTE) return false
  const end = stringEnd(at + 1)
  if (end === 0 || load<u8>(end + 1) !== COLON) return false
  memberId = idOf(at + 1, end - at - 1)
  valueAt = end + 2
  return true
}

/** Keeps where a member's value stands. False where the object has the name twice. */
export function keep(table: u32, current: u32, id: u32, at: u32, limit: u32): bool {
  if (id === 0) return true
  const entry = table + id * 16
  if (load<u32>(entry + 8) === current) return false
  store<u32>(entry, at)
  store<u32>(entry + 4, limit - at)
  store<u32>(entry + 8, current)
  return true
}

/** Reads the value of the member whose name was read last, and keeps where it stands. */
export function readValue(table: u32, current: u32): bool {
  valueLimit = valueEnd(valueAt, MOST_DEPTH)
  return valueLimit !== 0 && keep(table, current, memberId, valueAt, valueLimit)
}

/** Where the value of a member stands; 0 where the object has none. */
export function tokenOf(table: u32, current: u32, id: u32): u32 {
  const entry = table + id * 16
  return load<u32>(entry + 8) === current ? load<u32>(entry) : 0
}

/** How long the value of a member is that the object has. */
export function lengthOf(table: u32, id: u32): u32 {
  return load<u32>(table + id * 16 + 4)
}

/** Whether a member is there and not null. */
export function isPresent(table: u32, current: u32, id: u32): bool {
  const token = tokenOf(table, current, id)
  return token !== 0 && load<u32>(token) !== NULL
}

/** Whether a member is the very text of another value. */
export function isText(table: u32, current: u32, id: u32, text: u32, length: u32): bool {
  return tokenOf(table, current, id) !== 0 && lengthOf(table, id) === length && sameText(load<u32>(table + id * 16), text, length)
}

/** As `isText`; true where the member is absent or null. */
export function isTextIfPresent(table: u32, current: u32, id: u32, text: u32, length: u32): bool {
  return !isPresent(table, current, id) || isText(table, current, id, text, length)
}
