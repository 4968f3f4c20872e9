import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand } from './run-command.ts'

/** The folder of the repository. */
export const repository: string = dirname(dirname(fileURLToPath(import.meta.url)))

/** A package as users get it. */
export interface PackedPackage {
  readonly name: string
  /** Below `packages`. */
  readonly folder: string
  readonly tarball: string
  /** Entry points as users write them: `@defimon/core/adapter`. */
  readonly entryPoints: readonly string[]
  /** SDKs that an entry point needs and a user may do without, with the version that we develop with. */
  readonly optionalPeers: Readonly<Record<string, string>>
  /** Commands that it brings. */
  readonly commands: readonly string[]
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports: Readonly<Record<string, unknown>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly bin?: Readonly<Record<string, string>>
}

/** Packs packages of the repository, as built, into a folder. Named by their folders; all where none is named. */
export function packPackages(folder: string, names: readonly string[] = []): PackedPackage[] {
  const wanted = names.length > 0 ? names : readdirSync(join(repository, 'packages'))
  return wanted.map((short) => {
    const cwd = join(repository, 'packages', short)
    const manifest = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8')) as Manifest
    runCommand('npx', ['--prefer-offline', '-y', 'pnpm@12.21.0', 'pack', '--pack-destination', folder], { cwd })
    return {
      name: manifest.name,
      folder: short,
      tarball: join(folder, `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`),
      entryPoints: Object.keys(manifest.exports).map((key) => `${manifest.name}${key.slice(1)}`),
      optionalPeers: installedVersions(cwd, Object.keys(manifest.peerDependencies ?? {})),
      commands: Object.keys(manifest.bin ?? {}),
    }
  })
}

/** The versions that the package is developed with: the newest one of a range is somebody else's release of today. */
function installedVersions(cwd: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const { version } = JSON.parse(readFileSync(join(cwd, 'node_modules', name, 'package.json'), 'utf8')) as Manifest
      return [name, version]
    }),
  )
}

/** The dependencies of an empty project that uses packed packages: ours come from the tarballs, also where one asks for another. */
export function consumerManifest(
  wanted: readonly PackedPackage[],
  all: readonly PackedPackage[],
  more: Readonly<Record<string, string>>,
): string {
  const dependencies = Object.fromEntries(wanted.map(({ name, tarball }) => [name, `file:${tarball}`]))
  const overrides = Object.fromEntries(
    all.filter(({ name }) => !(name in dependencies)).map(({ name, tarball }) => [name, `file:${tarball}`]),
  )
  return JSON.stringify({ name: 'consumer', private: true, dependencies: { ...dependencies, ...more }, overrides }, null, 2)
}
