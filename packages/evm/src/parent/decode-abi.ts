import { malformed } from '../encoding/rpc-object.ts'
import { type AbiType, headWords, isDynamic } from './abi-type.ts'

/** A decoded value: integers as bigint, addresses and bytes as lowercase 0x-hex, tuples and arrays as lists. */
export type AbiValue = bigint | string | boolean | readonly AbiValue[]

const WORD = 64
/** Tuples in tuples in arrays: no contract that is read here goes deeper. */
const MAX_DEPTH = 16

/**
 * The values of the given types in ABI-encoded data, 0x-hex without a selector. Fails with `MALFORMED` where the data end early or an
 * offset or a length points outside of them. Data after the last value are ignored, as contracts do.
 */
export function decodeAbi(types: readonly AbiType[], data: string): readonly AbiValue[] {
  const digits = data.startsWith('0x') ? data.slice(2).toLowerCase() : data.toLowerCase()
  // Offsets may point anywhere, so the same bytes can be claimed again and again: what is read in all is bounded by what there is.
  const budget = { words: digits.length / WORD + 1_024 }
  return decodeTuple(types, { digits, budget }, 0, 0)
}

interface Reader {
  readonly digits: string
  readonly budget: { words: number }
}

/** `base` is where offsets count from, in digits. */
function decodeTuple(types: readonly AbiType[], reader: Reader, base: number, depth: number): readonly AbiValue[] {
  if (depth > MAX_DEPTH) throw malformed('ABI data are nested too deep')
  let head = base
  return types.map((type) => {
    const at = isDynamic(type) ? base + 2 * readLength(reader, head) : head
    const value = decodeValue(type, reader, at, depth)
    head += WORD * headWords(type)
    return value
  })
}

function decodeValue(type: AbiType, reader: Reader, at: number, depth: number): AbiValue {
  switch (type.kind) {
    case 'tuple':
      return decodeTuple(type.of, reader, at, depth + 1)
    case 'array': {
      const length = type.length ?? readLength(reader, at)
      const start = type.length === undefined ? at + WORD : at
      const least = length * Math.max(1, headWords(type.of))
      if (least > (reader.digits.length - start) / WORD) throw malformed('an ABI array is longer than its data')
      return decodeTuple(
        Array.from({ length }, () => type.of),
        reader,
        start,
        depth + 1,
      )
    }
    case 'bytes':
    case 'string': {
      const length = readLength(reader, at)
      const start = at + WORD
      const hex = reader.digits.slice(start, start + 2 * length)
      if (hex.length !== 2 * length) throw malformed('ABI bytes end early')
      reader.budget.words -= length / 32
      if (reader.budget.words < 0) throw malformed('ABI data claim the same bytes too often')
      return type.kind === 'bytes' ? `0x${hex}` : textOf(hex)
    }
    default:
      return decodeWord(type, wordAt(reader, at))
  }
}

/** The value of a type that takes one word, as it also stands in a topic. */
export function decodeWord(type: AbiType, word: string): AbiValue {
  if (type.kind === 'integer') {
    const value = BigInt(`0x${word}`)
    return type.signed ? BigInt.asIntN(256, value) : value
  }
  if (type.kind === 'bool') return !/^0*$/.test(word)
  if (type.kind === 'address') return `0x${word.slice(24)}`
  if (type.kind === 'fixed-bytes') return `0x${word.slice(0, 2 * type.length)}`
  return `0x${word}`
}

function wordAt(reader: Reader, at: number): string {
  const word = reader.digits.slice(at, at + WORD)
  if (word.length !== WORD || !/^[0-9a-f]+$/.test(word)) throw malformed('ABI data end early')
  reader.budget.words -= 1
  if (reader.budget.words < 0) throw malformed('ABI data claim the same bytes too often')
  return word
}

/** An offset or a length: never more than there is. */
function readLength(reader: Reader, at: number): number {
  const value = BigInt(`0x${wordAt(reader, at)}`)
  if (value > BigInt(reader.digits.length)) throw malformed('an ABI offset or length points outside of the data')
  return Number(value)
}

function textOf(hex: string): string {
  const bytes = new Uint8Array(hex.length / 2)
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16)
  return new TextDecoder().decode(bytes)
}
