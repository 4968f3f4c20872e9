import { fileURLToPath } from 'node:url'
import { networks } from '@defimon/networks'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const folder = fileURLToPath(new URL('..', import.meta.url))

/** What a bundler makes of a program over this package. */
async function bundle(program: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: folder, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    conditions: ['@defimon/source', 'import'],
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

describe('a bundle', () => {
  it('of one network holds no other', async () => {
    const text = await bundle("import { base } from '@defimon/networks'\nglobalThis.network = base")
    expect(text).toContain('"base"')
    const others = networks.filter(
      ({ id, name }) => id !== 'base' && (text.includes(`id:"${id}"`) || text.includes(`name:"${name}"`)),
    )
    expect(others.map(({ id }) => id)).toEqual([])
    expect(text.length).toBeLessThan(2_500)
  })

  it('of nothing but the aliases holds no network', async () => {
    const text = await bundle("import { aliases } from '@defimon/networks'\nglobalThis.aliases = aliases")
    expect(text).not.toContain('endpoints')
  })

  it('of a look-up holds them all', async () => {
    const text = await bundle("import { getNetwork } from '@defimon/networks'\nglobalThis.getNetwork = getNetwork")
    expect(networks.filter(({ id }) => !text.includes(`id:"${id}"`)).map(({ id }) => id)).toEqual([])
  })
})
