/** What a case of the kit fails with. No test framework is needed to read it. */
export class ConformanceError extends Error {
  override readonly name: string = 'ConformanceError'
}

/** JSON that bigints survive, with keys in order, so that two values can be compared and shown. */
function show(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'bigint') return `${inner}n`
    if (inner === undefined) return 'undefined'
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
      return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
    }
    return inner
  })
  return text ?? String(value)
}

function shorten(text: string): string {
  return text.length > 400 ? `${text.slice(0, 400)}…` : text
}

/** Fails unless the condition holds. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new ConformanceError(message)
}

/** Fails unless both are the same, compared by content. */
export function assertEqual(actual: unknown, expected: unknown, what: string): void {
  const [is, should] = [show(actual), show(expected)]
  if (is !== should) throw new ConformanceError(`${what}: is ${shorten(is)}, should be ${shorten(should)}`)
}

/** Gives what the promise rejects with; fails if it resolves. */
export async function rejection(promise: Promise<unknown>, what: string): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new ConformanceError(`${what}: should have failed`)
}
