import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ExportTarget, packages, privatePackages, read, root, rootManifest } from './repository.ts'

/** What users get: the same entry points without the condition that leads to our sources. */
function withoutSource(exports: Readonly<Record<string, ExportTarget>>): Record<string, ExportTarget> {
  return Object.fromEntries(
    Object.entries(exports).map(([name, target]) => {
      if (typeof target === 'string') return [name, target]
      const { '@defimon/source': _, ...published } = target
      return [name, published]
    }),
  )
}

describe.each(packages)('$manifest.name', ({ folder, short, manifest }) => {
  it('says what it is, under which licence, and where it lives', () => {
    expect(manifest.name).toBe(short === 'cli' ? 'defimon' : `@defimon/${short}`)
    expect(manifest.version).toMatch(/^\d+\.\d+\.\d+/)
    expect(manifest.description).toMatch(/\.$/)
    expect(manifest.license).toBe('MIT')
    expect(manifest.repository?.directory).toBe(folder)
    expect(manifest.private).toBeUndefined()
  })

  it('is an ES module without side effects, for Node 22 and later', () => {
    expect(manifest.type).toBe('module')
    expect(manifest.sideEffects).toBe(false)
    expect(manifest.engines?.node).toMatch(/^>=22/)
  })

  it('publishes what it develops with: every entry point, ESM and CJS, types first', () => {
    expect(manifest.publishConfig?.exports).toEqual(withoutSource(manifest.exports ?? {}))
    expect(manifest.publishConfig?.provenance).toBe(true)
    for (const [name, target] of Object.entries(manifest.exports ?? {})) {
      if (typeof target === 'string') continue
      const source = target['@defimon/source']
      expect(source, name).toMatch(/^\.\/src\/.+\.(ts|json)$/)
      expect(existsSync(join(root, folder, String(source))), `${name}: ${source}`).toBe(true)
      if (!String(source).endsWith('.ts')) continue
      const built = String(source).replace('./src/', './dist/').replace(/\.ts$/, '')
      expect(Object.keys(target), name).toEqual(['@defimon/source', 'import', 'require'])
      expect(JSON.stringify(target['import']), name).toBe(JSON.stringify({ types: `${built}.d.ts`, default: `${built}.js` }))
      expect(JSON.stringify(target['require']), name).toBe(JSON.stringify({ types: `${built}.d.cts`, default: `${built}.cjs` }))
    }
  })

  it('ships its sources beside what is built, and has a README', () => {
    expect(manifest.files).toEqual(expect.arrayContaining(['dist', 'src']))
    expect(read(`${folder}/README.md`)).toContain(`# ${manifest.name}`)
  })
})

describe('the repository', () => {
  it('publishes nothing but its packages', () => {
    expect([rootManifest, ...privatePackages.map(({ manifest }) => manifest)].filter((manifest) => !manifest.private)).toEqual([])
  })

  it('pins its tools and its own Node', () => {
    const loose = Object.entries({ ...rootManifest.devDependencies, ...rootManifest.optionalDependencies }).filter(
      // The types of Node follow its major version, and what is ours is what stands here; all else is one version.
      ([name, range]) => name !== '@types/node' && range !== 'workspace:^' && !/^(npm:@?[^@]+@)?\d+\.\d+\.\d+$/.test(range),
    )
    expect(loose).toEqual([])
  })

  it('has a lockfile that names packages and hashes, and no host', () => {
    expect(read('pnpm-lock.yaml')).not.toMatch(/https?:\/\//)
  })
})
