import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'
import { emitDeclarations } from './scripts/emit-declarations.ts'

// Run inside a package: builds every entry point that its manifest names.
const manifest: { name: string; exports: Record<string, string | Record<string, string>>; bin?: unknown } = JSON.parse(
  readFileSync('package.json', 'utf8'),
)
const entry: Record<string, string> = {}
for (const target of Object.values(manifest.exports)) {
  const source = typeof target === 'string' ? undefined : target['@defimon/source']
  if (source?.endsWith('.ts')) entry[source.replace('./src/', '').replace(/\.ts$/, '')] = source
}
if (manifest.bin) entry['bin'] = './src/bin.ts'

const config: ReturnType<typeof defineConfig> = defineConfig({
  entry,
  format: ['esm', 'cjs'],
  // A package that imports itself by name (`@defimon/core/adapter` → `@defimon/core`) shares one copy, as a user's import does.
  external: [manifest.name, /^@defimon\//],
  sourcemap: true,
  clean: true,
  splitting: true,
  target: 'node22',
  treeshake: true,
  tsconfig: '../../tsconfig.base.json',
  onSuccess: async () => emitDeclarations('src', 'dist'),
})

export default config
