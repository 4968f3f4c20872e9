import { type BlockSource, DefimonError, type L2Network } from '@defimon/core'
import { judgeRecordings } from '@defimon/core/adapter'
import { type StackModel, simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { immutableSource, readActivities, readStateUpdates } from '@defimon/zk/immutable'
import { loopringSource, readSubmittedBlocks } from '@defimon/zk/loopring'
import { readBlockCommits, zksyncLiteDriver, zksyncLiteSource } from '@defimon/zk/zksync/lite'
import { describe, expect, it } from 'vitest'
import { recordedNetworks } from '../../../../test/recorded-networks.ts'

const zksync_lite: L2Network<'zksync-lite'> = {
  id: 'zksync_lite',
  name: 'ZKsync Lite',
  stack: 'zksync-lite',
  status: { state: 'sunset', since: '2026-05-04' },
  contracts: { rollup: [{ address: '0xaBEA9132b05A70803a4E85094fD0e1800777fBEF', chain: 'ethereum' }] },
  endpoints: [],
}
const loopring: L2Network<'loopring'> = {
  id: 'loopring',
  name: 'Loopring',
  stack: 'loopring',
  status: { state: 'sunset', since: '2026-06-28' },
  contracts: { exchange: [{ address: '0x0BABA1Ad5bE3a5C0a66E7ac838a129Bf948f1eA4', chain: 'ethereum' }] },
  endpoints: [],
}
const immutable_x: L2Network<'starkex'> = {
  id: 'immutable_x',
  name: 'Immutable X',
  stack: 'starkex',
  status: { state: 'sunset', since: '2026' },
  contracts: { exchange: [{ address: '0x5FDCCA53617f4d2b9134B29090C87D01058e27e9', chain: 'ethereum' }] },
  endpoints: [{ url: 'https://api.x.immutable.com' }],
}

const word = (value: bigint | number): string => value.toString(16).padStart(64, '0')

/** A parent chain that answers `eth_getLogs` with these logs, in block 100. */
function parentWith(logs: readonly { readonly address: string; readonly topics: readonly string[]; readonly data: string }[]) {
  const asked: unknown[] = []
  const parent = {
    network: { id: 'ethereum' },
    transport: {
      request: async (_method: string, params: unknown) => {
        asked.push(params)
        return logs.map((log, index) => ({
          ...log,
          address: log.address.toLowerCase(),
          blockNumber: '0x64',
          blockHash: `0x${word(100)}`,
          transactionHash: `0x${word(7)}`,
          transactionIndex: '0x0',
          logIndex: `0x${index.toString(16)}`,
        }))
      },
    },
  } as unknown as BlockSource
  return { parent, asked }
}

async function collect<T>(all: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const each of all) list.push(each)
  return list
}

const RANGE = { from: 100, to: 100 }
const BELIEVED = { check: 'nothing' } as const
const AT = { network: 'ethereum', number: 100, hash: `0x${word(100)}`, transactionHash: `0x${word(7)}` }

describe('what the parent chain holds for good', () => {
  it('names the steps of zkSync Lite, and what it took back', async () => {
    const address = '0xaBEA9132b05A70803a4E85094fD0e1800777fBEF'
    const { parent, asked } = parentWith([
      {
        address,
        topics: ['0x81a92942d0f9c33b897a438384c9c3d88be397776138efa3ba1a4fc8b6268424', `0x${word(54_557)}`],
        data: '0x',
      },
      {
        address,
        topics: ['0x0cdbd8bd7813095001c5fe7917bd69d834dc01db7c1dfcf52ca135bd20384413', `0x${word(54_556)}`],
        data: '0x',
      },
      {
        address,
        topics: ['0x6f3a8259cce1ea2680115053d21c971aa1764295a45850f520525f2bfdf3c9d3'],
        data: `0x${word(54_550)}${word(54_560)}`,
      },
    ])
    expect(await collect(readBlockCommits(parent, zksync_lite, RANGE, BELIEVED))).toEqual([
      { type: 'committed', block: 54_557, at: AT },
      { type: 'verified', block: 54_556, at: AT },
      { type: 'reverted', totalVerified: 54_550, totalCommitted: 54_560, at: AT },
    ])
    expect(JSON.stringify(asked)).toContain(address.toLowerCase())
  })

  it('names the blocks of Loopring with their roots', async () => {
    const { parent } = parentWith([
      {
        address: '0x0BABA1Ad5bE3a5C0a66E7ac838a129Bf948f1eA4',
        topics: ['0xcc86d9ed29ebae540f9d25a4976d4da36ea4161b854b8ecf18f491cf6b0feb5c', `0x${word(41_000)}`],
        data: `0x${word(11)}${word(12)}`,
      },
    ])
    expect(await collect(readSubmittedBlocks(parent, loopring, RANGE, BELIEVED))).toEqual([
      { number: 41_000, merkleRoot: `0x${word(11)}`, publicDataHash: `0x${word(12)}`, at: AT },
    ])
  })

  it('names the state updates of Immutable X, of both forms, with their facts', async () => {
    const address = '0x5FDCCA53617f4d2b9134B29090C87D01058e27e9'
    const fact = {
      address,
      topics: ['0x9866f8ddfe70bb512b2f2b28b49d4017c43f7ba775f1a20c61c13eea8cdac111'],
      data: `0x${word(99)}`,
    }
    const { parent } = parentWith([
      fact,
      {
        address,
        topics: ['0x54fe7a67f8957a96919a0d1b81eeb25ea8c06f96ad528671da17a4a840040664'],
        data: `0x${[5, 6, 1, 2, 3].map(word).join('')}`,
      },
    ])
    expect(await collect(readStateUpdates(parent, immutable_x, RANGE, BELIEVED))).toEqual([
      {
        sequenceNumber: 5,
        batchId: 6,
        stateTransitionFact: `0x${word(99)}`,
        validiumVaultRoot: `0x${word(1)}`,
        rollupVaultRoot: `0x${word(2)}`,
        orderRoot: `0x${word(3)}`,
        at: AT,
      },
    ])
    const old = {
      address,
      topics: ['0xd606ef105963a7e789d927c1d21df5111915b832996b92648138f59eb9763a20'],
      data: `0x${[4, 5, 8, 9].map(word).join('')}`,
    }
    const [update] = await collect(readStateUpdates(parentWith([fact, old]).parent, immutable_x, RANGE, BELIEVED))
    expect(update).toMatchObject({ sequenceNumber: 4, batchId: 5, validiumVaultRoot: `0x${word(8)}`, orderRoot: `0x${word(9)}` })
    expect(update && 'rollupVaultRoot' in update).toBe(false)
  })

  it('is refused where a root comes without its fact, or a log ends too early', async () => {
    const address = '0x5FDCCA53617f4d2b9134B29090C87D01058e27e9'
    const root = (data: string) => ({
      address,
      topics: ['0x54fe7a67f8957a96919a0d1b81eeb25ea8c06f96ad528671da17a4a840040664'],
      data,
    })
    for (const data of [`0x${[5, 6, 1, 2, 3].map(word).join('')}`, '0x1234']) {
      const { parent } = parentWith([root(data)])
      await expect(collect(readStateUpdates(parent, immutable_x, RANGE, BELIEVED))).rejects.toMatchObject({ code: 'MALFORMED' })
    }
  })

  it('is not looked for on another chain', async () => {
    const { parent } = parentWith([])
    const elsewhere = { ...parent, network: { ...parent.network, id: 'base' } } as BlockSource
    await expect(collect(readSubmittedBlocks(elsewhere, loopring, RANGE))).rejects.toMatchObject({ code: 'CONFIG' })
  })
})

describe('a network that was shut down', () => {
  it.each([
    ['zkSync Lite', zksync_lite, zksyncLiteSource, 'sunset since 2026-05-04', 'zksync-lite'],
    ['Loopring', loopring, loopringSource, 'sunset since 2026-06-28', 'loopring'],
  ] as const)('%s says so, with the date, where its endpoint is dead', async (_name, network, source, words, stack) => {
    for (const fault of ['connection-refused', 'not-found', 'html'] as const) {
      const runtime = virtualRuntime()
      const simulated = simulateNetwork({ stack, runtime, mining: 'manual', endpoints: [{ faults: [fault] }] } as {
        stack: 'loopring'
      })
      runtime.connect(simulated)
      const endpoints = simulated.endpoints.map(({ endpoint }) => endpoint)
      const made = (source as typeof loopringSource)(network as typeof loopring, { runtime, endpoints })
      const error: unknown = await runtime.runUntil(made.getBlock('latest').catch((reason: unknown) => reason))
      expect(DefimonError.isInstance(error) && error.message).toContain(words)
      expect(DefimonError.isInstance(error) && [error.network, error.retryable]).toEqual([network.id, false])
      await runtime.runUntil(made.close())
    }
  })

  it('Immutable X has no blocks at all, and asks nobody for them', async () => {
    const asked: string[] = []
    const runtime = virtualRuntime()
    const source = immutableSource(immutable_x, {
      runtime: {
        ...runtime,
        fetch: async (input) => {
          asked.push(String(input))
          return new Response('{}')
        },
      },
    })
    for (const question of [() => source.getBlock(1), () => source.getBlock('latest')]) {
      const error: unknown = await runtime.runUntil(question().catch((reason: unknown) => reason))
      expect(DefimonError.isInstance(error) && error.code).toBe('UNSUPPORTED')
      expect((error as Error).message).toContain('sunset since 2026')
    }
    expect(asked).toEqual([])
    await runtime.runUntil(source.close())
  })
})

describe('the lists of Immutable X', () => {
  const entry = (transactionId: number) => ({
    transaction_id: transactionId,
    status: 'success',
    user: '0xABcdef0000000000000000000000000000000001',
    receiver: '0xABcdef0000000000000000000000000000000002',
    token: { type: 'ERC721', data: { token_id: '5', token_address: '0x01', decimals: 0, quantity: '1' } },
    timestamp: '2022-07-28T12:30:00.5Z',
  })

  function activitySource(answer: (url: URL) => unknown) {
    const asked: URL[] = []
    const runtime = virtualRuntime()
    const source = immutableSource(immutable_x, {
      runtime: {
        ...runtime,
        fetch: async (input) => {
          const url = new URL(input instanceof Request ? input.url : String(input))
          asked.push(url)
          return answer(url) as Response
        },
      },
    })
    return { asked, runtime, source }
  }

  it('are read in their documented shape, page by page', async () => {
    const { asked, runtime, source } = activitySource((url) => {
      const isSecond = url.searchParams.get('cursor') === 'next'
      const ids = isSecond ? [3] : [1, 2]
      return Response.json({ result: ids.map(entry), cursor: 'next', remaining: isSecond ? 0 : 1 })
    })
    const list = await runtime.runUntil(collect(readActivities(source, 'transfers', { sinceMs: Date.UTC(2022, 6, 1) })))
    expect(list.map(({ transactionId }) => transactionId)).toEqual([1, 2, 3])
    expect(list[0]).toEqual({
      kind: 'transfers',
      transactionId: 1,
      status: 'success',
      from: '0xabcdef0000000000000000000000000000000001',
      to: '0xabcdef0000000000000000000000000000000002',
      timestampMs: Date.UTC(2022, 6, 28, 12, 30, 0, 500),
      answer: entry(1),
    })
    expect(asked.map(({ pathname }) => pathname)).toEqual(['/v1/transfers', '/v1/transfers'])
    expect(Object.fromEntries(asked[0]!.searchParams)).toEqual({
      page_size: '200',
      order_by: 'timestamp',
      direction: 'asc',
      min_timestamp: '2022-07-01T00:00:00.000Z',
    })
    await runtime.runUntil(source.close())
  })

  it('fail where pages go in a circle, where the shape is another, and with the date where the API is dead', async () => {
    const failing = async (answer: () => unknown): Promise<unknown> => {
      const { runtime, source } = activitySource(answer)
      const error: unknown = await runtime.runUntil(collect(readActivities(source, 'trades')).catch((reason: unknown) => reason))
      await runtime.runUntil(source.close())
      return error
    }
    const circle = () => Response.json({ result: [entry(1)], cursor: 'same', remaining: 1 })
    expect(await failing(circle)).toMatchObject({ code: 'MALFORMED' })
    expect(await failing(() => Response.json({ result: [{ status: 'success' }] }))).toMatchObject({ code: 'MALFORMED' })
    const dead = await failing(() => new Response('gone', { status: 404 }))
    expect(dead).toMatchObject({ network: 'immutable_x', retryable: false })
    expect((dead as Error).message).toContain('Immutable X is sunset since 2026')
  })
})

describe('blocks of zkSync Lite', () => {
  it('come whole in pages, in their order', async () => {
    const runtime = virtualRuntime()
    const simulated = simulateNetwork({ stack: 'zksync-lite', runtime, mining: 'manual', transactionsPerBlock: 250, blocks: 3 })
    runtime.connect(simulated)
    const source = zksyncLiteSource(simulated.network, { runtime })
    const { head } = simulated.chain
    const block = await runtime.runUntil(source.getBlock(head.number))
    expect(block.transactions.map(({ index }) => index)).toEqual(Array.from({ length: 250 }, (_, index) => index))
    const { transactions } = simulated.chain.content(head) as ReturnType<
      StackModel<{ transactions: { hash: string }[] }>['make']
    >['content']
    expect(block.transactions.map(({ hash }) => hash)).toEqual(transactions.map(({ hash }) => hash))
    await runtime.runUntil(source.close())
  })

  const recorded = recordedNetworks(/^zksync_lite$/)
  it.runIf(recorded.length > 0)('hold transactions of the recorded shapes; recordings of an account hold no block', async () => {
    const driver = zksyncLiteDriver(zksync_lite)
    const exchanges = recorded[0]?.exchanges ?? []
    expect(exchanges.length).toBeGreaterThan(0)
    expect(exchanges.filter(({ genuine }) => genuine?.header !== undefined)).toEqual([])
    expect(await judgeRecordings(driver, exchanges)).toEqual([])
    const block = { blockNumber: 1, newStateRoot: '0x1', committedAt: '2022-07-28T12:30:00Z', status: 'finalized' }
    const types = new Set<string>()
    for (const { result } of exchanges) {
      const body = (result as { result?: { list?: unknown[]; tx?: unknown } }).result
      const transactions = (body?.list ?? [body?.tx]).filter((each) => (each as { op?: unknown } | undefined)?.op !== undefined)
      const raw = { number: 1, block, transactions, transactionCount: transactions.length }
      for (const transaction of driver.decode(raw, 'receipts').transactions ?? []) {
        types.add(transaction.type)
        expect(transaction.status).toBe('succeeded')
        expect(transaction.kind).toBe(transaction.type === 'Deposit' ? 'deposit' : 'user')
        expect(transaction.fee?.totalWei ?? 0n).toBeTypeOf('bigint')
      }
    }
    expect([...types].sort()).toEqual(
      expect.arrayContaining(['ChangePubKey', 'Deposit', 'ForcedExit', 'Swap', 'Transfer', 'Withdraw']),
    )
  })

  it('are read from the documented shape', () => {
    const block = {
      blockNumber: 96_159,
      newStateRoot: '0x21ee1a1a2c6e6b4a5f1bb3d9a1e5f7c1f4b8c5e0a9d3c2b1a09f8e7d6c5b4a39',
      blockSize: 630,
      commitTxHash: `0x${'11'.repeat(32)}`,
      verifyTxHash: null,
      committedAt: '2022-07-28T12:30:00.5Z',
      finalizedAt: null,
      status: 'committed',
    }
    const parent = { ...block, blockNumber: 96_158, newStateRoot: `0x${'22'.repeat(32)}` }
    const raw = { number: 96_159, block, parent, transactionCount: 71 }
    expect(zksyncLiteDriver(zksync_lite).decode(raw, 'header')).toMatchObject({
      number: 96_159,
      hash: block.newStateRoot,
      parent: { number: 96_158, hash: parent.newStateRoot },
      timestampMs: Date.UTC(2022, 6, 28, 12, 30, 0, 500),
      transactionCount: 71,
      fields: { status: 'committed', commitTransactionHash: block.commitTxHash, blockSize: 630 },
    })
  })
})
