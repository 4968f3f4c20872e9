import { readdir, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Runtime } from '@defimon/core'

/** When the file of a network is put aside and a new one begun. */
export interface JsonlRotation {
  /** Where the file has this many bytes or more. A batch is never divided. */
  readonly maxBytes?: number
  /** Where the last batch was written before the clock passed a multiple of this since 1970: 86,400,000 is each midnight, UTC. */
  readonly everyMs?: number
  /** How many files that were put aside stay, at least one; older ones are removed. Default: all. */
  readonly keepFiles?: number
}

/** The files of a network that were put aside: `<network>@<sequence>.jsonl` beside `<network>.jsonl`. */
export interface AsideFiles {
  /** Oldest first. */
  list(): Promise<readonly string[]>
  /** Puts the file aside. */
  putAside(): Promise<void>
  /** Removes all but the newest ones. */
  prune(keepFiles: number): Promise<void>
}

const DIGITS = 8

/** What was put aside of a file. No network id has an `@` in its file name, since it is encoded. */
export function asideFiles(path: string): AsideFiles {
  const folder = dirname(path)
  const stem = basename(path, '.jsonl')
  const sequenceOf = (name: string): number | undefined => {
    const digits = name.startsWith(`${stem}@`) && name.endsWith('.jsonl') ? name.slice(stem.length + 1, -'.jsonl'.length) : ''
    return /^\d+$/.test(digits) ? Number(digits) : undefined
  }
  const sequences = async (): Promise<readonly number[]> =>
    (await readdir(folder))
      .map(sequenceOf)
      .filter((sequence) => sequence !== undefined)
      .sort((a, b) => a - b)
  const pathOf = (sequence: number): string => join(folder, `${stem}@${String(sequence).padStart(DIGITS, '0')}.jsonl`)

  return {
    list: async () => (await sequences()).map(pathOf),
    async putAside() {
      await rename(path, pathOf(((await sequences()).at(-1) ?? 0) + 1))
    },
    async prune(keepFiles) {
      const all = await sequences()
      for (const sequence of all.slice(0, Math.max(0, all.length - Math.max(1, keepFiles)))) await unlink(pathOf(sequence))
    },
  }
}

/** Decides when to rotate. */
export interface RotationClock {
  isDue(bytes: number): boolean
  /** A batch was written. */
  written(): void
}

/** A clock that goes on from when the file was written last. */
export async function createRotationClock(path: string, rotation: JsonlRotation, runtime: Runtime): Promise<RotationClock> {
  const { maxBytes = Number.POSITIVE_INFINITY, everyMs } = rotation
  const periodOf = (ms: number): number => (everyMs === undefined ? 0 : Math.floor(ms / everyMs))
  const { size, mtimeMs } = await stat(path)
  let period = periodOf(size > 0 ? mtimeMs : runtime.now())
  return {
    // A clock that was set back must not put a file aside with every batch.
    isDue: (bytes) => bytes >= maxBytes || periodOf(runtime.now()) > period,
    written() {
      period = Math.max(period, periodOf(runtime.now()))
    },
  }
}
