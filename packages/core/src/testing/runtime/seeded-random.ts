/** Randomness that a seed decides: the same seed gives the same values on every machine. */
export interface SeededRandom {
  /** In [0, 1). */
  next(): number
  /** Whole number, both ends inclusive. */
  integer(from: number, to: number): number
  /** True with this probability, 0 to 1. Draws nothing for 0 or less. */
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  bytes(length: number): Uint8Array
  /** `0x` and two digits a byte. */
  hex(bytes: number): string
  /** An independent stream that depends on the seed and the label, not on what was drawn so far. */
  fork(label: string): SeededRandom
}

/** Four words of state from a text: a well-mixed start also for seeds that differ in one character. */
function mix(text: string): Uint32Array {
  const state = Uint32Array.of(0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6a09e667)
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    for (let word = 0; word < 4; word++) {
      const mixed = Math.imul(state[word]! ^ code, 0x85ebca6b + word * 0x9e3779b2)
      state[word] = (mixed ^ (mixed >>> 15)) + state[(word + 1) & 3]!
    }
  }
  return state
}

/**
 * Randomness by the xoshiro128** generator (Blackman and Vigna). Not for secrets.
 *
 * @param seed a number or a text; the same one gives the same values
 */
export function seededRandom(seed: number | string): SeededRandom {
  const name = String(seed)
  const state = mix(name)
  const word = (): number => {
    const product = Math.imul(state[1]!, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = state[1]! << 9
    state[2]! ^= state[0]!
    state[3]! ^= state[1]!
    state[1]! ^= state[2]!
    state[0]! ^= state[3]!
    state[2]! ^= shifted
    state[3] = (state[3]! << 11) | (state[3]! >>> 21)
    return result
  }
  for (let index = 0; index < 8; index++) word()
  const next = (): number => word() / 0x1_0000_0000
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  const bytes = (length: number): Uint8Array => {
    const result = new Uint8Array(length)
    for (let index = 0; index < length; index += 4) {
      const value = word()
      for (let offset = 0; offset < 4 && index + offset < length; offset++) result[index + offset] = value >>> (8 * offset)
    }
    return result
  }
  return {
    next,
    integer,
    bytes,
    chance: (probability) => probability > 0 && next() < probability,
    pick: (list) => {
      if (list.length === 0) throw new RangeError('nothing to pick from')
      return list[integer(0, list.length - 1)]!
    },
    hex: (length) => {
      let text = ''
      while (text.length < 2 * length) text += word().toString(16).padStart(8, '0')
      return `0x${text.slice(0, 2 * length)}`
    },
    fork: (label) => seededRandom(`${name}/${label}`),
  }
}
