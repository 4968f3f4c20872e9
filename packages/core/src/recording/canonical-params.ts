/**
 * Params as text that is the same however they were written: object keys sorted, absent members left out. Values are not touched:
 * `0x1` and `0x01` are two questions. No params, `null` and `[]` are one.
 */
export function canonicalParams(params: unknown): string {
  return params === undefined || params === null ? '[]' : canonical(params)
}

function canonical(value: unknown): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`)
  return `{${members.join(',')}}`
}

/** What an exchange is found by: method and canonical params, never an id. The query of a REST call holds text only. */
export function exchangeKey(method: string, params: unknown): string {
  if (!method.startsWith('GET ')) return `${method} ${canonicalParams(params)}`
  const query = Object.entries(typeof params === 'object' && params !== null ? params : {}).map(([key, value]) => [
    key,
    String(value),
  ])
  return `${method} ${canonical(Object.fromEntries(query))}`
}
