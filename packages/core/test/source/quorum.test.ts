import { agreedSource, createTransport, type DefimonError, type L2Network } from '@defimon/core'
import { defineSource } from '@defimon/core/adapter'
import { virtualRuntime } from '@defimon/core/testing'
import { describe, expect, it } from 'vitest'
import { toyChain } from './toy-chain.ts'
import { type Lie, toyNode } from './toy-node.ts'
import { type ToyBlock, toyDriver, toyNetwork } from './toy-stack.ts'

const HOSTS = ['a.example', 'b.example', 'c.example']
const chain = toyChain({ length: 12 })
/** A chain that is as consistent as the true one, and another. */
const forged = toyChain({ length: 12 })
forged.fork(9)

/** Serves the forged chain from a height on. */
const forging =
  (from: number): Lie =>
  (method, params) => {
    if (method === 'toy_block' && Number(params[0]) >= from) return forged.at(Number(params[0])) ?? null
    return method === 'toy_head' ? (params[0] === 'latest' ? forged.head : undefined) : undefined
  }
const behind =
  (blocks: number): Lie =>
  (method, params) => {
    const head = chain.head.number - blocks
    if (method === 'toy_head' && params[0] === 'latest') return chain.at(head)
    return method === 'toy_block' && Number(params[0]) > head ? null : undefined
  }
const dead: Lie = () => new Error('out of order')

function setUp(lies: readonly (Lie | undefined)[], quorum?: number) {
  const runtime = virtualRuntime()
  const nodes = lies.map((lie, index) => toyNode(HOSTS[index]!, chain, lie))
  runtime.connect(...nodes.map((node) => ({ hosts: [node.host], fetch: node.fetch })))
  const network = { ...toyNetwork(), endpoints: nodes.map(({ host }) => ({ url: `https://${host}` })) } as ReturnType<
    typeof toyNetwork
  >
  const transport = createTransport(network as unknown as L2Network, { runtime })
  const source = defineSource(toyDriver(network), { transport, runtime, ...(quorum !== undefined && { quorum }) })
  const settle = async <T>(promise: Promise<T>): Promise<T> => {
    promise.catch(() => undefined)
    return runtime.runUntil(promise)
  }
  const failure = async (promise: Promise<unknown>): Promise<DefimonError> =>
    settle(promise).then(
      () => {
        throw new Error('it did not fail')
      },
      (error: unknown) => error as DefimonError,
    )
  return { nodes, source, settle, failure }
}

describe('a quorum', () => {
  it('marks blocks that so many endpoints agree on, and asks each of them once for a header', async () => {
    const { source, nodes, settle } = setUp([undefined, undefined, undefined], 2)
    const block = await settle(source.getBlock(5))
    expect(block.verification.anchoredBy).toEqual({ quorum: 2 })
    expect(nodes.map(({ asked }) => asked.filter((call) => call === 'toy_block 5').length).sort()).toEqual([0, 1, 1])
    const all = setUp([undefined, undefined, undefined], 3)
    expect((await all.settle(all.source.getBlock({ hash: block.hash }))).verification.anchoredBy).toEqual({ quorum: 3 })
    expect((await all.settle(all.source.getBlock('finalized'))).verification.anchoredBy).toEqual({ quorum: 3 })
  })

  it('streams blocks that are agreed', async () => {
    const { source, settle } = setUp([undefined, undefined], 2)
    const read = async (): Promise<unknown[]> => {
      const marks: unknown[] = []
      for await (const { verification } of source.getBlocks({ from: 2, to: 6 })) marks.push(verification.anchoredBy)
      return marks
    }
    expect(await settle(read())).toEqual(Array.from({ length: 5 }, () => ({ quorum: 2 })))
  })

  it('outvotes one endpoint that serves a perfect forged chain, whichever it is', async () => {
    for (const liar of [0, 1, 2]) {
      const { source, settle } = setUp(
        HOSTS.map((_, index) => (index === liar ? forging(4) : undefined)),
        2,
      )
      for (const number of [3, 6, 7]) {
        const block = await settle(source.getBlock(number))
        expect([block.hash, block.verification.anchoredBy]).toEqual([chain.at(number)!.hash, { quorum: 2 }])
      }
    }
  })

  it('says that endpoints disagree where no hash has enough of them, for good where the block is final', async () => {
    const { source, failure } = setUp([undefined, forging(4)], 2)
    const error = await failure(source.getBlock(5))
    expect(error).toMatchObject({ code: 'CONTRADICTION', retryable: false, block: { number: 5 } })
    expect(error.message).toMatch(/a\.example|b\.example/)
    const open = setUp([undefined, forging(4)], 2)
    expect(await open.failure(open.source.getBlock(11))).toMatchObject({ code: 'CONTRADICTION', retryable: true })
  })

  it('takes the highest block that so many have for the latest', async () => {
    const { source, settle } = setUp([undefined, behind(3)], 2)
    const block = await settle(source.getBlock('latest'))
    expect([block.number, block.verification.anchoredBy]).toEqual([8, { quorum: 2 }])
  })

  it('waits where too few have the block, and fails where too few answer', async () => {
    const late = setUp([undefined, behind(3)], 2)
    expect(await late.failure(late.source.getBlock(10))).toMatchObject({ code: 'NOT_YET', retryable: true })
    const broken = setUp([undefined, dead], 2)
    expect(await broken.failure(broken.source.getBlock(5))).toMatchObject({ code: 'TRANSIENT', retryable: true })
  })

  it('is refused above the number of endpoints, and below one', () => {
    expect(() => setUp([undefined], 2)).toThrow(/quorum of 2 among 1/)
    expect(() => setUp([undefined, undefined], 0)).toThrow(/quorum of 0/)
    expect(() => setUp([undefined, undefined], 1.5)).toThrow(/quorum of 1.5/)
  })

  it('is two for a parent chain that has two endpoints, unless its source says otherwise', async () => {
    const { source, settle } = setUp([undefined, undefined])
    expect((await settle(source.getBlock(5))).verification.anchoredBy).toBe('none')
    expect((await settle(agreedSource(source).getBlock(5))).verification.anchoredBy).toEqual({ quorum: 2 })
    for (const alone of [setUp([undefined]), setUp([undefined, undefined], 1)])
      expect(agreedSource(alone.source)).toBe(alone.source)
  })

  it('does not count an endpoint whose header does not recompute', async () => {
    const tampered: Lie = (method, params, honest) =>
      method === 'toy_block' && params[0] === 5 ? { ...(honest() as ToyBlock), items: [] } : undefined
    const { source, failure } = setUp([undefined, undefined, tampered], 3)
    expect(await failure(source.getBlock(5))).toMatchObject({ code: 'TRANSIENT' })
    const enough = setUp([undefined, tampered, undefined], 2)
    expect((await enough.settle(enough.source.getBlock(5))).verification.anchoredBy).toEqual({ quorum: 2 })
  })
})
