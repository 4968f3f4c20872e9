/** Where a value stands inside a JSON value. */
export type Path = readonly (string | number)[]

/** One value of an answer, changed. */
export interface Mutation {
  readonly path: Path
  readonly from: unknown
  readonly to: unknown
}

/** Changes every value of a JSON value once: a digit of a hex text, a flag, a number; each element of a list left out once. */
export function* mutationsOf(value: unknown, path: Path = []): Generator<Mutation> {
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      yield* mutationsOf(element, [...path, index])
      yield { path: [...path, index], from: element, to: LEFT_OUT }
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, field] of Object.entries(value)) yield* mutationsOf(field, [...path, name])
  } else {
    const to = changed(value)
    if (to !== undefined) yield { path, from: value, to }
  }
}

/** Stands for an element of a list that is left out. */
export const LEFT_OUT: unique symbol = Symbol('left out')

function changed(value: unknown): unknown {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  if (typeof value !== 'string') return undefined
  if (value === '0x') return '0x00'
  const last = value.at(-1)
  return value.slice(0, -1) + (last === '0' ? '1' : last === '1' ? '2' : '0')
}

/** The value with one place changed; everything off the path is shared, nothing is changed in place. */
export function applyMutation(value: unknown, { path, to }: Mutation): unknown {
  const [first, ...rest] = path
  if (first === undefined) return to
  if (Array.isArray(value)) {
    const index = Number(first)
    if (rest.length === 0 && to === LEFT_OUT) return value.filter((_, other) => other !== index)
    return value.map((element: unknown, other) =>
      other === index ? applyMutation(element, { path: rest, from: undefined, to }) : element,
    )
  }
  const object = value as Record<string, unknown>
  return { ...object, [first]: applyMutation(object[first], { path: rest, from: undefined, to }) }
}
