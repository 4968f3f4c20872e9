import type { Hash } from '@defimon/core'
import type { DriverCall } from '@defimon/core/adapter'

/** A header, as far as it is searched by. */
export interface RootHeader {
  readonly number: number
  readonly hash: Hash
  readonly stateRoot: string
  readonly timestampMs: number
}

/** Reads a header of the rollup; undefined where there is none. */
export type ReadRoot = (call: DriverCall, number: number) => Promise<RootHeader | undefined>

/** Headers asked for at once: few at first, since the block before is often the one that is looked for. */
const FIRST_AT_ONCE = 2
const MOST_AT_ONCE = 64
/** Blocks of the longest search: above the largest bundle by far. */
const MOST_BLOCKS = 16_384
/** Headers that are kept, so that the next bundle's search begins where the last one's ended. */
const KEPT_HEADERS = 32_768

/** Finds blocks by their state root. */
export interface StateRoots {
  /** The first block from `number` on with one of the roots, made by `untilMs`. */
  next(call: DriverCall, number: number, roots: ReadonlySet<string>, untilMs: number): Promise<RootHeader | undefined>
  /** The last block below `number` with one of the roots, made since `sinceMs`. */
  previous(call: DriverCall, number: number, roots: ReadonlySet<string>, sinceMs: number): Promise<RootHeader | undefined>
  /** One header, asked for anew. */
  read: ReadRoot
}

/**
 * Finds the blocks whose state roots the parent holds. Roots are in no order, so headers are gone through, many at once, and kept. What is found
 * is asked for again, so that a header that was kept too long misleads nobody.
 */
export function createStateRoots(read: ReadRoot): StateRoots {
  const kept = new Map<number, RootHeader>()

  const headerAt = async (call: DriverCall, number: number): Promise<RootHeader | undefined> => {
    const known = kept.get(number)
    if (known) return known
    const header = await read(call, number)
    if (header) {
      kept.set(number, header)
      if (kept.size > KEPT_HEADERS) kept.delete(kept.keys().next().value as number)
    }
    return header
  }

  const search = async (
    call: DriverCall,
    start: number,
    step: 1 | -1,
    roots: ReadonlySet<string>,
    goesOn: (header: RootHeader) => boolean,
  ): Promise<RootHeader | undefined> => {
    for (let done = 0, atOnce = FIRST_AT_ONCE; done < MOST_BLOCKS; done += atOnce, atOnce = Math.min(MOST_AT_ONCE, atOnce * 4)) {
      const from = start + step * done
      const numbers = Array.from({ length: atOnce }, (_, index) => from + step * index)
      const headers = await Promise.all(numbers.map((number) => (number < 0 ? undefined : headerAt(call, number))))
      for (const header of headers) {
        if (!header || !goesOn(header)) return undefined
        if (!roots.has(header.stateRoot)) continue
        kept.delete(header.number)
        const now = await headerAt(call, header.number)
        if (now && roots.has(now.stateRoot)) return now
      }
    }
    return undefined
  }

  return {
    next: (call, number, roots, untilMs) => search(call, number, 1, roots, ({ timestampMs }) => timestampMs <= untilMs),
    previous: (call, number, roots, sinceMs) => search(call, number - 1, -1, roots, ({ timestampMs }) => timestampMs >= sinceMs),
    read,
  }
}
