/** An integer of sixteen digits or more, which a double may not hold. */
const LONG_INTEGER = /[:,[\s]-?\d{16,}[,}\]\s]/
const INTEGER = /^-?\d+$/

/** What engines have that TypeScript's library does not name yet: the source text of a value, and text written as it is. */
interface SourceTextJson {
  parse(text: string, reviver: (key: string, value: unknown, context?: { readonly source?: string }) => unknown): unknown
  rawJSON?(text: string): unknown
}
const sourceText: SourceTextJson = JSON as unknown as SourceTextJson

/** `JSON.parse` that gives integers above 2^53 as bigint, so that a recording says what the endpoint said. */
export function parseExactJson(text: string): unknown {
  if (!LONG_INTEGER.test(text)) return JSON.parse(text)
  return sourceText.parse(text, (_key, value, context) => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
    const source = context?.source
    return source !== undefined && INTEGER.test(source) ? BigInt(source) : value
  })
}

/** `JSON.stringify` that writes a bigint as the integer it is. */
export function stringifyExactJson(value: unknown, indent?: number): string {
  const replace = (_key: string, each: unknown): unknown => {
    if (typeof each !== 'bigint') return each
    return sourceText.rawJSON ? sourceText.rawJSON(each.toString()) : Number(each)
  }
  return JSON.stringify(value, replace, indent)
}
