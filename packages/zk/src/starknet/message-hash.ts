import { malformed } from '@defimon/core/adapter'
import { keccak_256 } from '@noble/hashes/sha3'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils'

/**
 * A hash of 32 bytes as keccak gives it, however it is written; or `MALFORMED`. One with all its digits in lower case is taken as it
 * stands, and looked at when the block is checked.
 */
export function readMessageHash(value: unknown): string {
  if (typeof value === 'string' && value.length === 66 && value.startsWith('0x') && value.toLowerCase() === value) return value
  if (typeof value !== 'string' || !/^0x[0-9a-f]{1,64}$/i.test(value)) throw malformed('message_hash is not a hash')
  return `0x${value.slice(2).toLowerCase().padStart(64, '0')}`
}

/** Fails with `MALFORMED` unless every digit of a hash is one. */
export function assertMessageHash(hash: string): void {
  if (!/^0x[0-9a-f]{64}$/.test(hash)) throw malformed('message_hash is not a hash')
}

/** An L1→L2 message as the L1 handler that consumes it tells it. All are felts. */
export interface MessageToL2 {
  readonly fromAddress: string
  readonly toAddress: string
  readonly nonce: string
  readonly selector: string
  readonly payload: readonly string[]
}

/**
 * The hash by which the L1 core contract knows an L1→L2 message: keccak-256 over words of 32 bytes, the nonce before the selector
 * (cairo-lang, StarknetMessaging.sol `getL1ToL2MsgHash`).
 */
export function hashMessageToL2(message: MessageToL2): string {
  const { fromAddress, toAddress, nonce, selector, payload } = message
  let digits = ''
  for (const word of [fromAddress, toAddress, nonce, selector, `0x${payload.length.toString(16)}`, ...payload]) {
    digits += word.slice(2).padStart(64, '0')
  }
  return `0x${bytesToHex(keccak_256(hexToBytes(digits)))}`
}
