import { pedersen } from './pedersen.ts'

/** The two hash functions of StarkNet over the STARK field. */
export interface StarknetHashes {
  pedersen(left: bigint, right: bigint): bigint
  /** h(…h(h(0, x0), x1)…, n): Pedersen over a list, closed with its length. */
  pedersenChain(values: readonly bigint[]): bigint
  /** `poseidon_hash_many`. */
  poseidon(values: readonly bigint[]): bigint
  /** Poseidon of two, as trees hash. */
  poseidonPair(left: bigint, right: bigint): bigint
}

/** Loads the hash functions when first needed: the module computes its constants when it is loaded, about 10 ms. */
export async function loadStarknetHashes(): Promise<StarknetHashes> {
  const { CURVE, poseidonHash, poseidonHashMany } = await import('@scure/starknet')
  const { Fp: field } = CURVE
  const pair = (left: bigint, right: bigint): bigint => pedersen(left, right, field.inv)
  return {
    pedersen: pair,
    pedersenChain: (values) => pair(values.reduce(pair, 0n), BigInt(values.length)),
    poseidon: (values) => poseidonHashMany([...values]),
    poseidonPair: (left, right) => poseidonHash(left, right),
  }
}
