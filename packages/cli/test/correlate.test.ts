import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { L2Block } from '@defimon/core'
import {
  type SimulatedNetwork,
  sampleBatch,
  sampleBlocks,
  seededRandom,
  simulateNetwork,
  type VirtualRuntime,
  virtualRuntime,
} from '@defimon/core/testing'
import { getNetwork } from '@defimon/networks'
import { sqliteSink } from '@defimon/sync/sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jsonLines, runCommand } from './run-command.ts'

const START_MS = Date.UTC(2026, 5, 1)
const folder = mkdtempSync(join(tmpdir(), 'defimon-correlate-'))
const store = `sqlite:${join(folder, 'store.sqlite')}`
const sourceHash = `0x${'ab'.repeat(32)}`

/** Two networks of ten blocks, two seconds and three seconds each, six seconds of them to an L1 block; one holds a deposit. */
beforeAll(async () => {
  await using sink = sqliteSink({ file: store.slice('sqlite:'.length) })
  await sink.open()
  for (const [network, everyMs] of [
    ['base', 2_000],
    ['optimism', 3_000],
  ] as const) {
    const blocks = sampleBlocks({ network, from: 0, count: 10, transactions: 1 }).map((block, index) => ({
      ...block,
      stack: 'op-stack',
      timestampMs: START_MS + index * everyMs,
      l1Origin: { network: 'ethereum', number: 900 + Math.floor((index * everyMs) / 6_000) },
      ...(network === 'base' &&
        index === 4 && { transactions: [{ ...block.transactions![0]!, kind: 'deposit', fields: { sourceHash } }] }),
    })) as unknown as L2Block[]
    await sink.write(sampleBatch(blocks, { network }))
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('correlate over a store', () => {
  test('the block of each network at an instant', async () => {
    const { exitCode, stdout } = await runCommand(['correlate', '--at', '2026-06-01T00:00:07Z', '--store', store, '--json'])
    expect(exitCode).toBe(0)
    expect(jsonLines(stdout)).toMatchObject([
      { network: 'base', block: 3, age_ms: 1_000, time: '2026-06-01T00:00:06.000Z' },
      { network: 'optimism', block: 2, age_ms: 1_000 },
    ])
    expect(
      jsonLines((await runCommand(['correlate', '--at', String(START_MS / 1_000 - 1), '--store', store, '--json'])).stdout),
    ).toEqual([])
  })

  test('the blocks of all networks that share an L1 block, as a table', async () => {
    const { stdout } = await runCommand(['correlate', '--l1-block', '901', '--store', store])
    const lines = stdout.split('\n').filter((line) => /^(base|optimism) /.test(line))
    expect(lines.map((line) => line.split(/ +/).slice(0, 2).join(' '))).toEqual([
      'base 3',
      'base 4',
      'base 5',
      'optimism 2',
      'optimism 3',
    ])
    expect(stdout).toMatch(/^NETWORK +BLOCK +HASH/)
  })

  test('the ends of a message, and nothing for one that nobody sent', async () => {
    const { stdout } = await runCommand([
      'correlate',
      '--message',
      sourceHash.toUpperCase().replace('0X', '0x'),
      '--store',
      store,
      '--json',
    ])
    expect(jsonLines(stdout)).toMatchObject([{ kind: 'op-deposit', end: 'arrived', network: 'base', block: 4 }])
    const nothing = await runCommand(['correlate', '--message', `0x${'00'.repeat(32)}`, '--store', store])
    expect(nothing).toEqual({ exitCode: 0, stdout: '', stderr: 'defimon: nothing was found\n' })
  })

  test.each([
    { argv: ['correlate'], says: /exactly one of/ },
    { argv: ['correlate', 'base', '--l1-block', '1', '--at', '2026-01-01'], says: /exactly one of/ },
    { argv: ['correlate', '--l1-block', '1'], says: /name networks/ },
    { argv: ['correlate', 'base', '--l1-block', '1', '--store', store], says: /without --store/ },
    { argv: ['correlate', 'base', '--at', 'yesterday'], says: /It must be a time/ },
    { argv: ['correlate', 'base', '--message', 'hello'], says: /It must be a hash/ },
    { argv: ['correlate', '--l1-block', '1', '--store', 'sqlite:/no/such/file'], says: /there is no database/ },
    { argv: ['correlate', '--l1-block', '1', '--store', 'mysql:x'], says: /sqlite:FILE/ },
  ])('wrong use, $argv, ends with 2', async ({ argv, says }) => {
    const { exitCode, stderr } = await runCommand(argv)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(says)
  })
})

describe('correlate over live networks', () => {
  /** Stands in for the endpoints that the registry names. */
  function standIn(runtime: VirtualRuntime, id: string, startBlock: number, blockTimeMs: number): SimulatedNetwork {
    const { evmChainId, endpoints } = getNetwork(id)
    const simulated = simulateNetwork({
      ...{
        stack: 'op-stack',
        network: { id, ...(evmChainId && { evmChainId }) },
        mining: 'manual',
        transactionsPerBlock: 0,
        runtime,
      },
      ...{ startBlock, blocks: 60, blockTimeMs, startMs: START_MS, seed: id },
      l1Origin: (timestampMs) => {
        const number = 900 + Math.floor((timestampMs - START_MS) / 12_000)
        return { number, hash: seededRandom(`origin ${number}`).hex(32), timestampMs: START_MS + (number - 900) * 12_000 }
      },
    })
    const url = simulated.endpoints[0]!.endpoint.url
    runtime.connect({ hosts: endpoints.map((each) => new URL(each.url).host), fetch: (_, init) => simulated.fetch(url, init) })
    return simulated
  }

  test('at an instant, by L1 block, and by message; a network that fails leaves the others standing', async () => {
    const runtime = virtualRuntime({ startMs: START_MS + 150_000 })
    const base = standIn(runtime, 'base', 0, 2_000)
    standIn(runtime, 'optimism', 0, 1_000)
    const run = async (...argv: string[]) => runtime.runUntil(runCommand(['correlate', ...argv, '--json'], { runtime }))
    const at = await run('base', 'optimism', '--at', new Date(START_MS + 31_000).toISOString())
    expect(jsonLines(at.stdout)).toMatchObject([
      { network: 'base', block: 15, hash: base.chain.block(15)!.hash, age_ms: 1_000 },
      { network: 'optimism', block: 31, age_ms: 0 },
    ])
    const l1 = await run('base', 'optimism', '--l1-block', '902')
    expect(jsonLines(l1.stdout)).toMatchObject([
      { network: 'base', block: 12, to: 17 },
      { network: 'optimism', block: 24, to: 35 },
    ])
    const message = await run('base', '--blocks', '20', '--message', `0x${'12'.repeat(32)}`)
    expect(message).toEqual({ exitCode: 0, stdout: '', stderr: '' })
    const broken = await run('base', 'unichain', '--l1-block', '902')
    expect(broken.exitCode).toBe(1)
    expect(broken.stderr).toMatch(/unichain/)
    expect(jsonLines(broken.stdout)).toMatchObject([{ network: 'base', block: 12 }])
  })
})
