import { canonicalParams, type DefimonError, type Exchange, NOT_RECORDED_CODE, replayFetch } from '@defimon/core'
import { replaySource } from '@defimon/core/adapter'
import { describe, expect, it } from 'vitest'
import { toyChain } from '../source/toy-chain.ts'
import { toyDriver, toyNetwork } from '../source/toy-stack.ts'

const url = 'https://host.example/secret'
async function ask(fetch: typeof globalThis.fetch, body: unknown): Promise<unknown> {
  return (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).json()
}
const exchange = (method: string, params: unknown, result: unknown, file?: string): Exchange => ({
  network: 'toy_net',
  method,
  params,
  result,
  ...(file && { file }),
})

describe('canonical params', () => {
  it('are the same however keys are ordered, and different where values are', () => {
    expect(canonicalParams([{ b: 1, a: { d: [1, 2], c: null } }])).toBe('[{"a":{"c":null,"d":[1,2]},"b":1}]')
    expect(canonicalParams([{ a: undefined, b: 2n ** 60n }])).toBe('[{"b":1152921504606846976}]')
    expect(canonicalParams(['0x1'])).not.toBe(canonicalParams(['0x01']))
    expect([undefined, null, []].map(canonicalParams)).toEqual(['[]', '[]', '[]'])
  })
})

describe('replayFetch', () => {
  it('answers by method and params, never by id, alone and in batches', async () => {
    const fetch = replayFetch([exchange('a', [{ x: 1, y: 2 }], 'first'), exchange('b', [], { deep: [1] })])
    expect(await ask(fetch, { jsonrpc: '2.0', id: 'seven', method: 'a', params: [{ y: 2, x: 1 }] })).toEqual({
      jsonrpc: '2.0',
      id: 'seven',
      result: 'first',
    })
    expect(
      await ask(fetch, [
        { id: 2, method: 'b' },
        { id: 1, method: 'a', params: [{ x: 1, y: 2 }] },
        { id: 3, method: 'c', params: ['z'] },
      ]),
    ).toEqual([
      { jsonrpc: '2.0', id: 2, result: { deep: [1] } },
      { jsonrpc: '2.0', id: 1, result: 'first' },
      { jsonrpc: '2.0', id: 3, error: { code: NOT_RECORDED_CODE, message: 'not recorded: toy_net c ["z"]' } },
    ])
  })

  it('gives recorded errors back, and the first by file name where two answers are recorded', async () => {
    const failed: Exchange = { network: 'toy_net', method: 'c', params: [], error: { code: -32_601, message: 'no such method' } }
    const fetch = replayFetch([exchange('a', [], 'later', 'b.json'), exchange('a', [], 'earlier', 'a.json'), failed])
    expect(await ask(fetch, { id: 1, method: 'a' })).toMatchObject({ result: 'earlier' })
    expect(await ask(fetch, { id: 1, method: 'c', params: [] })).toMatchObject({
      error: { code: -32_601, message: 'no such method' },
    })
  })

  it('answers REST by path and query, whatever the path of the endpoint', async () => {
    const fetch = replayFetch([
      exchange('GET /feeder/get_block', { blockNumber: 770 }, { block_number: 770 }),
      { network: 'toy_net', method: 'GET /feeder/none', params: {}, error: { code: 400, message: 'no block' } },
    ])
    expect(await (await fetch('https://h.example/key/feeder/get_block?blockNumber=770')).json()).toEqual({ block_number: 770 })
    expect((await fetch('https://h.example/feeder/none')).status).toBe(400)
    const missing = await fetch('https://h.example/feeder/get_block?blockNumber=771')
    expect(missing.status).toBe(404)
    expect(await missing.text()).toBe('not recorded: toy_net GET /feeder/get_block {"blockNumber":"771"}')
  })

  it('serves one network alone, and says integers above 2^53 exactly', async () => {
    const other: Exchange = { network: 'other_net', method: 'a', params: [], result: 'other' }
    const fetch = replayFetch([other, exchange('a', [], 9_007_199_254_740_993n)], { network: 'toy_net' })
    const response = await fetch(url, { method: 'POST', body: '{"id":1,"method":"a","params":[]}' })
    expect(await response.text()).toBe('{"jsonrpc":"2.0","id":1,"result":9007199254740993}')
  })

  it('refuses what is not a request', async () => {
    const fetch = replayFetch([])
    expect((await fetch(url, { method: 'POST', body: '<html>' })).status).toBe(400)
    expect(await ask(fetch, 5)).toMatchObject({ error: { code: -32_600 } })
    await expect(fetch(url, { signal: AbortSignal.abort() })).rejects.toThrow()
  })
})

describe('replaySource', () => {
  const chain = toyChain({ length: 9 })
  const bare = chain.blocks.map((block) => exchange('toy_block', [block.number], block, `${block.number}.json`))

  it('reads bare blocks, with chain id, head and tags made of them', async () => {
    await using source = replaySource(toyDriver(toyNetwork()), [...bare, { ...(bare[0] as Exchange), network: 'other_net' }])
    expect((await source.getBlock('latest')).number).toBe(8)
    const numbers: number[] = []
    for await (const { number } of source.getBlocks({ from: 2, to: 'latest' })) numbers.push(number)
    expect(numbers).toEqual([2, 3, 4, 5, 6, 7, 8])
    expect((await source.getBlock({ hash: chain.head.hash })).number).toBe(8)
  })

  it('names what was not recorded', async () => {
    await using source = replaySource(toyDriver(toyNetwork()), bare)
    const error: DefimonError = await source.getBlock(77).then(
      () => Promise.reject(new Error('it did not fail')),
      (thrown) => thrown as DefimonError,
    )
    expect(error.message).toContain('toy_net toy_block [77]')
    expect(error).toMatchObject({ rpcCode: NOT_RECORDED_CODE, retryable: false })
  })
})
