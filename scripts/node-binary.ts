import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runCommand } from './run-command.ts'

/** The Node versions on which the packages are tried: each line that gets fixes. */
export const NODE_VERSIONS: readonly string[] = ['22.23.3', '24.21.0', '26.10.0']

/** Brings a version of Node from the package registry, and gives the folder of its binary. Undefined where it is not published for this machine. */
export function nodeBinaryFolder(version: string, parent: string): string | undefined {
  const name = `node-${process.platform}-${process.arch}`
  const folder = join(parent, `node-${version}`)
  const bin = join(folder, 'node_modules', name, 'bin')
  if (!existsSync(bin)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
    try {
      runCommand('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', `${name}@${version}`], { cwd: folder })
    } catch (error) {
      if (String(error).includes('E404') || String(error).includes('ETARGET')) return undefined
      throw error
    }
  }
  return bin
}

/** An environment in which `node`, and so npm, is the one of a folder. */
export function withNode(bin: string): Record<string, string> {
  return { PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` }
}
