import { basicCredentials } from './basic-credentials.ts'

/** Words that stand in the paths of public endpoints and give nothing away. Only ever whole path segments. */
const PLAIN_SEGMENTS: ReadonlySet<string> = new Set([
  'rpc',
  'jsonrpc',
  'json-rpc',
  'json_rpc',
  'http',
  'https',
  'ws',
  'wss',
  'api',
  'eth',
  'evm',
  'mainnet',
  'testnet',
  'sepolia',
  'public',
  'main',
  'node',
  'archive',
  'ext',
  'bc',
  'feeder_gateway',
  'true',
  'false',
])
const MIN_SEGMENT_LENGTH = 4
const MASK = '[redacted]'
const MAX_MESSAGE_LENGTH = 400
const MAX_DATA_DEPTH = 8
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f]+/g

/** Takes secrets out of what an error, an event or a log may show. */
export interface Redactor {
  /** One line without the secrets, without control characters, cut at a length. */
  text(value: string): string
  /** The same for all strings and keys inside a value; deep nesting is cut. */
  data(value: unknown): unknown
  /** An error that says the same as `error` and holds nothing else of it. */
  cause(error: unknown): Error
}

/** The parts of an endpoint that must not be seen: all of its URL but the host, the header that credentials in it become, and header values. */
export function secretsOf(url: URL, headers: Readonly<Record<string, string>> = {}): string[] {
  const secrets: string[] = []
  const add = (value: string, minLength = 1): void => {
    if (value.length < minLength || PLAIN_SEGMENTS.has(value.toLowerCase())) return
    secrets.push(value)
    try {
      const decoded = decodeURIComponent(value)
      if (decoded !== value) secrets.push(decoded)
    } catch {
      // Not an encoding; the value itself is on the list.
    }
  }
  if (url.pathname.length > 1) {
    add(url.pathname, MIN_SEGMENT_LENGTH)
    for (const segment of url.pathname.split('/')) add(segment, MIN_SEGMENT_LENGTH)
  }
  if (url.search.length > 1) {
    add(url.search)
    // As it is written and as it is meant: providers echo both.
    for (const pair of url.search.slice(1).split('&')) add(pair.slice(pair.indexOf('=') + 1), MIN_SEGMENT_LENGTH)
    for (const value of url.searchParams.values()) add(value, MIN_SEGMENT_LENGTH)
  }
  if (url.hash.length > 1) add(url.hash.slice(1), MIN_SEGMENT_LENGTH)
  if (url.username) add(url.username, MIN_SEGMENT_LENGTH)
  if (url.password) add(url.password)
  add(basicCredentials(url) ?? '')
  for (const value of Object.values(headers)) {
    add(value)
    for (const word of value.split(/\s+/)) add(word, 8)
  }
  return secrets
}

/** Redacts by value: wherever one of `secrets` stands, in whatever an endpoint or a library wrote. */
export function createRedactor(secrets: readonly string[]): Redactor {
  // Longest first, so that a whole path goes before its parts.
  const ordered = [...new Set(secrets)].sort((a, b) => b.length - a.length)
  const mask = (value: string): string => {
    let masked = value
    for (const secret of ordered) if (masked.includes(secret)) masked = masked.replaceAll(secret, MASK)
    return masked
  }
  const text = (value: string): string => {
    const line = mask(value).replace(CONTROL_CHARACTERS, ' ').trim()
    return line.length > MAX_MESSAGE_LENGTH ? `${line.slice(0, MAX_MESSAGE_LENGTH)}…` : line
  }
  const data = (value: unknown, depth = 0): unknown => {
    if (typeof value === 'string') return mask(value)
    if (typeof value !== 'object' || value === null) return value
    if (depth >= MAX_DATA_DEPTH) return '[nested]'
    if (Array.isArray(value)) return value.map((item) => data(item, depth + 1))
    // fromEntries defines keys, so that a key named __proto__ stays a key.
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [mask(key), data(item, depth + 1)]))
  }
  return {
    text,
    data: (value) => data(value),
    cause(error) {
      const { name, message, code } = describeError(error)
      const cause = new Error(text(message))
      Object.defineProperty(cause, 'name', { value: name })
      if (code !== undefined) Object.defineProperty(cause, 'code', { value: code, enumerable: true })
      delete cause.stack
      return cause
    },
  }
}

/** Name, message and code of anything thrown, with the messages of its causes. */
export function describeError(error: unknown): { readonly name: string; readonly message: string; readonly code?: string } {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const messages = [error.message]
  let code = codeOf(error)
  let cause = error.cause
  for (let depth = 0; depth < 4 && cause instanceof Error; depth++) {
    if (cause.message) messages.push(cause.message)
    code ??= codeOf(cause)
    cause = cause.cause
  }
  return { name: error.name, message: messages.filter(Boolean).join(': '), ...(code !== undefined && { code }) }
}

function codeOf(error: Error): string | undefined {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' ? code : undefined
}
