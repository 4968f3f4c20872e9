import { findLongIntegers } from './find-long-integers.ts'

/** First of the private-use characters from which a marker is taken. */
const FIRST_MARKER = 0xe000
const LAST_MARKER = 0xe0ff

/** A character that the text holds nowhere, neither as it is nor escaped: a string that begins with it is one that was put in. */
function unusedCharacter(text: string): string {
  for (let code = FIRST_MARKER; code <= LAST_MARKER; code++) {
    const character = String.fromCharCode(code)
    if (!text.includes(character) && !new RegExp(`\\\\u${code.toString(16)}`, 'i').test(text)) return character
  }
  throw new SyntaxError('JSON that holds every character that could mark a number')
}

/** Whether a position stands inside a string, counted from a position that stands outside. */
function isInsideString(text: string, from: number, position: number): { readonly inside: boolean; readonly from: number } {
  let cursor = from
  for (;;) {
    const open = text.indexOf('"', cursor)
    if (open < 0 || open >= position) return { inside: false, from: cursor }
    let close = open
    do {
      close = text.indexOf('"', close + 1)
      if (close < 0) return { inside: true, from: open }
    } while (isEscaped(text, close))
    if (close >= position) return { inside: true, from: open }
    cursor = close + 1
  }
}

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0
  while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes++
  return slashes % 2 === 1
}

/** Puts every integer that a double may not hold into a string with a marker; undefined where there is none outside of strings. */
function markLargeIntegers(text: string): { readonly text: string; readonly marker: string } | undefined {
  const places = findLongIntegers(text)
  let marker = ''
  const parts: string[] = []
  let copied = 0
  let outside = 0
  for (let index = 0; index < places.length; index += 2) {
    const [start = 0, end = 0] = [places[index], places[index + 1]]
    const digits = text.slice(start, end)
    if (Number.isSafeInteger(Number(digits))) continue
    const place = isInsideString(text, outside, start)
    outside = place.from
    if (place.inside) continue
    marker ||= unusedCharacter(text)
    parts.push(text.slice(copied, start), `"${marker}${digits}"`)
    copied = end
  }
  if (parts.length === 0) return undefined
  parts.push(text.slice(copied))
  return { text: parts.join(''), marker }
}

function unmark(value: unknown, marker: string): unknown {
  if (typeof value === 'string') return value.startsWith(marker) ? BigInt(value.slice(1)) : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const entry: unknown = value[index]
      if (typeof entry === 'number') continue
      value[index] = unmark(entry, marker)
    }
    return value
  }
  const fields = value as Record<string, unknown>
  for (const key in fields) {
    const entry = fields[key]
    if (typeof entry === 'object' || typeof entry === 'string') fields[key] = unmark(entry, marker)
  }
  return fields
}

/**
 * `JSON.parse` that gives integers above 2^53 as bigint. Balances of Solana are u64; a plain parse rounds the large ones silently. Costs
 * one look over the text where there are none.
 */
export function parseLosslessJson(text: string): unknown {
  const marked = markLargeIntegers(text)
  return marked === undefined ? JSON.parse(text) : unmark(JSON.parse(marked.text), marked.marker)
}
