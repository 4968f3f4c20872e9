import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalParams } from '../recording/canonical-params.ts'
import { stringifyExactJson } from '../recording/exact-json.ts'
import type { Exchange } from '../recording/exchange.ts'
import { makeFolder } from './make-folder.ts'

/** File systems allow 255 bytes. */
const MOST_KEY_LENGTH = 80

/** The name of an exchange's file: `<method>-<key>.json`, the key being its params where they are short and plain, else their hash. */
export function recordingFileName({ method, params }: Exchange): string {
  const canonical = canonicalParams(params)
  const plain = plainKey(params)
  const key = plain ?? createHash('sha256').update(canonical).digest('hex').slice(0, 16)
  return `${safe(method)}${key === '' ? '' : `-${key}`}.json`
}

/**
 * Writes an exchange into `<folder>/<network>/`, which it makes where it is not there, and gives the path. The same question goes to
 * the same file, whatever was there before. Fails with `CONFIG` where the folder cannot be made.
 */
export async function writeRecording(folder: string, exchange: Exchange): Promise<string> {
  const { network, method, params, result, error } = exchange
  const directory = join(folder, safe(network))
  const path = join(directory, recordingFileName(exchange))
  const content = { network, method, params, ...(error === undefined ? { result } : { error }) }
  await makeFolder(directory)
  await writeFile(path, `${stringifyExactJson(content)}\n`)
  return path
}

/** Params that a file name can hold as they are, so that no two of them give the same name. */
function plainKey(params: unknown): string | undefined {
  if (params === undefined || params === null) return ''
  if (!Array.isArray(params)) return undefined
  const parts = params.map((param) => (typeof param === 'object' ? undefined : String(param)))
  const key = parts.join('-')
  return parts.every((part) => part !== undefined && /^[0-9A-Za-z]+$/.test(part)) && key.length <= MOST_KEY_LENGTH
    ? key
    : undefined
}

function safe(name: string): string {
  return name.replace(/[^0-9A-Za-z_]+/g, '_').slice(0, MOST_KEY_LENGTH) || '_'
}
