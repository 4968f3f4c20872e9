import { malformed } from '../encoding/rpc-object.ts'

const DIGITS_AFTER_PREFIX = 512
/** A bloom is 64 pieces of 32 bits, so that a number holds a piece. */
const PIECE = 8

/** The OR of blooms of 256 bytes, as hex. Of none it is all zeros. Fails with `MALFORMED` on another length. */
export function orOfBlooms(blooms: readonly unknown[]): string {
  const words = new Uint32Array(DIGITS_AFTER_PREFIX / PIECE)
  for (const bloom of blooms) {
    if (typeof bloom !== 'string' || bloom.length !== 2 + DIGITS_AFTER_PREFIX) throw malformed('a bloom is not 256 bytes')
    for (let word = 0; word < words.length; word++) {
      const start = 2 + word * PIECE
      words[word]! |= Number.parseInt(bloom.slice(start, start + PIECE), 16)
    }
  }
  let text = '0x'
  for (const word of words) text += word.toString(16).padStart(PIECE, '0')
  return text
}
