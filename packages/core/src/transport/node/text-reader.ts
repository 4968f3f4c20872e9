import { isAscii } from 'node:buffer'

/** Memory that is kept for the next answer. Larger ones get memory of their own. */
const MOST_KEPT_BYTES = 8 * 1024 * 1024

/** Makes text of the pieces of a body, `bytes` in all. */
export type ReadText = (pieces: readonly Buffer[], bytes: number) => string

/**
 * Makes a reader that joins the pieces in memory of its own, over and over: memory outside the heap that is allocated for each answer
 * anew calls for full collections, twice as many as the pieces alone do. Most answers are ASCII, of which the one-byte string is made at
 * memory speed.
 */
export function createTextReader(): ReadText {
  let kept = Buffer.alloc(0)

  function joined(pieces: readonly Buffer[], bytes: number): Buffer {
    const [only] = pieces
    if (only && pieces.length === 1) return only
    if (bytes > MOST_KEPT_BYTES) return Buffer.concat(pieces, bytes)
    if (kept.length < bytes) kept = Buffer.allocUnsafeSlow(Math.min(MOST_KEPT_BYTES, bytes * 2))
    let at = 0
    for (const piece of pieces) at += piece.copy(kept, at)
    return kept.subarray(0, at)
  }

  return (pieces, bytes) => {
    const body = joined(pieces, bytes)
    return body.toString(isAscii(body) ? 'latin1' : 'utf8')
  }
}
