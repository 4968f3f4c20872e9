import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { seededRandom } from '@defimon/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readJsonlStore, readSqliteStore } from './read-store.ts'
import type { Scenario } from './scenario.ts'

const SEED = 20_251
const child = fileURLToPath(new URL('child.ts', import.meta.url))
const NEVER = 1_000_000
let compileCache = ''

interface Outcome {
  readonly killed: boolean
  /** How many steps of the store the process made. */
  readonly steps: number
}

/** Runs the scenario in a process of its own. */
function runChild(scenario: Scenario): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const started = spawn(process.execPath, ['--conditions=@defimon/source', child, JSON.stringify(scenario)], {
      // Two thirds of a child's time would go into reading the sources anew.
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
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
  })
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'defimon-kill-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

interface Campaign {
  readonly sink: Scenario['sink']
  readonly stores: number
  readonly killsPerStore: number
  read(folder: string): unknown
}

/**
 * Each store is killed many times, at random steps and at each step of the first ones, which are those of opening and recovery; the
 * endpoint shows another branch each time. Then one run is let through, and the store must be that of an undisturbed run.
 */
async function campaign({ sink, stores, killsPerStore, read }: Campaign): Promise<void> {
  const random = seededRandom(SEED)
  const undisturbed = { sink, branch: 'final', switchAfter: NEVER, steps: 'all', killAt: 0 } as const
  const wanted = await inFolder(async (folder) => {
    await runChild({ ...undisturbed, folder })
    return read(folder)
  })
  const steps = await inFolder(
    async (folder) => (await runChild({ ...undisturbed, folder, branch: 'a', switchAfter: 150 })).steps,
  )

  const disturb = (store: number): Promise<void> =>
    inFolder(async (folder) => {
      let kills = 0
      let most = steps
      // How many steps a run makes depends on how far the ones before it came: one that ended early tells the next how many there are.
      for (let run = 0; kills < killsPerStore; run++) {
        if (run === 4 * killsPerStore) throw new Error(`store ${store} of seed ${SEED}: only ${kills} of ${run} runs were killed`)
        const inRecovery = kills % 3 === 2
        const killAt = inRecovery ? Math.min(store + 1, most) : random.integer(1, most)
        const branch = random.pick(['a', 'b', 'final'])
        const outcome = await runChild({ sink, folder, branch, switchAfter: random.integer(1, 400), steps: 'all', killAt })
        if (outcome.killed) kills += 1
        most = outcome.killed ? Math.max(4, Math.ceil(steps / (1 + kills / 4))) : Math.max(1, outcome.steps)
      }
      await runChild({ ...undisturbed, folder })
      expect(read(folder), `store ${store} of seed ${SEED}`).toEqual(wanted)
    })

  // Two at a time, as many as small machines have cores.
  for (let store = 0; store < stores; store += 2) await Promise.all([disturb(store), disturb(store + 1)])
}

/**
 * One store for each step that begins or ends a transaction: the process dies there, on a branch that is gone when the next one starts,
 * so that whatever was committed without its checkpoint stands in the way.
 */
async function killAtEachTransaction(): Promise<number> {
  const disturbed = { sink: 'sqlite', branch: 'a', switchAfter: NEVER, steps: 'transactions' } as const
  const undisturbed = { ...disturbed, branch: 'final', killAt: 0 }
  const wanted = await inFolder(async (folder) => {
    await runChild({ ...undisturbed, folder })
    return readSqliteStore(folder)
  })
  const { steps } = await inFolder((folder) => runChild({ ...disturbed, folder, killAt: 0 }))
  const disturb = (killAt: number): Promise<void> =>
    inFolder(async (folder) => {
      expect((await runChild({ ...disturbed, folder, killAt })).killed).toBe(true)
      await runChild({ ...undisturbed, folder })
      expect(readSqliteStore(folder), `killed at step ${killAt} of ${steps}`).toEqual(wanted)
    })
  for (let killAt = 1; killAt <= steps; killAt += 2) {
    await Promise.all([disturb(killAt), ...(killAt < steps ? [disturb(killAt + 1)] : [])])
  }
  return steps
}

describe('a process that is killed', () => {
  beforeAll(async () => {
    compileCache = await mkdtemp(join(tmpdir(), 'defimon-cache-'))
  })
  afterAll(() => rm(compileCache, { recursive: true }))

  it('leaves a SQLite store equal to the undisturbed one', { timeout: 180_000 }, async () => {
    await campaign({ sink: 'sqlite', stores: 6, killsPerStore: 12, read: readSqliteStore })
  })

  it('at the beginning or end of any transaction leaves a SQLite store equal to the undisturbed one', {
    timeout: 180_000,
  }, async () => {
    expect(await killAtEachTransaction()).toBeGreaterThan(20)
  })

  it('leaves a JSONL store equal to the undisturbed one', { timeout: 180_000 }, async () => {
    await campaign({ sink: 'jsonl', stores: 6, killsPerStore: 9, read: readJsonlStore })
  })
})
