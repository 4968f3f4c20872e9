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
