import { CLOSE_LIST, CLOSE_OBJECT, COMMA, OPEN_LIST, OPEN_OBJECT } from './json.ts'
import {
  HASH,
  keep,
  lengthOf,
  memberId,
  NUMBER,
  newObject,
  readName,
  readValue,
  TIMESTAMP,
  TRANSACTIONS,
  tokenOf,
  valueAt,
  valueLimit,
} from './members.ts'
import { pass, passByte } from './output.ts'
import { forgetPlace, isHash, isNumber, isTimestamp } from './place.ts'
import { HEADER, MOST_TRANSACTIONS } from './places.ts'
import { readTransaction } from './transaction.ts'

/** How many transactions the block has that was read last. */
export let transactionCount: u32 = 0

/**
 * Reads a block with whole transactions: encodes each of them, and passes on what is not dropped. Gives where it ends; 0 where anything is
 * otherwise than it should be.
 */
export function readBlockAt(at: u32): u32 {
  transactionCount = 0
  forgetPlace()
  if (load<u8>(at) !== OPEN_OBJECT) return 0
  const current = newObject()
  let passed = at
  do {
    if (!readName(at + 1)) return 0
    if (memberId === TRANSACTIONS) {
      // All that stands in front of the list is passed on as it is.
      pass(passed, valueAt)
      passed = readTransactions(valueAt, current)
      if (passed === 0) return 0
      at = passed
    } else {
      if (!readValue(HEADER, current)) return 0
      at = valueLimit
    }
  } while (load<u8>(at) === COMMA)
  if (load<u8>(at) !== CLOSE_OBJECT || tokenOf(HEADER, current, TRANSACTIONS) === 0) return 0
  at++
  pass(passed, at)
  return isOwnHeader(current) ? at : 0
}

function isOwnHeader(current: u32): bool {
  const hash = tokenOf(HEADER, current, HASH)
  const number = tokenOf(HEADER, current, NUMBER)
  const timestamp = tokenOf(HEADER, current, TIMESTAMP)
  if (hash === 0 || number === 0 || timestamp === 0) return false
  return (
    isHash(hash, lengthOf(HEADER, HASH)) &&
    isNumber(number, lengthOf(HEADER, NUMBER)) &&
    isTimestamp(timestamp, lengthOf(HEADER, TIMESTAMP))
  )
}

function readTransactions(list: u32, header: u32): u32 {
  if (load<u8>(list) !== OPEN_LIST) return 0
  let at = list
  passByte(OPEN_LIST)
  if (load<u8>(at + 1) === CLOSE_LIST) at++
  else {
    do {
      if (transactionCount === MOST_TRANSACTIONS) return 0
      if (transactionCount > 0) passByte(COMMA)
      at = readTransaction(at + 1, transactionCount)
      if (at === 0) return 0
      transactionCount++
    } while (load<u8>(at) === COMMA)
    if (load<u8>(at) !== CLOSE_LIST) return 0
  }
  passByte(CLOSE_LIST)
  at++
  return keep(HEADER, header, TRANSACTIONS, list, at) ? at : 0
}
