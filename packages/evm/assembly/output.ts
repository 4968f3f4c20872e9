import { CLOSE_OBJECT, COMMA, copyText, OPEN_OBJECT } from './json.ts'

// The text that is passed on: what was read, without what is dropped.

/** Where the next text goes. */
export let textEnd: u32 = 0

/** What is to be copied begins here; 0 where the last member was dropped. */
let from: u32 = 0
let isFirst: bool = true
/** What is copied next goes on where the last copy ended, within a value. */
let isJoined: bool = false

const ZERO: u8 = 0x30
const PREFIX: u16 = 0x7830
/** `"0x0"`, and a quantity of eleven characters, with their quotes. */
const SHORTEST_QUANTITY: u32 = 5
const LONG_QUANTITY: u32 = 13

/** Text goes here from now on. */
export function setText(at: u32): void {
  textEnd = at
}

/** Passes a stretch on as it stands. */
export function pass(at: u32, end: u32): void {
  textEnd = copyText(at, end - at, textEnd)
}

/** Passes one byte on. */
export function passByte(byte: u8): void {
  store<u8>(textEnd++, byte)
}

/** Begins an object of which members are dropped. */
export function openObject(): void {
  passByte(OPEN_OBJECT)
  from = 0
  isFirst = true
  isJoined = false
}

/** A member that begins at `at` is passed on: together with its neighbours, once one is dropped. */
export function keepMember(at: u32): void {
  if (from === 0) from = at
}

/**
 * As `keepMember`, for a quantity of few digits: zeros are put in front of them. A JSON string of at most ten characters is kept by V8 in a
 * table of all such strings, where it is looked for and put in; that costs more than all else about it.
 */
export function keepQuantity(at: u32, token: u32, length: u32): void {
  keepMember(at)
  if (length >= LONG_QUANTITY || length < SHORTEST_QUANTITY || load<u16>(token + 1) !== PREFIX) return
  const digits = token + 3
  flush(digits)
  for (let missing = LONG_QUANTITY - length; missing > 0; missing--) passByte(ZERO)
  from = digits
  isJoined = true
}

/** A member is dropped, in front of whose comma the last one ends at `end`. */
export function dropMember(end: u32): void {
  if (from !== 0) flush(end)
}

/** Ends the object, whose last member ends at `end`. */
export function closeObject(end: u32): void {
  dropMember(end)
  passByte(CLOSE_OBJECT)
}

function flush(end: u32): void {
  if (!isFirst && !isJoined) passByte(COMMA)
  pass(from, end)
  isFirst = false
  isJoined = false
  from = 0
}
