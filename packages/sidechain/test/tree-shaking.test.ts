import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  readonly sideEffects: boolean
  readonly exports: Readonly<Record<string, { readonly '@defimon/source'?: string }>>
}

/** What only one stack holds. */
const MARKS: Readonly<Record<string, string>> = {
  avalanche: 'settledGasNumerator',
  cronos: 'Ethermint',
  gnosis: 'AuRa',
  harmony: 'hmyv2_getHeaderByNumberRLPHex',
  kaia: 'kaia_getBlockByNumber',
  lachesis: 'Atropos',
  'polygon-edge': 'Polygon Edge',
  'polygon-pos': '6d617469632d626f722d',
  rootstock: 'Unitrie',
}

/** The package as it is published: every entry point with the chunks that it shares, by file name. */
async function published(): Promise<ReadonlyMap<string, string>> {
  const entryPoints = Object.values(manifest.exports).flatMap(({ '@defimon/source': source }) => source ?? [])
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [...entryPoints],
    outdir: 'dist',
    outbase: 'src',
    bundle: true,
    splitting: true,
    treeShaking: true,
    format: 'esm',
    packages: 'external',
    write: false,
  })
  return new Map(outputFiles.map(({ path, text }) => [path.replace(/^.*\/dist\//, './'), text]))
}

/** What a bundler takes along for one import, honouring `sideEffects: false`. */
async function bundled(files: ReadonlyMap<string, string>, contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents },
    bundle: true,
    format: 'esm',
    external: ['@defimon/*', '@scure/*'],
    logLevel: 'error',
    write: false,
    plugins: [
      {
        name: 'published',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^\.\.?\// }, ({ path }) => ({
            path: path.replace(/^\.\.\//, './'),
            namespace: 'published',
            sideEffects: manifest.sideEffects,
          }))
          onLoad({ filter: /.*/, namespace: 'published' }, ({ path }) => ({ contents: files.get(path) ?? '' }))
        },
      },
    ],
  })
  return outputFiles[0]!.text
}

describe('one import from the package', () => {
  it('does not pull in the other stacks', async () => {
    const files = await published()
    expect(files.get('./index.js')).toBeDefined()
    const all = await bundled(files, "import * as all from './index.js'; console.log(all)")
    for (const mark of Object.values(MARKS)) expect(all).toContain(mark)
    const sources = {
      avalanche: 'avalancheSource',
      bsc: 'bscSource',
      gnosis: 'gnosisSource',
      kaia: 'kaiaSource',
      'polygon-pos': 'polygonSource',
    }
    for (const [stack, name] of Object.entries(sources)) {
      const one = await bundled(files, `export { ${name} } from './index.js'`)
      expect(one).toContain(name)
      const found = Object.keys(MARKS).filter((other) => one.includes(MARKS[other]!))
      expect([stack, found]).toEqual([stack, MARKS[stack] ? [stack] : []])
      expect(one.includes('@scure/base')).toBe(false)
    }
  })
})
