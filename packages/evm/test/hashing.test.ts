import { getBytes, keccak256 } from 'ethers'
import { describe, expect, it } from 'vitest'
import { assembleKeccakModule } from '../scripts/assemble-keccak-module.ts'
import { LAYOUT } from '../scripts/keccak-module-text.ts'
import type { HashMemory } from '../src/hashing/hash-memory.ts'
import { KECCAK_MODULE } from '../src/hashing/keccak-module.ts'
import { createPortableHashMemory } from '../src/hashing/portable-hash-memory.ts'
import { createWasmHashMemory } from '../src/hashing/wasm-hash-memory.ts'

const LENGTH = 1 << 18
const memories: [string, HashMemory][] = [
  ['WebAssembly', await createWasmHashMemory(LENGTH)],
  ['plain JavaScript', createPortableHashMemory(LENGTH)],
]

describe('the module', () => {
  it('in the sources is what its text assembles to', async () => {
    expect(Buffer.from(await assembleKeccakModule()).toString('base64')).toBe(KECCAK_MODULE)
  })

  it('keeps its places apart', () => {
    expect(LAYOUT.text + LAYOUT.textLength).toBeLessThanOrEqual(LAYOUT.data)
    expect(LAYOUT.secondTail + 136).toBeLessThanOrEqual(LAYOUT.text)
  })
})

describe.each(memories)('keccak in %s', (_name, memory) => {
  const out = LENGTH - 20_000
  const fill = (): void => {
    for (let index = 0; index < 4_000; index++) memory.bytes[index] = (index * 31 + (index >> 3)) & 0xff
  }

  it('is that of ethers for every length around its blocks', () => {
    fill()
    for (const length of [0, 1, 31, 32, 135, 136, 137, 271, 272, 273, 350, 407, 408, 409, 1_150, 3_999]) {
      memory.hash(1, length, out)
      expect(hex(memory.bytes, out), String(length)).toBe(keccak256(memory.bytes.slice(1, 1 + length)))
    }
  })

  it('is the same for many at once, whatever stands beside what', () => {
    fill()
    const count = 301
    const ranges = new Int32Array(count * 2)
    for (let index = 0; index < count; index++) {
      ranges[index * 2] = index * 3
      ranges[index * 2 + 1] = (index * index * 7) % 600
    }
    memory.hashAll(ranges, count, out)
    for (let index = 0; index < count; index++) {
      const [start, length] = [ranges[index * 2]!, ranges[index * 2 + 1]!]
      expect(hex(memory.bytes, out + index * 32), String(index)).toBe(keccak256(memory.bytes.slice(start, start + length)))
    }
  })

  it('grows and keeps what it held', () => {
    fill()
    const before = memory.bytes.slice(0, 4_000)
    memory.reserve(memory.bytes.length + 1)
    expect(memory.bytes.length).toBeGreaterThan(LENGTH)
    expect(Buffer.compare(memory.bytes.subarray(0, 4_000), before)).toBe(0)
  })

  it('refuses what is no hex, wherever it stands', () => {
    const digits = `0x${'a'.repeat(100)}`
    expect(memory.writeHex(digits, 0)).toBe(50)
    for (let place = 0; place < digits.length; place++) {
      for (const wrong of ['g', ' ', '\u0010', '\u00e9', '/', ':', '@', '`']) {
        const text = digits.slice(0, place) + wrong + digits.slice(place + 1)
        expect(() => memory.writeHex(text, 0), `${place} ${JSON.stringify(wrong)}`).toThrow('not hex data')
      }
    }
    expect(() => memory.writeHex('', 0)).toThrow('not hex data')
    expect(() => memory.writeHex('0x0', 0)).toThrow('not hex data')
  })

  it('reads upper and lower case', () => {
    memory.writeHex(`0x${'0123456789ABCDEFabcdef'.repeat(4)}`, 0)
    expect(Buffer.compare(memory.bytes.subarray(0, 44), getBytes(`0x${'0123456789abcdefabcdef'.repeat(4)}`))).toBe(0)
  })
})

function hex(bytes: Uint8Array, start: number): string {
  return `0x${Buffer.from(bytes.subarray(start, start + 32)).toString('hex')}`
}
