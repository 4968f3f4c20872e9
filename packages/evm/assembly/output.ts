import { CLOSE_OBJECT, COMMA, copyText, OPEN_OBJECT } from './json.ts'

// The text that is passed on: what was read, without what is dropped.

/** Where the next text goes. */
export let textEnd: u32 = 0

/** What is to be copied begins here; 0 where the last member was dropped. */
let from: u32 = 0
let isFirst: bool = true

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
}

/** A member that begins at `at` is passed on: together with its neighbours, once one is dropped. */
export function keepMember(at: u32): void {
  if (from === 0) from = at
}

/** A member is dropped, in front of whose comma the last one ends at `end`. */
export function dropMember(end: u32): void {
  if (from === 0) return
  if (!isFirst) passByte(COMMA)
  pass(from, end)
  isFirst = false
  from = 0
}

/** Ends the object, whose last member ends at `end`. */
export function closeObject(end: u32): void {
  dropMember(end)
  passByte(CLOSE_OBJECT)
}
