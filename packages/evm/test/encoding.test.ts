import { DefimonError } from '@defimon/core'
import { encodeRlp, getBytes, hexlify } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  encodeHex,
  loadWorkspace,
  parseAddress,
  parseData,
  parseHash,
  parseHeight,
  parseQuantity,
  type RlpWriter,
  sameQuantity,
} from '../src/index.ts'

const { writer } = await loadWorkspace()

function written(write: (writer: RlpWriter) => void): string {
  writer.position = 0
  write(writer)
  return encodeHex(writer.memory.bytes, 0, writer.position)
}

function refusal(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (DefimonError.isInstance(error)) return error.code
    throw error
  }
  return 'accepted'
}

describe('quantities', () => {
  it('are read exactly up to 256 bits', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
        (value) => parseQuantity(`0x${value.toString(16)}`, 'x') === value,
      ),
    )
  })

  it.each([
    '0x',
    '',
    '12',
    '0xg',
    '0x 1',
    `0x1${'0'.repeat(64)}`,
    `0x${'0'.repeat(10_000_000)}`,
    5,
    null,
    undefined,
    {},
    ['0x1'],
  ])('refuse %#', (value) => {
    expect(refusal(() => parseQuantity(value, 'x'))).toBe('MALFORMED')
    expect(refusal(() => parseHeight(value, 'x'))).toBe('MALFORMED')
  })

  it('are heights only where a number holds them exactly', () => {
    expect(parseHeight('0x1fffffffffffff', 'x')).toBe(Number.MAX_SAFE_INTEGER)
    expect(refusal(() => parseHeight('0x20000000000000', 'x'))).toBe('MALFORMED')
    expect(refusal(() => parseHeight(`0x${'f'.repeat(64)}`, 'x'))).toBe('MALFORMED')
  })

  it('are the same whatever their zeros and case', () => {
    expect(sameQuantity('0x0A', '0xa')).toBe(true)
    expect(sameQuantity('0x0', '0x00')).toBe(true)
    expect(sameQuantity('0x1', '0x10')).toBe(false)
    expect(sameQuantity('0x1', 1)).toBe(false)
  })
})

describe('hashes and addresses', () => {
  it('are lowercase and of their length', () => {
    expect(parseHash(`0x${'AB'.repeat(32)}`, 'x')).toBe(`0x${'ab'.repeat(32)}`)
    expect(parseAddress(`0x${'Ab'.repeat(20)}`, 'x')).toBe(`0x${'ab'.repeat(20)}`)
    for (const value of [
      `0x${'ab'.repeat(31)}`,
      `0x${'ab'.repeat(33)}`,
      `0x${'zz'.repeat(32)}`,
      `\u001b[2J${'a'.repeat(62)}`,
      7,
      null,
    ]) {
      expect(refusal(() => parseHash(value, 'x'))).toBe('MALFORMED')
    }
  })

  it('are data only with whole bytes', () => {
    expect(parseData('0x', 'x')).toBe('0x')
    expect(refusal(() => parseData('0xabc', 'x'))).toBe('MALFORMED')
    expect(refusal(() => parseData('abcd', 'x'))).toBe('MALFORMED')
  })
})

type Nested = string | Nested[]
const nested = fc.letrec<{ item: Nested }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 4 },
    fc.uint8Array({ maxLength: 80 }).map((bytes): Nested => hexlify(bytes)),
    fc.uint8Array({ minLength: 200, maxLength: 70_000 }).map((bytes): Nested => hexlify(bytes)),
    fc.array(tie('item'), { maxLength: 6 }),
  ),
})).item

describe('RLP', () => {
  it('is what ethers makes of the same', () => {
    const write = (item: Nested): void => {
      if (typeof item === 'string') writer.data(item, 'x')
      else {
        const list = writer.startList()
        item.forEach(write)
        writer.endList(list)
      }
    }
    fc.assert(
      fc.property(nested, (item) => {
        expect(written(() => write(item))).toBe(encodeRlp(item))
      }),
      { numRuns: 300 },
    )
  })

  it('has integers without leading zeros, and zero as the empty string', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), fc.integer({ min: 0, max: 3 }), (value, zeros) => {
        const digits = value.toString(16)
        const bytes = value === 0n ? '0x' : `0x${digits.padStart(digits.length + (digits.length % 2), '0')}`
        expect(written((to) => to.quantity(`0x${`${'0'.repeat(zeros)}${digits}`.slice(-64)}`, 'x'))).toBe(encodeRlp(bytes))
      }),
    )
    for (const value of [0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000, 0xffffff, 0x1000000, 0xffffffff]) {
      expect(written((to) => to.small(value))).toBe(written((to) => to.quantity(`0x${value.toString(16)}`, 'x')))
    }
  })

  it('refuses what is no hex, of the wrong length or endless', () => {
    const wrong: ((to: RlpWriter) => void)[] = [
      (to) => to.data('0xabc', 'x'),
      (to) => to.data('hello', 'x'),
      (to) => to.data(7, 'x'),
      (to) => to.data(`0x${'a'.repeat(99)}\u00e9`, 'x'),
      (to) => to.fixed('0xab', 32, 'x'),
      (to) => to.fixed(`0x${'zz'.repeat(32)}`, 32, 'x'),
      (to) => to.quantity('0x', 'x'),
      (to) => to.quantity(`0x${'1'.repeat(65)}`, 'x'),
      (to) => to.quantity('0x-1', 'x'),
      (to) => to.quantity('0x1.5', 'x'),
    ]
    for (const write of wrong)
      expect(
        refusal(() => written(write)),
        write.toString(),
      ).toBe('MALFORMED')
  })

  it('reads hex of every length, over the seams of the decoder', () => {
    for (const length of [0, 1, 11, 12, 31, 32, 33, 32_700, 32_767, 32_768, 32_800, 70_001, 200_000]) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 7 + length) & 0xff)
      writer.position = 0
      writer.rawHex(hexlify(bytes), 'x')
      expect(writer.position).toBe(length)
      expect(Buffer.compare(writer.memory.bytes.subarray(0, length), getBytes(hexlify(bytes)))).toBe(0)
    }
  })
})
