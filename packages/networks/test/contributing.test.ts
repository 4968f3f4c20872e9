import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getNetwork, monad } from '@defimon/networks'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const guide = read('CONTRIBUTING.md')
const [section = ''] = /## Add a network[\s\S]*?(?=\n## )/.exec(guide) ?? []
const [literal, exported, confidence] = [...section.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code ?? '')
const commands = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, code]) => (code ?? '').trim().split('\n'))
const scriptsOf = (manifest: string): Readonly<Record<string, string>> => JSON.parse(read(manifest)).scripts

describe('CONTRIBUTING adds a network that is real', () => {
  it('by the literal that the registry has, which compiles with it', () => {
    expect(literal).toBe(read('packages/networks/src/evm/monad.ts'))
    expect(getNetwork('monad')).toBe(monad)
  })

  it('by lines that stand where it says', () => {
    expect(read('packages/networks/src/evm/index.ts')).toContain(exported)
    expect(read('packages/networks/src/confidence/other.ts')).toContain(confidence)
    expect(read('packages/networks/src/catalogue.ts').match(/^ {2}monad,$/gm)).toHaveLength(2)
    expect(read('packages/networks/src/index.ts')).toContain('  monad,\n')
  })

  it('by commands that exist', () => {
    const root = scriptsOf('package.json')
    expect(commands).toHaveLength(4)
    for (const [, script = ''] of section.matchAll(/npm run (?:--silent )?([\w:]+)/g)) {
      expect({ ...root, ...scriptsOf('packages/networks/package.json') }).toHaveProperty([script])
    }
    expect(section).not.toMatch(/npm run (?!--silent |json|check:networks|format)/)
  })
})
