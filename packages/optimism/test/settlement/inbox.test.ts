import { brotliCompressSync, deflateSync } from 'node:zlib'
import type { L2Network } from '@defimon/core'
import { readParentRecord, type SettlementStep } from '@defimon/evm/parent'
import { metis, optimism } from '@defimon/networks'
import { describeOptimismSettlement } from '@defimon/optimism'
import { concat, getBytes, hexlify, toBeHex, zeroPadValue } from 'ethers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBlobPayload } from '../../src/settlement/inbox/blob-payload.ts'
import { inflateChannel } from '../../src/settlement/inbox/inflate-channel.ts'
import { type EncodedBatch, encodeBlob, encodeChannel, encodeFrames, encodePayload } from './batch-encoder.ts'

// Nothing here was recorded: it is built by `batch-encoder.ts`, which shares nothing with what reads it.

const GENESIS_S = 1_686_068_903
const FIRST = 105_235_063
const INBOX = '0xff00000000000000000000000000000000000010'
const BATCHER = '0x6887246668a3b87f54deb3b94ba47a6f63f32985'
const CHANNEL = `0x${'c1'.repeat(16)}`

const parentHash = (block: number): string => zeroPadValue(toBeHex(block), 32)

function singular(block: number): EncodedBatch {
  return { parentHash: parentHash(block - 1), l1Origin: 19_000_000, timestampS: GENESIS_S + (block - FIRST) * 2 }
}

function span(block: number, blockCount: number): EncodedBatch {
  return { parentHash: parentHash(block - 1), l1Origin: 19_000_000, sinceGenesisS: (block - FIRST) * 2, blockCount }
}

function run(block: number, count: number): readonly EncodedBatch[] {
  return Array.from({ length: count }, (_, index) => singular(block + index))
}

async function describeTransaction(transaction: object, network = optimism): Promise<readonly SettlementStep[]> {
  const record = { from: BATCHER, to: INBOX, input: '0x', ...transaction }
  return describeOptimismSettlement(
    await readParentRecord({ network: 'optimism', method: 'eth_getTransactionByHash', params: [], result: record }),
    network,
  )
}

async function covers(input: string): Promise<readonly SettlementStep['covers'][]> {
  return (await describeTransaction({ input })).map((step) => step.covers)
}

const payloadOf = (channel: Uint8Array, pieces = 1): string => encodePayload(encodeFrames(CHANNEL, channel, pieces))

describe('batches in the inbox', () => {
  test.each(['zlib', 'brotli'] as const)('singular and span batches, %s', async (compression) => {
    expect(await covers(payloadOf(encodeChannel(run(110_000_000, 5), compression)))).toEqual([
      { from: 110_000_000, to: 110_000_004, exact: true },
    ])
    expect(await covers(payloadOf(encodeChannel([span(110_000_000, 300), span(110_000_300, 7)], compression)))).toEqual([
      { from: 110_000_000, to: 110_000_306, exact: true },
    ])
  })

  test('a stream that was flushed and not ended, of either kind', async () => {
    const zlib = encodeChannel([span(110_000_000, 300)])
    expect(await covers(payloadOf(zlib.subarray(0, zlib.length - 4)))).toEqual([
      { from: 110_000_000, to: 110_000_299, exact: true },
    ])
    const brotli = encodeChannel([span(110_000_000, 300)], 'flushed brotli')
    expect(await covers(payloadOf(brotli))).toEqual([{ from: 110_000_000, to: 110_000_299, exact: true }])
  })

  test('a gap in the times of the blocks', async () => {
    expect(await covers(payloadOf(encodeChannel([...run(110_000_000, 2), ...run(110_000_005, 2)])))).toEqual([
      { from: 110_000_000, to: 110_000_006, exact: false },
    ])
  })

  test('several frames of one channel in a transaction', async () => {
    expect(await covers(payloadOf(encodeChannel(run(110_000_000, 40)), 4))).toEqual([
      { from: 110_000_000, to: 110_000_039, exact: true },
    ])
  })

  test('frames out of order: which count no more since Holocene', async () => {
    const frames = encodeFrames(CHANNEL, encodeChannel(run(110_000_000, 40)), 3).toReversed()
    const [step, ...rest] = await describeTransaction({ input: encodePayload(frames) })
    expect(rest).toEqual([])
    expect(step).toMatchObject({
      covers: { from: 110_000_000, to: 110_000_039, exact: false },
      note: expect.stringContaining('out of order'),
    })
  })

  test('a frame that goes on what began elsewhere', async () => {
    const [, second, third] = encodeFrames(CHANNEL, encodeChannel(run(110_000_000, 40)), 3)
    const steps = await describeTransaction({ input: encodePayload([second as string, third as string]) })
    expect(steps).toMatchObject([{ covers: { exact: false }, authorised: true }])
    expect(steps[0]?.note).toContain('which began elsewhere')
  })

  test('a first frame of a span', async () => {
    const [first] = encodeFrames(CHANNEL, encodeChannel([span(110_000_000, 3_000)]), 2)
    expect(await covers(encodePayload([first as string]))).toEqual([{ from: 110_000_000, exact: false }])
  })

  test('a first frame that is compressed by brotli says nothing alone', async () => {
    const [first] = encodeFrames(CHANNEL, encodeChannel(run(110_000_000, 200), 'brotli'), 2)
    expect(await covers(encodePayload([first as string]))).toEqual([{ exact: false }])
  })

  test('two channels in one transaction', async () => {
    const other = `0x${'c2'.repeat(16)}`
    const frames = [
      ...encodeFrames(CHANNEL, encodeChannel([span(110_000_000, 10)])),
      ...encodeFrames(other, encodeChannel([span(110_000_010, 10)])),
    ]
    expect(await covers(encodePayload(frames))).toEqual([
      { from: 110_000_000, to: 110_000_009, exact: true },
      { from: 110_000_010, to: 110_000_019, exact: true },
    ])
  })

  test.each([
    ['a frame that is cut', (payload: string) => payload.slice(0, -2)],
    ['bytes after the last frame', (payload: string) => `${payload}00`],
    ['another version', (payload: string) => `0x09${payload.slice(4)}`],
    ['a last flag that is neither', (payload: string) => `${payload.slice(0, -2)}02`],
  ])('data that are not frames to the end: %s', async (_, change) => {
    const input = change(payloadOf(encodeChannel(run(110_000_000, 5))))
    expect(await describeTransaction({ input })).toMatchObject([{ covers: { exact: false } }])
    // Without a network and another address nothing says that it is of the OP Stack.
    expect(await describeOptimismSettlement(await readParentRecord(exchange({ to: BATCHER, input })), undefined)).toEqual([])
  })

  test('a bomb is cut, or not read, before it grows', async () => {
    const zlib = Uint8Array.from(deflateSync(new Uint8Array(3_000_000)))
    expect((await inflateChannel(zlib, 1_000_000))?.bytes.length).toBe(1_000_000)
    const brotli = getBytes(concat(['0x01', brotliCompressSync(new Uint8Array(3_000_000))]))
    expect(await inflateChannel(brotli, 1_000_000)).toBeUndefined()
    expect((await inflateChannel(brotli, 5_000_000))?.bytes.length).toBe(3_000_000)
  })

  test('hostile payloads end as steps, never as another error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(0, 1, 2, 0xce, 0xfc), async (bytes, first) => {
        const steps = await describeTransaction({ input: concat([Uint8Array.of(first), bytes]) })
        expect(steps.every(({ stage, covers: range }) => stage === 'posted' && range?.exact === false)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  test('hostile channels end as steps, never as another error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.boolean(), async (bytes, compressed) => {
        const channel = compressed ? Uint8Array.from(deflateSync(bytes)) : bytes
        const steps = await describeTransaction({ input: payloadOf(channel) })
        expect(steps.map(({ stage }) => stage)).toEqual(['posted'])
      }),
      { numRuns: 200 },
    )
  })
})

describe('a network whose inbox is not registered', () => {
  const baseGoerli: L2Network<'op-stack'> = {
    id: 'base_goerli',
    name: 'Base Goerli',
    stack: 'op-stack',
    endpoints: [],
    contracts: {},
  }
  const to = '0x8453100000000000000000000000000000000000'

  test('is known by frames that are whole, and by nothing else', async () => {
    const batches = [1, 2].map((block) => ({
      parentHash: parentHash(block),
      l1Origin: 8_500_000,
      timestampS: 1_675_193_616 + block * 2,
    }))
    const record = await readParentRecord(exchange({ from: BATCHER, to, input: payloadOf(encodeChannel(batches)) }))
    expect(await describeOptimismSettlement(record, baseGoerli)).toMatchObject([{ covers: { from: 1, to: 2, exact: true } }])
    const pointer = await readParentRecord(exchange({ from: BATCHER, to, input: '0xce1234' }))
    expect(await describeOptimismSettlement(pointer, baseGoerli)).toEqual([])
  })
})

describe('blobs', () => {
  test('any payload comes out of a blob as it went in', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 2_000 }), (payload) => {
        expect(readBlobPayload(encodeBlob(payload))).toEqual(payload)
      }),
      { numRuns: 50 },
    )
    const most = Uint8Array.from({ length: 130_044 }, (_, index) => (index * 7 + (index >> 8)) & 0xff)
    expect(hexlify(readBlobPayload(encodeBlob(most)) ?? '0x')).toBe(hexlify(most))
    const broken = encodeBlob(Uint8Array.of(1, 2, 3))
    broken[1] = 1
    expect(readBlobPayload(broken)).toBeUndefined()
    const extra = encodeBlob(Uint8Array.of(1, 2, 3))
    extra[131_000] = 1
    expect(readBlobPayload(extra)).toBeUndefined()
  })

  test('a channel over three blobs of one transaction', async () => {
    const frames = encodeFrames(CHANNEL, encodeChannel([span(118_000_000, 900)], 'brotli'), 3)
    const blobs = frames.map((frame) => ({ data: hexlify(encodeBlob(getBytes(encodePayload([frame])))) }))
    const blobVersionedHashes = blobs.map((_, index) => `0x01${String(index).padStart(62, '0')}`)
    expect(await describeTransaction({ blobs, blobVersionedHashes })).toEqual([
      {
        stage: 'posted',
        covers: { from: 118_000_000, to: 118_000_899, exact: true },
        dataAvailability: 'ethereum-blobs',
        authorised: true,
      },
    ])
    // One of them is missing: what is there is said, and that something is missing.
    const steps = await describeTransaction({ blobs: blobs.slice(0, 2), blobVersionedHashes })
    expect(steps.every(({ covers: range }) => range?.exact === false)).toBe(true)
    expect(steps.at(-1)?.note).toContain('1 of 3 blobs')
  })

  test('the calldata of a blob transaction do not count', async () => {
    const input = payloadOf(encodeChannel([span(118_000_000, 900)]))
    const steps = await describeTransaction({ input, blobVersionedHashes: [`0x01${'0'.repeat(62)}`] })
    expect(steps).toMatchObject([{ covers: { exact: false }, dataAvailability: 'ethereum-blobs' }])
  })
})

describe('the inbox of Metis', () => {
  test('a header names the batch and its blocks', async () => {
    const head = concat(['0x03', '0x0b', toBeHex(4_711, 32), toBeHex(20_000_001, 32), toBeHex(900, 4), `0x${'77'.repeat(32)}`])
    const [address] = metis.contracts.batchInbox ?? []
    const record = await readParentRecord(exchange({ from: BATCHER, to: address?.address, input: head }))
    expect(await describeOptimismSettlement(record, metis)).toEqual([
      {
        stage: 'posted',
        batches: { from: 4_711, to: 4_711 },
        covers: { from: 20_000_001, to: 20_000_900, exact: true },
        dataAvailability: 'ethereum-blobs',
      },
    ])
  })
})

function exchange(transaction: object): Parameters<typeof readParentRecord>[0] {
  return { network: 'ethereum', method: 'eth_getTransactionByHash', params: [], result: transaction }
}
