import type { L2Network, Stack } from '@defimon/core'
import type { DescribeSettlement, ParentRecord, SettlementStep } from '@defimon/evm/parent'
import { id } from 'ethers'
import { describe, expect, it } from 'vitest'
import { describeStarkexSettlement } from '../../src/immutable/index.ts'
import { describeLineaSettlement } from '../../src/linea/index.ts'
import { describeLoopringSettlement } from '../../src/loopring/index.ts'
import { describePolygonZkevmSettlement } from '../../src/polygon-zkevm/index.ts'
import { describeScrollSettlement } from '../../src/scroll/index.ts'
import { describeStarknetSettlement } from '../../src/starknet/index.ts'
import { describeTaikoSettlement } from '../../src/taiko/index.ts'
import { describeZksyncLiteSettlement } from '../../src/zksync/lite/index.ts'
import { encodeCall, encodeEvent } from './parent-world.ts'

// Where no real record exists, records are built here by ethers.

const CONTRACT = '0x1111111111111111111111111111111111111111'
const OTHER = '0x3333333333333333333333333333333333333333'
const hash = (name: string | number): string => id(`hash ${name}`)

/** A call of the contract, or what a call logged. */
function record(input: string | undefined, logs: ParentRecord['logs'] = [], more: Partial<ParentRecord> = {}): ParentRecord {
  return {
    ...(input !== undefined && { transaction: { input, to: CONTRACT, blobVersionedHashes: [] } }),
    logs,
    blobs: [],
    raw: {},
    ...more,
  }
}

const event = (declaration: string, ...values: readonly unknown[]) => encodeEvent(CONTRACT, declaration, ...values)

function networkOf(contracts: object): L2Network<Stack> {
  return { id: 'mine', name: 'Mine', stack: 'evm', contracts, endpoints: [] } as L2Network<Stack>
}

const at = [{ address: CONTRACT, chain: 'ethereum' }]
const NETWORK = networkOf({
  core: at,
  rollup: at,
  exchange: at,
  inbox: at,
  rollupManager: [{ address: CONTRACT, chain: 'ethereum', rollupId: 7 }],
})

interface Case {
  readonly name: string
  readonly by: DescribeSettlement<never>
  readonly record: ParentRecord
  readonly steps: readonly Partial<SettlementStep>[]
}

const ROOT = 2n ** 250n
const CONFIG = 2n ** 249n
const BLOCK_HASH = 2n ** 248n
const felt = (value: bigint): string => `0x${value.toString(16)}`
const update = (...output: readonly (bigint | number)[]): string =>
  encodeCall('updateState(uint256[],uint256,uint256)', output, 1, 2)

const STARKNET: readonly Case[] = [
  {
    name: 'the oldest program output: one block, no hash, then the lengths of messages',
    by: describeStarknetSettlement,
    record: record(update(ROOT, ROOT + 1n, 900, CONFIG, 5, 1, 2, 3)),
    steps: [{ stage: 'settled', covers: { from: 900, to: 900, exact: true }, dataAvailability: 'ethereum-calldata' }],
  },
  {
    name: 'the second program output: one block and its hash',
    by: describeStarknetSettlement,
    record: record(encodeCall('updateStateKzgDA(uint256[],bytes)', [ROOT, ROOT + 1n, 1_000, BLOCK_HASH, CONFIG, 1, 9], '0x')),
    steps: [{ stage: 'settled', covers: { from: 1_000, to: 1_000, exact: true }, dataAvailability: 'ethereum-blobs' }],
  },
  {
    name: 'the third program output: all blocks after the previous one',
    by: describeStarknetSettlement,
    record: record(
      encodeCall(
        'updateStateKzgDA(uint256[],bytes[])',
        [ROOT, ROOT + 1n, 766_901, 766_960, BLOCK_HASH, BLOCK_HASH + 1n, CONFIG, CONFIG + 1n, 1, 0],
        ['0x', '0x'],
      ),
    ),
    steps: [{ stage: 'settled', covers: { from: 766_902, to: 766_960, exact: true }, roots: [felt(ROOT), felt(ROOT + 1n)] }],
  },
  {
    name: 'a log that names the last block of an update',
    by: describeStarknetSettlement,
    record: record(undefined, [event('LogStateUpdate(uint256,int256,uint256)', ROOT, 4_000, BLOCK_HASH)]),
    steps: [{ stage: 'settled', covers: { to: 4_000, exact: false }, roots: [felt(ROOT)] }],
  },
]

const SHNARF = [hash('parent'), hash('snark'), hash('final'), hash('x'), hash('y')]
const LINEA: readonly Case[] = [
  {
    name: 'V5: blobs name their blocks',
    by: describeLineaSettlement,
    record: record(
      encodeCall(
        'submitBlobs(((bytes32,uint256,uint256,bytes32),uint256,bytes,bytes)[],bytes32,bytes32)',
        [
          [[hash(1), 100, 120, hash('s')], 1, '0x', '0x'],
          [[hash(2), 121, 150, hash('s')], 1, '0x', '0x'],
        ],
        hash('p'),
        hash('f'),
      ),
    ),
    steps: [
      { stage: 'posted', covers: { from: 100, to: 150, exact: true }, roots: [hash(2)], dataAvailability: 'ethereum-blobs' },
    ],
  },
  {
    name: 'V5: calldata name their blocks',
    by: describeLineaSettlement,
    record: record(
      encodeCall(
        'submitDataAsCalldata((bytes32,uint256,uint256,bytes32,bytes),bytes32,bytes32)',
        [hash(1), 100, 120, hash('s'), '0x00'],
        hash('p'),
        hash('f'),
      ),
    ),
    steps: [{ stage: 'posted', covers: { from: 100, to: 120, exact: true }, dataAvailability: 'ethereum-calldata' }],
  },
  {
    name: 'V5: a finalization names its last block',
    by: describeLineaSettlement,
    record: record(
      encodeCall(
        'finalizeBlocksWithProof(bytes,uint256,(bytes32,bytes32,uint256,(bytes32,bytes32,bytes32,bytes32,bytes32),uint256,uint256,bytes32,bytes32,uint256,uint256,uint256,bytes32[],bytes))',
        '0x',
        0,
        [hash('before'), hash('s'), 150, SHNARF, 1, 2, hash('r'), hash('r'), 1, 2, 5, [], '0x'],
      ),
    ),
    steps: [{ stage: 'settled', covers: { to: 150, exact: false }, roots: [hash('before'), hash('final')] }],
  },
  {
    name: 'V6: data name no block',
    by: describeLineaSettlement,
    record: record(
      encodeCall(
        'submitBlobs((uint256,bytes,bytes,bytes32,bytes32)[],bytes32,bytes32)',
        [[1, '0x', '0x', hash('final'), hash('s')]],
        hash('p'),
        hash('f'),
      ),
    ),
    steps: [{ stage: 'posted', roots: [hash('final')], dataAvailability: 'ethereum-blobs' }],
  },
  {
    name: 'V6: the event of a finalization names both bounds',
    by: describeLineaSettlement,
    record: record(undefined, [
      event(
        'DataFinalizedV3(uint256 indexed,uint256 indexed,bytes32 indexed,bytes32,bytes32)',
        151,
        180,
        hash('f'),
        hash('before'),
        hash('final'),
      ),
    ]),
    steps: [{ stage: 'settled', covers: { from: 151, to: 180, exact: true }, roots: [hash('before'), hash('final')] }],
  },
  {
    name: 'V8: a finalization',
    by: describeLineaSettlement,
    record: record(
      encodeCall(
        'finalizeBlocks(bytes,uint256,(bytes32,uint256,(bytes32,bytes32,bytes32,bytes32,bytes32),uint256,uint256,bytes32,bytes32,uint256,uint256,uint256,uint256,uint256,bytes32,bytes32[],address[],bytes))',
        '0x',
        0,
        [hash('before'), 200, SHNARF, 1, 2, hash('r'), hash('r'), 1, 2, 5, 0, 0, hash('forced'), [], [], '0x'],
      ),
    ),
    steps: [{ stage: 'settled', covers: { to: 200, exact: false } }],
  },
  {
    name: 'the first generation, by its events: data and proof in one',
    by: describeLineaSettlement,
    record: record(undefined, [
      event('BlockFinalized(uint256 indexed,bytes32 indexed)', 10, hash(10)),
      event('BlockFinalized(uint256 indexed,bytes32 indexed)', 11, hash(11)),
      event('BlocksVerificationDone(uint256 indexed,bytes32,bytes32)', 11, hash(9), hash(11)),
    ]),
    steps: [{ stage: 'settled', covers: { from: 10, to: 11, exact: true }, roots: [hash(10), hash(11)] }],
  },
]

const header = (version: number, index: number): string =>
  `0x${version.toString(16).padStart(2, '0')}${index.toString(16).padStart(16, '0')}${'00'.repeat(64)}`
const SCROLL: readonly Case[] = [
  {
    name: 'a bundle: one index is named, and all before it are final',
    by: describeScrollSettlement,
    record: record(
      encodeCall('finalizeBundleWithProof(bytes,bytes32,bytes32,bytes)', header(4, 314_500), hash('root'), hash('exits'), '0x'),
    ),
    steps: [
      {
        stage: 'settled',
        batches: { from: 314_500, to: 314_500 },
        roots: [hash('root')],
        note: expect.stringContaining('before') as unknown as string,
      },
    ],
  },
  {
    name: 'a bundle since EuclidV2',
    by: describeScrollSettlement,
    record: record(
      encodeCall(
        'finalizeBundlePostEuclidV2(bytes,uint256,bytes32,bytes32,bytes)',
        header(7, 400_000),
        9,
        hash('root'),
        hash('exits'),
        '0x',
      ),
    ),
    steps: [{ stage: 'settled', batches: { from: 400_000, to: 400_000 }, roots: [hash('root')] }],
  },
  {
    name: 'committed and finalized by anyone, while the sequencer is silent',
    by: describeScrollSettlement,
    record: record(
      encodeCall('commitAndFinalizeBatch(uint8,bytes32,(bytes,uint256,bytes32,bytes32,bytes))', 7, hash('parent'), [
        header(7, 400_001),
        9,
        hash('root'),
        hash('exits'),
        '0x',
      ]),
    ),
    steps: [
      { stage: 'posted', dataAvailability: 'ethereum-blobs' },
      { stage: 'settled', batches: { from: 400_001, to: 400_001 } },
    ],
  },
  {
    name: 'reverts in both forms',
    by: describeScrollSettlement,
    record: record(undefined, [
      event('RevertBatch(uint256 indexed,bytes32 indexed)', 5, hash(5)),
      event('RevertBatch(uint256 indexed,uint256 indexed)', 7, 9),
    ]),
    steps: [
      { stage: 'reverted', batches: { from: 5, to: 5 } },
      { stage: 'reverted', batches: { from: 7, to: 9 } },
    ],
  },
  {
    name: 'the indexes of several batches by the events of one call',
    by: describeScrollSettlement,
    record: record(encodeCall('commitBatches(uint8,bytes32,bytes32)', 7, hash('parent'), hash('last')), [
      event('CommitBatch(uint256 indexed,bytes32 indexed)', 20, hash(20)),
      event('CommitBatch(uint256 indexed,bytes32 indexed)', 21, hash(21)),
    ]),
    steps: [{ stage: 'posted', batches: { from: 20, to: 21 }, dataAvailability: 'ethereum-blobs' }],
  },
]

/** Two blocks, with a transaction of two bytes of RLP between them. */
const BATCH_DATA = `0x0b${'00'.repeat(8)}c101${'22'.repeat(66)}0b${'00'.repeat(8)}`
const ZERO = `0x${'00'.repeat(32)}`
const POLYGON: readonly Case[] = [
  {
    name: 'Etrog: blocks are counted, batches are not numbered',
    by: describePolygonZkevmSettlement,
    record: record(
      encodeCall(
        'sequenceBatches((bytes,bytes32,uint64,bytes32)[],address)',
        [
          [BATCH_DATA, ZERO, 0, ZERO],
          [BATCH_DATA, ZERO, 0, ZERO],
        ],
        OTHER,
      ),
    ),
    steps: [
      {
        stage: 'posted',
        dataAvailability: 'ethereum-calldata',
        note: expect.stringContaining('2 batches of 4 blocks') as unknown as string,
      },
    ],
  },
  {
    name: 'a validium since Banana',
    by: describePolygonZkevmSettlement,
    record: record(
      encodeCall(
        'sequenceBatchesValidium((bytes32,bytes32,uint64,bytes32)[],uint32,uint64,bytes32,address,bytes)',
        [[hash('data'), ZERO, 0, ZERO]],
        1,
        2,
        hash('acc'),
        OTHER,
        '0x',
      ),
    ),
    steps: [{ stage: 'posted', dataAvailability: 'dac' }],
  },
  {
    name: 'a proof of the trusted aggregator',
    by: describePolygonZkevmSettlement,
    record: record(
      encodeCall(
        'verifyBatchesTrustedAggregator(uint32,uint64,uint64,uint64,bytes32,bytes32,address,bytes32[24])',
        7,
        0,
        30,
        35,
        hash('exits'),
        hash('state'),
        OTHER,
        Array.from({ length: 24 }, () => ZERO),
      ),
    ),
    steps: [{ stage: 'settled', batches: { from: 31, to: 35 }, roots: [hash('state')] }],
  },
  {
    name: 'the events of the manager: of its rollup, and none of the others',
    by: describePolygonZkevmSettlement,
    record: record(undefined, [
      event('OnSequenceBatches(uint32 indexed,uint64)', 8, 900),
      event('OnSequenceBatches(uint32 indexed,uint64)', 7, 40),
      event('VerifyBatches(uint32 indexed,uint64,bytes32,bytes32,address indexed)', 7, 38, hash('state'), hash('exits'), OTHER),
      event('RollbackBatches(uint32 indexed,uint64 indexed,bytes32)', 7, 39, hash('acc')),
    ]),
    steps: [
      { stage: 'posted', batches: { from: 40, to: 40 } },
      { stage: 'reverted', note: expect.stringContaining('above 39') as unknown as string },
      { stage: 'proven', batches: { from: 38, to: 38 }, roots: [hash('state')] },
    ],
  },
  {
    name: 'a pessimistic proof of the AggLayer, which names no block',
    by: describePolygonZkevmSettlement,
    record: record(undefined, [
      event(
        'VerifyPessimisticStateTransition(uint32 indexed,bytes32,bytes32,bytes32,bytes32,bytes32,address indexed)',
        7,
        hash('p'),
        hash('new'),
        hash('e'),
        hash('exits'),
        hash('tree'),
        OTHER,
      ),
    ]),
    steps: [{ stage: 'proven', roots: [hash('new'), hash('exits')] }],
  },
]

const STORED = '(uint32,uint64,bytes32,uint256,bytes32,bytes32)'
const OTHERS: readonly Case[] = [
  {
    name: 'Shasta: a proof, and the checkpoint that was saved with it',
    by: describeTaikoSettlement,
    record: record(undefined, [
      event('CheckpointSaved(uint48 indexed,bytes32,bytes32)', 777, hash('block'), hash('state')),
      event('Proved(uint48,uint48,uint48,address indexed)', 4, 5, 9, OTHER),
    ]),
    steps: [{ stage: 'settled', batches: { from: 5, to: 9 }, covers: { to: 777, exact: false }, roots: [hash('block')] }],
  },
  {
    name: 'Ontake: several proofs in one call',
    by: describeTaikoSettlement,
    record: record(encodeCall('proveBlocks(uint64[],bytes[],bytes)', [50, 51], ['0x', '0x'], '0x')),
    steps: [
      { stage: 'proven', covers: { from: 50, to: 50, exact: true } },
      { stage: 'proven', covers: { from: 51, to: 51, exact: true } },
    ],
  },
  {
    name: 'zkSync Lite: a commit of several blocks',
    by: describeZksyncLiteSettlement,
    record: record(
      encodeCall(
        `commitBlocks(${STORED},(bytes32,bytes,uint256,(bytes,uint32)[],uint32,uint32)[])`,
        [69, 1, hash('o'), 1, hash(69), hash('c')],
        [70, 71].map((number) => [hash(number), '0x00', 1, [['0x', 0]], number, 0]),
      ),
    ),
    steps: [
      {
        stage: 'posted',
        covers: { from: 70, to: 71, exact: true },
        roots: [hash(70), hash(71)],
        dataAvailability: 'ethereum-calldata',
      },
    ],
  },
  {
    name: 'zkSync Lite: a revert',
    by: describeZksyncLiteSettlement,
    record: record(undefined, [event('BlocksRevert(uint32,uint32)', 60, 65)]),
    steps: [{ stage: 'reverted', note: expect.stringContaining('above 65') as unknown as string }],
  },
  {
    name: 'Loopring: all blocks of a transaction',
    by: describeLoopringSettlement,
    record: record(undefined, [
      event('BlockSubmitted(uint256 indexed,bytes32,bytes32)', 40, hash(40), hash('data')),
      event('BlockSubmitted(uint256 indexed,bytes32,bytes32)', 41, hash(41), hash('data')),
    ]),
    steps: [{ stage: 'settled', covers: { from: 40, to: 41, exact: true }, roots: [hash(40), hash(41)] }],
  },
  {
    name: 'StarkEx: a state update of a spot exchange',
    by: describeStarkexSettlement,
    record: record(undefined, [event('LogRootUpdate(uint256,uint256,uint256,uint256,uint256)', 3, 1_003, 1, 2, 3)]),
    steps: [
      {
        stage: 'settled',
        batches: { from: 1_003, to: 1_003 },
        roots: [1, 2, 3].map((root) => `0x${root.toString(16).padStart(64, '0')}`),
      },
    ],
  },
]

const CASES: readonly Case[] = [...STARKNET, ...LINEA, ...SCROLL, ...POLYGON, ...OTHERS]

describe('what a parent-chain transaction did', () => {
  it.each(CASES)('$name', async ({ by, record: of, steps }) => {
    const found = await (by as DescribeSettlement)(of, NETWORK)
    expect(found).toHaveLength(steps.length)
    expect(found).toMatchObject(steps)
  })

  it.each(CASES)('$name: nothing where it failed, or was of another contract', async ({ by, record: of }) => {
    const describer = by as DescribeSettlement
    expect(await describer({ ...of, outcome: 'failed' }, NETWORK)).toEqual([])
    const elsewhere = of.transaction && { transaction: { ...of.transaction, to: OTHER } }
    const logs = of.logs.map((log) => ({ ...log, address: OTHER }))
    // Provers of Taiko call through contracts of their own.
    const isTaikoCall = by === describeTaikoSettlement && of.transaction !== undefined
    expect(await describer({ ...of, ...elsewhere, logs }, NETWORK)).toHaveLength(isTaikoCall ? 2 : 0)
  })

  it.each(CASES)('$name: the same for a chain that the registry does not have', async ({ by, record: of, steps }) => {
    const found = await (by as DescribeSettlement)(of, undefined)
    expect(found.length).toBeGreaterThanOrEqual(steps.length)
  })

  it('is nothing where the calldata are of no known call, whichever stack is asked', async () => {
    for (const { by } of CASES) {
      expect(await (by as DescribeSettlement)(record('0xdeadbeef00'), NETWORK)).toEqual([])
      expect(await (by as DescribeSettlement)(record('0x'), undefined)).toEqual([])
    }
  })

  it('is MALFORMED where a call that is known ends early, and never anything else', async () => {
    for (const { by, record: of } of CASES) {
      const input = of.transaction?.input
      if (input === undefined) continue
      for (let length = 10; length < input.length; length += 62) {
        const cut = { ...of, transaction: { ...of.transaction, input: input.slice(0, length), blobVersionedHashes: [] } }
        const found = await Promise.resolve((by as DescribeSettlement)(cut, undefined)).catch((error: unknown) => error)
        if (!Array.isArray(found)) expect(found).toMatchObject({ code: 'MALFORMED' })
      }
    }
  })

  it('refuses a program output that is of no known layout', async () => {
    const wrong = record(update(ROOT, ROOT + 1n, 50, 40, 1, 1, 1, 1, 1, 1))
    await expect(describeStarknetSettlement(wrong, undefined)).rejects.toMatchObject({ code: 'MALFORMED' })
  })
})
