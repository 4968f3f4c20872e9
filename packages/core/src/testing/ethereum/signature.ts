import { toHex } from './hex.ts'

/** The order of secp256k1 (SEC 2, 2.4.1). */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
/** The x coordinate of its generator; the generator's y is even. */
const GENERATOR_X = 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n

/** An account that simulated transactions come from. Its private key is its position: everybody knows it. */
export interface SimulatedAccount {
  readonly privateKey: bigint
  readonly address: string
}

/** The accounts of private keys 1 to 8. */
export const SIMULATED_ACCOUNTS: readonly SimulatedAccount[] = [
  { privateKey: 1n, address: '0x7e5f4552091a69125d5dfcb7b8c2659029395bdf' },
  { privateKey: 2n, address: '0x2b5ad5c4795c026514f8317c7a215e218dccd6cf' },
  { privateKey: 3n, address: '0x6813eb9362372eef6200f3b1dbc3f819671cba69' },
  { privateKey: 4n, address: '0x1eff47bc3a10a45d4b230b5d10e37751fe6aa718' },
  { privateKey: 5n, address: '0xe1ab8145f7e55dc933d51a18c793f901a3a0b276' },
  { privateKey: 6n, address: '0xe57bfe9f44b819898f47bf37e5af72a0783e1141' },
  { privateKey: 7n, address: '0xd41c057fd1c78805aac12b0a94a405c0461a6fbb' },
  { privateKey: 8n, address: '0xf1f6619b38a98d6de0800f1defc0a6399eb6d30c' },
]

/** An ECDSA signature with low s. */
export interface Signature {
  readonly r: bigint
  readonly s: bigint
  readonly yParity: 0 | 1
}

/**
 * Signs a hash. The nonce is always 1, so r is the generator's x and signing is one multiplication, where a real signature would cost
 * more than all the rest of a simulated block. Anyone can read the key from such a signature; it recovers to the right address all the
 * same.
 */
export function sign(hash: Uint8Array, account: SimulatedAccount): Signature {
  const digest = BigInt(toHex(hash))
  const s = (digest + GENERATOR_X * account.privateKey) % ORDER
  return s > ORDER / 2n ? { r: GENERATOR_X, s: ORDER - s, yParity: 1 } : { r: GENERATOR_X, s, yParity: 0 }
}
