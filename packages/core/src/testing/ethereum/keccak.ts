import { keccak_256 } from '@noble/hashes/sha3'
import { toHex } from './hex.ts'

/** Keccak-256, the hash of Ethereum. */
export function keccak(bytes: Uint8Array): Uint8Array {
  return keccak_256(bytes)
}

/** Keccak-256 as `0x` text. */
export function keccakHex(bytes: Uint8Array): string {
  return toHex(keccak_256(bytes))
}
