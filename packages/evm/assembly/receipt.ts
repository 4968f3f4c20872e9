import { closeItem, payloadStart } from './items.ts'
import { CLOSE_LIST, CLOSE_OBJECT, COMMA, OPEN_LIST, OPEN_OBJECT, sameText } from './json.ts'
import { logsEnd, readLogs, startLogsOfReceipt } from './log.ts'
import {
  BLOCK_HASH,
  BLOCK_NUMBER,
  BLOCK_TIMESTAMP,
  CUMULATIVE_GAS_USED,
  DEPOSIT_NONCE,
  DEPOSIT_RECEIPT_VERSION,
  FROM,
  isPresent,
  keep,
  LOGS,
  LOGS_BLOOM,
  lengthOf,
  memberId,
  newObject,
  QUANTITIES,
  ROOT,
  readName,
  readValue,
  STATUS,
  TO,
  TRANSACTION_HASH,
  TRANSACTION_INDEX,
  TYPE,
  tokenOf,
  valueAt,
  valueLimit,
} from './members.ts'
import { closeObject, dropMember, keepMember, keepQuantity, openObject, passByte } from './output.ts'
import { HASH_TEXT, isOfBlock } from './place.ts'
import { BLOOM, RECEIPT } from './places.ts'
import { smallQuantity, writeFixed, writeHeader, writeNumber, writeQuantity } from './rlp.ts'
import { recordOf } from './transaction.ts'

const BLOOM_BYTES: u32 = 256
/** The header of a bloom: its length takes two bytes. */
const BLOOM_HEADER: u32 = 3
/** `"0x"` */
const BARE: u32 = 0x22783022
/** Receipts of this kind end with the nonce and the version of a deposit (specs.optimism.io, canyon/exec-engine). */
const OF_DEPOSITS: u8 = 1

/** What is not passed on: it is compared here, or enters the root. */
const DROPPED: u64 =
  (1 << BLOCK_HASH) |
  (1 << BLOCK_NUMBER) |
  (1 << BLOCK_TIMESTAMP) |
  (1 << TRANSACTION_INDEX) |
  (1 << LOGS) |
  (1 << LOGS_BLOOM) |
  (1 << FROM) |
  (1 << TO) |
  (1 << TYPE)

/** Where the logs of one receipt are encoded, until it is known what stands in front of them. */
let logsAt: u32 = 0

/** Reads the receipts of the block that was read last; gives where their list ends, or 0. */
export function readReceiptsAt(list: u32, count: u32, logs: u32): u32 {
  if (load<u8>(list) !== OPEN_LIST) return 0
  logsAt = logs
  memory.fill(BLOOM, 0, BLOOM_BYTES)
  passByte(OPEN_LIST)
  let at = list
  if (count === 0) at++
  for (let index: u32 = 0; index < count; index++) {
    if (index > 0) {
      if (load<u8>(at) !== COMMA) return 0
      passByte(COMMA)
    }
    at = readReceipt(at + 1, index)
    if (at === 0) return 0
  }
  passByte(CLOSE_LIST)
  return load<u8>(at) === CLOSE_LIST ? at + 1 : 0
}

function readReceipt(at: u32, index: u32): u32 {
  if (load<u8>(at) !== OPEN_OBJECT) return 0
  const current = newObject()
  const record = recordOf(index)
  openObject()
  do {
    const end = at
    if (!readName(at + 1)) return 0
    const id = memberId
    if (id === LOGS) {
      const list = valueAt
      startLogsOfReceipt(logsAt)
      at = readLogs(list, load<u32>(record), index)
      if (at === 0 || !keep(RECEIPT, current, LOGS, list, at)) return 0
    } else {
      if (!readValue(RECEIPT, current)) return 0
      at = valueLimit
    }
    if (id < 64 && (DROPPED >> id) & 1) dropMember(end)
    else if (id < 64 && (QUANTITIES >> id) & 1) keepQuantity(end + 1, valueAt, valueLimit - valueAt)
    else keepMember(end + 1)
  } while (load<u8>(at) === COMMA)
  if (load<u8>(at) !== CLOSE_OBJECT) return 0
  closeObject(at)
  return isInPlace(current, record, index) && encode(current, record, index) ? at + 1 : 0
}

function isInPlace(current: u32, record: u32, index: u32): bool {
  if (!isPresent(RECEIPT, current, BLOCK_HASH) || !isPresent(RECEIPT, current, BLOCK_NUMBER)) return false
  if (!isOfBlock(RECEIPT, current, true)) return false
  const hash = tokenOf(RECEIPT, current, TRANSACTION_HASH)
  if (hash === 0 || lengthOf(RECEIPT, TRANSACTION_HASH) !== HASH_TEXT) return false
  if (!sameText(hash, load<u32>(record), HASH_TEXT)) return false
  const place = tokenOf(RECEIPT, current, TRANSACTION_INDEX)
  if (smallQuantity(place, lengthOf(RECEIPT, TRANSACTION_INDEX)) !== <i64>index) return false
  return repeats(current, FROM, record + 4) && repeats(current, TO, record + 12) && repeats(current, TYPE, record + 20)
}

/** Whether a receipt, where it has a member, has the very text of its transaction there. */
function repeats(current: u32, id: u32, kept: u32): bool {
  const token = tokenOf(RECEIPT, current, id)
  if (token === 0) return true
  const length = lengthOf(RECEIPT, id)
  return load<u32>(kept) !== 0 && load<u32>(kept + 4) === length && sameText(load<u32>(kept), token, length)
}

/** Writes `[status or state root, cumulative gas, bloom, logs]`, and behind them what deposits have. */
function encode(current: u32, record: u32, index: u32): bool {
  if (tokenOf(RECEIPT, current, LOGS) === 0) return false
  const rules = load<u32>(record + 28)
  let to = writeOutcome(current, payloadStart())
  if (to === 0) return false
  to = writeQuantity(tokenOf(RECEIPT, current, CUMULATIVE_GAS_USED), lengthOf(RECEIPT, CUMULATIVE_GAS_USED), to)
  if (to === 0) return false
  const bloom = to + BLOOM_HEADER
  to = writeFixed(tokenOf(RECEIPT, current, LOGS_BLOOM), lengthOf(RECEIPT, LOGS_BLOOM), BLOOM_BYTES, to)
  if (to === 0) return false
  addBloom(bloom)
  const length = logsEnd - logsAt
  to = writeHeader(0xc0, length, to)
  memory.copy(to, logsAt, length)
  to += length
  if (load<u8>(rules + 1) === OF_DEPOSITS) to = writeDepositPart(current, record, to)
  if (to === 0) return false
  closeItem(index, load<u8>(rules), to)
  return true
}

/** The state root where there is one (before Byzantium), else the status. */
function writeOutcome(current: u32, to: u32): u32 {
  if (isPresent(RECEIPT, current, ROOT)) {
    const token = tokenOf(RECEIPT, current, ROOT)
    if (lengthOf(RECEIPT, ROOT) !== 4 || load<u32>(token) !== BARE) return writeFixed(token, lengthOf(RECEIPT, ROOT), 32, to)
  }
  const token = tokenOf(RECEIPT, current, STATUS)
  if (lengthOf(RECEIPT, STATUS) !== 5) return 0
  const status = smallQuantity(token, 5)
  return status < 0 || status > 1 ? 0 : writeNumber(status, to)
}

/** Nodes that give nonce or version in the transaction only are read elsewhere. */
function writeDepositPart(current: u32, record: u32, to: u32): u32 {
  const hasNonce = isPresent(RECEIPT, current, DEPOSIT_NONCE)
  const hasVersion = isPresent(RECEIPT, current, DEPOSIT_RECEIPT_VERSION)
  if (!hasVersion) return load<u32>(record + 32) !== 0 ? 0 : to
  if (!hasNonce) return 0
  to = writeQuantity(tokenOf(RECEIPT, current, DEPOSIT_NONCE), lengthOf(RECEIPT, DEPOSIT_NONCE), to)
  if (to === 0) return 0
  return writeQuantity(tokenOf(RECEIPT, current, DEPOSIT_RECEIPT_VERSION), lengthOf(RECEIPT, DEPOSIT_RECEIPT_VERSION), to)
}

function addBloom(at: u32): void {
  for (let offset: u32 = 0; offset < BLOOM_BYTES; offset += 16) {
    v128.store(BLOOM + offset, v128.or(v128.load(BLOOM + offset), v128.load(at + offset)))
  }
}
