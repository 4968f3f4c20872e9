import { keccak_256 } from '@noble/hashes/sha3'

/** The word of 32 bytes at an index of ABI data, as 64 hex digits; undefined where the data end before. */
export function wordAt(data: string, index: number): string | undefined {
  const start = 2 + index * 64
  const word = data.slice(start, start + 64).toLowerCase()
  return /^[0-9a-f]{64}$/.test(word) ? word : undefined
}

/** The bytes of a dynamic value whose offset stands in the word at an index, as hex digits; undefined where they are not all there. */
export function bytesAt(data: string, index: number): string | undefined {
  const list = dynamicAt(data, index)
  if (!list) return undefined
  const digits = data.slice(list.start, list.start + list.length * 2).toLowerCase()
  return digits.length === list.length * 2 && /^[0-9a-f]*$/.test(digits) ? digits : undefined
}

/** The words of a dynamic list whose offset stands in the word at an index. */
export function wordsAt(data: string, index: number): readonly string[] | undefined {
  const list = dynamicAt(data, index)
  if (!list || list.length * 64 > data.length) return undefined
  const words: string[] = []
  for (let at = list.start; words.length < list.length; at += 64) words.push(data.slice(at, at + 64).toLowerCase())
  return words.every((word) => /^[0-9a-f]{64}$/.test(word)) ? words : undefined
}

function dynamicAt(data: string, index: number): { readonly start: number; readonly length: number } | undefined {
  const offset = smallNumber(wordAt(data, index))
  if (offset === undefined || offset % 32 !== 0) return undefined
  const length = smallNumber(wordAt(data, offset / 32))
  return length === undefined ? undefined : { start: 2 + (offset + 32) * 2, length }
}

function smallNumber(word: string | undefined): number | undefined {
  return word !== undefined && /^0{52}/.test(word) ? Number.parseInt(word.slice(52), 16) : undefined
}

/** A number, a quantity or hex of any length as a word of 64 hex digits. */
export function toWord(value: number | string): string {
  return (typeof value === 'number' ? value.toString(16) : value.slice(2).toLowerCase()).padStart(64, '0')
}

/** keccak-256 of hex digits, as 0x-hex. */
export function keccakOf(digits: string): string {
  const bytes = new Uint8Array(digits.length / 2)
  for (let index = 0; index < bytes.length; index++) bytes[index] = Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16)
  let text = '0x'
  for (const byte of keccak_256(bytes)) text += byte.toString(16).padStart(2, '0')
  return text
}
