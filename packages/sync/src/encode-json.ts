const PLAIN = /^\w+$/

/** JSON that loses nothing of a block: amounts of any size as decimal strings, bytes as hex; what is undefined is left out. */
export function encodeJson(value: unknown): string {
  return encode(value) ?? 'null'
}

function encode(value: unknown): string | undefined {
  switch (typeof value) {
    case 'bigint':
      return `"${value}"`
    case 'string':
      return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value)
    case 'object':
      break
    default:
      return JSON.stringify(value)
  }
  if (value === null) return 'null'
  if (Array.isArray(value)) return `[${value.map((item) => encode(item) ?? 'null').join(',')}]`
  if (value instanceof Uint8Array) return `"0x${Buffer.from(value).toString('hex')}"`
  let text = ''
  for (const key of Object.keys(value)) {
    const item = encode((value as Readonly<Record<string, unknown>>)[key])
    if (item !== undefined) text += `${text === '' ? '' : ','}${encodeKey(key)}${item}`
  }
  return `{${text}}`
}

function encodeKey(key: string): string {
  return PLAIN.test(key) ? `"${key}":` : `${JSON.stringify(key)}:`
}
