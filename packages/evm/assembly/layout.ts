import { CLOSE_LIST, CLOSE_OBJECT, COMMA, OPEN_LIST, OPEN_OBJECT, valueEnd } from './json.ts'
import {
  ADDRESS,
  CHAIN_ID,
  isPresent,
  lengthOf,
  NONCE,
  newObject,
  R,
  readName,
  readValue,
  S,
  STORAGE_KEYS,
  tokenOf,
  V,
  valueLimit,
  Y_PARITY,
} from './members.ts'
import { NESTED, TRANSACTION } from './places.ts'
import { writeData, writeFixed, writeHeader, writeHeaderBefore, writeQuantity } from './rlp.ts'

// What a field of a layout is (`src/bytes/layout.ts`). A layout is the type byte, the kind of its receipts, and triples of operation, name
// and argument, closed by a 0.
const QUANTITY: u8 = 1
const FIXED: u8 = 2
const FIXED_OR_EMPTY: u8 = 3
const DATA: u8 = 4
const QUANTITY_OR_EMPTY: u8 = 5
const FLAG: u8 = 6
const QUANTITY_OF_EITHER: u8 = 7
const ACCESS_LIST: u8 = 8
const HASHES: u8 = 9
const AUTHORIZATIONS: u8 = 10
const NOTHING: u8 = 11

const TRUE: u32 = 0x65757274
/** `0x0"` */
const NO_WEI: u32 = 0x22307830
const EMPTY: u8 = 0x80
/** Room for the header of a list whose length is not known yet. */
const ROOM: u32 = 8

/** Writes the payload of a transaction; 0 where a member is not what the layout says. */
export function writeFields(layout: u32, current: u32, to: u32): u32 {
  for (let at = layout + 2; load<u8>(at) !== 0; at += 3) {
    to = writeField(load<u8>(at), load<u8>(at + 1), load<u8>(at + 2), current, to)
    if (to === 0) return 0
  }
  return to
}

function writeField(operation: u8, id: u32, argument: u32, current: u32, to: u32): u32 {
  const token = tokenOf(TRANSACTION, current, id)
  const length = lengthOf(TRANSACTION, id)
  switch (operation) {
    case QUANTITY:
      return writeQuantity(token, length, to)
    case FIXED:
      return writeFixed(token, length, argument, to)
    case FIXED_OR_EMPTY:
      if (isPresent(TRANSACTION, current, id)) return writeFixed(token, length, argument, to)
      return writeEmpty(to)
    case DATA:
      return writeData(token, length, to)
    case QUANTITY_OR_EMPTY:
      if (isPresent(TRANSACTION, current, id)) return writeQuantity(token, length, to)
      return writeEmpty(to)
    case FLAG: {
      const isSet = isTrue(current, id) || isTrue(current, argument)
      store<u8>(to, isSet ? 1 : EMPTY)
      return to + 1
    }
    case QUANTITY_OF_EITHER: {
      const chosen = isPresent(TRANSACTION, current, id) ? id : argument
      return writeQuantity(tokenOf(TRANSACTION, current, chosen), lengthOf(TRANSACTION, chosen), to)
    }
    case ACCESS_LIST:
      return token === 0 ? 0 : writeAccessList(token, to)
    case HASHES:
      return token === 0 ? 0 : writeHashes(token, to)
    case AUTHORIZATIONS:
      return token === 0 ? 0 : writeAuthorizations(token, to)
    case NOTHING:
      // Absent, null or "0x0": what the text says here is dropped, and only nothing may be dropped unseen.
      if (!isPresent(TRANSACTION, current, id)) return to
      return length === 5 && load<u32>(token + 1) === NO_WEI ? to : 0
    default:
      return 0
  }
}

function writeEmpty(to: u32): u32 {
  store<u8>(to, EMPTY)
  return to + 1
}

function isTrue(current: u32, id: u32): bool {
  const token = tokenOf(TRANSACTION, current, id)
  return token !== 0 && load<u32>(token) === TRUE
}

/** Puts the header in front of a list's payload and brings both to where the list begins. */
function closeList(start: u32, end: u32): u32 {
  const payload = start + ROOM
  const list = writeHeaderBefore(0xc0, end - payload, payload)
  memory.copy(start, list, end - list)
  return start + end - list
}

/** A list of hashes: `["0x…", …]`. */
function writeHashes(token: u32, to: u32): u32 {
  if (load<u8>(token) !== OPEN_LIST) return 0
  let at = token + 1
  let out = to + ROOM
  if (load<u8>(at) === CLOSE_LIST) return writeHeader(0xc0, 0, to)
  while (true) {
    const end = valueEnd(at, 0)
    out = writeFixed(at, end - at, 32, out)
    if (out === 0) return 0
    const next = load<u8>(end)
    if (next === CLOSE_LIST) return closeList(to, out)
    if (next !== COMMA) return 0
    at = end + 1
  }
}

/** Reads the members of an object of a list; gives where it ends, or 0. */
function readNested(at: u32, current: u32): u32 {
  if (load<u8>(at) !== OPEN_OBJECT) return 0
  do {
    if (!readName(at + 1) || !readValue(NESTED, current)) return 0
    at = valueLimit
  } while (load<u8>(at) === COMMA)
  return load<u8>(at) === CLOSE_OBJECT ? at + 1 : 0
}

/** `[[address, [keys]], …]` (EIP-2930). */
function writeAccessList(token: u32, to: u32): u32 {
  if (load<u8>(token) !== OPEN_LIST) return 0
  if (load<u8>(token + 1) === CLOSE_LIST) return writeHeader(0xc0, 0, to)
  let at = token
  let out = to + ROOM
  do {
    const current = newObject()
    at = readNested(at + 1, current)
    if (at === 0) return 0
    const item = out
    out = writeFixed(tokenOf(NESTED, current, ADDRESS), lengthOf(NESTED, ADDRESS), 20, out + ROOM)
    const keys = tokenOf(NESTED, current, STORAGE_KEYS)
    if (out === 0 || keys === 0) return 0
    out = writeHashes(keys, out)
    if (out === 0) return 0
    out = closeList(item, out)
  } while (load<u8>(at) === COMMA)
  return load<u8>(at) === CLOSE_LIST ? closeList(to, out) : 0
}

/** `[[chain id, address, nonce, parity, r, s], …]` (EIP-7702). */
function writeAuthorizations(token: u32, to: u32): u32 {
  if (load<u8>(token) !== OPEN_LIST) return 0
  if (load<u8>(token + 1) === CLOSE_LIST) return writeHeader(0xc0, 0, to)
  let at = token
  let out = to + ROOM
  do {
    const current = newObject()
    at = readNested(at + 1, current)
    if (at === 0) return 0
    const item = out
    out = writeNested(current, CHAIN_ID, out + ROOM)
    if (out !== 0) out = writeFixed(tokenOf(NESTED, current, ADDRESS), lengthOf(NESTED, ADDRESS), 20, out)
    if (out !== 0) out = writeNested(current, NONCE, out)
    if (out !== 0) out = writeNested(current, isPresent(NESTED, current, Y_PARITY) ? Y_PARITY : V, out)
    if (out !== 0) out = writeNested(current, R, out)
    if (out !== 0) out = writeNested(current, S, out)
    if (out === 0) return 0
    out = closeList(item, out)
  } while (load<u8>(at) === COMMA)
  return load<u8>(at) === CLOSE_LIST ? closeList(to, out) : 0
}

function writeNested(current: u32, id: u32, to: u32): u32 {
  return writeQuantity(tokenOf(NESTED, current, id), lengthOf(NESTED, id), to)
}
