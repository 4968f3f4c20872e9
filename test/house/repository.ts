import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const root: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const NOT_OURS: ReadonlySet<string> = new Set(['.git', 'node_modules', 'dist', 'data', 'coverage', '.bench', '.vitest'])

/** Every file of the repository that is ours, as a path from its root, with `/`. Not what is installed, built or recorded. */
export function ownFiles(folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name)
      if (entry.isDirectory()) return NOT_OURS.has(entry.name) || path === 'recordings' ? [] : ownFiles(path)
      return entry.isFile() && !entry.name.endsWith('.tgz') ? [path] : []
    })
}

/** The text of one of our files. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** The part of a manifest that the rules speak of. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly description?: string
  readonly license?: string
  readonly repository?: { readonly directory?: string }
  readonly type?: string
  readonly engines?: { readonly node?: string }
  readonly sideEffects?: boolean
  readonly scripts?: Readonly<Record<string, string>>
  readonly files?: readonly string[]
  readonly exports?: Readonly<Record<string, ExportTarget>>
  readonly publishConfig?: { readonly exports?: Readonly<Record<string, ExportTarget>>; readonly provenance?: boolean }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** A file, or conditions in the order in which they are tried. */
export type ExportTarget = string | { readonly [condition: string]: ExportTarget }

/** One package of ours, published or not. */
export interface Package {
  /** From the root: `packages/core`. */
  readonly folder: string
  /** The last part of the folder: `core`. */
  readonly short: string
  readonly manifest: Manifest
}

function packagesOf(parent: string): Package[] {
  return readdirSync(join(root, parent))
    .filter((short) => existsSync(join(root, parent, short, 'package.json')))
    .sort()
    .map((short) => ({
      folder: `${parent}/${short}`,
      short,
      manifest: JSON.parse(read(`${parent}/${short}/package.json`)) as Manifest,
    }))
}

/** The published packages. */
export const packages: readonly Package[] = packagesOf('packages')

/** Packages that are not published: examples and benchmarks. */
export const privatePackages: readonly Package[] = [
  ...packagesOf('examples'),
  { folder: 'benchmarks', short: 'benchmarks', manifest: JSON.parse(read('benchmarks/package.json')) as Manifest },
]

/** The manifest of the repository itself. */
export const rootManifest: Manifest = JSON.parse(read('package.json')) as Manifest

/** The source file of each entry point: `'./adapter'` → `packages/core/src/adapter/index.ts`. */
export function entryPoints(own: Package): Map<string, string> {
  const entries = new Map<string, string>()
  for (const [name, target] of Object.entries(own.manifest.exports ?? {})) {
    const source = typeof target === 'string' ? target : target['@defimon/source']
    if (typeof source === 'string') entries.set(name, posix.join(own.folder, source))
  }
  return entries
}
