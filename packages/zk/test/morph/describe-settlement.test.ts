import type { L2Network } from '@defimon/core'
import type { ParentRecord } from '@defimon/evm/parent'
import { describeMorphSettlement, type MorphNetwork } from '@defimon/zk/morph'
import { AbiCoder, id } from 'ethers'
import { describe, expect, it } from 'vitest'
import { encodeEvent } from '../settlement/parent-world.ts'

const ROLLUP = '0x759894ced0e6af42c26668076ffa84d02e3cef60'
const OTHER = `0x${'33'.repeat(20)}`
const morph: MorphNetwork = {
  id: 'morph',
  name: 'Morph',
  stack: 'evm',
  endpoints: [],
  contracts: { rollup: [{ address: ROLLUP, chain: 'ethereum' }] },
}
const BATCH = '(uint8,bytes,uint64,uint16,bytes32,bytes32,bytes32)'
const header = (version: number, index: number, last: number): string => {
  const hex = (value: number, bytes: number): string => value.toString(16).padStart(2 * bytes, '0')
  return `0x${hex(version, 1)}${hex(index, 8)}${'00'.repeat(240)}${version === 0 ? '' : hex(last, 8)}`
}
const call = (name: string, types: readonly string[], ...values: readonly unknown[]): string =>
  id(`${name}(${types.join(',')})`).slice(0, 10) + AbiCoder.defaultAbiCoder().encode(types, values).slice(2)
const batch = (parentVersion: number): readonly unknown[] => [
  2,
  header(parentVersion, 41, 9_000),
  9_040,
  3,
  id('a'),
  id('b'),
  id('c'),
]

/** What a transaction to the contract did, as a record of it. */
function record(input: string, logs: ParentRecord['logs'] = [], more: Partial<ParentRecord> = {}): ParentRecord {
  return { transaction: { input, to: ROLLUP, blobVersionedHashes: [id('blob')] }, logs, blobs: [], raw: {}, ...more }
}
const log = (declaration: string, ...values: readonly unknown[]) => encodeEvent(ROLLUP, declaration, ...values)
const finalized = log('FinalizeBatch(uint256 indexed,bytes32 indexed,bytes32,bytes32)', 42, id('hash'), id('b'), id('c'))
const batches = { from: 42, to: 42 }
const roots = [id('b')]

describe('one parent-chain transaction of Morph, encoded by ethers', () => {
  const covers = { from: 9_001, to: 9_040, exact: true }

  it('is a commit: data and a claim, with the blocks; also where the network is not known', async () => {
    const commit = record(call('commitBatch', [BATCH], batch(1)), [
      log('CommitBatch(uint256 indexed,bytes32 indexed)', 42, id('hash')),
    ])
    const steps = [
      { stage: 'posted', batches, covers, roots, dataAvailability: 'ethereum-blobs' },
      { stage: 'claimed', batches, covers, roots },
    ]
    expect(await describeMorphSettlement(commit, morph)).toEqual(steps)
    expect(await describeMorphSettlement(commit, undefined)).toEqual(steps)
  })

  it('is a commit whose first block the record does not tell', async () => {
    const [posted] = await describeMorphSettlement(record(call('commitBatch', [BATCH], batch(0))), morph)
    expect(posted).toMatchObject({ covers: { to: 9_040, exact: false }, note: expect.stringContaining('version 0') })
  })

  it('is another state for data that were posted before', async () => {
    expect(await describeMorphSettlement(record(call('commitState', [BATCH], batch(2))), morph)).toEqual([
      { stage: 'claimed', batches, covers, roots },
    ])
  })

  it('is all at once, with a proof', async () => {
    const input = call('commitBatchWithProof', [BATCH, 'bytes', 'bytes'], batch(2), '0x01', '0x02')
    const steps = await describeMorphSettlement(record(input, [finalized]), morph)
    expect(steps.map(({ stage }) => stage)).toEqual(['posted', 'claimed', 'proven', 'settled'])
    expect(steps.at(-1)).toEqual({ stage: 'settled', batches, roots, covers })
  })

  it('is a finalization, a revert, or the end of a challenge', async () => {
    const ended = (result: string): ParentRecord['logs'] => {
      const { topics, ...rest } = log('ChallengeRes(uint256 indexed,address indexed,bytes32 indexed)', 42, OTHER, id(result))
      return [{ ...rest, topics: [id('ChallengeRes(uint256,address,string)'), ...topics.slice(1)] }]
    }
    const reverted = log('RevertBatch(uint256 indexed,bytes32 indexed)', 42, id('hash'))
    expect(await describeMorphSettlement(record('0x13361101', [finalized]), morph)).toMatchObject([
      { stage: 'settled', batches, roots },
    ])
    expect(await describeMorphSettlement(record('0x10d44583', [reverted]), morph)).toEqual([{ stage: 'reverted', batches }])
    expect(await describeMorphSettlement(record('0x', ended('Proof success')), morph)).toMatchObject([
      { stage: 'proven', batches },
    ])
    expect(await describeMorphSettlement(record('0x', ended('Timeout')), morph)).toEqual([])
  })

  it('is nothing where it failed, is of another contract, or nothing says that it is of Morph', async () => {
    const input = call('commitBatch', [BATCH], batch(1))
    expect(await describeMorphSettlement(record(input, [], { outcome: 'failed' }), morph)).toEqual([])
    const elsewhere = { transaction: { input, to: OTHER, blobVersionedHashes: [] } }
    expect(await describeMorphSettlement(record(input, [], elsewhere), morph)).toEqual([])
    expect(await describeMorphSettlement(record('0x13361101', [finalized]), undefined)).toEqual([])
    const another: L2Network<'evm'> = { ...morph, contracts: {} }
    expect(await describeMorphSettlement(record(input, [finalized]), another)).toEqual([])
  })
})
