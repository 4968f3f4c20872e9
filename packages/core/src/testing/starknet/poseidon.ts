import { sha256 } from '@noble/hashes/sha2'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils'

/** The prime of the STARK field. */
export const STARK_PRIME: bigint = 2n ** 251n + 17n * 2n ** 192n + 1n

/** Rounds of the Hades permutation with a state of three (starknet docs, Poseidon; poseidon3.txt of StarkWare). */
const FULL_ROUNDS = 8
const PARTIAL_ROUNDS = 83
/** Sums grow by less than three bits a round; they are brought back into the field this often. */
const REDUCE_EVERY = 16

let constants: readonly bigint[] | undefined

/** Round constants: SHA-256 of `Hades0`, `Hades1`, … as numbers in the field. Computed when first needed. */
function roundConstants(): readonly bigint[] {
  constants ??= Array.from(
    { length: 3 * (FULL_ROUNDS + PARTIAL_ROUNDS) },
    (_, index) => BigInt(`0x${bytesToHex(sha256(utf8ToBytes(`Hades${index}`)))}`) % STARK_PRIME,
  )
  return constants
}

const cube = (value: bigint): bigint => {
  const base = value % STARK_PRIME
  return (((base * base) % STARK_PRIME) * base) % STARK_PRIME
}

function permute(first: bigint, second: bigint, third: bigint): readonly [bigint, bigint, bigint] {
  const added = roundConstants()
  let [a, b, c] = [first, second, third]
  for (let round = 0; round < FULL_ROUNDS + PARTIAL_ROUNDS; round++) {
    const isFull = round < FULL_ROUNDS / 2 || round >= FULL_ROUNDS / 2 + PARTIAL_ROUNDS
    a += added[3 * round]!
    b += added[3 * round + 1]!
    c = cube(c + added[3 * round + 2]!)
    if (isFull) {
      a = cube(a)
      b = cube(b)
    } else if (round % REDUCE_EVERY === 0) {
      a %= STARK_PRIME
      b %= STARK_PRIME
    }
    // The matrix (3 1 1, 1 -1 1, 1 1 -2).
    const sum = a + b + c
    const [wasB, wasC] = [b, c]
    a = sum + 2n * a
    b = sum - 2n * wasB
    c = sum - 3n * wasC
  }
  const reduce = (value: bigint): bigint => ((value % STARK_PRIME) + STARK_PRIME) % STARK_PRIME
  return [reduce(a), reduce(b), reduce(c)]
}

/** Poseidon of two numbers. */
export function poseidonPair(left: bigint, right: bigint): bigint {
  return permute(left, right, 2n)[0]
}

/** Poseidon of a list: padded with a one, and a zero where that is odd. */
export function poseidonMany(values: readonly bigint[]): bigint {
  const padded = [...values, 1n]
  if (padded.length % 2 === 1) padded.push(0n)
  let state: readonly [bigint, bigint, bigint] = [0n, 0n, 0n]
  for (let index = 0; index < padded.length; index += 2) {
    state = permute(state[0] + padded[index]!, state[1] + padded[index + 1]!, state[2])
  }
  return state[0]
}
