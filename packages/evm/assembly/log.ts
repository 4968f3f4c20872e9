import { CLOSE_LIST, CLOSE_OBJECT, COMMA, copyText, OPEN_LIST, OPEN_OBJECT, sameText, stringEnd, writeDecimal } from './json.ts'
import {
  ADDRESS,
  LOG_DATA,
  LOG_INDEX,
  lengthOf,
  newObject,
  REMOVED,
  readName,
  readValue,
  TOPICS,
  TRANSACTION_HASH,
  TRANSACTION_INDEX,
  tokenOf,
  valueLimit,
} from './members.ts'
import { HASH_TEXT, isOfBlock } from './place.ts'
import { LOG } from './places.ts'
import { headerLength, smallQuantity, writeData, writeFixed, writeHeader } from './rlp.ts'

const NULL: u32 = 0x6c6c756e
const FALS: u32 = 0x736c6166
const ADDRESS_ITEM: u32 = 21
const TOPIC_ITEM: u32 = 33
/** A topic, its quotes, and what stands between it and the next. */
const TOPIC_STEP: u32 = 69

/** Where the next log is encoded. */
export let logsEnd: u32 = 0
/** Where the text of the next log goes. Four values each, all in one list: index of the transaction, address, topics, data. */
export let logTextEnd: u32 = 0
/** The number of the next log in the block. */
let logIndex: u32 = 0

/** The logs of a block begin. */
export function startLogs(text: u32): void {
  store<u8>(text, OPEN_LIST)
  logTextEnd = text + 1
  logIndex = 0
}

/** The logs of a receipt begin: they are encoded from here on. */
export function startLogsOfReceipt(at: u32): void {
  logsEnd = at
}

/** The logs of a block end. */
export function endLogs(): void {
  store<u8>(logTextEnd++, CLOSE_LIST)
}

/** Reads the list of logs of a receipt; gives where it ends, or 0. */
export function readLogs(at: u32, transactionHash: u32, transactionIndex: u32): u32 {
  if (load<u8>(at) !== OPEN_LIST) return 0
  if (load<u8>(at + 1) === CLOSE_LIST) return at + 2
  do {
    at = readLog(at + 1, transactionHash, transactionIndex)
    if (at === 0) return 0
  } while (load<u8>(at) === COMMA)
  return load<u8>(at) === CLOSE_LIST ? at + 1 : 0
}

function readLog(at: u32, transactionHash: u32, transactionIndex: u32): u32 {
  if (load<u8>(at) !== OPEN_OBJECT) return 0
  const current = newObject()
  do {
    if (!readName(at + 1) || !readValue(LOG, current)) return 0
    at = valueLimit
  } while (load<u8>(at) === COMMA)
  if (load<u8>(at) !== CLOSE_OBJECT) return 0
  if (!isInPlace(current, transactionHash, transactionIndex) || !encode(current)) return 0
  passOn(current, transactionIndex)
  logIndex++
  return at + 1
}

function isInPlace(current: u32, transactionHash: u32, transactionIndex: u32): bool {
  if (!isOfBlock(LOG, current, true)) return false
  const hash = tokenOf(LOG, current, TRANSACTION_HASH)
  if (hash === 0 || lengthOf(LOG, TRANSACTION_HASH) !== HASH_TEXT || !sameText(hash, transactionHash, HASH_TEXT)) return false
  if (!isIndex(current, TRANSACTION_INDEX, transactionIndex) || !isIndex(current, LOG_INDEX, logIndex)) return false
  const removed = tokenOf(LOG, current, REMOVED)
  return removed === 0 || load<u32>(removed) === FALS || load<u32>(removed) === NULL
}

function isIndex(current: u32, id: u32, index: u32): bool {
  return smallQuantity(tokenOf(LOG, current, id), lengthOf(LOG, id)) === <i64>index
}

/** Writes `[address, topics, data]`. All lengths are known from the text, so nothing is moved afterwards. */
function encode(current: u32): bool {
  const topics = tokenOf(LOG, current, TOPICS)
  const data = tokenOf(LOG, current, LOG_DATA)
  if (topics === 0 || data === 0 || load<u8>(topics) !== OPEN_LIST) return false
  const listLength = lengthOf(LOG, TOPICS)
  const count: u32 = listLength === 2 ? 0 : (listLength - 1) / TOPIC_STEP
  if (listLength !== (count === 0 ? 2 : 1 + count * TOPIC_STEP)) return false
  const dataLength = lengthOf(LOG, LOG_DATA)
  const bytes = (dataLength - 4) / 2
  const topicsLength = count * TOPIC_ITEM
  // One byte below 0x80 is its own item.
  const dataItem = bytes === 1 && load<u8>(data + 3) < 0x38 ? 1 : headerLength(bytes) + bytes
  let to = writeHeader(0xc0, ADDRESS_ITEM + headerLength(topicsLength) + topicsLength + dataItem, logsEnd)
  to = writeFixed(tokenOf(LOG, current, ADDRESS), lengthOf(LOG, ADDRESS), 20, to)
  if (to === 0) return false
  to = writeHeader(0xc0, topicsLength, to)
  for (let index: u32 = 0; index < count; index++) {
    const topic = topics + 1 + index * TOPIC_STEP
    if (stringEnd(topic + 1) !== topic + HASH_TEXT - 1) return false
    to = writeFixed(topic, HASH_TEXT, 32, to)
    if (to === 0) return false
  }
  to = writeData(data, dataLength, to)
  if (to === 0) return false
  logsEnd = to
  return true
}

function passOn(current: u32, transactionIndex: u32): void {
  let to = logTextEnd
  if (logIndex > 0) store<u8>(to++, COMMA)
  to = writeDecimal(transactionIndex, to)
  store<u8>(to++, COMMA)
  to = copyText(tokenOf(LOG, current, ADDRESS), lengthOf(LOG, ADDRESS), to)
  store<u8>(to++, COMMA)
  to = copyText(tokenOf(LOG, current, TOPICS), lengthOf(LOG, TOPICS), to)
  store<u8>(to++, COMMA)
  logTextEnd = copyText(tokenOf(LOG, current, LOG_DATA), lengthOf(LOG, LOG_DATA), to)
}
