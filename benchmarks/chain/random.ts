/** Seeded randomness, so that every machine makes the same chain. */
export interface Random {
  /** An integer from 0 to `below - 1`. */
  integer(below: number): number
  /** So many random bytes. */
  bytes(length: number): Uint8Array
  /** One of the items. */
  pick<T>(items: readonly T[]): T
}

/** A generator of the xorshift family (Marsaglia, "Xorshift RNGs"), four words of state. */
export function createRandom(seed: number): Random {
  let [a, b, c, d] = [seed ^ 0x9e3779b9, seed ^ 0x85ebca6b, seed ^ 0xc2b2ae35, (seed ^ 0x27d4eb2f) | 1]
  const next = (): number => {
    const t = a ^ (a << 11)
    a = b
    b = c
    c = d
    d = (d ^ (d >>> 19) ^ t ^ (t >>> 8)) | 0
    return d >>> 0
  }
  for (let i = 0; i < 16; i++) next()
  const integer = (below: number): number => next() % below
  return {
    integer,
    bytes: (length) => Uint8Array.from({ length }, () => next() & 0xff),
    pick: (items) => {
      const item = items[integer(items.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
  }
}
