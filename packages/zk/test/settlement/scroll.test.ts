import type { BlobSource, Evidence, L2Network, Settlement } from '@defimon/core'
import {
  type BeaconBlob,
  type PlannedTransaction,
  type SimulatedNetwork,
  simulateBeacon,
  simulateNetwork,
  type VirtualRuntime,
} from '@defimon/core/testing'
import { beaconBlobSource } from '@defimon/evm/blobs'
import { id } from 'ethers'
import { describe, expect, it } from 'vitest'
import { fakeKzg, withCommitment } from '../../../../test/settlement/fake-kzg.ts'
import { scrollSource } from '../../src/scroll/index.ts'
import {
  createParentWorld,
  encodeCall,
  encodeEvent,
  PARENT_START,
  PARENT_START_MS,
  type ParentWorld,
  parentBlockOf,
  ROLLUP_START_MS,
} from './parent-world.ts'

const CHAIN = '0xa13baf47339d63b743e7da8741db5456dac1e556'
const SEQUENCER = '0xcf2898225ed05be911d3709d9417e86e0b4cfc8f'
const FIRST = 2_000
const BLOCKS = 60
const AFTER = parentBlockOf(ROLLUP_START_MS + BLOCKS * 2_000)
const SAFE_DEPTH = 4

const hex = (value: number, bytes: number): string => value.toString(16).padStart(2 * bytes, '0')
const blobs = (count: number): string[] => Array.from({ length: count }, (_, index) => `0x01${String(index).padStart(62, '0')}`)

/** A chunk: how many blocks, and 60 bytes for each (da-codec, codec 0). */
function chunk(from: number, to: number): string {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  return `0x${hex(numbers.length, 1)}${numbers.map((number) => hex(number, 8) + hex(1, 8) + hex(0, 32) + hex(1, 8) + hex(2, 2) + hex(0, 2)).join('')}`
}

/** Version, index, and what else is in a header. */
const header = (version: number, index: number): string => `0x${hex(version, 1)}${hex(index, 8)}${'00'.repeat(72)}`
const committed = (index: number): ReturnType<typeof encodeEvent> =>
  encodeEvent(CHAIN, 'CommitBatch(uint256 indexed,bytes32 indexed)', index, id(`batch ${index}`))

function commit(version: number, index: number, from: number, to: number): PlannedTransaction {
  const middle = Math.floor((from + to) / 2)
  const chunks = from === to ? [chunk(from, to)] : [chunk(from, middle), chunk(middle + 1, to)]
  const input =
    version < 3
      ? encodeCall('commitBatch(uint8,bytes,bytes[],bytes)', version, header(version, index - 1), chunks, '0x')
      : encodeCall(
          'commitBatchWithBlobProof(uint8,bytes,bytes[],bytes,bytes)',
          version,
          header(version, index - 1),
          chunks,
          '0x',
          '0x',
        )
  return { from: SEQUENCER, to: CHAIN, input, logs: [committed(index)], ...(version > 0 && { blobVersionedHashes: blobs(1) }) }
}

/** The blocks of the batches of codec 7. */
const BLOB_BLOCKS: readonly (readonly [index: number, from: number, to: number])[] = [
  [14, 2_030, 2_034],
  [15, 2_035, 2_039],
  [16, 2_040, 2_044],
  [17, 2_045, 2_049],
  [18, 2_050, 2_055],
]

/** Their blobs: envelope and head (da-codec, codec 7), uncompressed. */
const BATCH_BLOBS: ReadonlyMap<number, BeaconBlob> = new Map(
  BLOB_BLOCKS.map(([index, from, to]) => {
    const payload = hex(0, 64) + hex(from, 8) + hex(to - from + 1, 2)
    const envelope = Buffer.from(`07${hex(payload.length / 2, 3)}00${payload}`, 'hex')
    const blob = new Uint8Array(131_072)
    envelope.forEach((byte, at) => {
      blob[Math.floor(at / 31) * 32 + 1 + (at % 31)] = byte
    })
    return [index, withCommitment(blob)]
  }),
)

const blobHash = (index: number): string => BATCH_BLOBS.get(index)?.versionedHash ?? ''
const blobOf = (hash: string): Uint8Array | undefined =>
  [...BATCH_BLOBS.values()].find(({ versionedHash }) => versionedHash === hash)?.blob

function commitV7(...indexes: number[]): PlannedTransaction {
  return {
    from: SEQUENCER,
    to: CHAIN,
    input: encodeCall('commitBatches(uint8,bytes32,bytes32)', 7, id('parent'), id(`batch ${indexes.at(-1)}`)),
    logs: indexes.map(committed),
    blobVersionedHashes: indexes.map(blobHash),
  }
}

const revert = (index: number): PlannedTransaction => ({
  from: SEQUENCER,
  to: CHAIN,
  logs: [encodeEvent(CHAIN, 'RevertBatch(uint256 indexed,bytes32 indexed)', index, id(`batch ${index}`))],
})
const revertRange = (from: number, to: number): PlannedTransaction => ({
  from: SEQUENCER,
  to: CHAIN,
  logs: [encodeEvent(CHAIN, 'RevertBatch(uint256 indexed,uint256 indexed)', from, to)],
})

function rollup(): SimulatedNetwork<'scroll'> {
  return simulateNetwork({
    stack: 'scroll',
    startBlock: FIRST,
    blocks: BLOCKS,
    transactionsPerBlock: 0,
    safeDepth: SAFE_DEPTH,
    startMs: ROLLUP_START_MS,
    blockTimeMs: 2_000,
  })
}

function rootOf({ model, chain }: SimulatedNetwork<'scroll'>, number: number): string {
  const params = [`0x${number.toString(16)}`, false]
  return (model.answer({ method: 'eth_getBlockByNumber', params }, chain.view()) as { stateRoot: string }).stateRoot
}

function finalize(of: SimulatedNetwork<'scroll'>, index: number, last: number): PlannedTransaction {
  const event = 'FinalizeBatch(uint256 indexed,bytes32 indexed,bytes32,bytes32)'
  return {
    from: SEQUENCER,
    to: CHAIN,
    logs: [encodeEvent(CHAIN, event, index, id(`batch ${index}`), rootOf(of, last), id('exits'))],
  }
}

type Plan = Readonly<Record<number, readonly PlannedTransaction[]>>

/** By parent block after the rollup's last. */
function plan(of: SimulatedNetwork<'scroll'>): Plan {
  return {
    // Codec 0 in calldata and codec 1 in a blob, in one parent block; final one by one.
    1: [commit(0, 10, 2_000, 2_009), commit(1, 11, 2_010, 2_014)],
    2: [finalize(of, 10, 2_009), finalize(of, 11, 2_014)],
    // Batch 12 is reverted and committed again with other blocks; a bundle of 12 and 13.
    3: [commit(4, 12, 2_015, 2_024)],
    4: [revert(12)],
    5: [commit(4, 12, 2_015, 2_019), commit(4, 13, 2_020, 2_029)],
    6: [finalize(of, 13, 2_029)],
    // Codec 7: three batches in two transactions, one bundle. A fourth is reverted.
    7: [commitV7(14, 15), commitV7(16)],
    8: [finalize(of, 16, 2_044)],
    9: [commitV7(17, 18)],
    10: [revertRange(17, 18)],
    11: [commitV7(17)],
    12: [finalize(of, 17, 2_049)],
    13: [commitV7(18)],
  }
}

function world(
  blocks = 16,
  change: (after: number, branch: number, planned: Plan) => readonly PlannedTransaction[] | undefined = () => undefined,
  blobSource?: BlobSource | ((runtime: VirtualRuntime) => BlobSource),
): ParentWorld {
  const simulated = rollup()
  const planned = plan(simulated)
  return createParentWorld({
    rollup: simulated,
    contracts: { rollup: [{ address: CHAIN, chain: 'simulated_ethereum', fromBlock: PARENT_START }] },
    parentBlocks: AFTER + blocks - PARENT_START,
    planned: (parentBlock, branch) => change(parentBlock - AFTER, branch, planned) ?? planned[parentBlock - AFTER] ?? [],
    source(network, options) {
      const found = typeof blobSource === 'function' ? blobSource(options.runtime as VirtualRuntime) : blobSource
      return scrollSource(network as L2Network<'scroll'>, { ...options, ...(found && { blobs: found }) })
    },
  })
}

interface Data {
  readonly at: number
  readonly index?: number
  readonly in: 'blobs' | 'calldata'
  readonly from: number
  readonly to: number
  readonly exact?: boolean
}

interface Expected {
  readonly from: number
  readonly to: number
  readonly at: number
  readonly index?: number
  readonly data: readonly Data[]
}

const EXPECTED: readonly Expected[] = [
  { from: 2_000, to: 2_009, at: 2, data: [{ at: 1, in: 'calldata', from: 2_000, to: 2_009 }] },
  { from: 2_010, to: 2_014, at: 2, index: 1, data: [{ at: 1, index: 1, in: 'blobs', from: 2_010, to: 2_014 }] },
  { from: 2_015, to: 2_029, at: 6, data: [{ at: 5, in: 'blobs', from: 2_015, to: 2_019 }] },
  { from: 2_015, to: 2_029, at: 6, data: [{ at: 5, index: 1, in: 'blobs', from: 2_020, to: 2_029 }] },
  {
    from: 2_030,
    to: 2_044,
    at: 8,
    data: [
      { at: 7, in: 'blobs', from: 2_030, to: 2_044, exact: false },
      { at: 7, index: 1, in: 'blobs', from: 2_030, to: 2_044, exact: false },
    ],
  },
  { from: 2_045, to: 2_049, at: 12, data: [{ at: 11, in: 'blobs', from: 2_045, to: 2_049 }] },
]

function postedIn(of: ParentWorld, { at, index = 0, in: where, from, to, exact = true }: Data): Evidence {
  const parts = { kind: 'batch', covers: { from, to, exact }, dataAvailability: `ethereum-${where}` } as const
  return of.evidenceIn(AFTER + at, parts, { index, purpose: 'data' })
}

function expected(of: ParentWorld, number: number): Settlement {
  const block = { number, hash: of.block(number).hash }
  const known = { block, network: 'simulated_scroll' }
  const found = EXPECTED.find(({ to, data }) => number <= to && data.some((each) => each.from <= number && number <= each.to))
  if (found) {
    const covers = { from: found.from, to: found.to, exact: true }
    const index = found.index ?? 0
    return {
      ...known,
      state: {
        stage: 'settled',
        posted: found.data.map((each) => postedIn(of, each)),
        proven: of.evidenceIn(AFTER + found.at, { kind: 'validity-proof', covers }, { index, purpose: 'proof' }),
        settled: of.evidenceIn(AFTER + found.at, { kind: 'settlement', covers }, { index, purpose: 'proof' }),
      },
    }
  }
  const safe = FIRST + BLOCKS - 1 - SAFE_DEPTH
  const nextExpectedMs = expect.any(Number) as unknown as number
  if (number > safe) return { ...known, nextExpectedMs, state: { stage: 'sequenced' } }
  const posted = [postedIn(of, { at: 13, in: 'blobs', from: number, to: safe, exact: false })]
  return { ...known, nextExpectedMs, state: { stage: 'posted', posted } }
}

describe('settlement of Scroll', () => {
  it('tells the exact evidence of every block: codecs, bundles, reverts, several batches a transaction and a parent block', async () => {
    const here = world()
    for (let number = FIRST; number < FIRST + BLOCKS; number += 1) {
      expect(await here.settlementOf(number), `block ${number}`).toEqual(expected(here, number))
    }
    await here.close()
  })

  it('tells the blocks of each batch of codec 7 where it is given the blobs, as soon as it is committed', async () => {
    const asked: number[] = []
    const here = world(16, undefined, {
      getBlobs: async (hashes, { number }) => {
        asked.push(number - AFTER)
        return hashes.map(blobOf)
      },
    })
    for (let number = 2_030; number < FIRST + BLOCKS; number += 1) {
      const { state } = await here.settlementOf(number)
      if (number > 2_055) {
        expect(state).toEqual({ stage: 'sequenced' })
        continue
      }
      const data =
        number < 2_040
          ? { at: 7, in: 'blobs' as const, from: 2_030, to: 2_039 }
          : number < 2_045
            ? { at: 7, index: 1, in: 'blobs' as const, from: 2_040, to: 2_044 }
            : number < 2_050
              ? { at: 11, in: 'blobs' as const, from: 2_045, to: 2_049 }
              : { at: 13, in: 'blobs' as const, from: 2_050, to: 2_055 }
      const final = number < 2_045 ? { at: 8, from: 2_030, to: 2_044 } : { at: 12, from: 2_045, to: 2_049 }
      const parts = { kind: 'settlement', covers: { from: final.from, to: final.to, exact: true } } as const
      const posted = [postedIn(here, data)]
      expect(state, `block ${number}`).toMatchObject(
        number < 2_050
          ? { stage: 'settled', posted, settled: here.evidenceIn(AFTER + final.at, parts, { purpose: 'proof' }) }
          : { stage: 'posted', posted },
      )
    }
    // Each transaction's blobs are asked for once, and those of older codecs never.
    expect(asked.toSorted((a, b) => a - b)).toEqual(
      [...new Set(asked)].flatMap((at) => (at === 7 ? [7, 7] : [at])).toSorted((a, b) => a - b),
    )
    expect(Math.min(...asked)).toBe(7)
    await here.close()
  })

  it('tells them by the proven blobs of a beacon node, one batch of a transaction or several; without one of them by the state root', async () => {
    const beacon = simulateBeacon({ genesisMs: PARENT_START_MS - 1_200_000 })
    const put = (after: number, ...indexes: readonly number[]): void =>
      beacon.put(
        PARENT_START_MS + (AFTER + after - PARENT_START) * 12_000,
        indexes.flatMap((index) => BATCH_BLOBS.get(index) ?? []),
      )
    put(7, 14, 15, 16)
    put(13, 18)
    const here = world(16, undefined, (runtime) => {
      runtime.connect(beacon)
      return beaconBlobSource({ endpoints: [beacon.url], runtime, kzg: fakeKzg })
    })
    const postedAt = async (number: number): Promise<unknown> => {
      const { state } = await here.settlementOf(number)
      return state.stage === 'sequenced' ? undefined : state.posted
    }
    expect(await postedAt(2_033)).toEqual([postedIn(here, { at: 7, in: 'blobs', from: 2_030, to: 2_039 })])
    expect(await postedAt(2_042)).toEqual([postedIn(here, { at: 7, index: 1, in: 'blobs', from: 2_040, to: 2_044 })])
    expect(await postedAt(2_052)).toEqual([postedIn(here, { at: 13, in: 'blobs', from: 2_050, to: 2_055 })])
    expect(await here.settlementOf(2_047)).toEqual(expected(here, 2_047))
    await here.close()
  })

  it('goes by the state root where a blob is not there any more, or is not what it should be', async () => {
    for (const blob of [undefined, new Uint8Array(131_072), new Uint8Array(131_072).fill(7)]) {
      const here = world(16, undefined, { getBlobs: async (hashes) => hashes.map(() => blob) })
      for (const number of [2_036, 2_047, 2_012]) expect(await here.settlementOf(number)).toEqual(expected(here, number))
      await here.close()
    }
  })

  it('answers in any order as it does in order', async () => {
    const here = world()
    for (const number of [2_048, 2_036, 2_022, 2_053, 2_012, 2_000]) {
      expect(await here.settlementOf(number), `block ${number}`).toEqual(expected(here, number))
    }
    await here.close()
  })

  it('takes back what a revert takes back, and says which batch holds the block after it', async () => {
    const here = world(4)
    expect((await here.settlementOf(2_022)).state).toEqual({
      stage: 'posted',
      posted: [postedIn(here, { at: 3, in: 'blobs', from: 2_015, to: 2_024 })],
    })
    await here.mine(1)
    expect((await here.settlementOf(2_022)).state.stage).toBe('sequenced')
    await here.mine(1)
    expect((await here.settlementOf(2_022)).state).toEqual({
      stage: 'posted',
      posted: [postedIn(here, { at: 5, index: 1, in: 'blobs', from: 2_020, to: 2_029 })],
    })
    await here.close()
  })

  it('takes a finalization back with the parent block that held it', async () => {
    const here = world(8, (after, branch, planned) => (branch > 0 && after >= 6 ? (after === 8 ? planned[6] : []) : undefined))
    expect((await here.settlementOf(2_022)).state.stage).toBe('settled')
    await here.reorg(2)
    expect((await here.settlementOf(2_022)).state).toMatchObject({ stage: 'settled', settled: { number: AFTER + 8 } })
    await here.close()
  })

  it('believes no safe block that was made after the newest commit', async () => {
    // The commits before are there, the one of batch 18 never comes, and the endpoint calls blocks safe that were made later.
    const simulated = rollup()
    const planned = plan(simulated)
    const here = createParentWorld({
      rollup: simulated,
      contracts: { rollup: [{ address: CHAIN, chain: 'simulated_ethereum', fromBlock: PARENT_START }] },
      parentBlocks: AFTER + 16 - PARENT_START,
      planned: (parentBlock) =>
        parentBlock === parentBlockOf(ROLLUP_START_MS + 40_000) ? [commitV7(14)] : (planned[parentBlock] ?? []),
      source: (network, options) => scrollSource(network as L2Network<'scroll'>, options),
    })
    expect((await here.settlementOf(2_010)).state.stage).toBe('sequenced')
    await here.close()
  })
})

describe('a state root that was made final', () => {
  const lie = id('another state')
  /** The finalization in that block holds another root. */
  const lying = (of: number) => (after: number, _branch: number, planned: Plan) =>
    after === of
      ? (planned[of] ?? []).map((transaction) => ({
          ...transaction,
          logs: transaction.logs?.map((log) => ({ ...log, data: `${lie}${log.data?.slice(66)}` })) ?? [],
        }))
      : undefined

  it.each([
    ['of one batch', 2, 2_003, 2_009, undefined],
    ['of a bundle', 6, 2_017, 2_029, undefined],
    ['of a bundle whose blocks are in blobs', 8, 2_031, 2_044, { getBlobs: async (hashes) => hashes.map(blobOf) }],
  ] as const satisfies readonly (readonly [string, number, number, number, BlobSource | undefined])[])(
    '%s is in the header of the last block, or the endpoint is on another chain',
    async (_, at, asked, last, blobSource) => {
      const here = world(16, lying(at), blobSource)
      const own = here.block(last)
      await expect(here.settlementOf(asked)).rejects.toMatchObject({
        code: 'CONTRADICTION',
        block: { number: last, hash: own.hash },
        anchored: lie,
        message: expect.stringContaining('the state root after batch'),
      })
      await here.close()
    },
  )
})
