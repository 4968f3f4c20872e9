import { access, constants, mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { DefimonError } from '../contract/errors.ts'

/**
 * Makes a folder with all those above it. Fails with `CONFIG`, naming it, where it cannot be made or not be written into, or where a file is
 * in the way. Folders are made one by one: Node's own `recursive` goes on for ever where making one says that its parent is missing though
 * it is there, as below /proc.
 */
export async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = []
  try {
    for (let at = resolve(folder); !(await isFolder(at)); at = dirname(at)) missing.unshift(at)
    for (const each of missing) await mkdir(each).catch(unlessThere)
    await access(resolve(folder), constants.W_OK)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new DefimonError('CONFIG', `the folder ${folder} cannot be made or not be written into: ${code ?? message}`, { cause })
  }
}

/** Whether there is a folder. Fails where there is something else. */
async function isFolder(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && dirname(path) !== path) return false
    throw error
  }
  throw new Error(`${path} is a file`)
}

/** Another process may have made it meanwhile. */
function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
