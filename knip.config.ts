import type { KnipConfig } from 'knip'

const config: KnipConfig = {
  ignoreExportsUsedInFile: true,
  // On the machine or not: where they are missing, the benchmarks run unpinned, and tests against real servers say that they do not run.
  ignoreBinaries: ['taskset', 'java', 'mvn', 'pg_config'],
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
    'packages/solana': {
      entry: ['test/**/*.test.ts'],
      project: ['src/**/*.ts', 'test/**/*.ts'],
      // A dependency of a dependency: the very codecs that the SDK reads with.
      ignoreDependencies: ['@solana/transaction-messages'],
    },
    'packages/cli': {
      entry: ['src/bin.ts', 'test/**/*.test.ts', 'test/**/*.test-d.ts', 'scripts/*.ts'],
      project: ['src/**/*.ts', 'test/**/*.ts'],
    },
    'examples/*': { entry: ['main.ts'], project: ['**/*.ts'] },
    benchmarks: {
      entry: [
        'main.ts',
        'server.ts',
        'run-peer.ts',
        'decode/main.ts',
        'quota/main.ts',
        'settlement/main.ts',
        'soak/serve-full-blocks.ts',
      ],
      project: ['**/*.ts'],
    },
  },
}

export default config
