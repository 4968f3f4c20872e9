import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BlockSource, DefimonError, type L2Block, type L2Network, type SourceOptions } from '@defimon/core'
import { type PlannedTransaction, type SimulatedNetwork, simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { immutableSource } from '@defimon/zk/immutable'
import { loopringSource } from '@defimon/zk/loopring'
import { zksyncLiteSource } from '@defimon/zk/zksync/lite'
import { describe, expect, it } from 'vitest'
import { realData } from '../../../../test/real-data.ts'
import { encodeCall, encodeEvent } from '../settlement/parent-world.ts'

const CONTRACT = '0x1111111111111111111111111111111111111111'
const OPERATOR = '0x2222222222222222222222222222222222222222'
const START = 1_000
const PARENT_BLOCKS = 5_200
const START_MS = 1_750_000_000_000
const PARENT_BLOCK_MS = 12_000
/** The network made a block or two every so many parent blocks, from one height to another. */
const EVERY = 130
const FIRST_AT = START + 390
const LAST_AT = START + 4_030

interface Planned {
  readonly number: number
  readonly parentBlock: number
}

/** Blocks of the network by number from 1: two share a parent block, the next one has its own. */
const BLOCKS: readonly Planned[] = Array.from({ length: Math.floor((LAST_AT - FIRST_AT) / EVERY) + 1 }, (_, index) => {
  const parentBlock = FIRST_AT + index * EVERY
  return index % 2 === 0 ? [parentBlock, parentBlock] : [parentBlock]
})
  .flat()
  .map((parentBlock, index) => ({ number: index + 1, parentBlock }))
const LAST = BLOCKS.length

const rootOf = (number: number): string => `0x${(0xabc000 + number).toString(16).padStart(64, '0')}`
const timeOf = (number: number): number => START_MS / 1000 - 5_000 + 60 * number

const STORED = '(uint32,uint64,bytes32,uint256,bytes32,bytes32)'

interface Rollup {
  readonly name: string
  readonly network: Omit<L2Network<'loopring' | 'zksync-lite' | 'starkex'>, 'contracts'>
  /** One transaction for all blocks of a parent block. */
  plan(numbers: readonly number[]): PlannedTransaction
  source(network: L2Network, options: SourceOptions): BlockSource
  /** L2 time, where the parent holds it. */
  timestampMs?(number: number): number
}

const ROLLUPS: readonly Rollup[] = [
  {
    name: 'Loopring',
    network: { id: 'loopring', name: 'Loopring', stack: 'loopring', endpoints: [{ url: 'https://dead.example' }] },
    plan: (numbers) => ({
      from: OPERATOR,
      to: CONTRACT,
      logs: numbers.map((number) =>
        encodeEvent(CONTRACT, 'BlockSubmitted(uint256 indexed,bytes32,bytes32)', number, rootOf(number), rootOf(number + 500)),
      ),
    }),
    source: (network, options) => loopringSource(network as L2Network<'loopring'>, options),
  },
  {
    name: 'zkSync Lite',
    network: { id: 'zksync_lite', name: 'ZKsync Lite', stack: 'zksync-lite', endpoints: [{ url: 'https://dead.example' }] },
    plan: (numbers) => ({
      from: OPERATOR,
      to: CONTRACT,
      input: encodeCall(
        `executeBlocks((${STORED},bytes[])[])`,
        numbers.map((number) => [[number, 3, rootOf(0), timeOf(number), rootOf(number), rootOf(900)], ['0x1234']]),
      ),
      logs: numbers.map((number) => encodeEvent(CONTRACT, 'BlockVerification(uint32 indexed)', number)),
    }),
    source: (network, options) => zksyncLiteSource(network as L2Network<'zksync-lite'>, options),
    timestampMs: (number) => timeOf(number) * 1000,
  },
  {
    name: 'Immutable X',
    network: { id: 'immutable_x', name: 'Immutable X', stack: 'starkex', endpoints: [{ url: 'https://dead.example' }] },
    plan: (numbers) => ({
      from: OPERATOR,
      to: CONTRACT,
      logs: numbers.flatMap((number) => [
        encodeEvent(CONTRACT, 'LogStateTransitionFact(bytes32)', rootOf(number)),
        number % 3 === 0
          ? encodeEvent(CONTRACT, 'LogUpdateState(uint256,uint256)', number, number + 70)
          : encodeEvent(CONTRACT, 'LogRootUpdate(uint256,uint256,uint256,uint256,uint256)', number, number + 70, 1, 2, 3),
      ]),
    }),
    source: (network, options) => immutableSource(network as L2Network<'starkex'>, options),
  },
]

function worldOf(rollup: Rollup) {
  const runtime = virtualRuntime({ startMs: START_MS + PARENT_BLOCKS * PARENT_BLOCK_MS })
  const parent: SimulatedNetwork<'evm'> = simulateNetwork({
    stack: 'evm',
    runtime,
    mining: 'manual',
    transactionsPerBlock: 0,
    startBlock: START,
    startMs: START_MS,
    blockTimeMs: PARENT_BLOCK_MS,
    blocks: PARENT_BLOCKS,
    planned: ({ number }) => {
      const numbers = BLOCKS.filter(({ parentBlock }) => parentBlock === number).map((each) => each.number)
      return numbers.length === 0 ? [] : [rollup.plan(numbers)]
    },
  })
  runtime.connect(parent)
  const parentSource = evmSource(parent.network, { runtime })
  const network = {
    ...rollup.network,
    status: { state: 'sunset', since: '2026-06-28' },
    contracts: Object.fromEntries(
      ['exchange', 'rollup'].map((role) => [role, [{ address: CONTRACT, chain: parent.network.id }]]),
    ),
  } as unknown as L2Network
  const source = rollup.source(network, { parent: parentSource, runtime })
  return {
    parent,
    runtime,
    source,
    network,
    async close() {
      await source.close()
      await parentSource.close()
    },
  }
}

describe.each(ROLLUPS)('blocks of $name that its parent chain holds', (rollup) => {
  const world = worldOf(rollup)
  const { runtime, source, parent } = world
  const expected = (number: number) => {
    const at = parent.chain.block(BLOCKS[number - 1]!.parentBlock)!
    return {
      number,
      hash: rootOf(number),
      ...(number > 1 && { parent: { number: number - 1, hash: rootOf(number - 1) } }),
      timestampMs: rollup.timestampMs?.(number) ?? at.timestampMs,
      fields: expect.objectContaining({
        heldAt: expect.objectContaining({ network: parent.network.id, number: at.number, hash: at.hash }),
      }) as unknown,
    }
  }

  it('are read by number and by tag, with few questions', async () => {
    const calls = (): number => parent.endpoints.reduce((sum, { statistics }) => sum + statistics.calls, 0)
    // What reads the parent is loaded when it is first asked, which takes real time.
    const first = runtime.runUntil(source.getBlock(17, { detail: 'header' }), { outsideMs: 15_000 })
    expect(await first).toMatchObject(expected(17))
    const before = calls()
    expect(await runtime.runUntil(source.getBlock(18, { detail: 'header' }))).toMatchObject(expected(18))
    expect(calls() - before).toBeLessThan(12)
    for (const tag of ['latest', 'safe', 'finalized'] as const) {
      expect(await runtime.runUntil(source.getBlock(tag, { detail: 'header' }))).toMatchObject(expected(LAST))
    }
  })

  it('come in order, each linked to the one before it', async () => {
    const list: L2Block[] = []
    const reading = (async () => {
      for await (const block of source.getBlocks({ from: 1, to: 'finalized' }, { detail: 'header' })) list.push(block)
    })()
    await runtime.runUntil(reading)
    expect(list).toHaveLength(LAST)
    for (const block of list) expect(block).toMatchObject(expected(block.number))
    expect(list[5]?.verification).toMatchObject({ passed: expect.arrayContaining(['identity', 'parent-link']) as unknown })
    expect(list[5]?.verification.skipped.map(({ check }) => check)).toEqual(['block-hash', 'transactions-root'])
  })

  it('are settled by the transaction that they were read from', async () => {
    const settlement = await runtime.runUntil(source.getSettlement({ number: 9, hash: rootOf(9) }), { outsideMs: 15_000 })
    expect(settlement).toMatchObject({
      network: rollup.network.id,
      state: {
        stage: 'settled',
        settled: { kind: 'settlement', network: parent.network.id, number: BLOCKS[8]!.parentBlock, parentStatus: 'finalized' },
      },
    })
    await expect(runtime.runUntil(source.getSettlement({ number: 9, hash: rootOf(8) }))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('are none above the newest and below the first, none by hash, and hold no transactions that could be told', async () => {
    const header = { detail: 'header' } as const
    await expect(runtime.runUntil(source.getBlock(LAST + 1, header))).rejects.toMatchObject({ code: 'NOT_YET' })
    await expect(runtime.runUntil(source.getBlock(0, header))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(runtime.runUntil(source.getBlock({ hash: rootOf(3) }, header))).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    await expect(runtime.runUntil(source.getBlock(3))).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining("detail 'header'") as unknown,
    })
    await runtime.runUntil(world.close())
  })
})

describe('blocks of zkSync Lite of mainnet', () => {
  const folder = realData()
  it.runIf(folder !== undefined)('have the roots and times that the call which executed them names', async () => {
    const read = (name: string) => JSON.parse(readFileSync(join(String(folder), 'settlement/zksync_lite', name), 'utf8'))
    const transaction = read('settled-933b141da3a3-tx.json')
    const receipt = read('settled-933b141da3a3-receipt.json')
    const { blockNumber, blockHash, timestamp } = transaction.l1
    const header = {
      number: blockNumber,
      hash: blockHash,
      timestampMs: timestamp * 1000,
      fields: {},
      verification: { passed: [] },
    }
    const parent = {
      network: { id: 'ethereum', blockTimeMs: 12_000 },
      getBlock: async () => header,
      getBlocks: async function* () {
        yield header
      },
      transport: {
        network: { id: 'ethereum' },
        session: () => ({ endpoint: 'recorded', reject: () => {} }),
        health: () => [],
        request: async (
          method: string,
          [filter]: readonly { topics: readonly string[][]; fromBlock: string; toBlock: string }[],
        ) => {
          if (method === 'eth_getTransactionByHash') return transaction.result
          const isIn = Number(filter!.fromBlock) <= blockNumber && blockNumber <= Number(filter!.toBlock)
          const logs: readonly { readonly topics: readonly string[] }[] = receipt.result.logs
          return isIn ? logs.filter(({ topics }) => filter!.topics[0]!.includes(topics[0]!)) : []
        },
      },
    } as unknown as BlockSource
    const source = zksyncLiteSource(
      {
        id: 'zksync_lite',
        name: 'ZKsync Lite',
        stack: 'zksync-lite',
        status: { state: 'sunset', since: '2026-05-04' },
        endpoints: [],
        contracts: {
          rollup: [{ address: '0xaBEA9132b05A70803a4E85094fD0e1800777fBEF', chain: 'ethereum', fromBlock: blockNumber - 9 }],
        },
      },
      { parent },
    )
    const blocks: readonly { blockNumber: number; stateHash: string; timestamp: number }[] = transaction.decoded.blocks
    for (const [index, { blockNumber: number, stateHash, timestamp: seconds }] of blocks.entries()) {
      const block = await source.getBlock(number, { detail: 'header' })
      expect(block).toMatchObject({ number, hash: stateHash, timestampMs: seconds * 1000 })
      expect(block.parent?.hash).toBe(blocks[index - 1]?.stateHash)
    }
    await source.close()
  })
  it.runIf(folder === undefined)('are left out, for no real records are here', () => expect(folder).toBeUndefined())
})

describe('a source of a network that was shut down', () => {
  it('asks an API that it is given, and not the parent', async () => {
    const runtime = virtualRuntime()
    const simulated = simulateNetwork({ stack: 'loopring', runtime, mining: 'manual', blocks: 3 })
    runtime.connect(simulated)
    const refusing = new Proxy({} as BlockSource, {
      get() {
        throw new Error('the parent was asked')
      },
    })
    const network = { ...simulated.network, status: { state: 'sunset', since: '2026-06-28' } } as L2Network<'loopring'>
    const source = loopringSource(network, {
      runtime,
      parent: refusing,
      endpoints: simulated.endpoints.map(({ endpoint }) => endpoint),
    })
    expect((await runtime.runUntil(source.getBlock('latest'))).transactionCount).toBeGreaterThan(0)
    await runtime.runUntil(source.close())
  })

  it('says that its contract is not known on the parent that it is given', async () => {
    const rollup = ROLLUPS[0]!
    const { source, runtime, network, close } = worldOf(rollup)
    const elsewhere = rollup.source({ ...network, contracts: {} } as unknown as L2Network, {
      parent: { network: { id: 'base' }, transport: source.transport } as unknown as BlockSource,
      runtime,
    })
    const error: unknown = await runtime.runUntil(elsewhere.getBlock(1, { detail: 'header' }).catch((reason: unknown) => reason))
    expect(DefimonError.isInstance(error) && error.code).toBe('CONFIG')
    await runtime.runUntil(elsewhere.close())
    await runtime.runUntil(close())
  })
})
