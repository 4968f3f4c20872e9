import { BlockNotFoundError, DefimonError, type VerificationError } from '@defimon/core'
import { defineSource } from '@defimon/core/adapter'
import { describe, expect, it } from 'vitest'
import { type Answer, fakeTransport } from './fake-transport.ts'
import { toyChain } from './toy-chain.ts'
import { toyNode } from './toy-node.ts'
import { type ToyBlock, toyBlock, toyDriver, toyNetwork } from './toy-stack.ts'

const chain = toyChain({ length: 12 })

function honest(changes: Record<string, (params: readonly unknown[], truth: unknown) => unknown> = {}): Answer {
  const answers: Record<string, (params: readonly unknown[]) => unknown> = {
    toy_chain: () => 'toy:1',
    toy_syncing: () => false,
    toy_head: ([tag]) => (tag === 'latest' ? chain.head : chain.at(7)),
    toy_block: ([number]) => chain.at(number as number) ?? null,
    toy_blockByHash: ([hash]) => chain.byHash(hash as string) ?? null,
  }
  return (method, params) => {
    const truth = answers[method]?.(params)
    const changed = changes[method]?.(params, truth)
    return changed === undefined ? truth : changed
  }
}

const forged = (block: ToyBlock): ToyBlock => ({ ...block, items: [] })
const one = (answer: Answer) => {
  const transport = fakeTransport({ 'a.example': answer })
  return { transport, source: defineSource(toyDriver(toyNetwork()), { transport }) }
}
const two = (a: Answer, b: Answer) => {
  const transport = fakeTransport({ 'a.example': a, 'b.example': b })
  return { transport, source: defineSource(toyDriver(toyNetwork()), { transport }) }
}
const failure = (promise: Promise<unknown>): Promise<DefimonError> =>
  promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: unknown) => error as DefimonError,
  )

describe('getBlock', () => {
  it('gives a block by height, hash and tag, with its verdict', async () => {
    const { source } = one(honest())
    const byNumber = await source.getBlock(5)
    expect(byNumber).toMatchObject({ number: 5, hash: chain.at(5)?.hash, network: 'toy_net', stack: 'toy', fields: { salt: '' } })
    expect(byNumber.parent).toEqual({ number: 4, hash: chain.at(4)?.hash })
    expect(byNumber.verification).toEqual({
      passed: ['identity', 'block-hash'],
      skipped: [{ check: 'parent-link', reason: 'a single block was read' }],
      anchoredBy: 'none',
    })
    expect(byNumber.transactions).toHaveLength(1)
    expect(byNumber.raw).toBeUndefined()
    expect(await source.getBlock({ hash: byNumber.hash })).toEqual(byNumber)
    expect((await source.getBlock('latest')).number).toBe(11)
    expect((await source.getBlock('finalized', { detail: 'header', keepRaw: true })).raw).toEqual(chain.at(7))
    expect(source.checks).toEqual(['identity', 'parent-link', 'block-hash'])
  })

  it('skips all checks with verify: false, and says so', async () => {
    const transport = fakeTransport({ 'a.example': honest({ toy_block: () => forged(chain.at(3) as ToyBlock) }) })
    const source = defineSource(toyDriver(toyNetwork()), { transport, verify: false })
    const { verification, number } = await source.getBlock(5)
    expect(number).toBe(3)
    expect(verification.passed).toEqual([])
    expect(verification.skipped).toEqual(
      ['identity', 'parent-link', 'block-hash'].map((check) => ({ check, reason: 'verification is off' })),
    )
  })

  it('passes on a block whose rule is unknown, and says what was not checked', async () => {
    const strange = toyBlock(5, chain.at(4), 1, 'unknown rule')
    const { source } = one(honest({ toy_block: () => strange }))
    expect((await source.getBlock(5)).verification.skipped).toContainEqual({ check: 'block-hash', reason: 'unknown rule' })
  })

  it('does not take another block for the one it asked for', async () => {
    const { source, transport } = two(honest({ toy_block: () => chain.at(0) }), honest())
    expect((await source.getBlock(5)).number).toBe(5)
    expect(transport.rejected).toEqual([{ host: 'a.example', reason: expect.stringContaining('asked for block 5, got 0') }])
    const liar = one(honest({ toy_block: () => chain.at(0), toy_blockByHash: () => chain.at(0) }))
    expect(await failure(liar.source.getBlock(5))).toMatchObject({
      code: 'VERIFICATION',
      check: 'identity',
      claimed: '0',
      computed: '5',
    })
    expect(await failure(liar.source.getBlock({ hash: chain.head.hash }))).toMatchObject({ check: 'identity' })
  })

  it('moves to another endpoint where a check fails, and names the endpoint that failed', async () => {
    const { source, transport } = two(honest({ toy_block: (_, block) => forged(block as ToyBlock) }), honest())
    expect((await source.getBlock(5)).verification.passed).toContain('block-hash')
    expect(transport.rejected.map(({ host }) => host)).toEqual(['a.example'])
    const alone = one(honest({ toy_block: (_, block) => forged(block as ToyBlock) }))
    const error = await failure(alone.source.getBlock(5))
    expect(error).toMatchObject({ code: 'VERIFICATION', check: 'block-hash', network: 'toy_net', host: 'a.example' })
    expect(error.message).not.toContain('rule')
  })

  it('says that the rule may be wrong where all endpoints fail it the same way', async () => {
    const lie = { toy_block: (_: readonly unknown[], block: unknown) => forged(block as ToyBlock) }
    const same = await failure(two(honest(lie), honest(lie)).source.getBlock(5))
    expect(same.message).toContain('all 2 endpoints fail it the same way, so the rule that checks it may be wrong')
    const other = { toy_block: (_: readonly unknown[], block: unknown) => ({ ...(block as ToyBlock), items: ['x'] }) }
    const different = (await failure(two(honest(lie), honest(other)).source.getBlock(5))) as VerificationError
    expect(different.check).toBe('block-hash')
    expect(different.message).not.toContain('rule')
  })

  it('takes an answer that cannot be read for malformed, asks elsewhere, and loses nothing', async () => {
    const { source, transport } = two(honest({ toy_block: () => ({ number: 'five' }) }), honest())
    expect((await source.getBlock(5)).number).toBe(5)
    expect(transport.rejected).toHaveLength(1)
    const surprised = toyDriver(toyNetwork(), {
      decode: (raw) => {
        throw new TypeError(`cannot read ${typeof raw}`)
      },
    })
    const broken = defineSource(surprised, { transport: fakeTransport({ 'a.example': honest() }) })
    expect(await failure(broken.getBlock(5))).toMatchObject({ code: 'MALFORMED', cause: expect.any(TypeError) })
  })

  it('tells a block that is not made yet from one that is gone and one that nobody has', async () => {
    const { source } = one(honest())
    const notYet = await failure(source.getBlock(99))
    expect(notYet).toBeInstanceOf(BlockNotFoundError)
    expect(notYet).toMatchObject({ code: 'NOT_YET', why: 'not-yet', retryable: true, id: 99 })
    const nobody = one(honest({ toy_block: ([number]) => (number === 5 ? null : undefined) }))
    expect(await failure(nobody.source.getBlock(5))).toMatchObject({ code: 'NOT_FOUND', why: 'unknown', retryable: false })
    const pruned = toyDriver(toyNetwork(), { explainAbsence: async () => 'pruned' })
    const transport = fakeTransport({ 'a.example': honest({ toy_block: () => null }) })
    expect(await failure(defineSource(pruned, { transport }).getBlock(5))).toMatchObject({ code: 'PRUNED' })
    expect(await failure(source.getBlock({ hash: '0x00' }))).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('finds at another endpoint what the first one pruned, does not have, or does not have yet', async () => {
    const without = honest({ toy_block: ([number]) => (number === 11 ? null : undefined), toy_head: () => chain.at(10) })
    expect((await two(without, honest()).source.getBlock(11)).number).toBe(11)
    const { source, transport } = two(honest({ toy_block: () => null }), honest())
    expect((await source.getBlock(3)).number).toBe(3)
    expect(transport.rejected).toEqual([])
  })

  it('asks two endpoints at most for a block that is not made yet', async () => {
    const transport = fakeTransport({ 'a.example': honest(), 'b.example': honest(), 'c.example': honest() })
    const source = defineSource(toyDriver(toyNetwork()), { transport })
    expect(await failure(source.getBlock(99))).toMatchObject({ code: 'NOT_YET' })
    expect(transport.asked.filter(({ method }) => method === 'toy_block')).toHaveLength(2)
  })

  it('does not believe a head whose block the endpoint does not have', async () => {
    const { source } = one(honest({ toy_head: () => ({ ...chain.head, number: 1_000_000 }) }))
    expect(await failure(source.getBlock('latest'))).toMatchObject({ code: 'TRANSIENT', retryable: true })
    const absurd = one(honest({ toy_head: () => ({ ...chain.head, number: -1 }) }))
    expect(await failure(absurd.source.getBlock('latest'))).toMatchObject({ code: 'MALFORMED' })
  })

  it('refuses ids that cannot be', async () => {
    const { source } = one(honest())
    for (const id of [-1, 1.5, Number.NaN, 2 ** 53, 'earliest', { hash: 5 }]) {
      expect(await failure(source.getBlock(id as number))).toMatchObject({ code: 'CONFIG' })
    }
  })
})

describe('a source', () => {
  it('refuses an endpoint of another chain', async () => {
    const { source, transport } = one(honest({ toy_chain: () => 'toy:2' }))
    const error = await failure(source.getBlock(5))
    expect(error).toMatchObject({ code: 'WRONG_NETWORK', host: 'a.example' })
    expect(error.message).toContain('chain toy:2, not toy:1')
    expect(transport.asked.some(({ method }) => method === 'toy_block')).toBe(false)
  })

  it('checks a transport from elsewhere once, and not where the chain id is unknown', async () => {
    const { source, transport } = one(honest())
    await Promise.all([source.getBlock(1), source.getBlock(2)])
    await source.getBlock(3)
    expect(transport.asked.filter(({ method }) => method === 'toy_chain')).toHaveLength(1)
    const { chainId: _, ...unnamed } = toyNetwork()
    const other = fakeTransport({ 'a.example': honest({ toy_chain: () => 'toy:2' }) })
    expect((await defineSource(toyDriver(unnamed), { transport: other }).getBlock(1)).number).toBe(1)
  })

  it('checks every endpoint of a transport of its own', async () => {
    const wrong = toyNode('a.example', chain, (method) => (method === 'toy_chain' ? 'toy:2' : undefined))
    const right = toyNode('b.example', chain)
    const fetch: typeof globalThis.fetch = (input, init) =>
      (new URL(String(input)).host === 'a.example' ? wrong : right).fetch(input, init)
    const { systemRuntime } = await import('@defimon/core')
    const driver = toyDriver(toyNetwork(['a.example', 'b.example']))
    await using source = defineSource(driver, { runtime: { ...systemRuntime(), fetch } })
    expect((await source.getBlock(4)).number).toBe(4)
    for (let number = 0; number < 12; number += 1) await source.getBlock(number)
    expect(wrong.asked.filter((question) => question !== 'toy_chain ')).toEqual([])
    await using alone = defineSource(toyDriver(toyNetwork()), { runtime: { ...systemRuntime(), fetch } })
    expect(await failure(alone.getBlock(4))).toMatchObject({ code: 'WRONG_NETWORK', host: 'a.example' })
    expect(wrong.asked).toContain('toy_chain ')
  })

  it('leaves a transport from elsewhere open, ends what is in flight, and refuses calls after close', async () => {
    let asked = 0
    const transport = fakeTransport({
      'a.example': (method, _params, signal) => {
        if (method === 'toy_chain') return 'toy:1'
        asked += 1
        return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
      },
    })
    const source = defineSource(toyDriver(toyNetwork()), { transport })
    const inFlight = failure(source.getBlock(5))
    const stream = failure(source.getBlocks({ from: 1, to: 3 })[Symbol.asyncIterator]().next())
    while (asked < 4) await new Promise((resolve) => setTimeout(resolve, 0))
    await source.close()
    expect(await inFlight).toMatchObject({ code: 'ABORTED' })
    expect(await stream).toMatchObject({ code: 'ABORTED' })
    expect(await failure(source.getBlock(5))).toMatchObject({ code: 'ABORTED', message: 'the source is closed' })
    expect(await failure(source.getBlocks({ from: 1, to: 3 })[Symbol.asyncIterator]().next())).toMatchObject({ code: 'ABORTED' })
    expect(transport.closed).toBe(false)
  })

  it("ends with its caller's signal", async () => {
    const { source } = one(honest())
    expect(await failure(source.getBlock(5, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'ABORTED',
      retryable: false,
    })
  })

  it('says plainly that settlement is not there', async () => {
    const { source } = one(honest())
    expect(await failure(source.getSettlement({ number: 1, hash: '0x' }))).toMatchObject({
      code: 'UNSUPPORTED',
      message: 'settlement of toy networks cannot be read by this source',
    })
    const block = { number: 1, hash: '0x' }
    const settlement = { block, network: 'toy_net', state: { stage: 'sequenced' } } as const
    const reader = toyDriver(toyNetwork(), { readSettlement: async () => settlement })
    const transport = fakeTransport({ 'a.example': honest() })
    expect(await defineSource(reader, { transport }).getSettlement(block)).toEqual(settlement)
  })

  it('asks again for a settlement that ended with the abort of another question', async () => {
    const block = { number: 1, hash: '0x' }
    const settlement = { block, network: 'toy_net', state: { stage: 'sequenced' } } as const
    const ended = new DefimonError('ABORTED', 'aborted')
    const answers: (() => typeof settlement)[] = []
    const readSettlement = async (): Promise<typeof settlement> => {
      const next = answers.shift()
      if (!next) throw ended
      return next()
    }
    const fails = (): never => {
      throw ended
    }
    const transport = fakeTransport({ 'a.example': honest() })
    const source = defineSource(toyDriver(toyNetwork(), { readSettlement }), { transport })
    answers.push(fails, () => settlement)
    expect(await source.getSettlement(block)).toEqual(settlement)
    answers.push(fails, fails, () => settlement)
    expect(await failure(source.getSettlement(block))).toMatchObject({ code: 'ABORTED' })
  })

  it('throws at once only for options that make no sense', () => {
    expect(() => defineSource(toyDriver(toyNetwork()), { windowBytes: 0 })).toThrow(DefimonError)
  })
})
