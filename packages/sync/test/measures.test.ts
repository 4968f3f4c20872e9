import type { Batch, Evidence, L2Block, StoredSettlement } from '@defimon/core'
import { sampleBatch, sampleBlocks, seededRandom, simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { createSync } from '@defimon/sync'
import {
  addLag,
  countUserOperations,
  createMeasures,
  EMPTY_LAG,
  HOUR_MS,
  type LagHistogram,
  lagQuantile,
  mergeLags,
  ratesOf,
  summarizeLag,
} from '@defimon/sync/measures'
import { memorySink } from '@defimon/sync/memory'
import { describe, expect, it } from 'vitest'

describe('lags', () => {
  it('give quantiles at most 9 % above those of a sorted list, merged in any order', () => {
    const random = seededRandom('lags')
    const lags = Array.from({ length: 5_000 }, () => Math.floor(2 ** (random.next() * 30)))
    const parts = [0, 1, 2].map((part) =>
      lags.filter((_, index) => index % 3 === part).reduce((all, lag, index) => addLag(all, lag, index % 2 === 0), EMPTY_LAG),
    )
    const [one, two, three] = parts as [LagHistogram, LagHistogram, LagHistogram]
    const merged = mergeLags(mergeLags(one, two), three)
    expect(mergeLags(three, mergeLags(two, one))).toEqual(merged)
    expect(JSON.parse(JSON.stringify(merged))).toEqual(merged)
    const sorted = [...lags].sort((left, right) => left - right)
    for (const share of [0.01, 0.5, 0.95, 0.99, 1]) {
      const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0
      const estimate = lagQuantile(merged, share) ?? 0
      expect(estimate).toBeGreaterThanOrEqual(exact * (1 - 1e-9))
      expect(estimate).toBeLessThanOrEqual(Math.max(1, exact * 1.0906))
    }
    expect(merged.maxMs).toBe(sorted.at(-1))
    expect(summarizeLag(EMPTY_LAG)).toBeUndefined()
    expect(summarizeLag(addLag(addLag(EMPTY_LAG, -5, true), 100, false))).toEqual({
      p50Ms: 1,
      p95Ms: 100,
      maxMs: 100,
      exactShare: 0.5,
    })
  })
})

describe('user operations', () => {
  /** keccak256 of UserOperationEvent(bytes32,address,address,uint256,bool,uint256,uint256), by ethers. */
  const topic = '0x49628fd1471006c1482da88028e9ce4dbb080b815c9b0344d39e5a8e6ec1419f'
  const entryPoint = '0x0000000071727De22E5E9d8BAf0edAc6f37da032'

  it('count a bundle by what it held, a deposit once, the system and votes not at all', () => {
    const [block] = sampleBlocks({ network: 'base', from: 1, count: 1, transactions: 5 }) as [L2Block]
    const kinds = ['user', 'user', 'deposit', 'system', 'vote'] as const
    const transactions = block.transactions!.map((transaction, index) => ({ ...transaction, kind: kinds[index]! }))
    const log = (address: string, first: string) => ({ ...block.logs![0]!, transactionIndex: 1, address, topics: [first] })
    const logs = [
      log(entryPoint, topic),
      log(entryPoint.toLowerCase(), topic),
      log(entryPoint, `0x${'2'.repeat(64)}`),
      log(`0x${'1'.repeat(40)}`, topic),
    ]
    expect(countUserOperations({ transactions, logs })).toBe(1 + 2 + 1)
    expect(countUserOperations({ transactions, logs: undefined })).toBeUndefined()
  })
})

describe('measures of a simulated network', () => {
  it('are those of a count by hand over the chain that stands at the end, with reorgs on the way', async () => {
    const runtime = virtualRuntime({ seed: 4, startMs: 1_750_000_000_000 })
    const simulated = simulateNetwork({
      stack: 'evm',
      runtime,
      seed: 11,
      blocks: 40,
      blockTimeMs: 30_000,
      finalizedDepth: 12,
      reorgs: { probability: 0.2, maxDepth: 5 },
      transactionsPerBlock: (draw) => draw() * 6,
    })
    runtime.connect(simulated)
    const measures = createMeasures()
    const store = memorySink()
    const taken: Batch[] = []
    const sink = {
      ...store,
      async write(batch: Batch) {
        await store.write(batch)
        measures.add(batch)
        taken.push(batch)
      },
    }
    const from = simulated.chain.first.number
    const source = evmSource(simulated.network, { runtime })
    const sync = createSync({ sources: [{ source, from }], sink, runtime })
    const running = sync.run()
    await runtime.advance(3 * HOUR_MS)
    simulated.chain.halt()
    await runtime.advance(10 * 60_000)
    await sync.close()
    await running
    expect(taken.some(({ rollbackTo }) => rollbackTo)).toBe(true)

    const byHand = new Map<number, { blocks: number; transactions: number; failed: number; gasUsed: bigint; feeWei: bigint }>()
    for (const block of simulated.chain.canonical({ from })) {
      const hourStartMs = Math.floor(block.timestampMs / HOUR_MS) * HOUR_MS
      const hour = byHand.get(hourStartMs) ?? { blocks: 0, transactions: 0, failed: 0, gasUsed: 0n, feeWei: 0n }
      byHand.set(hourStartMs, hour)
      const { receipts } = simulated.chain.content(block) as {
        receipts: { status: string; gasUsed: string; effectiveGasPrice: string; blobGasUsed?: string; blobGasPrice?: string }[]
      }
      hour.blocks += 1
      hour.transactions += receipts.length
      for (const { status, gasUsed, effectiveGasPrice, blobGasUsed = '0x0', blobGasPrice = '0x0' } of receipts) {
        if (status === '0x0') hour.failed += 1
        hour.gasUsed += BigInt(gasUsed)
        hour.feeWei += BigInt(gasUsed) * BigInt(effectiveGasPrice) + BigInt(blobGasUsed) * BigInt(blobGasPrice)
      }
    }
    const hours = measures.hours(simulated.network.id)
    expect(hours.map(({ hourStartMs }) => hourStartMs)).toEqual([...byHand.keys()])
    for (const hour of hours) {
      const expected = byHand.get(hour.hourStartMs)!
      expect({ ...hour, lags: {} }).toMatchObject({
        blocks: expected.blocks,
        unreadBlocks: 0,
        transactions: { user: expected.transactions, deposit: 0, system: 0, vote: 0 },
        failed: expected.failed,
        userOperations: expected.transactions,
        gasUsed: expected.gasUsed,
        feeWei: expected.feeWei,
      })
      expect(ratesOf(hour).transactionsPerSecond).toBeCloseTo(expected.transactions / 3600)
      expect(ratesOf(hour, 1_000).megaGasPerSecond).toBeCloseTo(Number(expected.gasUsed) / 1e6)
    }
  })
})

describe('lags of settlement', () => {
  const network = 'base'
  const blocks = sampleBlocks({ network, from: 100, count: 60 }).map((block) => ({
    ...block,
    timestampMs: 1_750_000_000_000 + (block.number - 100) * 2_000 + (block.number > 130 ? 500 : 0),
  }))
  const evidence = (timestampMs: number, from: number, to: number, transactionHash: string): Evidence => ({
    ...{ kind: 'batch', network: 'ethereum', number: 1, timestampMs, transactionHash, parentStatus: 'included' },
    covers: { from, to, exact: true },
    cost: { purpose: 'data', feeWei: 1n, gasUsed: 1n, gasPriceWei: 1n, dataBytes: 1_000 },
  })
  const settled = (from: number, to: number, timestampMs: number, hash = `0x${from}`): StoredSettlement => ({
    block: blocks[from - 100]!,
    network,
    state: { stage: 'posted', posted: [evidence(timestampMs, from, to, hash)] },
    holdsFor: { from, to },
  })
  const lagsOf = (measures: ReturnType<typeof createMeasures>) =>
    measures.hours(network).flatMap(({ lags }) => (lags.posted ? [lags.posted] : []))

  it('count each block once per stage, the bytes of a posting once, and those of heights never stored not at all', () => {
    const measures = createMeasures()
    measures.add(sampleBatch(blocks, { network }))
    const at = blocks[59]!.timestampMs + 60_000
    const answer = settled(100, 139, at)
    measures.add(sampleBatch([], { network, settlements: [answer] }))
    measures.add(sampleBatch([], { network, settlements: [answer, settled(120, 10_000_000, at, '0xother')] }))
    const [lag] = lagsOf(measures)
    expect(lag?.count).toBe(60)
    expect(lag?.exactCount).toBe(60)
    expect(lag?.maxMs).toBe(at - blocks[0]!.timestampMs)
    expect(measures.hours(network).reduce((sum, { postedBytes }) => sum + postedBytes, 0)).toBe(2_000)
    const byHand = blocks.reduce((all, { timestampMs }) => addLag(all, at - timestampMs, true), EMPTY_LAG)
    expect(lag).toEqual(byHand)
  })

  it('count again what was taken back and made again', () => {
    const measures = createMeasures()
    measures.add(sampleBatch(blocks, { network }))
    const at = blocks[59]!.timestampMs + 60_000
    measures.add(sampleBatch([], { network, settlements: [settled(100, 159, at)] }))
    const back: StoredSettlement = {
      block: blocks[10]!,
      network,
      state: { stage: 'sequenced' },
      holdsFor: { from: 110, to: 119 },
    }
    measures.add(sampleBatch([], { network, reverted: [back] }))
    measures.add(sampleBatch([], { network, settlements: [settled(100, 159, at + 1_000)] }))
    expect(lagsOf(measures)[0]?.count).toBe(70)
  })
})
