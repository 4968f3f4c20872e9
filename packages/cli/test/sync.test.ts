import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { systemRuntime } from '@defimon/core'
import { simulateNetwork } from '@defimon/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { jsonLines, runCommand } from './run-command.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'defimon-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function setUp() {
  const simulated = simulateNetwork({
    stack: 'evm',
    network: { id: 'ethereum', evmChainId: 1 },
    mining: 'manual',
    startBlock: 100,
    blocks: 64,
    endpoints: [{ faults: [{ fault: 'internal-server-error', times: 1 }] }],
  })
  return {
    simulated,
    endpoint: simulated.endpoints[0]?.endpoint.url ?? '',
    options: { runtime: { ...systemRuntime(), fetch: simulated.fetch } },
  }
}

describe('sync', () => {
  test('a range into SQLite, and again without storing anything twice', async () => {
    const { simulated, endpoint, options } = setUp()
    const file = join(folder, 'made', 'blocks.sqlite')
    const argv = ['sync', 'ethereum', '--to', `sqlite:${file}`, '--from', '110', '--blocks', '10', '--endpoint', endpoint]
    const first = await runCommand(argv, options)
    expect(first).toMatchObject({ exitCode: 0, stderr: '' })
    expect(first.stdout).toMatch(/ethereum LIVE done: head 119, .*10 blocks/)
    const again = await runCommand([...argv, '--json'], options)
    expect(jsonLines(again.stdout).at(-1)).toMatchObject({ type: 'summary', state: 'done', blocks: 0, head: { number: 119 } })
    const database = new DatabaseSync(file, { readOnly: true })
    const rows = database.prepare('SELECT number, hash FROM blocks_readable ORDER BY number').all()
    database.close()
    expect(rows.map(({ number, hash }) => ({ number, hash }))).toEqual(
      simulated.chain.canonical({ from: 110, to: 119 }).map(({ number, hash }) => ({ number, hash })),
    )
  })

  test('the newest blocks into JSON lines, with events for programs', async () => {
    const { simulated, endpoint, options } = setUp()
    const { exitCode, stdout } = await runCommand(
      ['sync', 'ethereum', '--to', `jsonl:${folder}`, '--blocks', '3', '--json', '--endpoint', endpoint],
      options,
    )
    expect(exitCode).toBe(0)
    const events = jsonLines(stdout)
    const head = simulated.chain.head.number
    expect(events.at(-1)).toMatchObject({ type: 'summary', network: 'ethereum', blocks: 3, head: { number: head } })
    const stored = jsonLines(readFileSync(join(folder, 'ethereum.jsonl'), 'utf8')).filter(({ type }) => type === 'block')
    expect(stored.map(({ block }) => (block as { number: number }).number)).toEqual([head - 2, head - 1, head])
  })

  test('a network that cannot be reached says why, for programs too', async () => {
    const { simulated, endpoint, options } = setUp()
    const stopping = new AbortController()
    let changes = 0
    const argv = ['sync', 'base', '--to', `sqlite:${join(folder, 'a.sqlite')}`, '--json', '--endpoint', endpoint]
    const { exitCode, stdout } = await runCommand(argv, {
      ...options,
      signal: stopping.signal,
      onStdout: (line) => line.includes('"type":"health"') && ++changes === 2 && stopping.abort(),
    })
    expect(exitCode).toBe(1)
    const because = `base at ${simulated.endpoints[0]?.host}: it serves chain eip155:1, not eip155:8453`
    expect(jsonLines(stdout).at(-1)).toMatchObject({ type: 'summary', state: 'unreachable', because })
  })

  test('following ends cleanly when it is interrupted, and says where it stands', async () => {
    const { simulated, endpoint, options } = setUp()
    const stopping = new AbortController()
    const { exitCode, stdout, stderr } = await runCommand(
      ['sync', 'ethereum', '--to', `sqlite:${join(folder, 'a.sqlite')}`, '--json', '--endpoint', endpoint],
      { ...options, signal: stopping.signal, onStdout: (line) => line.includes('"type":"block"') && stopping.abort() },
    )
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(jsonLines(stdout).at(-1)).toMatchObject({ type: 'summary', head: { number: simulated.chain.head.number } })
  })
})
