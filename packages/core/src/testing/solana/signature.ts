import { sha512 } from '@noble/hashes/sha2'
import { fromBase58 } from '../encoding/base58.ts'

/** The order of the base point of ed25519 (RFC 8032, 5.1). */
const ORDER = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n

/** An account that simulated transactions come from. Its secret scalar is its position: everybody knows it. */
export interface SolanaAccount {
  readonly scalar: bigint
  readonly address: string
  readonly bytes: Uint8Array
}

/** The points of scalars 1 to 8, as Solana writes them. */
const ADDRESSES = [
  '6x5SYnLroiN7WYq8NQYU9KHcH4YjpBbwpUfVu3EB7ieH',
  'Ea7xtAAqsG7dT5vCQwGK18NUMSJFwavDDphEfaF3Nfe1',
  'FKKURiWnepCqdgkaH5z4jvwvDaF1w2pCNEbSPX8VdxTs',
  '4AjNauS9gWPDcXDSMifhtdRyvJjN5EbAiCBAEcFUDMuY',
  'H1Cv8CdkaGFgpxhcP5qbEgqtNBRuy3Jz9fPMB9WCiWRc',
  'HTQAo36YsPFsiexDqwZBpEMTwoHKCsznVKjXDsNmb5nL',
  'DQkurkeUr1yjS59aHLwwk68JBymnGN6yNjUuTvyw5m28',
  'DAUCFTe4go1Uu57pzyohYNH4SqAcUVWprFdhKFMJ1rvk',
] as const

/** The accounts of scalars 1 to 8. */
export const SOLANA_ACCOUNTS: readonly SolanaAccount[] = ADDRESSES.map((address, index) => ({
  scalar: BigInt(index + 1),
  address,
  bytes: fromBase58(address),
}))

/** The base point in bytes: the account of scalar 1. */
const BASE_POINT = SOLANA_ACCOUNTS[0]!.bytes

/**
 * An ed25519 signature whose nonce is always 1: R is the base point, s is 1 + H(R, A, M)·a. It verifies, costs one hash, and gives the
 * key away to anyone; these keys are no secret.
 */
export function signMessage(message: Uint8Array, account: SolanaAccount): Uint8Array {
  const digest = sha512.create().update(BASE_POINT).update(account.bytes).update(message).digest()
  let scalar = (1n + littleEndian(digest) * account.scalar) % ORDER
  const signature = new Uint8Array(64)
  signature.set(BASE_POINT)
  for (let place = 32; place < 64; place++) {
    signature[place] = Number(scalar & 0xffn)
    scalar >>= 8n
  }
  return signature
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n
  for (let place = bytes.length - 1; place >= 0; place--) value = (value << 8n) | BigInt(bytes[place]!)
  return value
}
