import { ed25519 } from '@noble/curves/ed25519'
import { base58 } from '@scure/base'
import type { SolanaRaw } from './decode-block.ts'
import { type Json, readArray, readNumber, readObject, readString } from './read-json.ts'
import { decodeWireText, decodeWireTransaction } from './wire-message.ts'

/** What checking the signatures of a block found. */
export type SignatureResult =
  | { readonly outcome: 'passed'; readonly checked: number }
  | { readonly outcome: 'skipped'; readonly reason: string }
  | { readonly outcome: 'mismatch'; readonly transaction: string; readonly signer: string }

/** The bytes that were signed, the signatures over them, and the accounts that signed, in order. */
interface Signed {
  readonly message: Uint8Array
  readonly signatures: readonly string[]
  readonly signers: readonly string[]
}

function writeLength(bytes: number[], length: number): void {
  let rest = length
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    bytes.push(rest === 0 ? low : low | 0x80)
    if (rest === 0) return
  }
}

function pushAll(bytes: number[], values: Iterable<number>): void {
  for (const value of values) bytes.push(value)
}

/** Puts a message in JSON back into the bytes that were signed (solana.com/docs, message format; versions legacy and 0). */
function encodeMessage(message: Json, version: unknown): Uint8Array {
  const header = readObject(message['header'], 'header')
  const bytes: number[] = version === 0 ? [0x80] : []
  for (const name of ['numRequiredSignatures', 'numReadonlySignedAccounts', 'numReadonlyUnsignedAccounts']) {
    bytes.push(readNumber(header[name], name))
  }
  const accounts = readArray(message['accountKeys'], 'accountKeys')
  writeLength(bytes, accounts.length)
  for (const account of accounts) pushAll(bytes, base58.decode(readString(account, 'accountKey')))
  pushAll(bytes, base58.decode(readString(message['recentBlockhash'], 'recentBlockhash')))
  const instructions = readArray(message['instructions'], 'instructions')
  writeLength(bytes, instructions.length)
  for (const entry of instructions) {
    const instruction = readObject(entry, 'instruction')
    bytes.push(readNumber(instruction['programIdIndex'], 'programIdIndex'))
    const indexes = readArray(instruction['accounts'], 'accounts')
    writeLength(bytes, indexes.length)
    pushAll(bytes, indexes as number[])
    const data = base58.decode(readString(instruction['data'], 'data'))
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

function signedOf(entry: Json): Signed | string {
  const { transaction, version } = entry
  if (Array.isArray(transaction)) {
    const [text, encoding] = transaction as readonly unknown[]
    const bytes = decodeWireText(readString(text, 'transaction'), readString(encoding, 'encoding'))
    const wire = decodeWireTransaction(bytes)
    return { message: wire.message, signatures: wire.signatures, signers: wire.accounts.slice(0, wire.signatures.length) }
  }
  if (version !== undefined && version !== 'legacy' && version !== 0)
    return `messages of version ${String(version)} are not encoded`
  const { signatures, message } = readObject(transaction, 'transaction')
  const body = readObject(message, 'message')
  if (body['header'] === undefined) return 'parsed instructions do not hold what was signed'
  const names = readArray(signatures, 'signatures') as readonly string[]
  const accounts = readArray(body['accountKeys'], 'accountKeys') as readonly string[]
  return { message: encodeMessage(body, version), signatures: names, signers: accounts.slice(0, names.length) }
}

/**
 * Checks every ed25519 signature of a block: about a millisecond each in plain JavaScript, so it is done on request only. What it
 * shows: each transaction was signed by its accounts. It does not show that the block holds it.
 */
export function verifySignatures(raw: SolanaRaw): SignatureResult {
  const transactions = readArray(readObject(raw.block, 'block')['transactions'], 'transactions')
  let checked = 0
  for (const value of transactions) {
    const signed = signedOf(readObject(value, 'transaction entry'))
    if (typeof signed === 'string') return { outcome: 'skipped', reason: signed }
    for (const [index, signature] of signed.signatures.entries()) {
      const signer = signed.signers[index] ?? ''
      const transaction = signed.signatures[0] ?? ''
      if (!isSignedBy(signature, signed.message, signer)) return { outcome: 'mismatch', transaction, signer }
      checked++
    }
  }
  return { outcome: 'passed', checked }
}

function isSignedBy(signature: string, message: Uint8Array, signer: string): boolean {
  try {
    return ed25519.verify(base58.decode(signature), message, base58.decode(signer))
  } catch {
    return false
  }
}
