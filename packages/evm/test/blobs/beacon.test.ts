import type { BlobPlace, DefimonError } from '@defimon/core'
import { type SimulatedBeacon, type SimulatedBeaconOptions, simulateBeacon, virtualRuntime } from '@defimon/core/testing'
import { type BeaconBlobSource, type BeaconBlobSourceOptions, beaconBlobSource } from '@defimon/evm/blobs'
import { afterEach, describe, expect, test } from 'vitest'
import { blobOf, fakeKzg } from '../../../../test/settlement/fake-kzg.ts'

const GENESIS_MS = 1_606_824_023_000
const DAY_MS = 86_400_000
const NOW_MS = GENESIS_MS + 12_000 * 5_000_000
/** Made in the slot 100 slots ago. */
const PLACE: BlobPlace = place(NOW_MS - 1_200_000)
const [one, two, three, foreign] = [[1], [2], [3], [9]].map((bytes) => blobOf(bytes)) as [Blob, Blob, Blob, Blob]

type Blob = ReturnType<typeof blobOf>

function place(timestampMs: number): BlobPlace {
  return { network: 'ethereum', number: 20_000_000, hash: `0x${'ab'.repeat(32)}`, timestampMs }
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

interface Scene {
  readonly runtime: ReturnType<typeof virtualRuntime>
  readonly source: BeaconBlobSource
  readonly nodes: readonly SimulatedBeacon[]
  ask(blobs: readonly Blob[], at?: BlobPlace, signal?: AbortSignal): Promise<readonly (Uint8Array | undefined)[]>
}

/** Nodes that have blobs one and two in the block, but for what `options` say. */
function scene(
  nodeOptions: readonly Partial<SimulatedBeaconOptions>[] = [{}],
  options: Partial<BeaconBlobSourceOptions> = {},
): Scene {
  const runtime = virtualRuntime({ startMs: NOW_MS })
  const nodes = nodeOptions.map((each, index) =>
    simulateBeacon({ host: `beacon-${index}.example`, genesisMs: GENESIS_MS, ...each }),
  )
  for (const node of nodes) node.put(PLACE.timestampMs, [one, two])
  runtime.connect(...nodes)
  const source = beaconBlobSource({ endpoints: nodes.map(({ url }) => url), runtime, kzg: fakeKzg, ...options })
  closing.push(() => source.close())
  const ask: Scene['ask'] = (blobs, at = PLACE, signal) =>
    runtime.runUntil(
      source.getBlobs(
        blobs.map(({ versionedHash }) => versionedHash),
        at,
        signal && { signal },
      ),
    )
  return { runtime, source, nodes, ask }
}

const slotPaths = ({ asked }: SimulatedBeacon): readonly string[] => asked.filter((path) => /blob/.test(path))
const failureOf = (asking: Promise<unknown>): Promise<DefimonError> =>
  asking.then(
    () => expect.fail('it did not fail'),
    (error: DefimonError) => error,
  )

describe('both generations of the beacon API', () => {
  test('since Fulu: the blobs of the slot that follows from the time of the block, by their hashes, in the order that was asked for', async () => {
    const { ask, nodes } = scene([{ calls: ['blobs'] }])
    expect(await ask([two, one])).toEqual([two.blob, one.blob])
    expect(nodes[0]?.asked).toEqual([
      '/eth/v1/beacon/genesis',
      '/eth/v1/config/spec',
      `/eth/v1/beacon/blobs/4999900?versioned_hashes=${two.versionedHash}&versioned_hashes=${one.versionedHash}`,
    ])
  })

  test('before: sidecars, and a node that knows only them is asked for them at once from then on', async () => {
    const { ask, nodes } = scene([{ calls: ['sidecars'] }])
    expect(await ask([two])).toEqual([two.blob])
    expect(await ask([one])).toEqual([one.blob])
    const [node] = nodes as [SimulatedBeacon]
    expect(slotPaths(node).map((path) => path.split(/[/?]/)[4])).toEqual(['blobs', 'blob_sidecars', 'blob_sidecars'])
    // The time of slots is asked for once.
    expect(node.asked).toHaveLength(5)
  })

  test('a node that was upgraded since is asked the other call', async () => {
    const calls: ('blobs' | 'sidecars')[] = ['sidecars']
    const { ask } = scene([{ calls }])
    await ask([one])
    calls[0] = 'blobs'
    expect(await ask([two])).toEqual([two.blob])
  })

  test('a node that ignores the filter gives all blobs of the block: those that were asked for are picked', async () => {
    const { ask, nodes } = scene([
      { instead: (path) => (path.includes('versioned_hashes') ? unfiltered(nodes[0], path) : undefined) },
    ])
    expect(await ask([two])).toEqual([two.blob])
  })
})

/** The same without the filter. */
function unfiltered(node: SimulatedBeacon | undefined, path: string): Promise<Response> | undefined {
  return node?.fetch(`${node.url}${path.split('?')[0]}`)
}

describe('what is not there', () => {
  test('a hash that the block does not have is undefined, and the others come', async () => {
    expect(await scene().ask([one, three])).toEqual([one.blob, undefined])
  })

  test('a block that no node has, while it should', async () => {
    const error = await failureOf(scene([{}, {}]).ask([one], place(PLACE.timestampMs + 12_000)))
    expect(error).toMatchObject({ code: 'NOT_FOUND', message: 'ethereum: no beacon node has the blobs of block 20000000' })
  })

  test('blobs that nodes need not keep any more are pruned, and the error says so', async () => {
    const at = place(NOW_MS - 19 * DAY_MS - ((19 * DAY_MS) % 12_000))
    const error = await failureOf(scene().ask([one], at))
    expect(error).toMatchObject({ code: 'PRUNED', retryable: false })
    expect(error.message).toContain('older than the 18 days that beacon nodes keep them')
    // A node that cannot be reached would not have them either.
    expect((await failureOf(scene([{}, { instead: () => Response.error() }]).ask([one], at))).code).toBe('PRUNED')
  })

  test('a node that keeps more than it must is believed', async () => {
    const at = place(NOW_MS - 40 * DAY_MS)
    const { ask, nodes } = scene()
    nodes[0]?.put(at.timestampMs, [three])
    expect(await ask([three], at)).toEqual([three.blob])
  })

  test('what one node lacks is asked of the next', async () => {
    const { ask, nodes } = scene([{}, {}])
    nodes[0]?.put(PLACE.timestampMs, [one])
    expect(await ask([one, two])).toEqual([one.blob, two.blob])
  })

  test('no hashes, no questions', async () => {
    const { ask, nodes } = scene()
    expect(await ask([])).toEqual([])
    expect(nodes[0]?.asked).toEqual([])
  })
})

describe('nodes that cannot be believed', () => {
  const lies = (call: 'blobs' | 'sidecars'): Partial<SimulatedBeaconOptions> => ({
    calls: [call],
    instead: (path) =>
      (call === 'blobs' ? /blobs\// : /sidecars/).test(path)
        ? Response.json({ data: call === 'blobs' ? [hex(foreign)] : [{ blob: hex(foreign), kzg_commitment: one.commitment }] })
        : undefined,
  })
  const hex = ({ blob }: Blob): string => `0x${Buffer.from(blob).toString('hex')}`

  test.each(['blobs', 'sidecars'] as const)(
    'another blob than the one that was asked for, by %s: the next node is asked',
    async (call) => {
      const { ask, source } = scene([lies(call), {}])
      expect(await ask([one])).toEqual([one.blob])
      expect(source.transport.health()[0]?.setAside).toBe('failed-check')
      const error = await failureOf(scene([lies(call)]).ask([one]))
      expect(error).toMatchObject({ code: 'VERIFICATION', host: 'beacon-0.example' })
    },
  )

  test('a blob whose elements are no field elements, or of another length', async () => {
    const gives = (blob: string): Partial<SimulatedBeaconOptions> => ({
      instead: (path) => (/blobs/.test(path) ? Response.json({ data: [blob] }) : undefined),
    })
    expect((await failureOf(scene([gives(`0x${'ff'.repeat(131_072)}`)]).ask([one]))).code).toBe('VERIFICATION')
    const error = await failureOf(scene([gives('0x1234')]).ask([one]))
    expect(error).toMatchObject({ code: 'MALFORMED', network: 'ethereum', host: 'beacon-0.example' })
    expect(await scene([gives('0x1234'), {}]).ask([one])).toEqual([one.blob])
  })

  test('a node of another chain is passed over: its slots do not begin when the blocks were made', async () => {
    const other = { genesisMs: 1_655_733_600_000 }
    expect(await scene([other, {}]).ask([one])).toEqual([one.blob])
    const error = await failureOf(scene([other]).ask([one]))
    expect(error).toMatchObject({ code: 'WRONG_NETWORK', host: 'beacon-0.example' })
  })

  test('a node that is syncing is asked again, and then another one', async () => {
    const syncing = () => Response.json({ code: 503, message: 'Beacon node is currently syncing' }, { status: 503 })
    expect(await scene([{ instead: syncing }, {}]).ask([one])).toEqual([one.blob])
    let answers = 0
    const recovers = (): Response | undefined => (answers++ < 2 ? syncing() : undefined)
    expect(await scene([{ instead: recovers }]).ask([one])).toEqual([one.blob])
    expect((await failureOf(scene([{ instead: syncing }]).ask([one]))).code).toBe('TRANSIENT')
  })

  test('a key that is refused is no absence, and is never shown', async () => {
    const refuses = { instead: () => Response.json({ message: 'key s3cr3t-key-0123 is not valid' }, { status: 401 }) }
    const [endpoint] = [{ url: 'https://beacon-0.example/s3cr3t-key-0123', headers: { 'x-key': 's3cr3t-value' } }]
    const error = await failureOf(scene([refuses], { endpoints: [endpoint] }).ask([one]))
    expect(error.code).toBe('RPC')
    expect(JSON.stringify(error)).not.toContain('s3cr3t')
  })

  test('an answer beyond the limit ends as malformed', async () => {
    expect((await failureOf(scene([{}], { maxResponseBytes: 100_000 }).ask([one]))).code).toBe('MALFORMED')
  })
})

test('a signal ends it, and nothing is left', async () => {
  const hangs = (_: string, signal: AbortSignal | undefined): Promise<Response> =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  const { source, runtime } = scene([{ instead: hangs }])
  const abort = new AbortController()
  const asking = failureOf(source.getBlobs([one.versionedHash], PLACE, { signal: abort.signal }))
  await runtime.settle()
  abort.abort()
  expect(await runtime.runUntil(asking)).toMatchObject({ code: 'ABORTED' })
  await source.close()
  expect(runtime.pendingTimers).toBe(0)
})
