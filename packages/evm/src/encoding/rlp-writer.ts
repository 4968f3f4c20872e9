import type { HashMemory } from '../hashing/hash-memory.ts'
import { parseHeight } from './quantity.ts'
import { malformed } from './rpc-object.ts'

/** Room for the longest header of an RLP item: one byte and a length of four. */
const MAX_HEADER = 5
/** `0x` and eight digits: what a number of 32 bits holds. */
const SHORT_QUANTITY = 10
/** Most lists of transactions and receipts need a header of three bytes. A list of another size is moved when it ends. */
const USUAL_HEADER = 3

/** Writes RLP (Ethereum yellow paper, appendix B) from JSON-RPC values into a `HashMemory`, forwards and without objects in between. */
export interface RlpWriter {
  readonly memory: HashMemory
  /** Where the next byte goes. Set it to begin elsewhere. */
  position: number
  /** One byte as it is: the type in front of a typed transaction or receipt. */
  raw(byte: number): void
  /** Hex bytes of any length as they are, no header. */
  rawHex(value: unknown, what: string): void
  /** Hex bytes of any length; leading zeros count. */
  data(value: unknown, what: string): void
  /** Hex bytes of exactly `length`. */
  fixed(value: unknown, length: number, what: string): void
  /** As `fixed`; absent, null and `0x` become the empty string (a contract creation has no `to`). */
  fixedOrEmpty(value: unknown, length: number, what: string): void
  /** A hex quantity of at most 256 bits, without leading zeros; zero is the empty string. */
  quantity(value: unknown, what: string): void
  /** A number from 0 to 2^32 - 1 that is at hand as a number. */
  small(value: number): void
  /** The empty string. */
  empty(): void
  /** Begins a list; give what it returns to `endList`. */
  startList(): number
  endList(start: number): void
  /** Header of a list whose payload length is known. Saves the move that `endList` makes. */
  listHeader(length: number): void
}

/** Creates a writer over a memory. The memory grows as needed. */
export function createRlpWriter(memory: HashMemory): RlpWriter {
  let position = 0

  function header(base: number, length: number, at: number): number {
    const bytes = memory.bytes
    if (length < 56) {
      bytes[at] = base + length
      return 1
    }
    const size = length < 0x100 ? 1 : length < 0x10000 ? 2 : length < 0x1000000 ? 3 : 4
    bytes[at] = base + 55 + size
    for (let index = size, rest = length; index > 0; index--, rest >>>= 8) bytes[at + index] = rest & 0xff
    return size + 1
  }

  /** Bytes stand at `position + gap`; gives them their header in front and moves on. */
  function closeString(gap: number, length: number): void {
    const bytes = memory.bytes
    if (length === 1 && bytes[position + gap]! < 0x80) {
      bytes[position] = bytes[position + gap]!
      position += 1
      return
    }
    const size = headerLength(length)
    if (size !== gap) bytes.copyWithin(position + size, position + gap, position + gap + length)
    header(0x80, length, position)
    position += size + length
  }

  function hexOf(value: unknown, what: string): string {
    if (typeof value !== 'string') throw malformed(`${what} is not hex data`)
    return value
  }

  function decode(hex: string, at: number, what: string): number {
    try {
      return memory.writeHex(hex, at)
    } catch {
      throw malformed(`${what} is not hex data`)
    }
  }

  function small(value: number): void {
    memory.reserve(position + 64)
    const bytes = memory.bytes
    if (value === 0) bytes[position++] = 0x80
    else if (value < 0x80) bytes[position++] = value
    else {
      const size = value < 0x100 ? 1 : value < 0x10000 ? 2 : value < 0x1000000 ? 3 : 4
      bytes[position] = 0x80 + size
      for (let index = size, rest = value; index > 0; index--, rest >>>= 8) bytes[position + index] = rest & 0xff
      position += size + 1
    }
  }

  return {
    memory,
    get position() {
      return position
    },
    set position(value: number) {
      position = value
      memory.reserve(value + 1024)
    },
    raw(byte) {
      memory.reserve(position + 64)
      memory.bytes[position++] = byte
    },
    rawHex(value, what) {
      position += decode(hexOf(value, what), position, what)
    },
    data(value, what) {
      const hex = hexOf(value, what)
      const length = (hex.length - 2) >> 1
      const gap = headerLength(length)
      closeString(gap, decode(hex, position + gap, what))
    },
    fixed(value, length, what) {
      const hex = hexOf(value, what)
      if (hex.length !== 2 + length * 2) throw malformed(`${what} is not ${length} bytes`)
      const gap = headerLength(length)
      closeString(gap, decode(hex, position + gap, what))
    },
    fixedOrEmpty(value, length, what) {
      if (value === undefined || value === null || value === '0x') {
        memory.reserve(position + 64)
        memory.bytes[position++] = 0x80
      } else this.fixed(value, length, what)
    },
    quantity(value, what) {
      const hex = hexOf(value, what)
      const length = hex.length
      if (length < 3 || length > 66) throw malformed(`${what} is not a hex quantity of at most 256 bits`)
      if (length <= SHORT_QUANTITY) {
        small(parseHeight(hex, what))
        return
      }
      let start = 2
      while (start < length - 1 && hex.charCodeAt(start) === 0x30) start++
      // An odd number of digits, or zeros in front: the digits are put in shape first.
      const even = start === 2 && length % 2 === 0 ? hex : `0x${(length - start) % 2 === 1 ? '0' : ''}${hex.slice(start)}`
      const count = decode(even, position + 1, what)
      if (count === 1 && memory.bytes[position + 1] === 0) memory.bytes[position++] = 0x80
      else closeString(1, count)
    },
    small,
    empty() {
      memory.reserve(position + 64)
      memory.bytes[position++] = 0x80
    },
    startList() {
      const start = position
      position += USUAL_HEADER
      memory.reserve(position + 64)
      return start
    },
    endList(start) {
      const length = position - start - USUAL_HEADER
      const size = headerLength(length)
      if (size !== USUAL_HEADER) {
        memory.reserve(position + MAX_HEADER)
        memory.bytes.copyWithin(start + size, start + USUAL_HEADER, position)
      }
      header(0xc0, length, start)
      position = start + size + length
    },
    listHeader(length) {
      memory.reserve(position + MAX_HEADER + length)
      position += header(0xc0, length, position)
    },
  }
}

/** Length of the RLP header of a string or list whose payload has `length` bytes. */
export function headerLength(length: number): number {
  return length < 56 ? 1 : length < 0x100 ? 2 : length < 0x10000 ? 3 : length < 0x1000000 ? 4 : 5
}
