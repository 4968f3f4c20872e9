import { parseLosslessJson } from '@defimon/solana'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const U64 = 2n ** 64n - 1n

/** JSON of a value that holds bigints, written as numbers. */
function stringify(value: unknown): string {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return `[${value.map(stringify).join(' , ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, entry]) => `${JSON.stringify(key)}: ${stringify(entry)}`)
      .join(',')}}`
  }
  return JSON.stringify(value)
}

/** What reading must give: an integer that a double holds is a number, any other a bigint. */
function expected(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (Array.isArray(value)) return value.map(expected)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, expected(entry)]))
  }
  return value
}

/** Texts that look like the numbers that are searched for, with quotes and backslashes around them. */
const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    ':12345678901234567890,',
    '"lamports":18446744073709551615}',
    '\\":99999999999999999999,',
    '[9007199254740993]',
    '\\\\',
    '{"a":[12345678901234567890]}',
    '\uE000123',
  ),
)
const integer = fc.oneof(
  fc.bigInt({ min: 0n, max: U64 }),
  fc.bigInt({ min: 2n ** 53n - 2n, max: 2n ** 53n + 2n }),
  fc.bigInt({ min: -(2n ** 63n), max: 0n }),
)
const value = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    text,
    integer,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('node'), { maxLength: 6 }),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('a', 'b:1', '"')).filter((key) => key !== '__proto__'),
      tie('node'),
      { maxKeys: 6 },
    ),
  ),
})).node

describe('JSON without loss', () => {
  it('keeps every integer of 64 bits, in and beside any text', () => {
    fc.assert(
      fc.property(value, (any) => {
        expect(parseLosslessJson(stringify(any))).toEqual(expected(any))
      }),
      { numRuns: 2_000, seed: 20_261_120 },
    )
  })

  it('reads what JSON.parse reads, where there is no large integer', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (any) => {
        const json = JSON.stringify(any)
        const large = /\d{16}/.test(json)
        if (!large) expect(parseLosslessJson(json)).toEqual(JSON.parse(json))
      }),
      { numRuns: 1_000, seed: 20_261_120 },
    )
  })

  it('keeps the largest u64, and numbers on both sides of 2^53', () => {
    expect(parseLosslessJson('[18446744073709551615,9007199254740991,9007199254740993,-9223372036854775808]')).toEqual([
      U64,
      9_007_199_254_740_991,
      9_007_199_254_740_993n,
      -(2n ** 63n),
    ])
  })

  it('keeps them wherever in a long text they stand, beside characters of several bytes too', () => {
    // The text is looked through in parts of 16,384 characters.
    for (const filling of ['x', '9', '\u00e9', '\u{1f600}']) {
      for (let length = 16_384 - 60; length < 16_384 + 8; length++) {
        const json = `["${filling.repeat(Math.ceil(length / filling.length))}",${U64},-9007199254740993,5,"${U64}"]`
        expect((parseLosslessJson(json) as unknown[]).slice(1)).toEqual([U64, -9_007_199_254_740_993n, 5, String(U64)])
      }
    }
  })

  it('reads hostile runs of digits in one go', () => {
    const digits = '9'.repeat(100_000)
    expect(parseLosslessJson(`[${digits}]`)).toEqual([BigInt(digits)])
    expect(parseLosslessJson(`["${digits}",${U64}]`)).toEqual([digits, U64])
  })

  it('leaves fractions, exponents and long texts of digits alone', () => {
    expect(parseLosslessJson('[0.12345678901234567890,1e21,"12345678901234567890"]')).toEqual([
      // biome-ignore lint/correctness/noPrecisionLoss: what a double makes of it is what is wanted
      0.1234567890123456789,
      1e21,
      '12345678901234567890',
    ])
  })

  it('keeps large integers beside private-use characters, plain and escaped', () => {
    for (const inside of ['"\uE000123"', '"\\ue000123"', '"\\uE000x"']) {
      expect(parseLosslessJson(`[${inside},18446744073709551615]`)).toEqual([JSON.parse(inside), U64])
    }
  })

  it('fails as JSON.parse fails', () => {
    for (const broken of ['', '{', '[12345678901234567890', '{"a":12345678901234567890,}', '"12345678901234567890']) {
      expect(() => parseLosslessJson(broken)).toThrow(SyntaxError)
    }
  })
})
