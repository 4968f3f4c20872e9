import { type BlockSource, evidenceOf, type L2Network } from '@defimon/core'
import {
  type PlannedTransaction,
  type SimulatedNetwork,
  simulateNetwork,
  type VirtualRuntime,
  virtualRuntime,
} from '@defimon/core/testing'
import { getNetwork, networks } from '@defimon/networks'
import { afterEach, describe, expect, it } from 'vitest'
import { encodeCall, encodeLog } from '../../../test/settlement/rollups.ts'
import { readBatch } from '../src/batch-settlements.ts'
import { NO_HASH } from '../src/settled-block.ts'
import { parentSource, settlingSource } from '../src/settling-source.ts'

/** Shut down, and all of its endpoints with it. */
const SUNSET = (networks as readonly L2Network[]).filter(
  ({ status, category }) => status?.state === 'sunset' && category !== 'l1' && category !== 'sidechain',
)
/** Readers of settlement are loaded when they are first asked, which takes real time. */
const LOADING = { outsideMs: 15_000 }
const SENDER = `0x${'5e'.repeat(20)}`
const BLOCK_MS = 12_000
const word = (value: number): string => `0x${value.toString(16).padStart(64, '0')}`
const hash = (byte: string): string => `0x${byte.repeat(32)}`

type Roles = Readonly<Record<string, readonly { readonly address: string }[] | undefined>>
const addressOf = ({ contracts }: L2Network, role: string): string =>
  ((contracts as Roles)[role]?.at(-1)?.address ?? `${role} is not known`).toLowerCase()

const closing: BlockSource[] = []
afterEach(async () => {
  for (const source of closing.splice(0)) await source.close()
})

interface ParentPlan {
  readonly startMs: number
  readonly planned: Readonly<Record<number, readonly PlannedTransaction[]>>
  readonly call?: (request: { readonly to: string; readonly data: string }, block: number) => string
}

/** The parent of a network, at the endpoints that the registry has of it, and nobody else. */
function onParent(
  network: L2Network,
  { startMs, planned, call }: ParentPlan,
): { runtime: VirtualRuntime; parent: SimulatedNetwork } {
  const { id, stack, evmChainId, chainId, endpoints } = getNetwork(network.parent ?? '')
  const runtime = virtualRuntime({ startMs: startMs + 41 * BLOCK_MS })
  const parent = simulateNetwork({
    stack: stack as 'evm',
    network: { id, ...(evmChainId && { evmChainId }), ...(chainId && { chainId }) },
    mining: 'manual',
    transactionsPerBlock: 0,
    ...{ startBlock: 0, blocks: 40, blockTimeMs: BLOCK_MS, startMs, seed: id, runtime, safeDepth: 3, finalizedDepth: 6 },
    planned: ({ number }) => [...(planned[number] ?? [])],
    ...(call && { call: (request, { number }) => call(request, number) }),
  })
  const url = parent.endpoints[0]?.endpoint.url ?? ''
  const hosts = endpoints.map((each) => new URL(each.url).host)
  if (hosts.length === 0) hosts.push('archive.example')
  runtime.connect({ hosts, fetch: (_, init) => parent.fetch(url, init) })
  // A chain above it, where the parent is a rollup itself, is asked by nobody here.
  return { runtime, parent }
}

/** A parent that was shut down itself is read from an archive of one's own. */
const endpointsOf = (network: L2Network) =>
  getNetwork(network.parent ?? '').endpoints.length > 0 ? {} : { parentEndpoints: ['https://archive.example'] }

describe('rollups of the registry that were shut down, by the contracts that it has of them on their parent', () => {
  const orbit = SUNSET.filter(({ stack }) => stack === 'arbitrum')
  it.each(orbit.map((network) => [network.id, network] as const))(
    '%s: a height, its batch, its claim and its hash',
    async (_, network) => {
      const [bridge, inbox, rollup] = ['bridge', 'sequencerInbox', 'rollup'].map((role) => addressOf(network, role)) as [
        string,
        string,
        string,
      ]
      const last = hash('1a')
      const delivered =
        'SequencerBatchDelivered(uint256 indexed a, bytes32 indexed b, bytes32 indexed c, bytes32 d, uint256 e, (uint64,uint64,uint64,uint64) f, uint8 g)'
      const state = (block: string, batches: number): readonly unknown[] => [
        [
          [block, hash('5e')],
          [batches, 0],
        ],
        1,
      ]
      const GLOBAL = '((bytes32[2],uint64[2]),uint8)'
      const created = `NodeCreated(uint64 indexed a, bytes32 indexed b, bytes32 indexed c, bytes32 d, (${GLOBAL},${GLOBAL},uint64) e, bytes32 f, bytes32 g, uint256 h)`
      const claim = [state(NO_HASH, 1), state(last, 2), 39]
      const batch = (number: number, before: number, after: number): PlannedTransaction => ({
        from: SENDER,
        to: inbox,
        input: encodeCall(
          'addSequencerL2BatchFromOrigin(uint256,bytes,uint256,address,uint256,uint256)',
          ...[number, '0x00', 1, SENDER, before, after],
        ),
        logs: [encodeLog(inbox, delivered, number, hash('a1'), hash('a2'), hash('a3'), 1, [0, 0, 0, 0], 0)],
      })
      const { runtime } = onParent(network, {
        startMs: Date.UTC(2024, 5, 1),
        planned: {
          5: [batch(0, 0, 1)],
          9: [batch(1, 1, 40)],
          12: [
            {
              from: SENDER,
              to: rollup,
              logs: [encodeLog(rollup, created, 1, hash('b1'), hash('b2'), hash('b3'), claim, hash('b4'), hash('b5'), 2)],
            },
          ],
          20: [
            {
              from: SENDER,
              to: rollup,
              logs: [encodeLog(rollup, 'NodeConfirmed(uint64 indexed a, bytes32 b, bytes32 c)', 1, last, hash('5e'))],
            },
          ],
        },
        call: ({ to }, block) => {
          if (to === bridge) return word(block < 5 ? 0 : block < 9 ? 1 : 40)
          return to === rollup ? word(block < 20 ? 0 : 1) : '0x'
        },
      })
      const source = await settlingSource(network, { runtime })
      closing.push(source)
      const settlement = await runtime.runUntil(source.getSettlement({ number: 39, hash: NO_HASH }), LOADING)
      expect(settlement.block).toEqual({ number: 39, hash: last })
      expect(evidenceOf(settlement.state).map(({ step, evidence }) => [step, evidence.number, evidence.covers])).toEqual([
        ['posted', 9, { from: 1, to: 39, exact: true }],
        ['claimed', 12, { from: 0, to: 39, exact: true }],
        ['settled', 20, { from: 0, to: 39, exact: true }],
      ])
    },
  )

  const zksync = SUNSET.filter(({ stack }) => stack === 'zksync')
  it.each(zksync.map((network) => [network.id, network] as const))('%s: a batch', async (_, network) => {
    const proxy = addressOf(network, 'diamondProxy')
    const root = hash('ab')
    const step = (name: string): PlannedTransaction => ({
      from: SENDER,
      to: proxy,
      logs: [encodeLog(proxy, `${name}(uint256 indexed a, bytes32 indexed b, bytes32 indexed c)`, 7, root, root)],
    })
    const proven = encodeLog(proxy, 'BlocksVerification(uint256 indexed a, uint256 indexed b)', 6, 7)
    const { runtime } = onParent(network, {
      startMs: Date.UTC(2024, 11, 1),
      planned: { 6: [step('BlockCommit')], 9: [{ from: SENDER, to: proxy, logs: [proven] }], 12: [step('BlockExecution')] },
    })
    const parent = await parentSource(network, { runtime })
    closing.push(parent)
    const { signal } = new AbortController()
    const settlement = await runtime.runUntil(readBatch(network, 7, { parent, runtime, signal }), LOADING)
    expect(settlement).toMatchObject({ batch: 7, stateRoot: root, state: { stage: 'settled', posted: [{ number: 6 }] } })
  })

  const polygon = SUNSET.filter(({ stack }) => stack === 'polygon-zkevm')
  it.each(polygon.map((network) => [network.id, network] as const))('%s: a batch', async (_, network) => {
    const [manager, rollup] = [addressOf(network, 'rollupManager'), addressOf(network, 'rollup')]
    const { rollupId } = (network as L2Network<'polygon-zkevm'>).contracts.rollupManager?.[0] ?? {}
    const verified = 'VerifyBatchesTrustedAggregator(uint32 indexed a, uint64 b, bytes32 c, bytes32 d, address indexed e)'
    const { runtime } = onParent(network, {
      startMs: Date.UTC(2024, 11, 1),
      planned: {
        6: [
          { from: SENDER, to: rollup, logs: [encodeLog(rollup, 'SequenceBatches(uint64 indexed a, bytes32 b)', 7, hash('5e'))] },
        ],
        12: [
          {
            from: SENDER,
            to: manager,
            // Other rollups of the manager's are not this one.
            logs: [99, rollupId].map((id) =>
              encodeLog(manager, verified, id, id === 99 ? 50 : 7, hash('ab'), hash('cd'), SENDER),
            ),
          },
        ],
      },
    })
    const parent = await parentSource(network, { runtime })
    closing.push(parent)
    const { signal } = new AbortController()
    const settlement = await runtime.runUntil(readBatch(network, 7, { parent, runtime, signal }), LOADING)
    expect(settlement).toMatchObject({
      stateRoot: hash('ab'),
      state: { stage: 'settled', posted: [{ number: 6 }], settled: { number: 12 } },
    })
    await expect(runtime.runUntil(readBatch(network, 8, { parent, runtime, signal }), LOADING)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it.each([...zksync, ...polygon].map((network) => [network.id, network] as const))(
    '%s: of a block its nodes must tell, and where they do not, how to ask for a batch is said',
    async (_, network) => {
      const { runtime } = onParent(network, { startMs: Date.UTC(2024, 11, 1), planned: {} })
      const source = await settlingSource(network, { runtime })
      closing.push(source)
      await expect(runtime.runUntil(source.getSettlement({ number: 5, hash: NO_HASH }), LOADING)).rejects.toMatchObject({
        code: 'UNREACHABLE',
        message: expect.stringMatching(/is sunset since .* no node of it tells which batch holds a block .*BatchSettlement`$/),
      })
    },
  )

  /** First block of the OP Stack and its time in seconds, from each network's own configuration. */
  const GENESES: Readonly<Record<string, readonly [number, number]>> = {
    base_goerli: [0, 1_675_193_616],
    kroma: [0, 1_693_880_387],
    optimism_goerli: [4_061_224, 1_673_550_516],
    pgn: [0, 1_689_106_727],
    redstone: [0, 1_712_185_091],
    snaxchain: [0, 1_723_562_231],
  }
  const optimism = Object.entries(GENESES)
  it.each(optimism)('%s: the output that a height is claimed by, and when it was final', async (id, [first, startS]) => {
    const network = getNetwork(id)
    const oracle = ((network.contracts as Roles)['l2OutputOracle']?.[0]?.address ?? '').toLowerCase()
    const name = id === 'kroma' ? 'OutputSubmitted' : 'OutputProposed'
    const event = `${name}(bytes32 indexed a, uint256 indexed b, uint256 indexed c, uint256 d)`
    const { runtime } = onParent(network, {
      startMs: startS * 1000,
      planned: { 10: [{ from: SENDER, to: oracle, logs: [encodeLog(oracle, event, hash('0a'), 0, first + 40, startS + 120)] }] },
      call: ({ to }) => (to === oracle ? word(100) : '0x'),
    })
    const source = await settlingSource(network, { runtime, ...endpointsOf(network) })
    closing.push(source)
    const { state } = await runtime.runUntil(source.getSettlement({ number: first + 25, hash: NO_HASH }), LOADING)
    expect(state).toMatchObject({ stage: 'settled', claimed: { number: 10, covers: { to: first + 40 } } })
  })

  const GAMES: Readonly<Record<string, number>> = { arena_z: 1_731_366_083, mint: 1_715_608_931, swellchain: 1_732_696_703 }
  it.each(Object.entries(GAMES))('%s: the game that a height is claimed by', async (id, startS) => {
    const network = getNetwork(id)
    const factory = addressOf(network, 'disputeGameFactory')
    const created = 'DisputeGameCreated(address indexed a, uint32 indexed b, bytes32 indexed c)'
    const game: PlannedTransaction = {
      from: SENDER,
      to: factory,
      input: encodeCall('create(uint32,bytes32,bytes)', 1, hash('0a'), word(40)),
      logs: [encodeLog(factory, created, `0x${'9a'.repeat(20)}`, 1, hash('0a'))],
    }
    const { runtime } = onParent(network, { startMs: startS * 1000, planned: { 10: [game] }, call: () => '0x' })
    const source = await settlingSource(network, { runtime })
    closing.push(source)
    const { state } = await runtime.runUntil(source.getSettlement({ number: 25, hash: NO_HASH }), LOADING)
    expect(state).toMatchObject({ stage: 'claimed', claimed: { number: 10, covers: { to: 40 } } })
  })

  it('are all of which the table does not say that nothing is told', () => {
    const told = [...orbit, ...zksync, ...polygon].map(({ id }) => id as string)
    // Loopring, StarkEx and zkSync Lite are held in whole, and have tests of their own; of OP Kovan nothing is told.
    const elsewhere = ['immutable_x', 'loopring', 'optimism_kovan', 'rhinofi', 'zksync_lite']
    expect([...told, ...Object.keys(GENESES), ...Object.keys(GAMES), ...elsewhere].toSorted()).toEqual(
      SUNSET.map(({ id }) => id as string).toSorted(),
    )
  })
})
