import { createMPT } from '@ethereumjs/mpt'
import { encodeRlp, getBytes, hexlify, toBeArray } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EMPTY_TRIE_ROOT, loadWorkspace } from '../src/index.ts'
import { trieRoot } from '../src/tries/trie-root.ts'

const { items, writer } = await loadWorkspace()

function ourRoot(values: readonly Uint8Array[]): string {
  writer.position = 0
  items.clear()
  for (const value of values) {
    items.begin()
    writer.rawHex(hexlify(value), 'value')
    items.end()
  }
  return trieRoot(items)
}

async function theirRoot(values: readonly Uint8Array[]): Promise<string> {
  const trie = await createMPT()
  for (const [index, value] of values.entries()) await trie.put(getBytes(encodeRlp(toBeArray(index))), value)
  return hexlify(trie.root())
}

const valueAt = (index: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, byte) => (index * 13 + byte + 1) & 0xff)

describe('the root over a list', () => {
  it('of nothing is the empty one', () => {
    expect(ourRoot([])).toBe(EMPTY_TRIE_ROOT)
  })

  it.each([1, 2, 3, 16, 17, 127, 128, 129, 130, 144, 145, 255, 256, 257, 258, 300, 600])(
    'of %i values is that of ethereumjs',
    async (count) => {
      const values = Array.from({ length: count }, (_, index) => valueAt(index, 40 + (index % 90)))
      expect(ourRoot(values)).toBe(await theirRoot(values))
    },
  )

  it('is that of ethereumjs for values of every length, those that stand inside their parents among them', async () => {
    const value = fc.uint8Array({ minLength: 1, maxLength: 70 })
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 40 }), async (values) => {
        expect(ourRoot(values)).toBe(await theirRoot(values))
      }),
      { numRuns: 150 },
    )
    for (const count of [2, 17, 129, 257, 258, 290]) {
      const tiny = Array.from({ length: count }, (_, index) => valueAt(index, 1 + (index % 3)))
      expect(ourRoot(tiny), String(count)).toBe(await theirRoot(tiny))
    }
  })
})
