import type { Evidence, L2Network, Settlement } from '@defimon/core'
import { type PlannedTransaction, type SimulatedNetwork, simulateNetwork } from '@defimon/core/testing'
import { id } from 'ethers'
import { describe, expect, it } from 'vitest'
import { taikoSource } from '../../src/taiko/index.ts'
import { createParentWorld, encodeEvent, PARENT_START, type ParentWorld, parentBlockOf, ROLLUP_START_MS } from './parent-world.ts'

const INBOX = '0x6f21c543a4af5189ebdb0723827577e1ef57ef1f'
const OLD_INBOX = '0x06a9ab27c7e2255df1815e6cc0168d7755feb19a'
const SIGNALS = '0x9e0a24964e5397b566c1ed39258e21ab5e35c77c'
const PROPOSER = '0x68d30f47f19c07bccef4ac7fae2dc12fca3e0dc9'
const FIRST = 500
const BLOCKS = 40
const AFTER = parentBlockOf(ROLLUP_START_MS + BLOCKS * 2_000)
const CONTRACTS = {
  inbox: [
    { address: INBOX, chain: 'simulated_ethereum', fromBlock: PARENT_START },
    { address: OLD_INBOX, chain: 'simulated_ethereum', fromBlock: PARENT_START },
  ],
  signalService: [{ address: SIGNALS, chain: 'simulated_ethereum', fromBlock: PARENT_START }],
}
/** Shasta: four blocks a proposal. */
const proposalOf = (block: number): number => Math.floor((block - FIRST) / 4) + 1
const firstOf = (proposal: number): number => FIRST + (proposal - 1) * 4

type Log = ReturnType<typeof encodeEvent>
type Plan = Readonly<Record<number, readonly PlannedTransaction[]>>
const blobs = (count: number): string[] => Array.from({ length: count }, (_, index) => `0x01${String(index).padStart(62, '0')}`)
const sent = (to: string, logs: readonly Log[], more: Partial<PlannedTransaction> = {}): PlannedTransaction => ({
  from: PROPOSER,
  to,
  logs,
  ...more,
})

const propose = (proposal: number): PlannedTransaction =>
  sent(
    INBOX,
    [
      encodeEvent(
        INBOX,
        'Proposed(uint48 indexed,address indexed,bytes32,uint48,uint8,(bool,(bytes32[],uint24,uint48))[])',
        proposal,
        PROPOSER,
        id('parent'),
        0,
        75,
        [[false, [blobs(1), 0, 0]]],
      ),
    ],
    { blobVersionedHashes: blobs(1) },
  )
const prove = (first: number, last: number, checkpoint?: { readonly block: number; readonly hash: string }): PlannedTransaction =>
  sent(INBOX, [
    ...(checkpoint
      ? [encodeEvent(SIGNALS, 'CheckpointSaved(uint48 indexed,bytes32,bytes32)', checkpoint.block, checkpoint.hash, id('state'))]
      : []),
    encodeEvent(INBOX, 'Proved(uint48,uint48,uint48,address indexed)', first, first, last, PROPOSER),
  ])

const TRANSITION = [id('parent'), id('block'), id('state'), id('graffiti')]
const proposeOne = (block: number, inBlob: boolean): PlannedTransaction =>
  sent(
    OLD_INBOX,
    [
      encodeEvent(
        OLD_INBOX,
        'BlockProposed(uint256 indexed,address indexed,uint96,(bytes32,bytes32,bytes32,bytes32,bytes32,address,uint64,uint32,uint64,uint64,uint16,bool,bytes32,address),(address,uint96,uint64)[])',
        block,
        PROPOSER,
        1,
        [id('a'), id('b'), id('c'), id('d'), id('e'), PROPOSER, block, 1, 1, 1, 100, inBlob, id('f'), PROPOSER],
        [],
      ),
    ],
    inBlob ? { blobVersionedHashes: blobs(1) } : { input: '0xef16e845' },
  )
const proveOne = (block: number, tier: number): PlannedTransaction =>
  sent(OLD_INBOX, [
    encodeEvent(
      OLD_INBOX,
      'TransitionProved(uint256 indexed,(bytes32,bytes32,bytes32,bytes32),address,uint96,uint16)',
      block,
      TRANSITION,
      PROPOSER,
      1,
      tier,
    ),
  ])
const verifiedOne = (block: number, hash: string): Log =>
  encodeEvent(
    OLD_INBOX,
    'BlockVerified(uint256 indexed,address indexed,bytes32,bytes32,uint16)',
    block,
    PROPOSER,
    hash,
    id('state'),
    100,
  )
const CONFIG = [1, 75, 1, 1, 1]
const proposeBatch = (batch: number, from: number, to: number, also: readonly Log[] = []): PlannedTransaction =>
  sent(
    OLD_INBOX,
    [
      ...also,
      encodeEvent(
        OLD_INBOX,
        'BatchProposed((bytes32,(uint16,uint8,bytes32[])[],bytes32[],bytes32,address,uint64,uint64,uint32,uint32,uint32,uint64,uint64,uint64,bytes32,(uint8,uint8,uint32,uint64,uint32)),(bytes32,address,uint64,uint64),bytes)',
        [
          id('txs'),
          Array.from({ length: to - from + 1 }, () => [1, 2, []]),
          blobs(1),
          id('extra'),
          PROPOSER,
          1,
          1,
          0,
          1,
          1,
          to,
          1,
          1,
          id('anchor'),
          CONFIG,
        ],
        [id('info'), PROPOSER, batch, 1],
        '0x',
      ),
    ],
    { blobVersionedHashes: blobs(1) },
  )
const proveBatches = (...batches: number[]): PlannedTransaction =>
  sent(OLD_INBOX, [
    encodeEvent(
      OLD_INBOX,
      'BatchesProved(address,uint64[],(bytes32,bytes32,bytes32)[])',
      PROPOSER,
      batches,
      batches.map(() => TRANSITION.slice(0, 3)),
    ),
  ])
const verifiedBatch = (batch: number, hash: string): Log => encodeEvent(OLD_INBOX, 'BatchesVerified(uint64,bytes32)', batch, hash)

function world(
  plan: (of: SimulatedNetwork<'taiko'>) => Plan,
  options: { readonly shasta?: true; readonly blocks?: number; readonly isGone?: (after: number) => boolean } = {},
): ParentWorld {
  const rollup = simulateNetwork({
    stack: 'taiko',
    ...(options.shasta && { proposalOf: (number: number) => (number < FIRST ? undefined : proposalOf(number)) }),
    // Four blocks from before Shasta, or that nothing is said of.
    startBlock: FIRST - 4,
    blocks: BLOCKS + 4,
    transactionsPerBlock: 0,
    startMs: ROLLUP_START_MS - 8_000,
    blockTimeMs: 2_000,
  })
  const planned = plan(rollup)
  return createParentWorld({
    rollup,
    contracts: CONTRACTS,
    parentBlocks: AFTER + (options.blocks ?? 14) - PARENT_START,
    planned: (parentBlock, branch) =>
      branch > 0 && options.isGone?.(parentBlock - AFTER) ? [] : (planned[parentBlock - AFTER] ?? []),
    source: (network, sourceOptions) => taikoSource(network as L2Network<'taiko'>, sourceOptions),
  })
}

const hashOf = (of: SimulatedNetwork<'taiko'>, block: number): string => of.chain.block(block)?.hash ?? ''
const span = (from: number, to: number): NonNullable<Evidence['covers']> => ({ from, to, exact: true })
const waiting = { nextExpectedMs: expect.any(Number) as unknown as number }

const SHASTA = (of: SimulatedNetwork<'taiko'>): Plan => ({
  1: [propose(1), propose(2)],
  2: [propose(3)],
  3: [prove(1, 3, { block: 511, hash: hashOf(of, 511) })],
  4: [propose(4), propose(5)],
  // No checkpoint with this one: they are saved now and then.
  5: [prove(4, 5)],
  6: [propose(6)],
  7: [propose(7)],
})

function expectedOfShasta(of: ParentWorld, number: number): Settlement {
  const known = { block: { number, hash: of.block(number).hash }, network: 'simulated_taiko' }
  const proposal = proposalOf(number)
  const place = [undefined, { at: 1 }, { at: 1, index: 1 }, { at: 2 }, { at: 4 }, { at: 4, index: 1 }, { at: 6 }, { at: 7 }][
    proposal
  ]
  if (!place) return { ...known, ...waiting, state: { stage: 'sequenced' } }
  const { at, index = 0 } = place as { at: number; index?: number }
  const data = {
    kind: 'batch',
    covers: span(firstOf(proposal), firstOf(proposal + 1) - 1),
    dataAvailability: 'ethereum-blobs',
  } as const
  const posted = [of.evidenceIn(AFTER + at, data, { index, purpose: 'data' })]
  if (proposal > 5) return { ...known, ...waiting, state: { stage: 'posted', posted } }
  const proof = proposal <= 3 ? { at: 3, covers: span(500, 511) } : { at: 5, covers: span(512, 519) }
  const anchor = proposal <= 3 ? { anchor: { number: 511, hash: of.block(511).hash } } : {}
  return {
    ...known,
    state: {
      stage: 'settled',
      posted,
      proven: of.evidenceIn(AFTER + proof.at, { kind: 'validity-proof', covers: proof.covers }, { purpose: 'proof' }),
      settled: of.evidenceIn(AFTER + proof.at, { kind: 'settlement', covers: proof.covers, ...anchor }, { purpose: 'proof' }),
    },
  }
}

/** Katla's blocks one by one, then Pacaya's batches, behind one inbox. Verifications come within other calls. */
const EARLIER = (of: SimulatedNetwork<'taiko'>): Plan => ({
  1: [proposeOne(500, true), proposeOne(501, false)],
  2: [proveOne(500, 100), proveOne(501, 100)],
  // A higher tier replaces the first proof; then both are final.
  3: [proveOne(501, 200)],
  4: [proposeBatch(1, 502, 509, [verifiedOne(500, hashOf(of, 500)), verifiedOne(501, hashOf(of, 501))])],
  5: [proposeBatch(2, 510, 514), proposeBatch(3, 515, 519)],
  6: [proveBatches(1, 2)],
  7: [proposeBatch(4, 520, 524, [verifiedBatch(2, hashOf(of, 514))])],
  8: [proveBatches(3)],
})

interface EarlierExpected {
  readonly from: number
  readonly to: number
  readonly data: readonly [at: number, index?: number]
  readonly inCalldata?: true
  readonly proof?: readonly [at: number, index?: number]
  readonly verified?: { readonly at: number; readonly covers: NonNullable<Evidence['covers']> }
}

const EXPECTED_EARLIER: readonly EarlierExpected[] = [
  { from: 500, to: 500, data: [1], proof: [2], verified: { at: 4, covers: span(500, 500) } },
  { from: 501, to: 501, data: [1, 1], inCalldata: true, proof: [3], verified: { at: 4, covers: span(501, 501) } },
  { from: 502, to: 509, data: [4], proof: [6], verified: { at: 7, covers: span(502, 514) } },
  { from: 510, to: 514, data: [5], proof: [6], verified: { at: 7, covers: span(502, 514) } },
  { from: 515, to: 519, data: [5, 1], proof: [8] },
  { from: 520, to: 524, data: [7] },
]

function expectedOfEarlier(of: ParentWorld, number: number): Settlement {
  const known = { block: { number, hash: of.block(number).hash }, network: 'simulated_taiko' }
  const found = EXPECTED_EARLIER.find(({ from, to }) => from <= number && number <= to)
  if (!found) return { ...known, ...waiting, state: { stage: 'sequenced' } }
  const covers = span(found.from, found.to)
  const dataAvailability = found.inCalldata ? 'ethereum-calldata' : 'ethereum-blobs'
  const at = (
    [block, index = 0]: readonly [number, number?],
    kind: Evidence['kind'],
    purpose: 'data' | 'proof',
    more = {},
  ): Evidence => of.evidenceIn(AFTER + block, { kind, covers, ...more }, { index, purpose })
  const posted = [at(found.data, 'batch', 'data', { dataAvailability })]
  const proven = found.proof && at(found.proof, 'validity-proof', 'proof')
  if (found.verified && proven) {
    const { at: place, covers: final } = found.verified
    const anchor = { number: final.to, hash: of.block(final.to).hash }
    const settled = of.evidenceIn(AFTER + place, { kind: 'settlement', covers: final, anchor })
    return { ...known, state: { stage: 'settled', posted, proven, settled } }
  }
  return { ...known, ...waiting, state: proven ? { stage: 'proven', posted, proven } : { stage: 'posted', posted } }
}

describe('settlement of Taiko', () => {
  it('tells the exact evidence of every block of Shasta: proposals, a proof of several, with and without a checkpoint', async () => {
    const here = world(SHASTA, { shasta: true })
    for (let number = FIRST; number < FIRST + BLOCKS; number += 1) {
      expect(await here.settlementOf(number), `block ${number}`).toEqual(expectedOfShasta(here, number))
    }
    await here.close()
  })

  it('tells the exact evidence of every block of Katla and Pacaya: replaced proofs, batches, verifications within other calls', async () => {
    const here = world(EARLIER)
    for (let number = FIRST; number < FIRST + BLOCKS; number += 1) {
      expect(await here.settlementOf(number), `block ${number}`).toEqual(expectedOfEarlier(here, number))
    }
    await here.close()
  })

  it('answers in any order as it does in order', async () => {
    const here = world(EARLIER)
    for (const number of [517, 512, 500, 509, 523])
      expect(await here.settlementOf(number)).toEqual(expectedOfEarlier(here, number))
    await here.close()
    const newer = world(SHASTA, { shasta: true })
    for (const number of [519, 525, 501, 513]) expect(await newer.settlementOf(number)).toEqual(expectedOfShasta(newer, number))
    await newer.close()
  })

  it('takes a proof back with the parent block that held it', async () => {
    const here = world(SHASTA, { shasta: true, blocks: 7, isGone: (after) => after >= 5 })
    expect((await here.settlementOf(516)).state.stage).toBe('settled')
    await here.reorg(3)
    expect((await here.settlementOf(516)).state.stage).toBe('posted')
    await here.close()
  })

  it('finds out a block that is not the one that was verified', async () => {
    const here = world((of) => ({ ...SHASTA(of), 3: [prove(1, 3, { block: 511, hash: id('another block') })] }), { shasta: true })
    await expect(here.settlementOf(505)).rejects.toMatchObject({ code: 'CONTRADICTION' })
    await here.close()
    const earlier = world((of) => ({ ...EARLIER(of), 7: [proposeBatch(4, 520, 524, [verifiedBatch(2, id('another block'))])] }))
    await expect(earlier.settlementOf(512)).rejects.toMatchObject({ code: 'CONTRADICTION' })
    await earlier.close()
  })
})
