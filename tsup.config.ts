import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'
import { emitDeclarations } from './scripts/emit-declarations.ts'

// Run inside a package: builds every entry point that its manifest names.
const manifest: {
  name: string
  exports: Record<string, string | Record<string, string>>
  imports?: Record<string, Record<string, Record<string, string>>>
  bin?: unknown
} = JSON.parse(readFileSync('package.json', 'utf8'))
const entry: Record<string, string> = {}
const sources: (string | undefined)[] = Object.values(manifest.exports).map((target) =>
  typeof target === 'string' ? undefined : target['@defimon/source'],
)
// Parts that are chosen by runtime (`#http`) stay files of their own, so that the choice is made where the package is used.
for (const target of Object.values(manifest.imports ?? {})) sources.push(...Object.values(target['@defimon/source'] ?? {}))
for (const source of sources) {
  if (source?.endsWith('.ts')) entry[source.replace('./src/', '').replace(/\.ts$/, '')] = source
}
if (manifest.bin) entry['bin'] = './src/bin.ts'

const config: ReturnType<typeof defineConfig> = defineConfig({
  entry,
  format: ['esm', 'cjs'],
  // A package that imports itself by name (`@defimon/core/adapter` → `@defimon/core`) shares one copy, as a user's import does.
  external: [manifest.name, /^@defimon\//, /^#/],
  sourcemap: true,
  clean: true,
  splitting: true,
  target: 'node22',
  treeshake: true,
  tsconfig: '../../tsconfig.base.json',
  onSuccess: async () => emitDeclarations('src', 'dist'),
})

export default config
