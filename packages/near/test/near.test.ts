import { BlockNotFoundError, DefimonError } from '@defimon/core'
import { type SimulatedEndpointOptions, simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { nearSource } from '@defimon/near'
import { describe, expect, it } from 'vitest'

function makeSource(endpoints: readonly SimulatedEndpointOptions[] = [{}], missingHeights = 0.3) {
  const runtime = virtualRuntime()
  const simulated = simulateNetwork({ stack: 'near', runtime, mining: 'manual', blocks: 80, endpoints, missingHeights })
  runtime.connect(simulated)
  const source = nearSource(simulated.network, { runtime })
  return { simulated, source, until: <T>(promise: Promise<T>): Promise<T> => runtime.runUntil(promise) }
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'it did not fail',
    (error: unknown) => error,
  )
}

describe('absence', () => {
  it('tells a height to come, a pruned one and a skipped one apart, though a node says the same of all', async () => {
    const { simulated, source, until } = makeSource([{ retainedBlocks: 60 }])
    const { head } = simulated.chain
    const gap = simulated.chain
      .canonical({ from: head.number - 40 })
      .find(({ number, parentNumber }) => number > parentNumber + 1)
    const whys: unknown[] = []
    for (const height of [head.number + 5, head.number - 100, (gap?.number ?? 0) - 1]) {
      const error = await until(failureOf(source.getBlock(height)))
      whys.push(BlockNotFoundError.isInstance(error) ? [error.code, (error as BlockNotFoundError).why] : error)
    }
    expect(whys).toEqual([
      ['NOT_YET', 'not-yet'],
      ['PRUNED', 'pruned'],
      ['NOT_FOUND', 'skipped'],
    ])
    await until(source.close())
  })

  it('is no skipped height where the next block names it as its parent', async () => {
    const { simulated, source, until } = makeSource([{}], 0)
    const hidden = simulated.chain.head.number - 5
    simulated.endpoints[0]?.setFaults([
      {
        description: 'does not know one block',
        verdict: 'failed-over',
        answer: (call, answer) =>
          call.method === 'block' && (call.params as { block_id?: unknown }).block_id === hidden
            ? { error: { code: -32000, message: 'no', ...{ name: 'HANDLER_ERROR', cause: { name: 'UNKNOWN_BLOCK', info: {} } } } }
            : answer,
      },
    ])
    expect(await until(failureOf(source.getBlock(hidden)))).toMatchObject({ code: 'NOT_FOUND', why: 'unknown' })
    await until(source.close())
  })

  it('goes on to an archive where a node has dropped the block', async () => {
    const { simulated, source, until } = makeSource([{ retainedBlocks: 10 }, { host: 'archive.example' }])
    const { first } = simulated.chain
    for (let attempt = 0; attempt < 6; attempt++) {
      expect((await until(source.getBlock(first.number))).hash).toBe(first.hash)
    }
    await until(source.close())
  })
})

describe('chunks', () => {
  it('count only where they are new', async () => {
    const { simulated, source, until } = makeSource()
    let old = 0
    for (const { number, transactionCount } of simulated.chain.canonical().slice(-20)) {
      const block = await until(source.getBlock(number))
      const fresh = block.fields.chunks.filter(({ isNew }) => isNew)
      old += block.fields.chunks.length - fresh.length
      expect(fresh.every(({ heightIncluded }) => heightIncluded === number)).toBe(true)
      expect(block.gasUsed).toBe(fresh.reduce((sum, { gasUsed }) => sum + gasUsed, 0n))
      expect(fresh.reduce((sum, chunk) => sum + (chunk.transactionCount ?? 0), 0)).toBe(transactionCount)
    }
    expect(old).toBeGreaterThan(0)
    await until(source.close())
  })

  it('are asked for only where their root says that they hold transactions', async () => {
    const { simulated, source, until } = makeSource()
    const block = await until(source.getBlock('latest', { detail: 'header' }))
    const withTransactions = block.fields.chunks.filter(({ transactionCount }) => (transactionCount ?? 0) > 0).length
    expect(simulated.endpoints[0]?.statistics.callsByMethod.get('chunk') ?? 0).toBe(withTransactions)
    expect(block.transactionCount).toBe(simulated.chain.head.transactionCount)
    await until(source.close())
  })
})

it.each([2, 3, 4, 5] as const)('recomputes simulated headers of version %i', async (headerVersion) => {
  const runtime = virtualRuntime()
  const simulated = simulateNetwork({ stack: 'near', runtime, mining: 'manual', headerVersion })
  runtime.connect(simulated)
  const source = nearSource(simulated.network, { runtime })
  const { head } = simulated.chain
  const block = await runtime.runUntil(source.getBlock(head.number))
  expect(block.verification.passed).toContain('block-hash')
  expect(block.parent).toEqual({ number: head.parentNumber, hash: head.parentHash })
  await runtime.runUntil(source.close())
})

it('passes blocks on whose header is of version 6, and says why their hash is not recomputed', async () => {
  const { simulated, source, until } = makeSource()
  simulated.endpoints[0]?.setFaults([
    {
      description: 'a header of version 6',
      verdict: 'tolerated',
      answer: (call, answer) => {
        if (call.method !== 'block' || answer.error !== undefined) return answer
        const { header, ...block } = answer.result as { readonly header: object }
        return { result: { ...block, header: { ...header, shard_split: null } } }
      },
    },
  ])
  const { verification, transactionCount } = await until(source.getBlock('latest'))
  expect(verification.passed).not.toContain('block-hash')
  expect(verification.skipped).toContainEqual({ check: 'block-hash', reason: 'header version 6 (shard_split)' })
  expect(transactionCount).toBe(simulated.chain.head.transactionCount)
  await until(source.close())
})

it('finds a block behind which an endpoint hides another', async () => {
  const { simulated, source, until } = makeSource()
  const blocks = simulated.chain.canonical().slice(-12)
  const hidden = blocks[6]
  simulated.endpoint({
    host: 'hiding.example',
    faults: [
      {
        description: 'does not know one block',
        verdict: 'failed-over',
        answer: (call, answer) =>
          call.method === 'block' && (call.params as { block_id?: unknown }).block_id === hidden?.number
            ? {
                error: {
                  code: -32000,
                  message: 'Server error',
                  data: '',
                  ...{ name: 'HANDLER_ERROR', cause: { name: 'UNKNOWN_BLOCK', info: {} } },
                },
              }
            : answer,
      },
    ],
  })
  const runtime = virtualRuntime()
  runtime.connect(simulated)
  const both = nearSource(simulated.network, { runtime })
  const numbers: number[] = []
  const reading = (async () => {
    for await (const { number } of both.getBlocks({ from: blocks[0]!.number, to: blocks.at(-1)!.number })) numbers.push(number)
  })()
  await runtime.runUntil(reading)
  expect(numbers).toEqual(blocks.map(({ number }) => number))
  await runtime.runUntil(both.close())
  await until(source.close())
})

it('says what kind of failure each cause is', async () => {
  const { simulated, source, until } = makeSource()
  const { number } = simulated.chain.first
  const codes: Record<string, unknown> = {}
  for (const fault of [
    'block-unknown',
    'block-garbage-collected',
    'not-synced-yet',
    'timed-out',
    'chunk-unknown',
    'shard-unavailable',
  ]) {
    simulated.endpoints[0]?.setFaults([fault])
    const error = await until(failureOf(source.getBlock(number)))
    codes[fault] = DefimonError.isInstance(error) ? error.code : error
  }
  expect(codes).toEqual({
    'block-unknown': 'NOT_FOUND',
    'block-garbage-collected': 'PRUNED',
    'not-synced-yet': 'NOT_YET',
    'timed-out': 'TIMEOUT',
    'chunk-unknown': 'PRUNED',
    'shard-unavailable': 'PRUNED',
  })
  await until(source.close())
})
