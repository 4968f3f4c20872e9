/** Digits enough that a double may not hold them: 2^53 has sixteen. */
const LONG_RUN = 16

const ZERO = 0x30
const NINE = 0x39
const MINUS = 0x2d

/** Units of a text that are looked at together: their bytes stay in the processor's nearest memory. */
const PART = 16_384
/** What a part shares with the next one, so that a run of digits between them is not cut. */
const SHARED = 32

/** Four bytes of which each is 0x30 to 0x3f: digits, and six characters that stand in no number. */
const HIGH_HALVES = 0xf0f0f0f0 | 0
const FOUR_DIGITS = 0x30303030
/** Sixteen digits hold three whole words in a row wherever they begin, so one word in three is looked at. */
const STRIDE = 3

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d)
}

/** Whether a value of JSON can begin at a place: behind a colon, a comma or a bracket, or at the very beginning. */
function canBegin(text: string, start: number): boolean {
  let at = start - 1
  while (isBlank(text.charCodeAt(at))) at--
  const code = text.charCodeAt(at)
  return at < 0 || code === 0x3a || code === 0x2c || code === 0x5b
}

/** Whether a value of JSON can end at a place: before a comma or a bracket, or at the very end. A fraction or an exponent goes on. */
function canEnd(text: string, end: number): boolean {
  let at = end
  while (isBlank(text.charCodeAt(at))) at++
  const code = text.charCodeAt(at)
  return at >= text.length || code === 0x2c || code === 0x5d || code === 0x7d
}

/** Whether three of five words in a row, the one in the middle among them, look like digits; of that one it is known. */
function isLong(words: Int32Array, middle: number): boolean {
  const a = ((words[middle - 2] as number) & HIGH_HALVES) ^ FOUR_DIGITS
  const b = ((words[middle - 1] as number) & HIGH_HALVES) ^ FOUR_DIGITS
  const c = ((words[middle + 1] as number) & HIGH_HALVES) ^ FOUR_DIGITS
  const d = ((words[middle + 2] as number) & HIGH_HALVES) ^ FOUR_DIGITS
  return (a | b) === 0 || (b | c) === 0 || (c | d) === 0
}

/** Takes down the integer that a digit of a text is part of, where it is one that a double may not hold. Gives the end of the digits. */
function addInteger(text: string, digit: number, places: number[]): number {
  let first = digit
  while (isDigit(text.charCodeAt(first - 1))) first--
  const start = text.charCodeAt(first - 1) === MINUS ? first - 1 : first
  let end = digit + 1
  while (isDigit(text.charCodeAt(end))) end++
  // Sixteen digits that begin with less than a nine are below 2^53.
  const isLarge = end - first > LONG_RUN || (end - first === LONG_RUN && text.charCodeAt(first) === NINE)
  if (isLarge && canBegin(text, start) && canEnd(text, end)) places.push(start, end)
  return end
}

/** As `findByWords`, for a part whose bytes are not its characters. */
function findByCharacters(text: string, from: number, to: number, places: number[]): number {
  let done = from
  // `at` is where a run of sixteen digits would end that begins after the last other character, so it is read backwards, and one that is
  // no digit moves it sixteen places on (as Boyer and Moore search).
  for (let at = from + LONG_RUN - 1; at < to; ) {
    let other = at
    while (other > at - LONG_RUN && isDigit(text.charCodeAt(other))) other--
    if (other <= at - LONG_RUN) other = done = addInteger(text, at, places)
    at = other + LONG_RUN
  }
  return done
}

/** Whether a character can stand before an integer in JSON. Most runs of digits are part of a text: addresses of Solana hold long ones. */
function canPrecede(code: number): boolean {
  return code === MINUS || code === 0x3a || code === 0x2c || code === 0x5b || isBlank(code)
}

/** Looks through `length` bytes, which are the characters of a text from a place on. Gives the end of the last integer that it found. */
function findByWords(text: string, from: number, bytes: Uint8Array, words: Int32Array, length: number, places: number[]): number {
  let done = from
  for (let word = 2; word * 4 < length; word += STRIDE) {
    if (((words[word] as number) & HIGH_HALVES) !== FOUR_DIGITS || !isLong(words, word)) continue
    let first = word * 4
    if (!isDigit(bytes[first] as number)) continue
    while (first > 0 && isDigit(bytes[first - 1] as number)) first--
    let behind = word + 1
    if (first > 0 && !canPrecede(bytes[first - 1] as number)) {
      while (((words[behind] as number) & HIGH_HALVES) === FOUR_DIGITS) behind++
    } else {
      done = addInteger(text, from + first, places)
      behind = (done - from) >> 2
    }
    // What ends the run stands in the word before the one that is looked at next.
    word = behind + 1 - STRIDE
  }
  return done
}

/**
 * Where in a text of JSON integers stand that a double may not hold: beginning and end of each, one after the other. Some of them may be
 * part of a string. A regular expression takes ten times as long, and looking at the characters twice as long as looking at words of their
 * bytes.
 */
export function findLongIntegers(text: string): readonly number[] {
  const encoder = new TextEncoder()
  const words = new Int32Array((PART + SHARED) / 4 + STRIDE)
  const bytes = new Uint8Array(words.buffer)
  const places: number[] = []
  for (let from = 0; from < text.length; ) {
    const part = text.slice(from, from + PART + SHARED)
    const { written } = encoder.encodeInto(part, bytes)
    bytes.fill(0, written)
    const isAscii = written === part.length
    const done = isAscii
      ? findByWords(text, from, bytes, words, written, places)
      : findByCharacters(text, from, from + part.length, places)
    from = Math.max(done, from + PART)
  }
  return places
}
