import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isWithdrawable, type L2Network } from '@defimon/core'
import { type PlannedTransaction, RpcFailure, simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { canonicalDeclaration, readParentRecord } from '@defimon/evm/parent'
import { polygon_pos } from '@defimon/networks'
import { bscSource, describePolygonSettlement, harmonySource, polygonSource, rootstockSource } from '@defimon/sidechain'
import { AbiCoder, Interface, id } from 'ethers'
import { describe, expect, it } from 'vitest'
import * as contract from '../src/polygon-pos/settlement/root-chain.ts'

const ROOT_CHAIN = '0x86e4dc95c7fbdbf52e33d563bbdb00823894c287'
const encoder = new Interface([
  'event NewHeaderBlock(address indexed proposer, uint256 indexed headerBlockId, uint256 indexed reward, uint256 start, uint256 end, bytes32 root)',
  'function submitCheckpoint(bytes data, uint256[3][] signatures)',
  'function submitHeaderBlock(bytes data, bytes signatures)',
  'function currentHeaderBlock() view returns (uint256)',
  'function headerBlocks(uint256) view returns (bytes32 root, uint256 start, uint256 end, uint256 createdAt, address proposer)',
])

describe('the literals of the root chain contract', () => {
  it('are the hashes of their declarations', () => {
    expect(contract.newHeaderBlock.topic0).toBe(id(canonicalDeclaration(contract.newHeaderBlock.declaration)))
    const { submitCheckpoint, submitHeaderBlock, currentHeaderBlock, headerBlocks } = contract
    for (const each of [submitCheckpoint, submitHeaderBlock, currentHeaderBlock, headerBlocks]) {
      expect(each.selector).toBe(id(canonicalDeclaration(each.declaration)).slice(0, 10))
    }
  })
})

interface Checkpoint {
  readonly id: number
  readonly start: number
  readonly end: number
  readonly l1Block: number
}

const root = (checkpoint: Checkpoint): string => id(`root ${checkpoint.id}`)
const FIRST_L1 = 1_000_000
const L1_START_MS = 1_750_000_000_000

/** What ethers says a checkpoint looks like on the parent. */
function transactionOf(checkpoint: Checkpoint): PlannedTransaction {
  const data = AbiCoder.defaultAbiCoder().encode(
    ['address', 'uint256', 'uint256', 'bytes32', 'bytes32', 'uint256'],
    [`0x${'a1'.repeat(20)}`, checkpoint.start, checkpoint.end, root(checkpoint), id('accounts'), 137],
  )
  const log = encoder.encodeEventLog('NewHeaderBlock', [
    `0x${'a1'.repeat(20)}`,
    checkpoint.id,
    0,
    checkpoint.start,
    checkpoint.end,
    root(checkpoint),
  ])
  return {
    from: `0x${'a1'.repeat(20)}`,
    to: ROOT_CHAIN,
    input: encoder.encodeFunctionData('submitCheckpoint', [data, [[1, 2, 3]]]),
    logs: [{ address: ROOT_CHAIN, topics: log.topics, data: log.data }],
    gasUsed: 432_100n,
  }
}

/** A parent with these checkpoints and a Polygon whose newest milestone is 32 blocks below its head. */
function setUp(checkpoints: readonly Checkpoint[]) {
  const runtime = virtualRuntime({ seed: 1, startMs: L1_START_MS + 119 * 12_000 })
  const parent = simulateNetwork({
    stack: 'evm',
    runtime,
    mining: 'manual',
    startBlock: FIRST_L1,
    startMs: L1_START_MS,
    blocks: 120,
    blockTimeMs: 12_000,
    transactionsPerBlock: 1,
    network: { id: 'ethereum', evmChainId: 1, blockTimeMs: 12_000 },
    planned: ({ number }) => checkpoints.filter(({ l1Block }) => l1Block === number).map(transactionOf),
    call: ({ to, data }, { number }) => {
      const there = checkpoints.filter(({ l1Block }) => l1Block <= number)
      if (to !== ROOT_CHAIN) throw new RpcFailure(3, 'execution reverted')
      if (data.startsWith(contract.currentHeaderBlock.selector)) {
        return encoder.encodeFunctionResult('currentHeaderBlock', [there.at(-1)?.id ?? 0])
      }
      const [wanted] = encoder.decodeFunctionData('headerBlocks', data)
      const found = there.find((each) => each.id === Number(wanted))
      const empty = ['0x'.padEnd(66, '0'), 0, 0, 0, '0x'.padEnd(42, '0')]
      const createdAt = L1_START_MS / 1000 + ((found?.l1Block ?? 0) - FIRST_L1) * 12
      const values = found ? [root(found), found.start, found.end, createdAt, `0x${'a1'.repeat(20)}`] : empty
      return encoder.encodeFunctionResult('headerBlocks', values)
    },
  })
  const polygon = simulateNetwork({
    stack: 'polygon-pos',
    runtime,
    startBlock: 5_000,
    blocks: 200,
    network: { id: 'polygon_pos' },
  })
  runtime.connect(parent, polygon)
  const network: L2Network<'polygon-pos'> = { ...polygon.network, parent: 'ethereum', contracts: polygon_pos.contracts }
  const parentSource = evmSource(parent.network, { runtime })
  const source = polygonSource(network, { runtime, parent: parentSource })
  const close = async (): Promise<void> => {
    await Promise.all([source.close(), parentSource.close()])
  }
  return { runtime, parent, polygon, source, close }
}

const CHECKPOINTS: readonly Checkpoint[] = [
  { id: 10_000, start: 4_000, end: 5_019, l1Block: FIRST_L1 + 10 },
  { id: 20_000, start: 5_020, end: 5_059, l1Block: FIRST_L1 + 40 },
  { id: 30_000, start: 5_060, end: 5_099, l1Block: FIRST_L1 + 100 },
]

describe('Polygon PoS on a simulated Ethereum', () => {
  it('gives every block its checkpoint, its milestone or nothing, with the exact evidence', async () => {
    const { runtime, parent, polygon, source, close } = setUp(CHECKPOINTS)
    const finalizedOnParent = parent.chain.finalized?.number ?? 0
    for (const block of polygon.chain.canonical()) {
      const settlement = await runtime.runUntil(source.getSettlement(block))
      const checkpoint = CHECKPOINTS.find(({ start, end }) => start <= block.number && block.number <= end)
      const { state } = settlement
      if (block.number > (polygon.chain.finalized?.number ?? 0)) expect(state).toEqual({ stage: 'sequenced' })
      else if (!checkpoint) {
        expect(state).toMatchObject({
          stage: 'settled',
          settled: {
            kind: 'consensus',
            network: 'polygon_pos',
            number: polygon.chain.finalized?.number,
            parentStatus: 'finalized',
          },
        })
      } else {
        const l1 = parent.chain.block(checkpoint.l1Block)
        const receipt = parent.chain.content(l1!) as {
          receipts: { gasUsed: string; effectiveGasPrice: string; transactionHash: string }[]
        }
        const [mine] = receipt.receipts
        expect(state).toEqual({
          stage: 'settled',
          settled: {
            kind: 'checkpoint',
            network: 'ethereum',
            number: checkpoint.l1Block,
            hash: l1?.hash,
            timestampMs: l1?.timestampMs,
            transactionHash: mine?.transactionHash,
            parentStatus: checkpoint.l1Block <= finalizedOnParent ? 'finalized' : 'safe',
            covers: { from: checkpoint.start, to: checkpoint.end, exact: true },
            dataAvailability: 'own',
            cost: {
              purpose: 'execute',
              feeWei: BigInt(mine?.gasUsed ?? 0) * BigInt(mine?.effectiveGasPrice ?? 0),
              gasUsed: 432_100n,
              gasPriceWei: BigInt(mine?.effectiveGasPrice ?? 0),
              dataBytes: transactionOf(checkpoint).input!.length / 2 - 1,
            },
          },
        })
        expect(isWithdrawable(settlement)).toBe(checkpoint.l1Block <= finalizedOnParent)
      }
    }
    await close()
    expect(runtime.pendingTimers).toBe(0)
  })

  it('falls back to the milestone when the parent takes a checkpoint back', async () => {
    const late = [...CHECKPOINTS.slice(0, 2), { id: 30_000, start: 5_060, end: 5_099, l1Block: FIRST_L1 + 118 }]
    const checkpoints = late.map((checkpoint) => ({ ...checkpoint }))
    const { runtime, parent, polygon, source, close } = setUp(checkpoints)
    const block = polygon.chain.block(5_070)!
    const before = await runtime.runUntil(source.getSettlement(block))
    expect(before.state).toMatchObject({ settled: { kind: 'checkpoint', number: FIRST_L1 + 118 } })
    checkpoints.pop()
    parent.chain.reorg(4, 6)
    await runtime.advance(20_000)
    const after = await runtime.runUntil(source.getSettlement(block))
    expect(after.state).toMatchObject({ settled: { kind: 'consensus' } })
    await close()
  })

  it('does not call a block settled that is not on the finalized chain', async () => {
    const { runtime, polygon, source, close } = setUp(CHECKPOINTS)
    const block = polygon.chain.block(5_070)!
    const asked = runtime.runUntil(source.getSettlement({ number: block.number, hash: id('another') }))
    await expect(asked).rejects.toMatchObject({ name: 'BlockNotFoundError' })
    await close()
  })
})

describe('chains with consensus of their own', () => {
  it.each([
    { name: 'BNB Smart Chain by its finalized tag', stack: 'bsc' as const, source: bscSource, depth: 32 },
    { name: 'Harmony at once', stack: 'harmony' as const, source: harmonySource, depth: 0 },
    { name: 'Rootstock by 60 confirmations', stack: 'rootstock' as const, source: rootstockSource, depth: 60 },
  ])('$name', async ({ stack, source: sourceOf, depth }) => {
    const runtime = virtualRuntime({ seed: 1 })
    const simulated = simulateNetwork({ stack, runtime, mining: 'manual', blocks: 100 })
    runtime.connect(simulated)
    const source = (sourceOf as unknown as (network: unknown, options: object) => ReturnType<typeof bscSource>)(
      simulated.network,
      { runtime },
    )
    const final = simulated.chain.head.number - depth
    for (const number of [final - 1, final]) {
      const { state } = await runtime.runUntil(source.getSettlement(simulated.chain.block(number)!))
      expect(state).toMatchObject({
        stage: 'settled',
        settled: { kind: 'consensus', network: simulated.network.id, number: final, covers: { to: final, exact: true } },
      })
    }
    if (depth > 0) {
      const { state } = await runtime.runUntil(source.getSettlement(simulated.chain.block(final + 1)!))
      expect(state).toEqual({ stage: 'sequenced' })
    }
    await source.close()
  })
})

const REAL = join(process.env['DEFIMON_REAL_DATA'] ?? '../shared', 'settlement')

describe('real checkpoints', () => {
  const records = ['polygon_pos/settled-df9f1a1c7019-tx', 'shibarium/settled-67ac7e55cbc6-tx', 'bttc/settled-f5740251071f-tx']
  it.skipIf(!existsSync(REAL)).each(records)('%s: the blocks it covers', async (name) => {
    const file = JSON.parse(readFileSync(join(REAL, `${name}.json`), 'utf8'))
    const [step] = await describePolygonSettlement(await readParentRecord(file), undefined)
    expect(step).toMatchObject({ stage: 'settled', covers: file.decoded.l2Range, roots: [file.decoded.rootHash] })
  })

  it.skipIf(!existsSync(REAL))('trap 10: the same call of another chain is not a checkpoint of Polygon', async () => {
    for (const name of records.slice(1)) {
      const file = JSON.parse(readFileSync(join(REAL, `${name}.json`), 'utf8'))
      const [step] = await describePolygonSettlement(await readParentRecord(file), polygon_pos)
      expect(step?.authorised).toBe(false)
      expect(step?.note).toContain(`chain ${file.decoded.borChainId}`)
    }
  })
})
