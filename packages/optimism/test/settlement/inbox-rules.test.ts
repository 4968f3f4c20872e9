import type { BlobSource, BlockSource, DefimonError, L2Network, Settlement } from '@defimon/core'
import {
  type OpStackFork,
  type SimulatedBeacon,
  type SimulatedNetwork,
  simulateBeacon,
  simulateNetwork,
  type VirtualRuntime,
  virtualRuntime,
} from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { beaconBlobSource } from '@defimon/evm/blobs'
import { optimismSource } from '@defimon/optimism'
import { getBytes, id } from 'ethers'
import { afterEach, describe, expect, it } from 'vitest'
import { fakeKzg, withCommitment } from '../../../../test/settlement/fake-kzg.ts'
import { rulesOf } from '../../src/settlement/inbox/derivation-rules.ts'
import { type EncodedBatch, encodeBlob, encodeChannel, encodeFrames, encodePayload } from './batch-encoder.ts'
import { BATCHER, BLOBS, batch, INBOX } from './optimism-rollup.ts'
import { type Happening, simulateParent } from './simulated-parent.ts'

const START_MS = Date.UTC(2025, 5, 1)
const GENESIS_S = 1_686_789_347
const PARENT_BLOCKS = 100

interface Scene {
  readonly runtime: VirtualRuntime
  readonly source: BlockSource<'op-stack'>
  readonly beacon: SimulatedBeacon
  settlementOf(number: number): Promise<Settlement>
  /** Parent block, first and last L2 block and whether they are exact, of each piece of evidence of a post. */
  postedOf(number: number): Promise<readonly (readonly unknown[])[]>
}

interface SceneOptions {
  readonly fork?: OpStackFork
  readonly network?: Partial<L2Network<'op-stack'>>
  /** With blobs of a beacon node. */
  readonly hasBeacon?: boolean
  readonly instead?: (path: string) => Response | undefined
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const rollups = new Map<OpStackFork, SimulatedNetwork<'op-stack'>>()

/** 400 blocks of 2 s, none of which their node calls safe but the first. Made once a fork, since nothing here changes them. */
function rollup(fork: OpStackFork): SimulatedNetwork<'op-stack'> {
  const made =
    rollups.get(fork) ??
    simulateNetwork({
      stack: 'op-stack',
      network: { id: 'base', evmChainId: 8453, parent: 'ethereum' },
      ...{ startBlock: 0, blocks: 401, blockTimeMs: 2_000, startMs: START_MS, safeDepth: 399, finalizedDepth: 400 },
      ...{ mining: 'manual', transactionsPerBlock: 0, fork, seed: 'rules' },
      l1Origin: (timestampMs) => {
        const number = Math.floor((timestampMs - START_MS) / 12_000)
        return { number, hash: id(`origin ${number}`), timestampMs: START_MS + number * 12_000 }
      },
      runtime: virtualRuntime({ startMs: START_MS }),
    })
  rollups.set(fork, made)
  return made
}

/** The rollup on a parent of 100 blocks of 12 s that began with it, and a beacon node that has the blobs of the named transactions. */
function scene(happeningsOf: (l2: SimulatedNetwork) => readonly Happening[], options: SceneOptions = {}): Scene {
  const { fork = 'holocene', network, hasBeacon, instead } = options
  const runtime = virtualRuntime({ startMs: START_MS + PARENT_BLOCKS * 12_000 })
  const l2 = rollup(fork)
  runtime.connect(l2)
  const beacon = simulateBeacon({ genesisMs: START_MS - 12_000 * 1_000, ...(instead && { instead }) })
  runtime.connect(beacon)
  const hashesAt = new Map<number, ReadonlySet<string>>()
  const happenings = happeningsOf(l2).map(
    (happening): Happening => ({
      ...happening,
      transaction(before) {
        const made = happening.transaction(before)
        const { at } = happening
        const hashes = new Set([...(hashesAt.get(at) ?? []), ...(made.blobVersionedHashes ?? [])])
        hashesAt.set(at, hashes)
        if (hashes.size > 0)
          beacon.put(
            START_MS + at * 12_000,
            [...hashes].flatMap((hash) => BLOBS.get(hash) ?? []),
          )
        return made
      },
    }),
  )
  const parent = simulateParent(happenings, { runtime, blocks: PARENT_BLOCKS, startMs: START_MS })
  const contracts = { batchInbox: [{ address: INBOX, chain: 'ethereum' }] }
  const operators = [{ role: 'batcher', address: BATCHER, chain: 'ethereum' }] as const
  const dataAvailability = hasBeacon ? 'ethereum-blobs' : 'ethereum-calldata'
  const facts = { ...l2.network, contracts, operators, dataAvailability, ...network } as L2Network<'op-stack'>
  const parentSource = evmSource(parent.network, { runtime })
  const blobs = hasBeacon ? beaconBlobSource({ endpoints: [beacon.url], runtime, kzg: fakeKzg }) : undefined
  const source = optimismSource(facts, { runtime, parent: parentSource, ...(blobs && { blobs: blobs as BlobSource }) })
  closing.push(
    () => source.close(),
    () => parentSource.close(),
    async () => blobs?.close(),
  )
  const settlementOf: Scene['settlementOf'] = (number) =>
    runtime.runUntil(source.getSettlement({ number, hash: l2.chain.block(number)?.hash ?? '' }))
  return {
    ...{ runtime, source, beacon, settlementOf },
    postedOf: async (number) => {
      const { state } = await settlementOf(number)
      const posted = state.stage === 'posted' ? state.posted : []
      return posted.map(({ number: at, covers }) => [at, covers?.from, covers?.to, covers?.exact])
    },
  }
}

/** The first block of the parents, in which nothing happens: the L1 origin of batches. */
const ORIGIN = {
  l1Origin: 1,
  l1OriginHash: simulateParent([], { runtime: virtualRuntime({ startMs: START_MS }), blocks: 2, startMs: START_MS }).chain.block(
    1,
  )?.hash,
}
/** A block that a reorganisation took. */
const GONE = { l1Origin: 3, l1OriginHash: id('a block that is gone') }

/** One batch a block, of these blocks in this order. */
function singular(l2: SimulatedNetwork, ...numbers: readonly number[]): readonly EncodedBatch[] {
  return numbers.map((number) => ({
    parentHash: hashAt(l2, number - 1),
    ...ORIGIN,
    timestampS: (l2.chain.block(number)?.timestampMs ?? 0) / 1_000,
  }))
}

function span(l2: SimulatedNetwork, from: number, to: number, parentHash = hashAt(l2, from - 1)): EncodedBatch {
  const sinceGenesisS = (l2.chain.block(from)?.timestampMs ?? 0) / 1_000 - GENESIS_S
  return { parentHash, ...ORIGIN, sinceGenesisS, blockCount: to - from + 1 }
}

function hashAt(l2: SimulatedNetwork, number: number): string {
  return l2.chain.block(number)?.hash ?? ''
}

function framesOf(name: string, batches: readonly EncodedBatch[], pieces = 1): readonly string[] {
  return encodeFrames(id(`channel ${name}`).slice(0, 34), encodeChannel(batches), pieces)
}

/** A transaction of the batcher with these frames: in calldata, or each in a blob. */
function post(at: number, frames: readonly string[], da: 'calldata' | 'blobs' = 'calldata'): Happening {
  const blobs = da === 'blobs' ? frames.map((frame) => withCommitment(encodeBlob(getBytes(encodePayload([frame]))))) : []
  for (const blob of blobs) BLOBS.set(blob.versionedHash, blob)
  const base = { from: BATCHER, to: INBOX }
  return {
    ...{ name: `post at ${at}`, at, purpose: 'data' },
    transaction: () =>
      da === 'blobs'
        ? { ...base, blobVersionedHashes: blobs.map(({ versionedHash }) => versionedHash) }
        : { ...base, input: encodePayload(frames) },
  }
}

describe('the rules of Holocene, and those before it', () => {
  const both = async (happeningsOf: (l2: SimulatedNetwork) => readonly Happening[], number: number) => ({
    holocene: await scene(happeningsOf).postedOf(number),
    before: await scene(happeningsOf, { fork: 'ecotone' }).postedOf(number),
  })

  it('frames out of order are dropped; before, they waited for each other', async () => {
    const outOfOrder = (l2: SimulatedNetwork): readonly Happening[] => {
      const [first = '', second = ''] = framesOf('a', [span(l2, 1, 20)], 2)
      return [post(6, [second]), post(7, [first]), post(9, framesOf('b', [span(l2, 1, 20)]))]
    }
    expect(await both(outOfOrder, 10)).toEqual({
      holocene: [[9, 1, 20, true]],
      before: [
        [7, 1, 20, true],
        [6, 1, 20, true],
      ],
    })
  })

  it('the first frame of a channel drops the one that is open; before, both went on', async () => {
    const twoAtOnce = (l2: SimulatedNetwork): readonly Happening[] => {
      const [first = '', second = ''] = framesOf('a', [span(l2, 1, 20)], 2)
      const [other = '', last = ''] = framesOf('b', [span(l2, 1, 30)], 2)
      return [post(6, [first]), post(7, [other, second]), post(8, [last])]
    }
    expect(await both(twoAtOnce, 10)).toEqual({
      holocene: [
        [7, 1, 30, true],
        [8, 1, 30, true],
      ],
      before: [
        [6, 1, 20, true],
        [7, 1, 20, true],
      ],
    })
  })

  it('frames that do not go on the open channel are dropped, and it goes on', async () => {
    const mixed = (l2: SimulatedNetwork): readonly Happening[] => {
      const [first = '', second = '', third = ''] = framesOf('a', singular(l2, ...blocks(1, 20)), 3)
      const [, stray = ''] = framesOf('b', [span(l2, 1, 30)], 2)
      return [post(6, [first, stray, third]), post(7, [second, second]), post(8, [third])]
    }
    expect((await both(mixed, 10)).holocene).toEqual([
      [6, 1, 20, true],
      [7, 1, 20, true],
      [8, 1, 20, true],
    ])
  })

  it('a channel that takes longer than 50 parent blocks is dropped; before Granite it had more time, so that it is not exact', async () => {
    const slow = (l2: SimulatedNetwork): readonly Happening[] => {
      const [first = '', second = ''] = framesOf('a', [span(l2, 1, 20)], 2)
      return [post(6, [first]), post(57, [second]), post(70, framesOf('b', [span(l2, 1, 20)]))]
    }
    expect(await both(slow, 10)).toEqual({
      holocene: [[70, 1, 20, true]],
      before: [
        [6, 1, 20, false],
        [57, 1, 20, false],
      ],
    })
  })

  it('a batch after a gap is dropped, and counts once it is posted again in order; before, it waited', async () => {
    const gap = (l2: SimulatedNetwork): readonly Happening[] => [
      ...batch(l2, 5, 1, 10),
      post(8, framesOf('early', [span(l2, 21, 30)])),
      ...batch(l2, 10, 11, 20),
      ...batch(l2, 12, 21, 30),
    ]
    expect(await both(gap, 25)).toEqual({ holocene: [[12, 21, 30, true]], before: [[8, 21, 30, true]] })
  })

  it('a span may begin in the past: what is new in it counts', async () => {
    const overlap = (l2: SimulatedNetwork): readonly Happening[] => [
      ...batch(l2, 5, 1, 20),
      post(8, framesOf('b', [span(l2, 15, 30)])),
    ]
    const { settlementOf, postedOf } = scene(overlap)
    expect((await settlementOf(10)).state.stage).toBe('posted')
    expect(await postedOf(25)).toEqual([[8, 21, 30, true]])
    expect(await postedOf(17)).toEqual([[5, 1, 20, true]])
  })

  it('the valid beginning of a channel counts, and the rest is dropped; before, the rest waited, so that nothing after it is exact', async () => {
    const broken = (l2: SimulatedNetwork): readonly Happening[] => [
      post(6, framesOf('a', [...singular(l2, 1, 2, 3), ...singular(l2, 6, 7)])),
      post(9, framesOf('b', singular(l2, 2, 3, 4, 5, 6, 7))),
    ]
    const { postedOf } = scene(broken)
    expect(await postedOf(2)).toEqual([[6, 1, 3, true]])
    expect(await postedOf(4)).toEqual([[9, 4, 7, true]])
    expect(await postedOf(7)).toEqual([[9, 4, 7, true]])
    expect((await both(broken, 2)).before).toEqual([[9, 2, 7, false]])
  })

  it('a batch that goes on from a block of another chain is dropped, with its channel', async () => {
    const foreign = (l2: SimulatedNetwork): readonly Happening[] => [
      post(6, framesOf('a', [span(l2, 1, 10, id('another chain')), span(l2, 11, 20)])),
      ...batch(l2, 9, 1, 20),
    ]
    expect((await both(foreign, 15)).holocene).toEqual([[9, 1, 20, true]])
  })

  it('batches whose L1 origin a reorganisation took are dropped, and so is the rest; what came before them stays', async () => {
    const orphaned = (l2: SimulatedNetwork): readonly Happening[] => [
      post(
        6,
        framesOf('a', [
          ...singular(l2, ...blocks(1, 10)),
          ...singular(l2, ...blocks(11, 20)).map((each) => ({ ...each, ...GONE })),
        ]),
      ),
      post(7, framesOf('b', [{ ...span(l2, 11, 30), ...GONE }])),
      ...batch(l2, 9, 11, 20),
    ]
    const { postedOf } = scene(orphaned)
    expect(await postedOf(10)).toEqual([[6, 1, 10, true]])
    expect(await postedOf(15)).toEqual([[9, 11, 20, true]])
    expect(await postedOf(25)).toEqual([])
    expect((await both(orphaned, 15)).before).toEqual([[9, 11, 20, false]])
  })

  it('a span whose end is missing does not count; the batches before it do', async () => {
    const cut = (l2: SimulatedNetwork): readonly Happening[] => {
      const whole = encodeChannel([span(l2, 1, 20), span(l2, 21, 40)])
      return [post(6, encodeFrames(id('cut').slice(0, 34), whole.subarray(0, whole.length - 12)))]
    }
    const { postedOf } = scene(cut)
    expect(await postedOf(10)).toEqual([[6, 1, 20, true]])
    expect(await postedOf(30)).toEqual([])
  })

  it.each([
    ['0x', 'before-holocene'],
    [`0x00${'000000fa00000006'}`, 'holocene'],
    [`0x01${'000000fa00000006'}${'00'.repeat(8)}`, 'holocene'],
    [`0x02${'000000fa00000006'}`, 'unknown'],
    ['0x424544524f434b', 'unknown'],
    [undefined, 'unknown'],
  ] as const)('extra data %s: %s', (extraData, rules) => {
    expect(rulesOf(extraData)).toBe(rules)
  })
})

function blocks(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

describe('with a beacon node', () => {
  /** In calldata, in a blob, in three blobs of one transaction, in both kinds in one block, in calldata again. */
  const switching = (l2: SimulatedNetwork): readonly Happening[] => [
    ...batch(l2, 5, 1, 20),
    ...batch(l2, 9, 21, 40, { da: 'blobs', compression: 'brotli' }),
    post(14, framesOf('over three', singular(l2, ...blocks(41, 60)), 3), 'blobs'),
    ...batch(l2, 18, 61, 80, { da: 'blobs' }),
    ...batch(l2, 18, 81, 90),
    ...batch(l2, 22, 91, 110),
  ]

  it('the blocks of every batch are exact, wherever its data are', async () => {
    const { settlementOf, postedOf, beacon } = scene(switching, { hasBeacon: true })
    const expected = [
      ...[[1, 20, 5, 'ethereum-calldata'] as const, [21, 40, 9, 'ethereum-blobs'] as const],
      ...[[41, 60, 14, 'ethereum-blobs'] as const, [61, 80, 18, 'ethereum-blobs'] as const],
      ...[[81, 90, 18, 'ethereum-calldata'] as const, [91, 110, 22, 'ethereum-calldata'] as const],
    ]
    for (const [from, to, at, dataAvailability] of expected) {
      for (const number of [from, to]) {
        expect((await settlementOf(number)).state, `block ${number}`).toMatchObject({
          stage: 'posted',
          posted: [{ number: at, covers: { from, to, exact: true }, dataAvailability }],
        })
      }
    }
    expect(await postedOf(111)).toEqual([])
    // Each blob transaction's blobs are asked for once, by the slot of its block.
    const slots = beacon.asked
      .filter((path) => path.includes('/blobs/'))
      .map((path) => Number(/blobs\/(\d+)/.exec(path)?.[1]) - 1_000)
    expect(slots).toEqual([9, 14, 18])
  })

  it('a blob that is not there any more: what comes after it is read, and its own blocks are not claimed to be exact', async () => {
    const gone = (path: string): Response | undefined =>
      path.includes('/1009') ? Response.json({ message: 'Block not found' }, { status: 404 }) : undefined
    const { postedOf } = scene(switching, { hasBeacon: true, instead: gone })
    expect(await postedOf(30)).toEqual([])
    expect(await postedOf(50)).toEqual([[14, 41, 60, true]])
  })

  it('a young blob that the beacon node does not have yet is waited for', async () => {
    const late = (l2: SimulatedNetwork): readonly Happening[] => [...batch(l2, 97, 371, 400, { da: 'blobs' })]
    let isThere = false
    const { postedOf } = scene(late, {
      hasBeacon: true,
      instead: (path) => (/blob/.test(path) && !isThere ? Response.json({ message: 'NOT_FOUND' }, { status: 404 }) : undefined),
    })
    expect(await postedOf(390)).toEqual([])
    isThere = true
    expect(await postedOf(390)).toEqual([[97, 371, 400, true]])
  })

  it('a beacon node that lies, or fails, is no fault of the endpoint of the L2: the question is asked again later', async () => {
    let isHealthy = false
    const lie = `0x${'00'.repeat(131_072)}`
    const { settlementOf, source } = scene(switching, {
      hasBeacon: true,
      instead: (path) => (/blobs?_?\w*\/\d/.test(path) && !isHealthy ? Response.json({ data: [lie] }) : undefined),
    })
    const error = await settlementOf(30).catch((reason: DefimonError) => reason)
    expect(error).toMatchObject({ code: 'TRANSIENT', message: expect.stringContaining('none of those of block 9') })
    expect(source.transport.health()[0]?.setAside).toBeUndefined()
    isHealthy = true
    expect((await settlementOf(30)).state.stage).toBe('posted')
  })
})
