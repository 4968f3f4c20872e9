import { base58 } from '@scure/base'
import { type Json, readArray, readBigInt, readNumber, readObject, readString } from './read-json.ts'

function writeLength(bytes: number[], length: number): void {
  let rest = length
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    bytes.push(rest === 0 ? low : low | 0x80)
    if (rest === 0) return
  }
}

/** Little-endian, in so many bytes. */
function writeInteger(bytes: number[], value: bigint, length: number): void {
  for (let place = 0; place < length; place += 1) bytes.push(Number((value >> BigInt(8 * place)) & 0xffn))
}

function pushAll(bytes: number[], values: Iterable<number>): void {
  for (const value of values) bytes.push(value)
}

function writeHeader(bytes: number[], message: Json): void {
  const header = readObject(message['header'], 'header')
  for (const name of ['numRequiredSignatures', 'numReadonlySignedAccounts', 'numReadonlyUnsignedAccounts']) {
    bytes.push(readNumber(header[name], name))
  }
}

interface Instruction {
  readonly program: number
  readonly accounts: readonly number[]
  readonly data: Uint8Array
}

function instructionsOf(message: Json): readonly Instruction[] {
  return readArray(message['instructions'], 'instructions').map((entry) => {
    const instruction = readObject(entry, 'instruction')
    return {
      program: readNumber(instruction['programIdIndex'], 'programIdIndex'),
      accounts: readArray(instruction['accounts'], 'accounts').map((index) => readNumber(index, 'account index')),
      data: base58.decode(readString(instruction['data'], 'data')),
    }
  })
}

function addressesOf(message: Json): readonly Uint8Array[] {
  return readArray(message['accountKeys'], 'accountKeys').map((account) => base58.decode(readString(account, 'accountKey')))
}

/** Puts a message in JSON back into the bytes that were signed (solana.com/docs, message format; versions legacy and 0). */
export function encodeMessage(message: Json, version: 'legacy' | 0): Uint8Array {
  const bytes: number[] = version === 0 ? [0x80] : []
  writeHeader(bytes, message)
  const addresses = addressesOf(message)
  writeLength(bytes, addresses.length)
  for (const address of addresses) pushAll(bytes, address)
  pushAll(bytes, base58.decode(readString(message['recentBlockhash'], 'recentBlockhash')))
  const instructions = instructionsOf(message)
  writeLength(bytes, instructions.length)
  for (const { program, accounts, data } of instructions) {
    bytes.push(program)
    writeLength(bytes, accounts.length)
    pushAll(bytes, accounts)
    writeLength(bytes, data.length)
    pushAll(bytes, data)
  }
  if (version !== 0) return Uint8Array.from(bytes)
  const lookups = readArray(message['addressTableLookups'] ?? [], 'addressTableLookups')
  writeLength(bytes, lookups.length)
  for (const entry of lookups) {
    const lookup = readObject(entry, 'addressTableLookup')
    pushAll(bytes, base58.decode(readString(lookup['accountKey'], 'accountKey')))
    for (const name of ['writableIndexes', 'readonlyIndexes']) {
      const indexes = readArray(lookup[name], name) as number[]
      writeLength(bytes, indexes.length)
      pushAll(bytes, indexes)
    }
  }
  return Uint8Array.from(bytes)
}

/** Fields of `transactionConfig` in the order of their bits; a field of eight bytes has two (SIMD-0385, TransactionConfigMask). */
const CONFIG: readonly { readonly name: string; readonly bits: number; readonly bytes: number }[] = [
  { name: 'priorityFee', bits: 0b11, bytes: 8 },
  { name: 'computeUnitLimit', bits: 0b100, bytes: 4 },
  { name: 'loadedAccountsDataSizeLimit', bits: 0b1000, bytes: 4 },
  { name: 'heapSize', bits: 0b1_0000, bytes: 4 },
]

/**
 * As `encodeMessage`, for version 1 (SIMD-0385). A field of `transactionConfig` that is null was not set. Undefined where it holds a field
 * that came after this code: then its bytes are not known.
 */
export function encodeMessageOfVersion1(message: Json): Uint8Array | undefined {
  const config = readObject(message['transactionConfig'], 'transactionConfig')
  const isSet = (name: string): boolean => config[name] !== null && config[name] !== undefined
  if (Object.keys(config).some((name) => isSet(name) && CONFIG.every((field) => field.name !== name))) return undefined
  const set = CONFIG.filter(({ name }) => isSet(name))
  const bytes: number[] = [0x81]
  writeHeader(bytes, message)
  writeInteger(bytes, BigInt(set.reduce((mask, { bits }) => mask | bits, 0)), 4)
  pushAll(bytes, base58.decode(readString(message['recentBlockhash'], 'recentBlockhash')))
  const addresses = addressesOf(message)
  const instructions = instructionsOf(message)
  bytes.push(instructions.length, addresses.length)
  for (const address of addresses) pushAll(bytes, address)
  for (const { name, bytes: length } of set) writeInteger(bytes, readBigInt(config[name], name), length)
  for (const { program, accounts, data } of instructions) {
    bytes.push(program, accounts.length)
    writeInteger(bytes, BigInt(data.length), 2)
  }
  for (const { accounts, data } of instructions) {
    pushAll(bytes, accounts)
    pushAll(bytes, data)
  }
  return Uint8Array.from(bytes)
}
