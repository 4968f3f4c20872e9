import { malformed, readString } from '@defimon/core/adapter'
import { base58 } from '@scure/base'
import { decodeBase58Hash } from './base58-hash.ts'

export { type Json, readArray, readNumber, readObject, readString } from '@defimon/core/adapter'

/** At most 39 digits, as many as a u128 has. */
function isDecimal(text: string): boolean {
  const { length } = text
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x30 || code > 0x39) return false
  }
  return length > 0 && length <= 39
}

/** An integer that came as a decimal string or as a safe number, or `MALFORMED`. Amounts, gas, nonces. */
export function readBigInt(value: unknown, name: string): bigint {
  if (value === '0') return 0n
  if (typeof value === 'string' && isDecimal(value)) return BigInt(value)
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value)
  throw malformed(`${name} is not an integer that can be read without loss`)
}

/** A base58 hash of 32 bytes as bytes, or `MALFORMED`. */
export function readHash(value: unknown, name: string): Uint8Array {
  const bytes = decodeBase58Hash(readString(value, name))
  if (!bytes) throw malformed(`${name} is not a base58 hash of 32 bytes`)
  return bytes
}

/** A public key or signature `ed25519:…` or `secp256k1:…`: its Borsh tag and bytes, or `MALFORMED`. */
export function readKeyed(value: unknown, name: string): { readonly tag: number; readonly bytes: Uint8Array } {
  const text = readString(value, name)
  const split = text.indexOf(':')
  const curve = split < 0 ? 'ed25519' : text.slice(0, split)
  const tag = curve === 'ed25519' ? 0 : curve === 'secp256k1' ? 1 : undefined
  if (tag === undefined || text.length > 120) throw malformed(`${name} has an unknown curve`)
  try {
    return { tag, bytes: base58.decode(text.slice(split + 1)) }
  } catch {
    throw malformed(`${name} is not base58`)
  }
}
