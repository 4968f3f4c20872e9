import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'

/** Who signs: an address, and a signature over any hash. */
export interface Account {
  readonly address: Uint8Array
  sign(hash: Uint8Array): { readonly r: bigint; readonly s: bigint; readonly yParity: 0 | 1 }
}

const ORDER = secp256k1.Point.Fn.ORDER

function modulo(value: bigint): bigint {
  return ((value % ORDER) + ORDER) % ORDER
}

function inverse(value: bigint): bigint {
  let [a, b, x, y] = [modulo(value), ORDER, 1n, 0n]
  while (b) {
    const quotient = a / b
    ;[a, b] = [b, a - quotient * b]
    ;[x, y] = [y, x - quotient * y]
  }
  return modulo(x)
}

/**
 * An account of the benchmark chain. Its signatures are valid, but it signs everything with one nonce, which makes a signature as
 * cheap as one multiplication: 150 for each block would take minutes otherwise. Such a key is worth nothing outside.
 */
export function createAccount(index: number): Account {
  const secret = modulo(BigInt(`0x${Buffer.from(keccak_256(Buffer.from(`account ${index}`))).toString('hex')}`))
  const nonce = modulo(BigInt(`0x${Buffer.from(keccak_256(Buffer.from(`nonce ${index}`))).toString('hex')}`))
  const point = secp256k1.Point.BASE.multiply(nonce).toAffine()
  const r = modulo(point.x)
  const nonceInverse = inverse(nonce)
  const parity = Number(point.y & 1n)
  const publicKey = secp256k1.Point.BASE.multiply(secret).toBytes(false)
  return {
    address: keccak_256(publicKey.subarray(1)).subarray(12),
    sign(hash) {
      const s = modulo(nonceInverse * (BigInt(`0x${Buffer.from(hash).toString('hex')}`) + r * secret))
      // Since EIP-2 only the lower of the two values of s is valid; the other side of the curve goes with it.
      const isHigh = s > ORDER / 2n
      return { r, s: isHigh ? ORDER - s : s, yParity: (isHigh ? parity ^ 1 : parity) ? 1 : 0 }
    },
  }
}
