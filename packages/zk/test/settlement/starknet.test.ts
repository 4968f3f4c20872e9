import type { L2Network, Settlement } from '@defimon/core'
import { type PlannedTransaction, type SimulatedNetwork, simulateNetwork } from '@defimon/core/testing'
import { describe, expect, it } from 'vitest'
import { starknetSource } from '../../src/starknet/index.ts'
import { createParentWorld, encodeEvent, PARENT_START, type ParentWorld, parentBlockOf, ROLLUP_START_MS } from './parent-world.ts'

const CORE = '0xc662c410c0ecf747543f5ba90660f6abebd9c8c4'
const OLD_CORE = '0x1111111111111111111111111111111111111111'
const OPERATOR = '0x2c169dfe5fbba12957bdd0ba47d9cedbfe260ca7'
const FIRST = 100
const BLOCKS = 48
/** Two seconds a block, twelve a parent block. */
const PARENT_AFTER = parentBlockOf(ROLLUP_START_MS + BLOCKS * 2_000)

/** What the operator did, by parent block: up to which L2 block, in blobs or not, twice in one block. */
const UPDATES = [
  { at: PARENT_AFTER + 1, to: [109], blobs: 1, address: OLD_CORE, hash: false },
  { at: PARENT_AFTER + 3, to: [119, 124], blobs: 0, address: CORE, hash: true },
  { at: PARENT_AFTER + 6, to: [139], blobs: 2, address: CORE, hash: true },
] as const
/** The contract was replaced in between. */
const CONTRACTS = {
  core: [
    { address: OLD_CORE, chain: 'simulated_ethereum', fromBlock: PARENT_START, toBlock: PARENT_AFTER + 2 },
    { address: CORE, chain: 'simulated_ethereum', fromBlock: PARENT_AFTER + 3 },
  ],
}

function rollup(seed = 1): SimulatedNetwork<'starknet'> {
  return simulateNetwork({
    stack: 'starknet',
    commitments: false,
    transactionsPerBlock: 1,
    seed,
    startBlock: FIRST,
    blocks: BLOCKS,
    startMs: ROLLUP_START_MS,
    blockTimeMs: 2_000,
  })
}

function updateOf(
  { chain }: SimulatedNetwork<'starknet'>,
  to: number,
  { address, blobs, hash }: { readonly address: string; readonly blobs: number; readonly hash: boolean },
): PlannedTransaction {
  const event = hash ? 'LogStateUpdate(uint256,int256,uint256)' : 'LogStateUpdate(uint256,int256)'
  const values = hash ? [7n, to, BigInt(chain.block(to)?.hash ?? 0)] : [7n, to]
  return {
    from: OPERATOR,
    to: address,
    input: `0x77552641${'ab'.repeat(40)}`,
    logs: [encodeEvent(address, event, ...values)],
    ...(blobs > 0 && {
      blobVersionedHashes: Array.from({ length: blobs }, (_, index) => `0x01${String(index).padStart(62, '0')}`),
    }),
  }
}

interface WorldOptions {
  readonly parentBlocks?: number
  readonly planned?: (parentBlock: number, branch: number) => readonly PlannedTransaction[] | undefined
  readonly withoutParent?: boolean
  /** The chain that the parent's updates are about, where it is not the one that the endpoints show. */
  readonly truth?: SimulatedNetwork<'starknet'>
}

function world(options: WorldOptions = {}): ParentWorld {
  const simulated = rollup(options.truth ? 2 : 1)
  const truth = options.truth ?? simulated
  return createParentWorld({
    rollup: simulated,
    contracts: CONTRACTS,
    parentBlocks: options.parentBlocks ?? PARENT_AFTER + 20 - PARENT_START,
    planned: (parentBlock, branch) =>
      options.planned?.(parentBlock, branch) ??
      UPDATES.filter(({ at }) => at === parentBlock).flatMap((update) => update.to.map((to) => updateOf(truth, to, update))),
    source: (network, sourceOptions) => starknetSource(network as L2Network<'starknet'>, sourceOptions),
    ...(options.withoutParent && { withoutParent: true }),
  })
}

/** All updates in order, each with the blocks that it is about. */
const EXPECTED = UPDATES.flatMap((update) => update.to.map((to, index) => ({ ...update, to, index }))).map(
  (update, place, all) => ({
    ...update,
    from: place === 0 ? 0 : (all[place - 1]?.to ?? 0) + 1,
  }),
)

function expected(of: ParentWorld, number: number): Settlement {
  const block = { number, hash: of.block(number).hash }
  const update = EXPECTED.find(({ to }) => number <= to)
  if (!update)
    return {
      block,
      network: 'simulated_starknet',
      nextExpectedMs: expect.any(Number) as unknown as number,
      state: { stage: 'sequenced' },
    }
  const { from, to, index, blobs, hash } = update
  const covers = { from, to, exact: true }
  const anchor = hash ? { anchor: { number: to, hash: of.block(to).hash } } : {}
  const dataAvailability = blobs > 0 ? 'ethereum-blobs' : 'ethereum-calldata'
  return {
    block,
    network: 'simulated_starknet',
    state: {
      stage: 'settled',
      posted: [of.evidenceIn(update.at, { kind: 'batch', covers, dataAvailability }, { index, purpose: 'execute' })],
      settled: of.evidenceIn(update.at, { kind: 'settlement', covers, ...anchor }, { index, purpose: 'execute' }),
    },
  }
}

describe('settlement of StarkNet', () => {
  it('tells the exact evidence of every block: blobs and calldata, two updates in one parent block, a replaced contract', async () => {
    const here = world()
    for (let number = FIRST; number < FIRST + BLOCKS; number += 1) {
      expect(await here.settlementOf(number), `block ${number}`).toEqual(expected(here, number))
    }
    await here.close()
  })

  it('answers in any order as it does in order', async () => {
    const here = world()
    for (const number of [147, 124, 100, 139, 110, 125, 119])
      expect(await here.settlementOf(number)).toEqual(expected(here, number))
    await here.close()
  })

  it('takes a step back where the parent takes back the block of an update, and forward with the one that replaces it', async () => {
    const at = PARENT_AFTER + 6
    const truth = rollup()
    const here = world({
      parentBlocks: at + 2 - PARENT_START,
      // On the other branch the update comes two blocks later.
      planned: (parentBlock, branch) => {
        if (branch === 0 || parentBlock < at) return undefined
        return parentBlock === at + 2 ? [updateOf(truth, 139, { address: CORE, blobs: 0, hash: true })] : []
      },
    })
    expect((await here.settlementOf(130)).state).toMatchObject({
      stage: 'settled',
      settled: { number: at, parentStatus: 'included' },
    })
    await here.reorg(3)
    const after = await here.settlementOf(130)
    expect(after.state).toMatchObject({
      stage: 'settled',
      settled: { number: at + 2, transactionHash: here.transactionIn(at + 2) },
    })
    await here.mine(20)
    expect((await here.settlementOf(130)).state).toMatchObject({ settled: { parentStatus: 'finalized' } })
    await here.close()
  })

  it('is sequenced again where no update replaces the one that is gone', async () => {
    const at = PARENT_AFTER + 6
    const here = world({
      parentBlocks: at + 2 - PARENT_START,
      planned: (parentBlock, branch) => (branch > 0 && parentBlock >= at ? [] : undefined),
    })
    expect((await here.settlementOf(130)).state.stage).toBe('settled')
    await here.reorg(3)
    expect((await here.settlementOf(130)).state.stage).toBe('sequenced')
    await here.close()
  })

  it('finds out a forged chain at the first hash that the parent holds', async () => {
    const here = world({ truth: rollup() })
    await expect(here.settlementOf(122)).rejects.toMatchObject({ code: 'CONTRADICTION' })
    await here.close()
  })

  it('blames the parent where what it gave cannot be read, and not the network', async () => {
    const [topic] = encodeEvent(CORE, 'LogStateUpdate(uint256,int256,uint256)', 1, 2, 3).topics
    const broken = { from: OPERATOR, to: CORE, logs: [{ address: CORE, topics: [topic as string], data: '0x12' }] }
    const here = world({ planned: (parentBlock) => (parentBlock === PARENT_AFTER + 3 ? [broken] : undefined) })
    await expect(here.settlementOf(122)).rejects.toMatchObject({ code: 'TRANSIENT', cause: { code: 'MALFORMED' } })
    await here.close()
  })

  it('refuses a block that is not on the chain', async () => {
    const here = world()
    await expect(here.settlementOf({ number: 110, hash: '0x1' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await here.close()
  })

  it('says that it needs the source of the parent', async () => {
    const here = world({ withoutParent: true })
    await expect(here.settlementOf(110)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('parent'),
    })
    await here.close()
  })
})
