import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DefimonError } from '../contract/errors.ts'
import { parseExactJson } from '../recording/exact-json.ts'
import type { Exchange } from '../recording/exchange.ts'

/** What was found. */
export interface Recordings {
  /** In the order of their file names. `file` is as given, or below the folder that was given. */
  readonly exchanges: readonly Exchange[]
  /** Files named `.json` that hold no JSON. */
  readonly broken: readonly { readonly file: string; readonly reason: string }[]
}

/** How recordings are read. */
export interface ReadRecordingsOptions {
  /** Called before each file is read: to let other work run, or to throw and so end it. */
  readonly pause?: () => Promise<void>
}

/**
 * Reads recordings from files and, recursively, from folders. JSON that is no exchange is passed over; a file that is not JSON at
 * all is told in `broken`. A path that does not exist fails with `CONFIG`. Integers above 2^53 are given as bigint.
 */
export async function readRecordings(paths: readonly string[], { pause }: ReadRecordingsOptions = {}): Promise<Recordings> {
  const files = new Set<string>()
  for (const path of paths) for (const file of await filesOf(path)) files.add(file)
  const exchanges: Exchange[] = []
  const broken: { file: string; reason: string }[] = []
  for (const file of [...files].sort(byName)) {
    await pause?.()
    let content: unknown
    try {
      content = parseExactJson(await readFile(file, 'utf8'))
    } catch (error) {
      broken.push({ file, reason: error instanceof Error ? error.message : String(error) })
      continue
    }
    if (isExchange(content)) exchanges.push(exchangeOf(content, file))
  }
  return { exchanges, broken }
}

async function filesOf(path: string): Promise<readonly string[]> {
  let isFolder: boolean
  try {
    isFolder = (await stat(path)).isDirectory()
  } catch (cause) {
    throw new DefimonError('CONFIG', `no recordings at ${path}`, { cause })
  }
  if (!isFolder) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
}

/** By code unit, not by the language of the machine. */
function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function isExchange(value: unknown): value is Exchange {
  if (typeof value !== 'object' || value === null) return false
  const { network, method } = value as Record<string, unknown>
  return typeof network === 'string' && typeof method === 'string' && ('result' in value || 'error' in value)
}

function exchangeOf({ network, method, params, result, error, parent, l1 }: Exchange, file: string): Exchange {
  return {
    network,
    method,
    params,
    ...(error === undefined ? { result } : { error }),
    file,
    ...(typeof parent === 'string' && { parent }),
    ...(typeof l1 === 'object' && l1 !== null && { l1 }),
  }
}
