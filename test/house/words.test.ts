import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ownFiles, packages, privatePackages, read, root, rootManifest } from './repository.ts'
import { librarySources } from './source-file.ts'

const guides = ownFiles().filter((path) => path.endsWith('.md') && !path.startsWith('.changeset/'))

/** The commands of `defimon`, as its source declares them. */
const commands = new Set(
  librarySources
    .filter(({ path }) => path.startsWith('packages/cli/src/'))
    .flatMap(({ path }) => [...read(path).matchAll(/\.command\(\s*['"`]([a-z-]+)/g)].map((match) => match[1] ?? '')),
)

/** Code of a guide: its blocks and its inline pieces, with the line where each begins. */
function codeOf(path: string): { readonly line: number; readonly code: string }[] {
  const text = read(path)
  const lineAt = (index: number): number => text.slice(0, index).split('\n').length
  return [...text.matchAll(/```[^\n]*\n([\s\S]*?)```|`([^`\n]+)`/g)].map((match) => ({
    line: lineAt(match.index),
    code: match[1] ?? match[2] ?? '',
  }))
}

describe('the guides', () => {
  it('name scripts that exist', () => {
    const scripts = new Set([...Object.keys(rootManifest.scripts ?? {})])
    const packageScripts = new Set(
      [...packages, ...privatePackages].flatMap(({ manifest }) => Object.keys(manifest.scripts ?? {})),
    )
    const wrong = guides.flatMap((path) =>
      codeOf(path).flatMap(({ line, code }) =>
        [...code.matchAll(/\bnpm (?:run (?:--silent )?(?:-w \S+ )?([a-z][\w:-]*)|(start|test)\b)/g)]
          .map((match) => match[1] ?? match[2] ?? '')
          .filter((script) => !scripts.has(script) && !packageScripts.has(script))
          .map((script) => `${path}:${line} npm run ${script}`),
      ),
    )
    expect(wrong).toEqual([])
  })

  it('name commands of defimon that exist', () => {
    const wrong = guides.flatMap((path) =>
      codeOf(path).flatMap(({ line, code }) =>
        [...code.matchAll(/(?:^|\n|\$ |npx )(?:npm run --silent defimon -- |defimon )([a-z][a-z-]*)/g)]
          .map((match) => match[1] ?? '')
          .filter((command) => !commands.has(command) && command !== 'help')
          .map((command) => `${path}:${line} defimon ${command}`),
      ),
    )
    expect(wrong).toEqual([])
  })

  it('link to files that exist', () => {
    const wrong = guides.flatMap((path) =>
      [...read(path).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => !existsSync(join(root, posix.join(posix.dirname(path), target))))
        .map((target) => `${path} → ${target}`),
    )
    expect(wrong).toEqual([])
  })
})

describe('every text', () => {
  const texts = ownFiles().filter(
    (path) => /\.(ts|js|json|md|ya?ml|sh|sql)$|^\.ci\/|^\.github\//.test(path) && path !== 'pnpm-lock.yaml',
  )

  it('holds no path of a machine and no host of a package registry', () => {
    const machine = new RegExp(`(^|[^.A-Za-z0-9_])/(${['work', 'farm', 'root', 'home', 'Users'].join('|')})/`)
    const host = new RegExp(['registry', '(npmjs|yarnpkg)'].join('\\.'))
    const wrong = texts.flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((line, index) => (machine.test(line) || host.test(line) ? `${path}:${index + 1}` : [])),
    )
    expect(wrong).toEqual([])
  })
})
