import type { KnipConfig } from 'knip'

// Packages whose adapter is still to come: they keep their place in the graph.
const TO_COME = ['arbitrum', 'solana']

const config: KnipConfig = {
  ignoreExportsUsedInFile: true,
  // On the machine or not: where it is missing, the benchmarks run unpinned.
  ignoreBinaries: ['taskset'],
  workspaces: {
    '.': {
      entry: ['scripts/*.ts'],
      project: ['scripts/**/*.ts', 'test/**/*.ts', '*.ts'],
      // Compiled and run in projects of their own.
      ignore: ['scripts/consumer/**'],
      // Called by name, through pnpm and size-limit.
      ignoreDependencies: ['@arethetypeswrong/cli', 'publint', '@size-limit/preset-small-lib'],
    },
    'packages/*': {
      entry: ['test/**/*.test.ts', 'test/**/*.test-d.ts', 'scripts/*.ts'],
      project: ['src/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts'],
    },
    ...Object.fromEntries(TO_COME.map((name) => [`packages/${name}`, { ignoreDependencies: [/^@defimon\//] }])),
    'packages/cli': {
      entry: ['src/bin.ts', 'test/**/*.test.ts', 'test/**/*.test-d.ts', 'scripts/*.ts'],
      project: ['src/**/*.ts', 'test/**/*.ts'],
      ignoreDependencies: TO_COME.map((name) => `@defimon/${name}`),
    },
    'examples/*': { entry: ['main.ts'], project: ['**/*.ts'] },
    benchmarks: { entry: ['main.ts', 'server.ts', 'run-peer.ts', 'decode/main.ts'], project: ['**/*.ts'] },
  },
}

export default config
