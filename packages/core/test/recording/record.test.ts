import {
  type BlockSource,
  createTransport,
  type DefimonError,
  type Exchange,
  type L2Network,
  type RecordingPlanEntry,
  recordingFetch,
  recordPlan,
  recordTransport,
  replayFetch,
  systemRuntime,
} from '@defimon/core'
import { defineSource, replaySource } from '@defimon/core/adapter'
import { describe, expect, it } from 'vitest'
import { toyChain } from '../source/toy-chain.ts'
import { type Lie, toyNode } from '../source/toy-node.ts'
import { toyDriver, toyNetwork } from '../source/toy-stack.ts'

const network = toyNetwork(['a.example'])
const driver = toyDriver(network)
const chain = toyChain({ length: 12 })
const live = (lie?: Lie) => ({ ...systemRuntime(), fetch: toyNode('a.example', chain, lie).fetch })

async function readAll(source: BlockSource): Promise<unknown[]> {
  const blocks: unknown[] = [await source.getBlock('latest'), await source.getBlock(5, { detail: 'header' })]
  for await (const block of source.getBlocks({ from: 3, to: 9 })) blocks.push(block)
  return blocks
}

describe('recording', () => {
  it('by fetch: what was read live is read again from the recording, equal', async () => {
    const exchanges: Exchange[] = []
    const runtime = live()
    const fetch = recordingFetch(runtime.fetch, (exchange) => void exchanges.push(exchange), network_(network))
    await using source = defineSource(driver, { runtime: { ...runtime, fetch } })
    const before = await readAll(source)
    // Without a driver that makes answers up: everything must have been recorded.
    const { answerFromRecording: _, ...bare } = driver
    await using again = replaySource(bare, JSON.parse(JSON.stringify(exchanges)) as Exchange[])
    expect(await readAll(again)).toEqual(before)
    expect(JSON.stringify(exchanges)).not.toContain('key-7c1f')
    expect(JSON.stringify(exchanges)).not.toContain('a.example')
  })

  it('by transport: equal too, chain id included', async () => {
    const exchanges: Exchange[] = []
    await using transport = createTransport(network as L2Network, { runtime: live() })
    const source = defineSource(driver, { transport: recordTransport(transport, (exchange) => void exchanges.push(exchange)) })
    const before = await readAll(source)
    expect(exchanges.map(({ method }) => method)).toContain('toy_chain')
    await using again = replaySource(driver, exchanges)
    expect(await readAll(again)).toEqual(before)
  })

  it('keeps keys out of errors, data and REST calls', async () => {
    const key = 'k-0123456789abcdef0123'
    const endpoint = `https://rest.example/v2/${key}/api?token=t0ps3cr3t0ps3cr3t`
    const exchanges: Exchange[] = []
    const answers: Record<string, unknown> = {
      '/v2/k-0123456789abcdef0123/api/block': { seen: `${endpoint}` },
      '/elsewhere': { other: true },
    }
    const inner: typeof globalThis.fetch = async (input, init) => {
      if (init?.method === 'POST')
        return Response.json({ id: 1, error: { code: -32_000, message: `bad key ${key}`, data: endpoint } })
      return Response.json(answers[new URL(String(input)).pathname])
    }
    const fetch = recordingFetch(inner, (exchange) => void exchanges.push(exchange), {
      network: 'toy_net',
      endpoints: [endpoint],
    })
    await fetch(`https://rest.example/v2/${key}/api/block?number=5&token=t0ps3cr3t0ps3cr3t`)
    await fetch('https://rest.example/elsewhere')
    await fetch(endpoint, { method: 'POST', body: JSON.stringify({ id: 1, method: 'a' }) })
    expect(exchanges).toHaveLength(2)
    expect(exchanges[0]).toMatchObject({ method: 'GET /block', params: { number: '5' } })
    expect(exchanges[1]).toMatchObject({ method: 'a', params: [], error: { code: -32_000 } })
    expect(JSON.stringify(exchanges)).not.toMatch(/k-0123|t0ps3cr3t/)
    const replayed = replayFetch(exchanges)
    expect((await replayed('https://x.example/block?number=5')).status).toBe(200)
  })

  it('keeps credentials, headers and short keys out of the errors that it keeps, their data included', async () => {
    const said = 'short7 headerT0ken socketK3y user:pä55'
    const leak = `${said} ${btoa(String.fromCharCode(...new TextEncoder().encode('user:pä55')))}`
    const exchanges: Exchange[] = []
    const inner: typeof globalThis.fetch = async () =>
      Response.json({ id: 1, error: { code: -32_000, message: leak, data: { [leak]: [leak] } } })
    const url = 'https://user:p%C3%A455@rest.example/short7'
    const endpoint = { url, webSocketUrl: 'wss://rest.example/socketK3y', headers: { 'x-token': 'headerT0ken' } }
    const options = { network: 'toy_net', endpoints: [endpoint] }
    const fetch = recordingFetch(inner, (exchange) => void exchanges.push(exchange), options)
    await fetch('https://rest.example/short7', { method: 'POST', body: JSON.stringify({ id: 1, method: 'a' }) })
    expect(exchanges).toHaveLength(1)
    for (const word of leak.split(' ')) expect(JSON.stringify(exchanges)).not.toContain(word)
  })

  it('records nothing of answers that are none, and passes them on', async () => {
    const exchanges: Exchange[] = []
    const bodies = ['<html>', '[{"id":9,"result":1}]', '{"id":1,"result":12345678901234567890}']
    const fetch = recordingFetch(
      async () => new Response(bodies.shift()),
      (exchange) => void exchanges.push(exchange),
      {
        network: 'toy_net',
        endpoints: [],
      },
    )
    const post = { method: 'POST', body: JSON.stringify({ id: 1, method: 'a', params: [1] }) }
    expect(await (await fetch('https://a.example', post)).text()).toBe('<html>')
    await fetch('https://a.example', post)
    expect(exchanges).toEqual([])
    await fetch('https://a.example', post)
    expect(exchanges).toEqual([{ network: 'toy_net', method: 'a', params: [1], result: 12_345_678_901_234_567_890n }])
  })
})

describe('recordPlan', () => {
  const plan: RecordingPlanEntry[] = [
    { network: 'toy_net', block: 4, why: 'an early one' },
    { network: 'toy_net', range: { from: 6, to: 8 } },
    { network: 'toy_net', block: 99, why: 'not there yet' },
    { network: 'toy_net', tag: 'latest', detail: 'header' },
  ]
  const open = (lie?: Lie) => (_: string, onExchange: (exchange: Exchange) => void) => {
    const runtime = live(lie)
    return defineSource(driver, { runtime: { ...runtime, fetch: recordingFetch(runtime.fetch, onExchange, network_(network)) } })
  }

  it('writes what each entry took, and says what failed and why', async () => {
    const written: Exchange[] = []
    const results = []
    for await (const result of recordPlan(plan, { open: open(), write: (exchange) => void written.push(exchange) }))
      results.push(result)
    expect(results.map(({ blocks, error }) => [blocks.map(({ number }) => number), error?.code])).toEqual([
      [[4], undefined],
      [[6, 7, 8], undefined],
      [[], 'NOT_YET'],
      [[11], undefined],
    ])
    expect(written.some(({ params }) => JSON.stringify(params) === '[99]')).toBe(false)
    await using again = replaySource(driver, written)
    expect((await again.getBlock(7)).hash).toBe(chain.at(7)?.hash)
  })

  it('writes nothing of a block that fails a check, and ends when aborted', async () => {
    const written: Exchange[] = []
    const forge: Lie = (method, _, honest) => (method === 'toy_block' ? { ...(honest() as object), items: [] } : undefined)
    const [first] = plan
    for await (const { error } of recordPlan([first as RecordingPlanEntry], {
      open: open(forge),
      write: (exchange) => void written.push(exchange),
    })) {
      expect(error).toMatchObject({ code: 'VERIFICATION' })
    }
    expect(written).toEqual([])
    const aborted = recordPlan(plan, { open: open(), write: () => {}, signal: AbortSignal.abort() })
    const failure = await aborted.next().catch((error: DefimonError) => error)
    expect(failure).toMatchObject({ code: 'ABORTED' })
  })
})

function network_({ id, endpoints }: typeof network): { network: string; endpoints: typeof endpoints } {
  return { network: id, endpoints }
}
