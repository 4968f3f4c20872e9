/** Whether objects and arrays in a parsed JSON value nest deeper than `limit`. Needs no stack of its own. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  let level: object[] = typeof value === 'object' && value !== null ? [value] : []
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= limit) return true
    const below: object[] = []
    for (const parent of level) {
      if (Array.isArray(parent)) {
        for (const item of parent) if (typeof item === 'object' && item !== null) below.push(item)
      } else {
        for (const key in parent) {
          const item = (parent as Record<string, unknown>)[key]
          if (typeof item === 'object' && item !== null) below.push(item)
        }
      }
    }
    level = below
  }
  return false
}

/** Up to here every answer is walked through. Larger ones are blocks by the dozen, where the walk would cost a tenth of the parsing. */
const WALKED_TEXT_LENGTH = 1024 * 1024

/**
 * Whether an answer nests deeper than `limit`: exactly for answers up to a mebibyte, by the brackets that close at their end for larger ones.
 * Decoders read named fields and do not recurse, so what slips through is refused there for its shape.
 */
export function isNestedTooDeep(text: string, value: unknown, limit: number): boolean {
  if (text.length <= WALKED_TEXT_LENGTH) return isDeeperThan(value, limit)
  let open = 0
  for (let index = text.length - 1; index >= text.length - 4 * limit; index--) {
    const character = text[index]
    if (character === ']' || character === '}') open++
    else if (character === '[' || character === '{') open--
    if (open > limit) return true
  }
  return false
}
