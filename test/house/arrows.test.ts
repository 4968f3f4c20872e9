import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packages, root, rootManifest } from './repository.ts'
import { librarySources, packageName, packageOf, resolveImport, sourceFiles } from './source-file.ts'

/** What each package may import of ours. `docs/architecture.md` draws it. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  networks: ['core'],
  evm: ['core'],
  solana: ['core'],
  near: ['core'],
  sync: ['core'],
  optimism: ['core', 'evm'],
  arbitrum: ['core', 'evm'],
  zk: ['core', 'evm'],
  sidechain: ['core', 'evm'],
  cli: packages.map(({ short }) => short).filter((short) => short !== 'cli'),
}

const CHAIN_SDKS: ReadonlySet<string> = new Set([
  'ethers',
  'viem',
  'web3',
  'zksync-ethers',
  'starknet',
  '@solana/web3.js',
  '@solana/kit',
  'near-api-js',
])

const shortOf = new Map(packages.map(({ manifest, short }) => [manifest.name, short]))

describe('arrows between packages', () => {
  it('names every package', () => {
    expect(packages.map(({ short }) => short).sort()).toEqual(Object.keys(ARROWS).sort())
  })

  it('manifests depend only along the arrows', () => {
    const wrong = packages.flatMap(({ short, manifest }) =>
      Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies })
        .map((name) => shortOf.get(name))
        .filter((other) => other !== undefined && !ARROWS[short]?.includes(other))
        .map((other) => `${short} depends on ${other}`),
    )
    expect(wrong).toEqual([])
  })

  it('imports follow the arrows', () => {
    const wrong = librarySources.flatMap(({ path, imports }) => {
      const own = packageOf(path)
      return imports
        .map(({ specifier, line }) => ({ other: shortOf.get(packageName(specifier) ?? ''), line }))
        .filter(({ other }) => other !== undefined && other !== own?.short && !ARROWS[own?.short ?? '']?.includes(other))
        .map(({ other, line }) => `${path}:${line} imports ${other}`)
    })
    expect(wrong).toEqual([])
  })

  it('core knows no chain SDK', () => {
    const wrong = librarySources
      .filter(({ path }) => path.startsWith('packages/core/'))
      .flatMap(({ path, imports }) =>
        imports.filter(({ specifier }) => CHAIN_SDKS.has(packageName(specifier) ?? '')).map(() => path),
      )
    expect(wrong).toEqual([])
  })

  it('the workspace is depended on by workspace:^, so each package keeps its own version', () => {
    const wrong = packages.flatMap(({ short, manifest }) =>
      Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.devDependencies })
        .filter(([name, range]) => shortOf.has(name) && range !== 'workspace:^')
        .map(([name, range]) => `${short}: ${name} ${range}`),
    )
    expect(wrong).toEqual([])
  })
})

describe('import lines', () => {
  it('a package is entered only by its named entry points', () => {
    const wrong = sourceFiles.flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier }) => {
          if (!specifier.startsWith('.')) return shortOf.has(packageName(specifier) ?? '') && !resolveImport(path, specifier)
          const target = resolveImport(path, specifier) ?? ''
          const other = packageOf(target)
          // Tests of the repository, and scripts that score them, may share what tests of a package use.
          if (/^(test|scripts)\//.test(path) && /\/test\//.test(target)) return false
          return other !== undefined && other.folder !== packageOf(path)?.folder
        })
        .map(({ specifier, line }) => `${path}:${line} ${specifier}`),
    )
    expect(wrong).toEqual([])
  })

  it('relative imports end in .ts and lead to a file', () => {
    const wrong = sourceFiles.flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier }) => specifier.startsWith('.'))
        .filter(
          ({ specifier }) => !/\.(ts|json)$/.test(specifier) || !existsSync(join(root, resolveImport(path, specifier) ?? '')),
        )
        .map(({ specifier, line }) => `${path}:${line} ${specifier}`),
    )
    expect(wrong).toEqual([])
  })

  it('what a package imports stands in its manifest', () => {
    // What stands in `scripts/consumer` runs in projects of its own.
    const files = sourceFiles.filter(({ path }) => !path.startsWith('scripts/consumer/'))
    const wrong = files.flatMap(({ path, imports }) => {
      const own = packageOf(path)
      const { manifest } = own ?? { manifest: rootManifest }
      const published = own !== undefined && path.startsWith(`${own.folder}/src/`)
      const declared = {
        ...manifest.dependencies,
        ...manifest.peerDependencies,
        ...manifest.optionalDependencies,
        ...(published ? {} : { ...manifest.devDependencies, ...rootManifest.devDependencies }),
      }
      return imports
        .map(({ specifier, line }) => ({ name: packageName(specifier), line }))
        .filter(({ name }) => name !== undefined && name !== manifest.name && !(name in declared))
        .map(({ name, line }) => `${path}:${line} ${name}`)
    })
    expect(wrong).toEqual([])
  })

  it('adapter and testing see the rest of core by its name, as an outside package does', () => {
    const wrong = librarySources.flatMap(({ path, imports }) => {
      const folder = /^packages\/core\/src\/(adapter|testing)\//.exec(path)?.[0]
      if (!folder) return []
      return imports
        .filter(({ specifier }) => specifier.startsWith('.') && !resolveImport(path, specifier)?.startsWith(folder))
        .map(({ specifier, line }) => `${path}:${line} ${specifier}`)
    })
    expect(wrong).toEqual([])
  })

  it('node: is imported only in folders named node, in the sinks and in the command', () => {
    const allowed = /^packages\/(cli\/|sync\/src\/(jsonl|sqlite|postgres|kafka)\/|[^/]+\/src\/(.+\/)?node\/)/
    const wrong = librarySources
      .filter(({ path }) => !allowed.test(path))
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ specifier, typeOnly }) => !typeOnly && specifier.startsWith('node:'))
          .map(({ line }) => `${path}:${line}`),
      )
    expect(wrong).toEqual([])
  })
})

it('there is no cycle among value imports', () => {
  const edges = new Map(
    librarySources.map(({ path, imports }) => [
      path,
      imports.filter(({ typeOnly }) => !typeOnly).flatMap(({ specifier }) => resolveImport(path, specifier) ?? []),
    ]),
  )
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[] = []
  const walk = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
      return
    }
    state.set(path, 'open')
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path])
    state.set(path, 'done')
  }
  for (const path of edges.keys()) walk(path, [])
  expect(cycles).toEqual([])
})
