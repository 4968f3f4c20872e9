import { ed25519 } from '@noble/curves/ed25519'
import { base58 } from '@scure/base'
import type { SolanaRaw } from './decode-block.ts'
import { encodeMessage, encodeMessageOfVersion1 } from './encode-message.ts'
import { type Json, readArray, readObject, readString } from './read-json.ts'
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

function signedOf(entry: Json): Signed | string {
  const { transaction, version } = entry
  if (Array.isArray(transaction)) {
    const [text, encoding] = transaction as readonly unknown[]
    const bytes = decodeWireText(readString(text, 'transaction'), readString(encoding, 'encoding'))
    const wire = decodeWireTransaction(bytes)
    return { message: wire.message, signatures: wire.signatures, signers: wire.accounts.slice(0, signerCount(wire.message)) }
  }
  if (version !== undefined && version !== 'legacy' && version !== 0 && version !== 1) {
    return `messages of version ${String(version)} are not encoded`
  }
  const { signatures, message } = readObject(transaction, 'transaction')
  const body = readObject(message, 'message')
  if (body['header'] === undefined) return 'parsed instructions do not hold what was signed'
  const bytes = version === 1 ? encodeMessageOfVersion1(body) : encodeMessage(body, version ?? 'legacy')
  if (bytes === undefined) return 'a transaction of version 1 asks for something that is not known'
  const accounts = readArray(body['accountKeys'], 'accountKeys') as readonly string[]
  return {
    message: bytes,
    signatures: readArray(signatures, 'signatures') as readonly string[],
    signers: accounts.slice(0, signerCount(bytes)),
  }
}

/** How many must sign, as the signed bytes say: the first byte, behind the one of the version where there is one. */
function signerCount(message: Uint8Array): number {
  return message[(message[0] ?? 0) < 0x80 ? 0 : 1] ?? 0
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
    const { signatures, signers } = signed
    const transaction = signatures[0] ?? ''
    // One that is missing was not given by its signer; one too many was given by nobody.
    for (let index = 0; index < Math.max(signatures.length, signers.length); index += 1) {
      const signer = signers[index] ?? 'nobody'
      if (!isSignedBy(signatures[index] ?? '', signed.message, signer)) return { outcome: 'mismatch', transaction, signer }
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
