import { DefimonError } from '../contract/errors.ts'
import { linkAbort } from './linked-abort.ts'

/**
 * An async iterable whose `return()` acts at once: it aborts the signal that the generator was given, even while a `next()` is
 * under way, which a bare generator would wait for. Every iteration starts the generator anew; the end of each aborts what it
 * left in flight. An iteration that a signal ended fails with `ABORTED`.
 */
export function abortableIterable<T>(
  start: (signal: AbortSignal) => AsyncGenerator<T, void, undefined>,
  signals: readonly (AbortSignal | undefined)[] = [],
): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
      const link = linkAbort(signals)
      const generator = start(link.signal)
      let returned = false
      return {
        async next() {
          try {
            const result = await generator.next()
            if (!result.done) return result
            link.abort()
          } catch (error) {
            const aborted = link.signal.aborted
            link.abort()
            if (returned) return { done: true, value: undefined }
            if (aborted && !DefimonError.isInstance(error)) throw new DefimonError('ABORTED', 'aborted', { cause: error })
            throw error
          }
          return { done: true, value: undefined }
        },
        async return() {
          returned = true
          link.abort()
          // The generator ends by the abort; how it does is of no interest any more.
          await generator.return().catch(() => {})
          return { done: true, value: undefined }
        },
      }
    },
  }
}
