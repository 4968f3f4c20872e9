import type { L2Network } from '@defimon/core'
import { type PlannedTransaction, type SimulatedNetwork, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { optimismSource } from '@defimon/optimism'
import { concat, id, toBeHex } from 'ethers'
import { afterEach, describe, expect, it } from 'vitest'
import { type Answer, answering, BATCHER, batch, INBOX, ORACLE, outputRoot, PROPOSER, SYSTEM_CONFIG } from './optimism-rollup.ts'
import { encodeCall, encodeLog, evidenceOf, type Happening, simulateParent } from './simulated-parent.ts'
import { closeScenes, START_MS, scene } from './variant-scene.ts'

const STATES = `0x${'5c'.repeat(19)}01`
const TRANSACTIONS = `0x${'c7'.repeat(20)}`

afterEach(closeScenes)

type Purpose = Happening['purpose']

function event(name: string, at: number, purpose: Purpose, transaction: () => PlannedTransaction): Happening {
  return { name, at, purpose, transaction }
}

/** A batch of the OVM, as its chain of transactions or of states tells of it. */
function ovm(kind: 'Transaction' | 'State', index: number, at: number, size: number, before: number): Happening {
  const to = kind === 'State' ? STATES : TRANSACTIONS
  const declaration = `${kind}BatchAppended(uint256 indexed _batchIndex, bytes32 _batchRoot, uint256 _batchSize, uint256 _prevTotalElements, bytes _extraData)`
  return event(`${kind} ${index} at ${at}`, at, kind === 'State' ? 'claim' : 'data', () => ({
    from: PROPOSER,
    to,
    input: '0x',
    logs: [encodeLog(to, declaration, index, id('root'), size, before, '0x')],
  }))
}

const windowOf = (seconds: number): readonly Answer[] => [
  { to: STATES, declaration: 'FRAUD_PROOF_WINDOW()', types: ['uint256'], values: () => [seconds] },
]

describe('the OVM, and Metis that stayed on it', () => {
  const contracts = {
    canonicalTransactionChain: [{ address: TRANSACTIONS, chain: 'ethereum' }],
    stateCommitmentChain: [{ address: STATES, chain: 'ethereum' }],
  }

  it('batches have events: posted, claimed, deleted, claimed again, settled when the window is over', async () => {
    const happenings = async (): Promise<readonly Happening[]> => [
      ovm('Transaction', 0, 4, 10, 0),
      ovm('Transaction', 1, 6, 20, 10),
      ovm('State', 0, 8, 10, 0),
      ovm('State', 1, 9, 12, 10),
      event('deleted', 11, 'claim', () => ({
        from: PROPOSER,
        to: STATES,
        logs: [encodeLog(STATES, 'StateBatchDeleted(uint256 indexed _batchIndex, bytes32 _batchRoot)', 1, id('root'))],
      })),
      ovm('State', 1, 13, 8, 10),
    ]
    const options = { network: { contracts, dataAvailability: 'ethereum-calldata' }, call: answering(windowOf(300)) } as const
    const { settlementOf, evidence } = await scene(happenings, options)
    const covers = { from: 11, to: 18, exact: true }
    const claimed = await evidence('State 1 at 13', { kind: 'state-claim', covers })
    const { cost: _, ...settled } = { ...(await evidence('State 1 at 13', { kind: 'settlement', covers })), kind: 'settlement' }
    // The window ends with block 38, of which nothing is final yet.
    expect((await settlementOf(15)).state).toEqual({
      stage: 'settled',
      claimed,
      settled: { ...settled, parentStatus: 'included' },
    })
    const posted = { stage: 'posted', posted: [{ number: 6, covers: { from: 11, to: 30, exact: true } }] }
    expect((await settlementOf(25)).state).toMatchObject(posted)
    const open = await scene(happenings, { ...options, call: answering(windowOf(1_000)) })
    expect((await open.settlementOf(15)).state).toMatchObject({
      stage: 'claimed',
      posted: posted.posted,
      claimed: { number: 13, covers },
    })
    expect((await open.settlementOf(15)).nextExpectedMs).toBe((1_000 - 27 * 12) * 1000)
    expect((await open.settlementOf(5)).state).toMatchObject({ stage: 'claimed', claimed: { number: 8 } })
  })

  it('the inbox of Metis says in calldata which blocks a batch holds, wherever the data are', async () => {
    const happenings = async (): Promise<readonly Happening[]> => [
      event('batch', 12, 'data', () => ({
        from: BATCHER,
        to: INBOX,
        input: concat(['0x03', '0x0b', toBeHex(9, 32), toBeHex(21, 32), toBeHex(30, 4), id('the transaction with the blobs')]),
      })),
    ]
    const operators = [{ role: 'batcher', address: BATCHER, chain: 'ethereum' }] as const
    const batchInbox = [{ address: INBOX, chain: 'ethereum' }]
    const { settlementOf, evidence } = await scene(happenings, {
      network: { id: 'metis', contracts: { ...contracts, batchInbox }, operators },
    })
    const covers = { from: 21, to: 50, exact: true }
    const posted = [await evidence('batch', { kind: 'batch', covers, dataAvailability: 'ethereum-blobs' })]
    expect((await settlementOf(33)).state).toEqual({ stage: 'posted', posted })
  })
})

describe('outputs that come with a proof', () => {
  const proposal = (at: number, block: number, root: string): Happening =>
    event(`output at ${at}`, at, 'proof', () => ({
      from: PROPOSER,
      to: ORACLE,
      input: encodeCall('proposeL2Output(bytes32,uint256,uint256,bytes,address)', root, block, at, '0x1234', PROPOSER),
      logs: [
        encodeLog(
          ORACLE,
          'OutputProposed(bytes32 indexed outputRoot, uint256 indexed l2OutputIndex, uint256 indexed l2BlockNumber, uint256 l1Timestamp)',
          root,
          7,
          block,
          1,
        ),
      ],
    }))
  const period = (seconds: number, root: string): readonly Answer[] => [
    { to: ORACLE, declaration: 'finalizationPeriodSeconds()', types: ['uint256'], values: () => [seconds] },
    {
      to: ORACLE,
      declaration: 'getL2Output(uint256)',
      types: ['(bytes32,uint128,uint128)'],
      values: () => [[root, 1, 40]],
    },
  ]

  it('Mantle: proven when it is proposed, settled when the window of the challenger is over', async () => {
    const happenings = async (): Promise<readonly Happening[]> => [proposal(10, 40, id('root'))]
    const network = { contracts: { l2OutputOracle: [{ address: ORACLE, chain: 'ethereum' }] } }
    const { settlementOf, evidence } = await scene(happenings, { network, call: answering(period(1_000, id('root'))) })
    const covers = { from: 0, to: 40, exact: true }
    const claimed = await evidence('output at 10', { kind: 'state-claim', covers })
    const { state, nextExpectedMs } = await settlementOf(30)
    expect(state).toMatchObject({ stage: 'proven', claimed, proven: { kind: 'validity-proof', number: 10, covers } })
    // What one transaction cost is said once.
    expect(state).not.toHaveProperty('proven.cost')
    expect(nextExpectedMs).toBe((1_000 - 30 * 12) * 1000)
  })

  it('an output that the challenger has deleted since does not count, though its event was read before', async () => {
    const happenings = async (): Promise<readonly Happening[]> => [proposal(10, 40, id('root'))]
    const network = { contracts: { l2OutputOracle: [{ address: ORACLE, chain: 'ethereum' }] } }
    const { settlementOf } = await scene(happenings, { network, call: answering(period(100, id('another root'))) })
    expect((await settlementOf(30)).state.stage).toBe('posted')
  })

  it('Katana: what stands in the AggLayer was proven before, and waits for nobody', async () => {
    const happenings = async (): Promise<readonly Happening[]> => [proposal(10, 40, id('root'))]
    const network = { contracts: { aggchainFep: [{ address: ORACLE, chain: 'ethereum' }] }, challengePeriodMs: 0 }
    const { settlementOf } = await scene(happenings, { network })
    expect((await settlementOf(30)).state).toMatchObject({ stage: 'settled', proven: { number: 10 }, settled: { number: 10 } })
  })
})

describe('what op-node tells', () => {
  const contracts = { batchInbox: [{ address: INBOX, chain: 'ethereum' }] }
  const network = { contracts, dataAvailability: 'ethereum-blobs' }
  const nothing = async (): Promise<readonly Happening[]> => []

  it('by its safe-head database, the parent block that a block was derived from', async () => {
    const { settlementOf, parent } = await scene(nothing, {
      network,
      answers: {
        optimism_safeHeadAtL1Block: (l2, l1) => {
          // Up to block 19 there were 40 blocks, from 20 on 70.
          const number = Number(l1) >= 20 ? 70 : 40
          return { l1Block: { number: Number(l1), hash: id('l1') }, safeHead: { number, hash: l2.chain.block(number)?.hash } }
        },
      },
    })
    const block = parent.chain.block(20)
    expect((await settlementOf(55)).state).toEqual({
      stage: 'posted',
      posted: [
        {
          kind: 'batch',
          network: 'ethereum',
          number: 20,
          hash: block?.hash,
          timestampMs: block?.timestampMs,
          parentStatus: 'finalized',
          covers: { from: 41, to: 70, exact: false },
          dataAvailability: 'ethereum-blobs',
        },
      ],
    })
  })

  it('by its sync status, as of which parent block blocks are safe and finalized', async () => {
    const l1 = (number: number): object => ({ number, hash: id(`${number}`) })
    const { settlementOf } = await scene(nothing, {
      network,
      answers: {
        optimism_syncStatus: () => ({ current_l1: l1(38), finalized_l1: l1(30), safe_l2: l1(90), finalized_l2: l1(50) }),
      },
    })
    expect((await settlementOf(45)).state).toMatchObject({
      posted: [{ number: 30, parentStatus: 'finalized', covers: { from: 45, to: 50, exact: false } }],
    })
    expect((await settlementOf(80)).state).toMatchObject({
      posted: [{ number: 38, parentStatus: 'included', covers: { from: 80, to: 90, exact: false } }],
    })
    expect((await settlementOf(100)).state).toEqual({ stage: 'sequenced' })
  })

  it('methods that an endpoint does not have are asked for once', async () => {
    const { settlementOf, asked } = await scene(nothing, { network })
    expect((await settlementOf(50)).state.stage).toBe('posted')
    expect((await settlementOf(51)).state.stage).toBe('posted')
    expect(asked.filter((method) => method.startsWith('optimism_'))).toEqual([
      'optimism_safeHeadAtL1Block',
      'optimism_syncStatus',
    ])
  })

  it('before Isthmus, the storage root that an output root holds: the block is anchored', async () => {
    const oracle = { network: { contracts: { l2OutputOracle: [{ address: ORACLE, chain: 'ethereum' }] } } }
    const storageRoot = id('storage of the message passer')
    const answers = { optimism_outputAtBlock: () => ({ withdrawalStorageRoot: storageRoot }) }
    const happenings = async (l2: SimulatedNetwork): Promise<readonly Happening[]> => {
      const declaration =
        'OutputProposed(bytes32 indexed outputRoot, uint256 indexed l2OutputIndex, uint256 indexed l2BlockNumber, uint256 l1Timestamp)'
      const logs = [encodeLog(ORACLE, declaration, await outputRoot(l2, 40, storageRoot), 0, 40, 1)]
      return [event('output', 11, 'claim', () => ({ from: PROPOSER, to: ORACLE, logs }))]
    }
    const { settlementOf, anchor } = await scene(happenings, { ...oracle, answers })
    expect((await settlementOf(30)).state).toMatchObject({ stage: 'claimed', claimed: { anchor: anchor(40) } })
    const without = await scene(happenings, oracle)
    expect((await without.settlementOf(30)).state).not.toHaveProperty('claimed.anchor')
  })
})

describe('the batcher', () => {
  it('is changed by SystemConfig: from that block on the old one is a stranger', async () => {
    const next = `0x${'cb'.repeat(20)}`
    const happenings = async (l2: SimulatedNetwork): Promise<readonly Happening[]> => [
      ...batch(l2, 5, 1, 20),
      event('changed', 8, 'data', () => ({
        from: PROPOSER,
        to: SYSTEM_CONFIG,
        logs: [
          encodeLog(
            SYSTEM_CONFIG,
            'ConfigUpdate(uint256 indexed version, uint8 indexed updateType, bytes data)',
            0,
            0,
            toBeHex(next, 32),
          ),
        ],
      })),
      ...batch(l2, 10, 21, 40),
      ...batch(l2, 12, 21, 45, { sender: next }),
    ]
    const contracts = {
      batchInbox: [{ address: INBOX, chain: 'ethereum' }],
      systemConfig: [{ address: SYSTEM_CONFIG, chain: 'ethereum' }],
    }
    const { settlementOf } = await scene(happenings, {
      network: {
        contracts,
        dataAvailability: 'ethereum-calldata',
        operators: [{ role: 'batcher', address: BATCHER, chain: 'ethereum' }],
      },
    })
    expect((await settlementOf(10)).state).toMatchObject({ posted: [{ number: 5, covers: { from: 1, to: 20, exact: true } }] })
    expect((await settlementOf(30)).state).toMatchObject({ posted: [{ number: 12, covers: { from: 21, to: 45, exact: true } }] })
  })
})

describe('a network that was shut down', () => {
  it('is read from its parent alone: steps without anchors, and none of what its endpoint said', async () => {
    const declaration =
      'OutputSubmitted(bytes32 indexed outputRoot, uint256 indexed l2OutputIndex, uint256 indexed l2BlockNumber, uint256 l1Timestamp)'
    const submitted = event('output', 10, 'claim', () => ({
      from: PROPOSER,
      to: ORACLE,
      input: encodeCall('submitL2Output(bytes32,uint256,bytes32,uint256)', id('root'), 40, id('l1'), 9),
      logs: [encodeLog(ORACLE, declaration, id('root'), 0, 40, 1)],
    }))
    const period = { to: ORACLE, declaration: 'FINALIZATION_PERIOD_SECONDS()', types: ['uint256'], values: () => [100] }
    const runtime = virtualRuntime({ startMs: START_MS + 500_000 })
    // Snaxchain's first block was of 2024-08-13T15:17:11Z, and one came every two seconds.
    const startMs = 1_723_562_231_000
    const parent = simulateParent([submitted], { runtime, blocks: 41, startMs, call: answering([period]) })
    await using parentSource = evmSource(parent.network, { runtime })
    const network: L2Network<'op-stack'> = {
      id: 'snaxchain',
      name: 'SnaxChain',
      stack: 'op-stack',
      status: { state: 'sunset' },
      endpoints: [{ url: 'https://mainnet.snaxchain.example' }],
      contracts: { l2OutputOracle: [{ address: ORACLE, chain: 'ethereum' }] },
    }
    await using source = optimismSource(network, { runtime, parent: parentSource })
    const block = { number: 25, hash: id('as it was stored') }
    const covers = { from: 0, to: 40, exact: true }
    const { state } = await runtime.runUntil(source.getSettlement(block))
    expect(state).toMatchObject({
      stage: 'settled',
      claimed: await evidenceOf(parent, [submitted], 'output', { kind: 'state-claim', covers }),
      settled: { kind: 'settlement', number: 10, covers, parentStatus: 'finalized' },
    })
    expect(state).not.toHaveProperty('settled.anchor')
    const nowhere = optimismSource({ ...network, endpoints: [] }, { runtime, parent: parentSource })
    expect((await runtime.runUntil(nowhere.getSettlement(block))).state).toEqual(state)
    await nowhere.close()
    const unknown = optimismSource({ ...network, id: 'somewhere' }, { runtime, parent: parentSource })
    await expect(runtime.runUntil(unknown.getSettlement(block))).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    await unknown.close()
  })
})
