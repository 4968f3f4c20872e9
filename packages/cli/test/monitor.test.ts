import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { systemRuntime } from '@defimon/core'
import { simulateNetwork } from '@defimon/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { realData } from '../../../test/real-data.ts'
import { type MonitorOptions, type MonitorResult, runMonitor } from '../src/monitor/run-monitor.ts'

let folder: string
let database: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'defimon-'))
  database = join(folder, 'data', 'defimon.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const OFFLINE: typeof globalThis.fetch = () => Promise.reject(new TypeError('fetch failed'))

/** The real runtime, whose fetch reaches loopback only; other addresses go to the fetch given. */
function runtimeWith(elsewhere: typeof globalThis.fetch) {
  const fetch: typeof globalThis.fetch = (input, init) => {
    const { hostname } = new URL(input instanceof Request ? input.url : input)
    return hostname === '127.0.0.1' ? globalThis.fetch(input, init) : elsewhere(input, init)
  }
  return { ...systemRuntime(), fetch }
}

/** Runs the monitor until its output satisfies `enough`, or until it ends by itself. */
async function monitor(
  options: MonitorOptions,
  elsewhere: typeof globalThis.fetch,
  enough: (output: string) => boolean = () => false,
  terminal = false,
): Promise<MonitorResult & { output: string }> {
  let output = ''
  const stopping = new AbortController()
  const stdout = {
    write: (text: string) => {
      output += text
      if (enough(output)) stopping.abort()
    },
    ...(terminal && { isTTY: true, columns: 160 }),
  }
  const runtime = runtimeWith(elsewhere)
  const environment = { stdout, stderr: stdout, runtime, signal: stopping.signal, variables: { NO_COLOR: '1' } }
  const result = await runMonitor({ database, ...options }, environment)
  return { ...result, output }
}

/** The last row of a network in the table that a terminal shows. */
function shown(output: string, id: string): { head: number; blocks: number } | undefined {
  const row = [...output.matchAll(new RegExp(`^${id} +\\w+ +live +(\\d+) +\\S+ +(\\d+) `, 'gm'))].at(-1)
  return row && { head: Number(row[1]), blocks: Number(row[2]) }
}

function storedBlocks(): { network: string; number: number; hash: string }[] {
  const open = new DatabaseSync(database, { readOnly: true })
  const rows = open.prepare('SELECT network, number, hash FROM blocks_readable ORDER BY network, number').all()
  open.close()
  return rows.map(({ network, number, hash }) => ({ network: String(network), number: Number(number), hash: String(hash) }))
}

/** Each stored block is linked to the one before it, and none is missing. */
function expectLinked(network: string): number[] {
  const open = new DatabaseSync(database, { readOnly: true })
  const rows = open
    .prepare('SELECT number, hash, parent_hash FROM blocks_readable WHERE network = ? ORDER BY number')
    .all(network)
  open.close()
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1]
    if (before) expect([row['number'], row['parent_hash']]).toEqual([Number(before['number']) + 1, before['hash']])
  }
  return rows.map(({ number }) => Number(number))
}

describe('the main job', () => {
  test('without a network: says so, runs on simulated networks, and a second run goes on from the first', async () => {
    const ids = ['simulated_ethereum', 'simulated_base']
    const stored = (heads: Readonly<Record<string, number>>) => (output: string) =>
      ids.every((id) => (shown(output, id)?.blocks ?? 0) >= 1 && (shown(output, id)?.head ?? 0) > (heads[id] ?? 0))
    const first = await monitor(
      { networks: ['ethereum', 'base'] },
      OFFLINE,
      stored({ simulated_ethereum: 121, simulated_base: 121 }),
      true,
    )
    expect(first.exitCode).toBe(0)
    expect(first.output).toMatch(/^DEFIMON monitor\nAsking the public endpoints of ethereum, base/)
    expect(first.output).toContain('ethereum: not reached: ')
    expect(first.output).toContain('No public endpoint can be reached from here.')
    expect(first.output).toContain('Look at the result with:')
    const heads = Object.fromEntries(ids.map((id) => [id, expectLinked(id).at(-1) ?? 0]))

    const second = await monitor({ networks: ['ethereum', 'base'] }, OFFLINE, stored(heads), true)
    expect(second.exitCode).toBe(0)
    for (const id of ids) expect(expectLinked(id).at(-1)).toBeGreaterThan(heads[id] ?? 0)
    // it went on from the checkpoint, and did not begin again
    for (const { blocks } of second.networks) expect(blocks).toBeLessThan(100)
  })

  test('with a network: follows what can be reached, marked LIVE, and names what cannot', async () => {
    const simulated = simulateNetwork({
      stack: 'evm',
      network: { id: 'ethereum', evmChainId: 1 },
      runtime: systemRuntime(),
      blockTimeMs: 300,
      endpoints: [{ host: 'ethereum-rpc.publicnode.com' }],
    })
    const reach: typeof globalThis.fetch = (input, init) => simulated.fetch(input, init)
    const { exitCode, output, networks } = await monitor({ networks: ['ethereum', 'base'] }, reach, (text) =>
      /head \d+/.test(text),
    )
    expect(exitCode).toBe(0)
    expect(output).toContain('base: not reached: ')
    expect(output).toMatch(/^ethereum LIVE /m)
    expect(output).not.toContain('SIMULATED')
    expect(networks.map(({ job }) => job.network.id)).toEqual(['ethereum'])
    expect(expectLinked('ethereum').length).toBeGreaterThan(0)
  })

  test('on a terminal: a table that is redrawn, until it is interrupted', async () => {
    const { exitCode, output } = await monitor({ networks: ['ethereum'] }, OFFLINE, (text) => /SIMULATED +live/.test(text), true)
    expect(exitCode).toBe(0)
    expect(output).toContain('Ctrl-C ends it.')
    expect(output).toMatch(
      /NETWORK +SOURCE +STATE +HEAD +LAG +BLOCKS +BLOCKS\/S +CHECKS PASSED\/SKIPPED +REORGS +WRONG +ENDPOINT/,
    )
    expect(output).toContain('\u001b[?25h')
  })

  const real = realData()
  if (!real) console.info('real recordings: none were found, so the main job was not run on them')

  test.runIf(real)('on real recordings: the consecutive ranges are stored, each block once', async () => {
    const recordings = join(real ?? '', 'recordings')
    const options = { replay: join(recordings, 'ethereum') }
    const { exitCode, output } = await monitor(options, OFFLINE)
    expect(exitCode).toBe(0)
    expect(output).toMatch(/^ethereum RECORDED done: /m)
    const wanted = Array.from({ length: 11 }, (_, index) => 22_431_080 + index)
    const stored = storedBlocks().map(({ number }) => number)
    expect(stored).toEqual(expect.arrayContaining(wanted))
    expect(new Set(stored).size).toBe(stored.length)

    const again = await monitor(options, OFFLINE)
    expect(again.exitCode).toBe(0)
    expect(again.networks.every(({ blocks, state }) => blocks === 0 && state === 'done')).toBe(true)
    expect(storedBlocks().map(({ number }) => number)).toEqual(stored)
  })
})

test('a folder without consecutive ranges is said plainly', async () => {
  const own = join(import.meta.dirname, '..', '..', '..', 'recordings')
  expect(readdirSync(own)).toContain('simulated_base')
  const { exitCode, output } = await monitor({ replay: own }, OFFLINE)
  expect(exitCode).toBe(0)
  expect(output).toContain('no consecutive blocks')
})
