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

/** Takes a transaction of version `legacy` or 0 apart (solana.com/docs, transaction wire format). Version 1 has another layout. */
export function decodeWireTransaction(bytes: Uint8Array): WireTransaction {
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
  return {
    signatures: signatureBytes.map((signature) => base58.encode(signature)),
    version,
    accounts,
    recentBlockhash,
    programIndexes,
    signatureBytes,
    message,
  }
}
