/** Longest text that an endpoint may put into a line of ours. */
const MAX_CHARACTERS = 300

// C0 and C1 controls, DEL, line separators, marks that change the direction of text or are not seen, and lone surrogates: what
// could move the cursor, recolour the terminal, hide text or make a line look like two.
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

function asUnicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/**
 * Text that came from outside (an endpoint, a recording, a file name), safe to print: control characters become visible escapes
 * such as `\u001b`, and what is too long is cut with a mark.
 */
export function escapeText(text: string, maxCharacters: number = MAX_CHARACTERS): string {
  const cut = text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text
  return cut.replace(UNSAFE, asUnicodeEscape)
}

function withoutBigInt(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}

/**
 * One line of JSON. Amounts (bigint) become decimal strings. `JSON.stringify` leaves C1 controls as they are, which terminals obey,
 * so they are escaped here; the value that a parser reads is unchanged.
 */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value, withoutBigInt).replace(UNSAFE, asUnicodeEscape)}\n`
}
