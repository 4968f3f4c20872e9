import type { L2Log, L2Transaction } from '@defimon/core'
import { type Json, readString } from './read-json.ts'

/** Every line that a runtime or a program writes begins with it. */
const PROGRAM = 'Program '
const AFTER_PROGRAM = PROGRAM.length
const SUCCESS = ' success'
const UNITS = ' compute units'
const INVOKE = ' invoke [1]'

/** A block has thousands of lines. Comparing words takes longer than parsing did, so single characters tell the usual lines apart. */
const LETTER = { P: 0x50, c: 0x63, d: 0x64, i: 0x69, l: 0x6c, s: 0x73, u: 0x75, blank: 0x20, colon: 0x3a, closing: 0x5d } as const

/**
 * Whether a program wrote the line: `Program log: …`, `Program data: …`. The runtime's own lines name a program there, in base58, which
 * has no small L and no colon.
 */
function isWritten(text: string): boolean {
  const letter = text.charCodeAt(AFTER_PROGRAM)
  if (letter !== LETTER.l && letter !== LETTER.d) return false
  return text.charCodeAt(AFTER_PROGRAM + (letter === LETTER.l ? 3 : 4)) === LETTER.colon && text.startsWith(PROGRAM)
}

/** What a line of the runtime says: that a program ends, that one begins, or neither. */
type Step = 'ends' | 'other' | { readonly begins: string }

/** `Program <id> invoke [1]`, `… success`, `… consumed 150 of 200000 compute units`; any other line is read in full. */
function stepOf(text: string): Step {
  const { length } = text
  const last = text.charCodeAt(length - 1)
  if (last === LETTER.s) {
    const word = length - SUCCESS.length
    if (text.charCodeAt(word) === LETTER.blank && text.charCodeAt(word + 1) === LETTER.s && text.endsWith(SUCCESS)) return 'ends'
    const words = length - UNITS.length
    const isConsumption = text.charCodeAt(words) === LETTER.blank && text.charCodeAt(words + 1) === LETTER.c
    if (isConsumption && text.charCodeAt(words + 9) === LETTER.u) return 'other'
  }
  if (last === LETTER.closing && text.charCodeAt(0) === LETTER.P) {
    const word = length - INVOKE.length
    if (text.charCodeAt(word) === LETTER.blank && text.charCodeAt(word + 1) === LETTER.i) {
      return { begins: text.slice(AFTER_PROGRAM, word) }
    }
  }
  return readStep(text)
}

/** `Program <id> invoke [n]`, `… success`, `… failed: …`; what it consumed and returned says nothing of who runs. */
function readStep(text: string): Step {
  const end = text.indexOf(' ', AFTER_PROGRAM)
  if (end < 0 || !text.startsWith(PROGRAM)) return 'other'
  if (text.startsWith(' invoke [', end)) return { begins: text.slice(AFTER_PROGRAM, end) }
  return text.startsWith(SUCCESS, end) || text.startsWith(' failed', end) ? 'ends' : 'other'
}

/**
 * What programs wrote into the log, with the program that wrote it: lines `Program log: …` and `Program data: …`. The node cuts a
 * transaction's log at 10 kB.
 */
export function decodeLogs(value: unknown, transaction: L2Transaction<'solana'>, logs: L2Log[]): void {
  const meta = (value as Json)['meta'] as Json | null
  const lines: unknown = meta?.['logMessages']
  if (!Array.isArray(lines)) return
  const { hash: transactionHash, index: transactionIndex } = transaction
  const running: string[] = []
  let address = ''
  for (let index = 0; index < lines.length; index++) {
    const text = readString(lines[index], 'log message')
    if (isWritten(text)) {
      logs.push({ transactionHash, transactionIndex, logIndex: logs.length, address, topics: [], data: text })
      continue
    }
    const step = stepOf(text)
    if (step === 'other') continue
    if (step === 'ends') {
      running.pop()
      address = running.at(-1) ?? ''
    } else {
      address = step.begins
      running.push(address)
    }
  }
}
