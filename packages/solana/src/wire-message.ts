import { DefimonError } from '@defimon/core'
import { base58, base64 } from '@scure/base'

/** A transaction in its wire form, taken apart. */
export interface WireTransaction {
  readonly signatures: readonly string[]
  readonly version: 'legacy' | number
  readonly accounts: readonly string[]
  readonly recentBlockhash: string
  /** Index of the program in `accounts`, for each instruction. */
  readonly programIndexes: readonly number[]
  readonly signatureBytes: readonly Uint8Array[]
  /** What was signed. */
  readonly message: Uint8Array
}

function cut(): never {
  throw new DefimonError('MALFORMED', 'Solana transaction: the bytes end too early')
}

/** Reads bytes one after the other. Fails with `MALFORMED` at their end. */
interface ByteReader {
  position: number
  byte(): number
  take(length: number): Uint8Array
  /** compact-u16: seven bits a byte, the lowest first. */
  length(): number
  /** So many bytes, little-endian. */
  integer(bytes: number): number
}

function createByteReader(bytes: Uint8Array): ByteReader {
  return {
    position: 0,
    byte() {
      return bytes[this.position++] ?? cut()
    },
    take(length) {
      const start = this.position
      this.position += length
      if (this.position > bytes.length) cut()
      return bytes.subarray(start, this.position)
    },
    length() {
      let value = 0
      for (let shift = 0; shift < 21; shift += 7) {
        const byte = this.byte()
        value |= (byte & 0x7f) << shift
        if (byte < 0x80) return value
      }
      throw new DefimonError('MALFORMED', 'Solana transaction: a length of more than three bytes')
    },
    integer(length) {
      return this.take(length).reduceRight((value, byte) => value * 256 + byte, 0)
    },
  }
}

/** Reads `[text, encoding]`, as `getBlock` gives transactions in base64 or base58. */
export function decodeWireText(text: string, encoding: string): Uint8Array {
  try {
    if (encoding === 'base64') return base64.decode(text)
    if (encoding === 'base58') return base58.decode(text)
  } catch (error) {
    throw new DefimonError('MALFORMED', `Solana transaction: not ${encoding}`, { cause: error })
  }
  throw new DefimonError('MALFORMED', 'Solana transaction: unknown encoding')
}

/** First byte of version 1: a list of signatures, with which other versions begin, is never so long. */
const VERSION_1 = 0x81

/**
 * Takes a transaction apart (solana.com/docs, transaction wire format; version 1: SIMD-0385). Fails with `MALFORMED` where its bytes end
 * too early or go on, and with `UNSUPPORTED` for later versions.
 */
export function decodeWireTransaction(bytes: Uint8Array): WireTransaction {
  return bytes[0] === VERSION_1 ? decodeVersion1(bytes) : decodeEarlier(bytes)
}

function decodeEarlier(bytes: Uint8Array): WireTransaction {
  const reader = createByteReader(bytes)
  const signatureBytes = Array.from({ length: reader.length() }, () => reader.take(64))
  const message = bytes.subarray(reader.position)
  const prefix = message[0] ?? cut()
  const version = prefix < 0x80 ? 'legacy' : prefix & 0x7f
  if (version !== 'legacy') {
    if (version !== 0) throw new DefimonError('UNSUPPORTED', `Solana transactions of version ${version} are read in JSON only`)
    reader.byte()
  }
  reader.take(3)
  const accounts = Array.from({ length: reader.length() }, () => base58.encode(reader.take(32)))
  const recentBlockhash = base58.encode(reader.take(32))
  const programIndexes = Array.from({ length: reader.length() }, () => {
    const program = reader.byte()
    reader.take(reader.length())
    reader.take(reader.length())
    return program
  })
  return { signatures: namesOf(signatureBytes), version, accounts, recentBlockhash, programIndexes, signatureBytes, message }
}

function decodeVersion1(bytes: Uint8Array): WireTransaction {
  const reader = createByteReader(bytes)
  reader.byte()
  const signerCount = reader.byte()
  reader.take(2)
  const mask = reader.integer(4)
  const recentBlockhash = base58.encode(reader.take(32))
  const [instructionCount, addressCount] = [reader.byte(), reader.byte()]
  const accounts = Array.from({ length: addressCount }, () => base58.encode(reader.take(32)))
  // Each bit stands for four bytes.
  for (let rest = mask; rest !== 0; rest = Math.floor(rest / 2)) reader.take(4 * (rest % 2))
  const headers = Array.from({ length: instructionCount }, () => {
    const program = reader.byte()
    return { program, length: reader.byte() + reader.integer(2) }
  })
  for (const { length } of headers) reader.take(length)
  const message = bytes.subarray(0, reader.position)
  const signatureBytes = Array.from({ length: signerCount }, () => reader.take(64))
  if (reader.position !== bytes.length) {
    throw new DefimonError('MALFORMED', 'Solana transaction: bytes behind the signatures')
  }
  return {
    signatures: namesOf(signatureBytes),
    version: 1,
    accounts,
    recentBlockhash,
    programIndexes: headers.map(({ program }) => program),
    signatureBytes,
    message,
  }
}

function namesOf(signatures: readonly Uint8Array[]): readonly string[] {
  return signatures.map((signature) => base58.encode(signature))
}
