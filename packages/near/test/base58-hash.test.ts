import { base58 } from '@scure/base'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase58Hash } from '../src/base58-hash.ts'

/** What the library makes of it, where that is 32 bytes. */
function byLibrary(text: string): Uint8Array | undefined {
  try {
    const bytes = base58.decode(text)
    return bytes.length === 32 ? bytes : undefined
  } catch {
    return undefined
  }
}

describe('a hash in base58', () => {
  it('is what the library makes of it, with any zeros at its beginning', () => {
    const hashes = fc
      .tuple(fc.integer({ min: 0, max: 32 }), fc.uint8Array({ minLength: 32, maxLength: 32 }))
      .map(([zeros, bytes]) => bytes.fill(0, 0, zeros))
    fc.assert(
      fc.property(hashes, (bytes) => {
        expect(decodeBase58Hash(base58.encode(bytes))).toEqual(bytes)
      }),
    )
  })

  it('is none where the library finds none of 32 bytes', () => {
    const character = fc.constantFrom(...'123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0OIl é')
    const texts = fc.oneof(
      fc.string({ unit: character, minLength: 0, maxLength: 48 }),
      fc.uint8Array({ minLength: 30, maxLength: 34 }).map((bytes) => base58.encode(bytes)),
    )
    fc.assert(
      fc.property(texts, (text) => {
        expect(decodeBase58Hash(text)).toEqual(byLibrary(text))
      }),
      { numRuns: 2_000 },
    )
    for (const text of ['', '1'.repeat(32), '1'.repeat(33), 'z'.repeat(44), 'z'.repeat(43), '\u0131'.repeat(43)])
      expect(decodeBase58Hash(text)).toEqual(byLibrary(text))
  })
})
