import {
  type SimulatedEndpoint,
  type SimulatedEndpointOptions,
  simulateNetwork,
  type VirtualRuntime,
  virtualRuntime,
} from '@defimon/core/testing'
import { describe, expect, it } from 'vitest'

interface Setup {
  readonly runtime: VirtualRuntime
  readonly endpoint: SimulatedEndpoint
  readonly network: ReturnType<typeof simulateNetwork>
  send(body: unknown, init?: RequestInit): Promise<Response>
  call(method: string, ...params: unknown[]): Promise<{ result?: unknown; error?: { code: number; message: string } }>
}

function setUp(options: SimulatedEndpointOptions = {}): Setup {
  const runtime = virtualRuntime()
  const network = simulateNetwork({ stack: 'op-stack', runtime, blocks: 40, endpoints: [options] })
  const endpoint = network.endpoints[0]!
  runtime.connect(network)
  const send = (body: unknown, init: RequestInit = {}): Promise<Response> =>
    runtime.runUntil(runtime.fetch(endpoint.endpoint.url, { method: 'POST', body: JSON.stringify(body), ...init }))
  return {
    runtime,
    endpoint,
    network,
    send,
    call: async (method, ...params) =>
      (await (await send({ jsonrpc: '2.0', id: 1, method, params })).json()) as Awaited<ReturnType<Setup['call']>>,
  }
}

const hex = (value: number): string => `0x${value.toString(16)}`

describe('a simulated node', () => {
  it('answers blocks by number, hash and tag', async () => {
    const { call, network } = setUp()
    const { head, safe, finalized, first } = network.chain
    expect((await call('eth_chainId')).result).toBe(hex(network.network.evmChainId!))
    expect((await call('net_version')).result).toBe(String(network.network.evmChainId))
    expect((await call('eth_blockNumber')).result).toBe(hex(head.number))
    for (const [id, block] of [
      ['latest', head],
      ['safe', safe],
      ['finalized', finalized],
      ['earliest', first],
      [hex(head.number - 3), network.chain.block(head.number - 3)],
    ] as const) {
      expect((await call('eth_getBlockByNumber', id, false)).result).toMatchObject({ hash: block!.hash })
    }
    expect((await call('eth_getBlockByHash', safe!.hash, true)).result).toMatchObject({ number: hex(safe!.number) })
    expect((await call('eth_getBlockTransactionCountByNumber', hex(head.number))).result).toBe(hex(head.transactionCount))
  })

  it('tells absence apart as go-ethereum does', async () => {
    const { call, network } = setUp({ retainedBlocks: 10 })
    const { head } = network.chain
    expect(await call('eth_getBlockByNumber', hex(head.number + 1), false)).toMatchObject({ result: null })
    expect(await call('eth_getBlockByHash', `0x${'ab'.repeat(32)}`, false)).toMatchObject({ result: null })
    expect(await call('eth_getBlockByNumber', hex(head.number - 9), false)).toMatchObject({
      result: { number: hex(head.number - 9) },
    })
    expect((await call('eth_getBlockByNumber', hex(head.number - 10), false)).error?.code).toBe(4444)
    expect((await call('eth_getBlockByNumber', '0x01', false)).error?.code).toBe(-32602)
    expect((await call('eth_mine')).error?.code).toBe(-32601)
  })

  it('answers receipts by block and one by one, and transactions', async () => {
    const { call, network } = setUp()
    const block = network.chain.canonical().findLast(({ logCount }) => logCount > 0)!
    const receipts = (await call('eth_getBlockReceipts', block.hash)).result as { transactionHash: string; logs: unknown[] }[]
    expect(receipts.flatMap(({ logs }) => logs).length).toBe(block.logCount)
    expect((await call('eth_getBlockReceipts', { blockHash: block.hash })).result).toEqual(receipts)
    for (const receipt of receipts) {
      expect((await call('eth_getTransactionReceipt', receipt.transactionHash)).result).toEqual(receipt)
      expect((await call('eth_getTransactionByHash', receipt.transactionHash)).result).toMatchObject({ blockHash: block.hash })
    }
    expect((await call('eth_getTransactionReceipt', `0x${'00'.repeat(32)}`)).result).toBeNull()
  })

  it('finds logs by range and filter, within its limits', async () => {
    const { call, network } = setUp({ logRangeBlocks: 20, logResults: 500 })
    const { head } = network.chain
    const range = { fromBlock: hex(head.number - 19), toBlock: 'latest' }
    const all = (await call('eth_getLogs', range)).result as { address: string; topics: string[] }[]
    const blocks = network.chain.canonical({ from: head.number - 19 })
    expect(all.length).toBe(blocks.reduce((sum, { logCount }) => sum + logCount, 0))
    const { address, topics } = all[0]!
    const filtered = (await call('eth_getLogs', { ...range, address, topics: [[topics[0]]] })).result
    expect(filtered).toEqual(all.filter((log) => log.address === address && log.topics[0] === topics[0]))
    expect((await call('eth_getLogs', { ...range, fromBlock: hex(head.number - 20) })).error?.code).toBe(-32005)
    expect((await call('eth_getLogs', { blockHash: `0x${'ab'.repeat(32)}` })).error?.message).toBe('unknown block')
  })

  it('allows so many calls a second, counting those of a batch, and says how long to wait', async () => {
    const { send, runtime, endpoint } = setUp({ callsPerSecond: 5 })
    const batch = [1, 2, 3, 4].map((id) => ({ jsonrpc: '2.0', id, method: 'eth_chainId', params: [] }))
    expect((await send(batch)).status).toBe(200)
    const refused = await send(batch)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    await runtime.advance(1000)
    expect((await send(batch)).status).toBe(200)
    expect([endpoint.statistics.calls, endpoint.statistics.refused]).toEqual([8, 4])
  })

  it('refuses batches that are too large, methods it does not know, and what is no JSON', async () => {
    const { send, call } = setUp({ maxBatch: 2, unsupported: ['eth_getBlockReceipts'] })
    const batch = [1, 2, 3].map((id) => ({ jsonrpc: '2.0', id, method: 'eth_chainId', params: [] }))
    expect(await (await send(batch)).json()).toMatchObject({ error: { code: -32600 } })
    expect((await call('eth_getBlockReceipts', 'latest')).error?.code).toBe(-32601)
    expect((await send(undefined, { body: '{' })).status).toBe(400)
  })

  it('takes its time, and stops when it is aborted', async () => {
    const { send, runtime, endpoint } = setUp({ latencyMs: 250 })
    await send({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] })
    expect(runtime.monotonicMs()).toBe(250)
    const controller = new AbortController()
    const request = runtime.fetch(endpoint.endpoint.url, { method: 'POST', body: '{}', signal: controller.signal })
    const failed = expect(request).rejects.toThrow('enough')
    await runtime.advance(100)
    controller.abort(new Error('enough'))
    await failed
    expect(runtime.pendingTimers).toBe(0)
  })
})

describe('faults', () => {
  it('are many, named, described, and say what must come of them', () => {
    for (const stack of ['evm', 'op-stack'] as const) {
      const { catalogue } = simulateNetwork({ stack, blocks: 1 })
      expect(Object.keys(catalogue).length).toBeGreaterThanOrEqual(80)
      for (const fault of Object.values(catalogue)) {
        expect(fault.description.length).toBeGreaterThan(5)
        expect(fault.verdict === 'unseen').toBe(fault.reason !== undefined)
      }
    }
  })

  it('come as often as said, of the methods said, so many times, and the same ones by seed', async () => {
    const run = async (): Promise<string[]> => {
      const { call, endpoint } = setUp({
        faults: [
          { fault: 'internal-error-answer', probability: 0.3 },
          { fault: 'unknown-error-answer', methods: ['net_version'], times: 1 },
        ],
      })
      const outcomes: string[] = []
      for (let index = 0; index < 60; index++) {
        outcomes.push(String((await call(index % 2 === 0 ? 'eth_chainId' : 'net_version')).error?.code ?? 'right'))
      }
      expect(endpoint.statistics.faults.get('unknown-error-answer')).toBe(1)
      return outcomes
    }
    const outcomes = await run()
    expect(outcomes.filter((each) => each === '-32603').length).toBeGreaterThan(8)
    expect(outcomes.filter((each) => each === '-32603').length).toBeLessThan(30)
    expect(outcomes.filter((each) => each === '-32099').length).toBe(1)
    expect(await run()).toEqual(outcomes)
  })

  it('refuses names that no fault has', () => {
    expect(() => setUp({ faults: ['gremlins'] })).toThrow('no fault named gremlins')
  })

  it('never change the chain itself', async () => {
    const network = simulateNetwork({ stack: 'op-stack', blocks: 20, transactionsPerBlock: 4 })
    const block = network.chain.canonical().findLast(({ logCount }) => logCount >= 2)!
    const { url } = network.endpoints[0]!.endpoint
    const read = async (): Promise<unknown> => {
      const calls = ['eth_getBlockByHash', 'eth_getBlockReceipts'].map((method, id) => ({
        jsonrpc: '2.0',
        id,
        method,
        params: [block.hash, true],
      }))
      return (await network.fetch(url, { method: 'POST', body: JSON.stringify(calls) })).json()
    }
    const honest = await read()
    let different = 0
    for (const [name, fault] of Object.entries(network.catalogue)) {
      if (!fault.answer) continue
      network.endpoints[0]!.setFaults([name])
      if (JSON.stringify(await read()) !== JSON.stringify(honest)) different++
      network.endpoints[0]!.setFaults([])
      expect(await read(), name).toEqual(honest)
    }
    expect(different).toBeGreaterThan(35)
  })

  it('show the chain of a lagging, forked or foreign node', async () => {
    const { call, endpoint, network, runtime } = setUp()
    const { head } = network.chain
    endpoint.setFaults(['stale-head'])
    expect((await call('eth_blockNumber')).result).toBe(hex(head.number - 5))
    expect((await call('eth_getBlockByNumber', hex(head.number), false)).result).toBeNull()
    endpoint.setFaults(['fork'])
    expect((await call('eth_getBlockByNumber', 'latest', false)).result).not.toMatchObject({ hash: head.hash })
    endpoint.setFaults(['wrong-network'])
    expect((await call('eth_chainId')).result).not.toBe(hex(network.network.evmChainId!))
    expect((await call('eth_getBlockByNumber', hex(head.number), false)).result).not.toMatchObject({ hash: head.hash })
    await runtime.settle()
  })
})

describe('a simulated socket', () => {
  it('tells of new heads as they come, answers calls, and can be cut', async () => {
    const { runtime, network } = setUp({ webSocket: true })
    const messages: { id?: number; result?: unknown; method?: string; params?: { result: { hash: string } } }[] = []
    const closes: number[] = []
    const socket = runtime.webSocket(network.network.endpoints[0]!.webSocketUrl!)
    socket.onmessage = ({ data }) => messages.push(JSON.parse(data))
    socket.addEventListener('close', (event) => closes.push((event as CloseEvent).code))
    await runtime.settle()
    expect(socket.readyState).toBe(1)
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }))
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'eth_subscribe', params: ['newHeads'] }))
    const from = network.chain.head.number
    await runtime.advance(6000)
    expect(messages.find(({ id }) => id === 1)?.result).toBe(hex(network.network.evmChainId!))
    const heads = messages.filter(({ method }) => method === 'eth_subscription').map(({ params }) => params!.result.hash)
    expect(heads).toEqual(network.chain.canonical({ from: from + 1 }).map(({ hash }) => hash))
    expect(heads.length).toBe(3)
    expect(network.cutSockets()).toBe(1)
    expect([socket.readyState, closes]).toEqual([3, [1006]])
    await runtime.settle()
    expect(runtime.pendingTimers).toBe(0)
    expect(network.cutSockets()).toBe(0)
  })
})
