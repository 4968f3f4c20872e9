import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * The folder of real recordings, named by `DEFIMON_REAL_DATA` or found beside the repository. Undefined where there is none: the
 * caller then says what it leaves out. Where the variable is set, absence is an error.
 */
export function realData(): string | undefined {
  const named = process.env['DEFIMON_REAL_DATA']
  const folder = named ? resolve(repository, named) : join(repository, '..', 'shared')
  if (existsSync(join(folder, 'recordings'))) return folder
  if (named) throw new Error('DEFIMON_REAL_DATA is set, but holds no folder named recordings')
  return undefined
}
