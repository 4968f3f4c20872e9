import { decodeHex } from './hex.ts'
import { closeItem, payloadStart } from './items.ts'
import { CLOSE_OBJECT, COMMA, OPEN_OBJECT, QUOTE } from './json.ts'
import { writeFields } from './layout.ts'
import {
  BLOCK_HASH,
  BLOCK_NUMBER,
  BLOCK_TIMESTAMP,
  DEPOSIT_RECEIPT_VERSION,
  FROM,
  HASH,
  isPresent,
  lengthOf,
  memberId,
  newObject,
  QUANTITIES,
  R,
  readName,
  readValue,
  S,
  TO,
  TRANSACTION_INDEX,
  TYPE,
  tokenOf,
  valueAt,
  valueLimit,
} from './members.ts'
import { closeObject, dropMember, keepMember, keepQuantity, openObject } from './output.ts'
import { HASH_TEXT, isOfBlock } from './place.ts'
import { CLAIMED, LAYOUTS, RECORDS, TRANSACTION, TYPES } from './places.ts'
import { smallQuantity } from './rlp.ts'

const RECORD: u32 = 40
const PREFIX: u16 = 0x7830

/** What is not passed on: it is compared here, or enters the hash. */
const DROPPED: u64 =
  (1 << BLOCK_HASH) | (1 << BLOCK_NUMBER) | (1 << BLOCK_TIMESTAMP) | (1 << TRANSACTION_INDEX) | (1 << R) | ((<u64>1) << S)

/** Where the texts of a transaction stand that its receipt repeats: hash, from, to and type, each with its length; and its layout. */
export function recordOf(index: u32): u32 {
  return RECORDS + index * RECORD
}

/** Reads the transaction at `at`, the block's `index`th, and encodes it. Gives where it ends, or 0. */
export function readTransaction(at: u32, index: u32): u32 {
  if (load<u8>(at) !== OPEN_OBJECT) return 0
  const current = newObject()
  openObject()
  do {
    const end = at
    if (!readName(at + 1)) return 0
    const id = memberId
    if (!readValue(TRANSACTION, current)) return 0
    if (id < 64 && (DROPPED >> id) & 1) dropMember(end)
    else if (id < 64 && (QUANTITIES >> id) & 1) keepQuantity(end + 1, valueAt, valueLimit - valueAt)
    else keepMember(end + 1)
    at = valueLimit
  } while (load<u8>(at) === COMMA)
  if (load<u8>(at) !== CLOSE_OBJECT) return 0
  closeObject(at)
  return isInPlace(current, index) && encode(current, index) ? at + 1 : 0
}

function isInPlace(current: u32, index: u32): bool {
  if (!isOfBlock(TRANSACTION, current, false)) return false
  if (!isPresent(TRANSACTION, current, TRANSACTION_INDEX)) return true
  const token = tokenOf(TRANSACTION, current, TRANSACTION_INDEX)
  return smallQuantity(token, lengthOf(TRANSACTION, TRANSACTION_INDEX)) === <i64>index
}

/** One more than the layout of a transaction's type; 0 where there is none. */
function layoutNumber(current: u32): u32 {
  if (!isPresent(TRANSACTION, current, TYPE)) return load<u8>(TYPES)
  const token = tokenOf(TRANSACTION, current, TYPE)
  const type = smallQuantity(token, lengthOf(TRANSACTION, TYPE))
  return type < 0 || type > 127 ? 0 : load<u8>(TYPES + <u32>type)
}

function encode(current: u32, index: u32): bool {
  const hash = tokenOf(TRANSACTION, current, HASH)
  const layout = layoutNumber(current)
  if (hash === 0 || layout === 0 || lengthOf(TRANSACTION, HASH) !== HASH_TEXT) return false
  if (load<u8>(hash) !== QUOTE || load<u16>(hash + 1) !== PREFIX) return false
  if (!decodeHex(hash + 3, 64, CLAIMED + index * 32)) return false
  const rules = LAYOUTS + (layout - 1) * 256
  const end = writeFields(rules, current, payloadStart())
  if (end === 0) return false
  closeItem(index, load<u8>(rules), end)

  const record = recordOf(index)
  store<u32>(record, hash)
  keepText(record + 4, current, FROM)
  keepText(record + 12, current, TO)
  keepText(record + 20, current, TYPE)
  store<u32>(record + 28, rules)
  store<u32>(record + 32, isPresent(TRANSACTION, current, DEPOSIT_RECEIPT_VERSION) ? 1 : 0)
  return true
}

function keepText(to: u32, current: u32, id: u32): void {
  store<u32>(to, tokenOf(TRANSACTION, current, id))
  store<u32>(to + 4, lengthOf(TRANSACTION, id))
}
