import { DATA, RANGES } from './places.ts'
import { writeHeaderBefore } from './rlp.ts'

// Encoded transactions and receipts, one after the other: what hashes and roots are made of.

/** Room in front of an item: its type byte, the header of its list, and what a trie puts around a leaf. */
const ITEM_ROOM: u32 = 32

/** Where the next item goes. */
export let itemsEnd: u32 = 0

/** Items go here from now on. */
export function setItems(at: u32): void {
  itemsEnd = at
}

/** Where the payload of the next item goes. */
export function payloadStart(): u32 {
  return itemsEnd + ITEM_ROOM
}

/** Closes an item whose payload ends at `end`: its list's header and its type stand in front then. */
export function closeItem(index: u32, type: u32, end: u32): void {
  const payload = itemsEnd + ITEM_ROOM
  let at = writeHeaderBefore(0xc0, end - payload, payload)
  if (type !== 0) store<u8>(--at, <u8>type)
  store<u32>(RANGES + index * 8, at - DATA)
  store<u32>(RANGES + index * 8 + 4, end - at)
  itemsEnd = end
}
