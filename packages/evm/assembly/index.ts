// Reads blocks and receipts from the bytes of an answer, and encodes what their hashes and roots stand over. It shares the memory of the
// module that hashes. Whatever is not exactly as nodes write it ends with 0, and is then read in JavaScript.

import { readBlockAt, transactionCount } from './block.ts'
import { itemsEnd, setItems } from './items.ts'
import { MOST_DEPTH, sameText, valueEnd } from './json.ts'
import { endLogs, logTextEnd, startLogs } from './log.ts'
import { setText, textEnd } from './output.ts'
import { CLAIMED } from './places.ts'
import { readReceiptsAt } from './receipt.ts'

/** Reads the block at `at`. Text goes to `text`, encoded transactions to `items`. Gives where it ends, or 0. */
export function readBlock(at: u32, text: u32, items: u32): u32 {
  setText(text)
  setItems(items)
  return readBlockAt(at)
}

/** Reads the receipts of that block at `at`. Their logs' text goes to `logText`; `logs` is room for the logs of one. */
export function readReceipts(at: u32, text: u32, items: u32, logText: u32, logs: u32): u32 {
  setText(text)
  setItems(items)
  startLogs(logText)
  const end = readReceiptsAt(at, transactionCount, logs)
  endLogs()
  return end
}

/** Where the value at `at` ends; 0 where it is no plain JSON. */
export function skip(at: u32): u32 {
  return valueEnd(at, MOST_DEPTH)
}

/** How many transactions the block has that was read last. */
export function count(): u32 {
  return transactionCount
}

/** Where the text ends that is passed on. */
export function endOfText(): u32 {
  return textEnd
}

/** Where the text of the logs ends. */
export function endOfLogs(): u32 {
  return logTextEnd
}

/** Where the encoded items end. */
export function endOfItems(): u32 {
  return itemsEnd
}

/** Whether the hashes at `at` are those that the transactions claim. */
export function areClaimed(at: u32): bool {
  return sameText(at, CLAIMED, transactionCount * 32)
}
