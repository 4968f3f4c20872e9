import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { seededRandom } from '@defimon/core/testing'
import { build } from 'esbuild'
import { expect } from 'vitest'
import type { Scenario } from './scenario.ts'

const SEED = 20_251
const child = fileURLToPath(new URL('child.ts', import.meta.url))
const sync = new URL('../../', import.meta.url)

/** A run that nothing ends. */
const NEVER = 1_000_000

/** What became of a process. */
export interface Outcome {
  readonly killed: boolean
  /** How many steps of the store the process made. */
  readonly steps: number
}

/** Processes that start fast: reading the sources file by file, and compiling them anew, would be most of what a child does. */
export interface Children {
  run(scenario: Scenario): Promise<Outcome>
  close(): Promise<void>
}

export async function createChildren(): Promise<Children> {
  // Where what is not bundled is found from.
  const folder = await mkdtemp(fileURLToPath(new URL('node_modules/.kill-', sync)))
  await bundleChild(folder)
  return {
    run: (scenario) =>
      new Promise((resolve, reject) => {
        const started = spawn(process.execPath, [join(folder, 'child.mjs'), JSON.stringify(scenario)], {
          env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache') },
        })
        let output = ''
        let errors = ''
        started.stdout.on('data', (text) => {
          output += text
        })
        started.stderr.on('data', (text) => {
          errors += text
        })
        started.on('error', reject)
        started.on('close', (code, signal) => {
          if (signal === 'SIGKILL') resolve({ killed: true, steps: scenario.killAt })
          else if (code === 0) resolve({ killed: false, steps: Number(output) })
          else reject(new Error(`the child failed (${code}): ${errors}`))
        })
      }),
    close: () => rm(folder, { recursive: true }),
  }
}

/** Our own sources as few files; the dependencies stay outside, as they do for who installs the package. */
async function bundleChild(folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile(new URL('package.json', sync), 'utf8')) as Record<string, object | undefined>
  const dependencies = ['dependencies', 'devDependencies', 'peerDependencies'].flatMap((of) => Object.keys(manifest[of] ?? {}))
  await build({
    entryPoints: [child],
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@defimon/source'],
    external: dependencies.filter((name) => !name.startsWith('@defimon/')),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    logLevel: 'error',
  })
}

/** Where stores are made and read. */
export interface Stores {
  /** Gives `use` a store of its own by name, and removes it. */
  lend<T>(use: (store: string) => Promise<T>): Promise<T>
  /** All that a store holds, in an order that does not depend on how it was written. */
  read(store: string): unknown
}

/** Stores that are folders. */
export function folderStores(read: (folder: string) => unknown): Stores {
  return {
    read,
    async lend(use) {
      const folder = await mkdtemp(join(tmpdir(), 'defimon-kill-'))
      try {
        return await use(folder)
      } finally {
        await rm(folder, { recursive: true })
      }
    },
  }
}

/** How often which store is killed. */
export interface Campaign {
  readonly children: Children
  readonly sink: Scenario['sink']
  readonly stores: Stores
  readonly count: number
  readonly killsPerStore: number
  /** How many steps opening and recovery take, about: a third of the kills come there. Default 6. */
  readonly recoverySteps?: number
}

/**
 * Each store is killed many times, at random steps and at each step of the first ones, which are those of opening and recovery; the
 * endpoint shows another branch each time. Then one run is let through, and the store must be that of an undisturbed run.
 *
 * @returns how many processes were killed
 */
export async function runCampaign(campaign: Campaign): Promise<number> {
  const { children, sink, stores, count, killsPerStore, recoverySteps = 6 } = campaign
  const random = seededRandom(SEED)
  const undisturbed = { sink, branch: 'final', switchAfter: NEVER, steps: 'all', killAt: 0 } as const
  const wanted = await stores.lend(async (store) => {
    await children.run({ ...undisturbed, store })
    return stores.read(store)
  })
  const steps = await stores.lend(
    async (store) => (await children.run({ ...undisturbed, store, branch: 'a', switchAfter: 150 })).steps,
  )
  let killed = 0

  const disturb = (index: number): Promise<void> =>
    stores.lend(async (store) => {
      let kills = 0
      let most = steps
      // How many steps a run makes depends on how far the ones before it came: one that ended early tells the next how many there are.
      for (let run = 0; kills < killsPerStore; run++) {
        if (run === 4 * killsPerStore) throw new Error(`store ${index} of seed ${SEED}: only ${kills} of ${run} runs were killed`)
        const inRecovery = kills % 3 === 2
        const killAt = inRecovery ? Math.min(1 + ((index + kills) % recoverySteps), most) : random.integer(1, most)
        const branch = random.pick(['a', 'b', 'final'])
        const outcome = await children.run({ sink, store, branch, switchAfter: random.integer(1, 400), steps: 'all', killAt })
        if (outcome.killed) kills += 1
        most = outcome.killed ? Math.max(4, Math.ceil(steps / (1 + kills / 4))) : Math.max(1, outcome.steps)
      }
      await children.run({ ...undisturbed, store })
      expect(await stores.read(store), `store ${index} of seed ${SEED}`).toEqual(wanted)
      killed += kills
    })

  // Two at a time, as many as small machines have cores.
  for (let index = 0; index < count; index += 2) {
    await Promise.all([disturb(index), ...(index + 1 < count ? [disturb(index + 1)] : [])])
  }
  return killed
}

/**
 * One store for each step: the process dies there, on a branch that is gone when the next one starts, so that whatever was stored
 * without its checkpoint stands in the way.
 *
 * @returns how many processes were killed
 */
export async function killAtEachStep(
  options: Pick<Campaign, 'children' | 'sink' | 'stores'> & Pick<Scenario, 'steps'>,
): Promise<number> {
  const { children, sink, stores, steps: counted } = options
  const disturbed = { sink, branch: 'a', switchAfter: NEVER, steps: counted } as const
  const undisturbed = { ...disturbed, branch: 'final', killAt: 0 }
  const wanted = await stores.lend(async (store) => {
    await children.run({ ...undisturbed, store })
    return stores.read(store)
  })
  const { steps } = await stores.lend((store) => children.run({ ...disturbed, store, killAt: 0 }))
  const disturb = (killAt: number): Promise<void> =>
    stores.lend(async (store) => {
      expect((await children.run({ ...disturbed, store, killAt })).killed).toBe(true)
      await children.run({ ...undisturbed, store })
      expect(await stores.read(store), `killed at step ${killAt} of ${steps}`).toEqual(wanted)
    })
  for (let killAt = 1; killAt <= steps; killAt += 2) {
    await Promise.all([disturb(killAt), ...(killAt < steps ? [disturb(killAt + 1)] : [])])
  }
  return steps
}
