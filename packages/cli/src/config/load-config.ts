import { access, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { DefimonError } from '@defimon/core'
import { type MonitorConfig, readConfig } from './monitor-config.ts'

const NAMES = ['defimon.config.ts', 'defimon.config.js', 'defimon.config.json']

/** Where a config is looked for. */
export interface LoadConfigOptions {
  /** As `--config` names it. */
  readonly file?: string
  /** Default: the working folder. It is never looked for above it. */
  readonly folder?: string
  readonly variables: Readonly<Record<string, string | undefined>>
}

/**
 * The config that `--config` names, or the one in the folder; undefined where there is none. A `.ts` or `.js` file is run: it is code of
 * whoever starts the command. Fails with `CONFIG` where a named one cannot be read, or says something that is not allowed.
 */
export async function loadConfig(options: LoadConfigOptions): Promise<MonitorConfig | undefined> {
  const folder = options.folder ?? process.cwd()
  const file = options.file ?? (await firstThere(folder))
  if (file === undefined) return undefined
  return readConfig(await read(resolve(folder, file), file), options.variables, file)
}

async function firstThere(folder: string): Promise<string | undefined> {
  for (const name of NAMES) {
    const isThere = await access(resolve(folder, name)).then(
      () => true,
      () => false,
    )
    if (isThere) return name
  }
  return undefined
}

async function read(path: string, name: string): Promise<unknown> {
  try {
    if (path.endsWith('.json')) return JSON.parse(await readFile(path, 'utf8'))
    const module: unknown = await import(pathToFileURL(path).href)
    const found = (module as { readonly default?: unknown }).default
    if (found !== undefined) return found
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new DefimonError('CONFIG', `${name} cannot be read: ${reason}`, { cause })
  }
  throw new DefimonError('CONFIG', `${name} has no default export`)
}
