/**
 * Names of JSON members that the byte reader tells apart. Place in the list plus one is the number that `assembly/members.ts` and the layouts
 * know them by; at most 127, and of 32 bytes.
 */
export const NAMES = [
  'hash',
  'number',
  'timestamp',
  'transactions',
  'blockHash',
  'blockNumber',
  'blockTimestamp',
  'transactionIndex',
  'transactionHash',
  'logIndex',
  'removed',
  'address',
  'topics',
  'data',
  'type',
  'status',
  'root',
  'cumulativeGasUsed',
  'logsBloom',
  'logs',
  'from',
  'to',
  'depositNonce',
  'depositReceiptVersion',
  'storageKeys',
  'chainId',
  'nonce',
  'yParity',
  'v',
  'r',
  's',
  'gas',
  'gasPrice',
  'maxFeePerGas',
  'maxPriorityFeePerGas',
  'maxFeePerBlobGas',
  'value',
  'gasUsed',
  'effectiveGasPrice',
  'l1Fee',
  'l1GasPrice',
  'l1GasUsed',
  'l1BlobBaseFee',
  'l1BaseFeeScalar',
  'l1BlobBaseFeeScalar',
  'input',
  'accessList',
  'authorizationList',
  'blobVersionedHashes',
  'sourceHash',
  'mint',
  'isSystemTx',
  'isSystemTransaction',
] as const

/** A name that the byte reader knows. */
export type KnownName = (typeof NAMES)[number]

const ENTRY_LENGTH = 80
const SLOTS = 256
const LONGEST_NAME = 32

/** The number of a name. */
export function numberOf(name: KnownName): number {
  return NAMES.indexOf(name) + 1
}

/** The table in which the module looks names up: open addressing, by the hash of `assembly/members.ts`. */
export function nameTable(): Uint8Array {
  const table = new Uint8Array(SLOTS * ENTRY_LENGTH)
  const view = new DataView(table.buffer)
  for (const name of NAMES) {
    const bytes = new Uint8Array(LONGEST_NAME)
    for (let index = 0; index < name.length; index++) bytes[index] = name.charCodeAt(index)
    const letters = new DataView(bytes.buffer)
    const first = letters.getUint32(0, true)
    const last = name.length < 4 ? first : letters.getUint32(name.length - 4, true)
    let slot = (Math.imul(first, 0x9e3779b1) + Math.imul(last, 0x85ebca6b) + Math.imul(name.length, 0xc2b2ae35)) >>> 24
    while (view.getUint32(slot * ENTRY_LENGTH, true) !== 0) slot = (slot + 1) % SLOTS
    const entry = slot * ENTRY_LENGTH
    view.setUint32(entry, name.length, true)
    view.setUint32(entry + 4, numberOf(name), true)
    table.set(bytes, entry + 16)
    table.fill(255, entry + 48, entry + 48 + name.length)
  }
  return table
}
