import type { Hash } from '@defimon/core'
import { sha256 } from '@noble/hashes/sha2.js'
import { encodeHex } from '../hashing/encode-hex.ts'
import { parseFixedHex } from './blob-hex.ts'

/** VERSIONED_HASH_VERSION_KZG (EIP-4844). */
const VERSION = 0x01
const COMMITMENT_BYTES = 48

/** The hash that a transaction names a blob by: 0x01 ‖ sha256(commitment)[1:] (EIP-4844). Fails with `MALFORMED` unless it is given 48 bytes. */
export function versionedHashOf(commitment: string): Hash {
  const hash = sha256(parseFixedHex(commitment, COMMITMENT_BYTES, 'KZG commitment'))
  hash[0] = VERSION
  return encodeHex(hash, 0, hash.length)
}
