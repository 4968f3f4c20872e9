import { defineConfig } from 'vitest/config'
import projects from './vitest.workspace.ts'

const conditions = ['@defimon/source', 'module', 'node', 'default']

const config: ReturnType<typeof defineConfig> = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { projects, testTimeout: 20_000 },
})

export default config
