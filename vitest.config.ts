import { defineConfig } from 'vitest/config'
import projects from './vitest.workspace.ts'

const conditions = ['@defimon/source', 'module', 'node', 'default']

const config: ReturnType<typeof defineConfig> = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // One worker a core: by default one core is left to whoever watches.
  test: { projects, testTimeout: 20_000, maxWorkers: '100%' },
})

export default config
