import type { BlockScanner } from './block-scanner.ts'

/** One answer in a body: its id, and where its result stands. */
export interface Envelope {
  readonly id: number
  readonly from: number
  readonly to: number
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const DIGITS = /^\d{1,15}$/

/**
 * Reads the frame of one answer or of a batch: `{"jsonrpc":"2.0","id":1,"result":…}`, its members in any order. `readResult` is told where a
 * result begins and says where it ends. Undefined where anything else stands there, an error above all.
 */
export function readEnvelopes(
  scanner: BlockScanner,
  start: number,
  end: number,
  readResult: (at: number) => number | undefined,
): readonly Envelope[] | undefined {
  const { bytes } = scanner
  const found: Envelope[] = []
  const isBatch = bytes[start] === OPEN_LIST
  let at = isBatch ? start + 1 : start
  for (;;) {
    const envelope = readEnvelope(scanner, at, readResult)
    if (!envelope) return undefined
    found.push(envelope)
    at = envelope.next
    if (!isBatch) break
    const next = bytes[at++]
    if (next === CLOSE_LIST) break
    if (next !== COMMA) return undefined
  }
  // Many nodes end with a new line.
  while (at < end && (bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x20)) at++
  return at === end ? found : undefined
}

function readEnvelope(
  scanner: BlockScanner,
  start: number,
  readResult: (at: number) => number | undefined,
): (Envelope & { readonly next: number }) | undefined {
  const { bytes } = scanner
  let id: number | undefined
  let result: { readonly from: number; readonly to: number } | undefined
  if (bytes[start] !== OPEN_OBJECT) return undefined
  let at = start + 1
  for (;;) {
    const nameEnd = bytes[at] === QUOTE ? scanner.skip(at) : undefined
    if (nameEnd === undefined || bytes[nameEnd] !== COLON) return undefined
    const name = scanner.text(at + 1, nameEnd - 1)
    const from = nameEnd + 1
    if (name === 'result') {
      const to = result ? undefined : readResult(from)
      if (to === undefined) return undefined
      result = { from, to }
      at = to
    } else {
      const to = scanner.skip(from)
      if (to === undefined) return undefined
      const value = scanner.text(from, to)
      if (name === 'id' && id === undefined && DIGITS.test(value)) id = Number(value)
      else if (name !== 'jsonrpc') return undefined
      at = to
    }
    const next = bytes[at++]
    if (next === CLOSE_OBJECT) break
    if (next !== COMMA) return undefined
  }
  return id === undefined || !result ? undefined : { id, ...result, next: at }
}
