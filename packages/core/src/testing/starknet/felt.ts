import type { SeededRandom } from '../runtime/seeded-random.ts'

/** A felt as the RPC writes it: no leading zeros. */
export function toFelt(value: bigint | number): string {
  return `0x${value.toString(16)}`
}

/** The number of a short string: its ASCII bytes. */
export function shortString(text: string): bigint {
  return [...text].reduce((value, character) => value * 256n + BigInt(character.charCodeAt(0)), 0n)
}

/** A felt drawn at random, below 2^248 and so below the prime. */
export function drawFelt(random: SeededRandom): string {
  return toFelt(BigInt(random.hex(31)))
}

/** As many felts. */
export function drawFelts(random: SeededRandom, count: number): string[] {
  return Array.from({ length: count }, () => drawFelt(random))
}
