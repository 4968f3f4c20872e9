import type { BlockSource } from '@defimon/core'
import {
  type PlannedTransaction,
  type SimulatedNetwork,
  simulateNetwork,
  type VirtualRuntime,
  virtualRuntime,
} from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { createParentChain, type ParentChain } from '@defimon/evm/parent'
import { afterEach, describe, expect, it } from 'vitest'

const START_MS = 1_750_000_000_000
const CONTRACT = `0x${'c0'.repeat(20)}`
const SENDER = `0x${'5e'.repeat(20)}`
const TOPIC = `0x${'77'.repeat(32)}`

interface Scene {
  readonly runtime: VirtualRuntime
  readonly simulated: SimulatedNetwork<'evm'>
  readonly source: BlockSource
  readonly parent: ParentChain
  run<T>(work: Promise<T>): Promise<T>
  /** How often the parent was asked, by method. */
  count(method: string): number
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** Comes before each HTTP request. */
type Before = (init: RequestInit) => Promise<void>

/** A parent of 60 blocks; 10 behind its head is safe, 20 final. What is planned depends on the branch. */
function scene(
  planned: (number: number, branch: number) => readonly PlannedTransaction[],
  endpoints = 1,
  before?: Before,
): Scene {
  const runtime = virtualRuntime({ startMs: START_MS })
  const simulated = simulateNetwork({
    stack: 'evm',
    network: { id: 'ethereum', evmChainId: 1 },
    startBlock: 0,
    blocks: 61,
    endpoints: Array.from({ length: endpoints }, () => ({})),
    blockTimeMs: 12_000,
    safeDepth: 10,
    finalizedDepth: 20,
    mining: 'manual',
    transactionsPerBlock: 0,
    runtime,
    call: ({ to, data }, { number }) => `${to}${data.slice(2)}${number.toString(16).padStart(2, '0')}`,
    planned: ({ number, seed }) => planned(number, Number(seed.split('/').at(-2))),
  })
  const { hosts } = simulated
  const fetch: typeof globalThis.fetch = async (input, init) => {
    await before?.(init ?? {})
    return simulated.fetch(input, init)
  }
  runtime.connect({ hosts, fetch })
  const source = evmSource(simulated.network, { runtime })
  closing.push(() => source.close())
  return {
    runtime,
    simulated,
    source,
    parent: createParentChain(source, runtime),
    run: (work) => runtime.runUntil(work),
    count: (method) => simulated.endpoints.reduce((sum, { statistics }) => sum + (statistics.callsByMethod.get(method) ?? 0), 0),
  }
}

const log = (data: string): NonNullable<PlannedTransaction['logs']>[number] => ({ address: CONTRACT, topics: [TOPIC], data })

describe('transactions that a test plans', () => {
  const blobs = [`0x01${'11'.repeat(31)}`, `0x01${'22'.repeat(31)}`]
  const planned = (number: number): readonly PlannedTransaction[] =>
    number === 30
      ? [
          { from: SENDER, to: CONTRACT, input: '0x1234567890', logs: [log('0x01')], gasUsed: 77_777n },
          { from: SENDER, to: CONTRACT, blobVersionedHashes: blobs },
          { from: SENDER, to: CONTRACT, failed: true, logs: [log('0x02')] },
        ]
      : []

  it('stand in a block whose roots hold, with their logs, and are found by hash and by receiver', async () => {
    const { parent, source, run } = scene(planned)
    const block = await run(source.getBlock(30))
    expect(block.verification.passed).toEqual(expect.arrayContaining(['transactions-root', 'receipts-root', 'logs-bloom']))
    const view = await run(parent.view())
    const transactions = await run(view.transactionsTo(30, CONTRACT.toUpperCase().replace('0X', '0x')))
    expect(transactions.map(({ from, to, input }) => [from, to, input])).toEqual([
      [SENDER, CONTRACT, '0x1234567890'],
      [SENDER, CONTRACT, '0x'],
      [SENDER, CONTRACT, '0x'],
    ])
    expect(transactions[1]?.blobVersionedHashes).toEqual(blobs)
    const logs = await run(view.logs({ address: CONTRACT }, { from: 0, to: 1_000 }))
    expect(logs.map(({ blockNumber, data }) => [blockNumber, data])).toEqual([[30, '0x01']])
    const receipts = await Promise.all(transactions.map(({ hash }) => run(view.receipt(hash ?? ''))))
    expect(receipts.map(({ succeeded }) => succeeded)).toEqual([true, true, false])
    expect(await run(view.transactionsTo(31, CONTRACT))).toEqual([])
    await expect(run(view.transaction(`0x${'99'.repeat(32)}`))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('cost what their receipts say, to the wei: execution and blobs', async () => {
    const { parent, run } = scene(planned)
    const view = await run(parent.view())
    const [call, blob] = await run(view.transactionsTo(30, CONTRACT))
    const place = await run(view.block(30))
    const receipt = await run(view.receipt(call?.hash ?? ''))
    expect(receipt.gasUsed).toBe(77_777n)
    const covers = { from: 1, to: 9, exact: true }
    const evidence = await run(
      view.evidence({
        kind: 'state-claim',
        transactionHash: call?.hash ?? '',
        purpose: 'claim',
        covers,
      }),
    )
    expect(evidence).toEqual({
      kind: 'state-claim',
      network: 'ethereum',
      number: 30,
      hash: place.hash,
      timestampMs: place.timestampMs,
      transactionHash: call?.hash,
      parentStatus: 'finalized',
      covers,
      cost: {
        purpose: 'claim',
        feeWei: 77_777n * receipt.gasPriceWei,
        gasUsed: 77_777n,
        gasPriceWei: receipt.gasPriceWei,
        dataBytes: 5,
      },
    })
    const blobReceipt = await run(view.receipt(blob?.hash ?? ''))
    const blobCost = (await run(view.evidence({ kind: 'batch', transactionHash: blob?.hash ?? '', purpose: 'data' }))).cost
    expect(blobCost).toEqual({
      purpose: 'data',
      feeWei: blobReceipt.gasUsed * blobReceipt.gasPriceWei + 262_144n * (blobReceipt.blobGasPriceWei ?? 0n),
      gasUsed: blobReceipt.gasUsed,
      gasPriceWei: blobReceipt.gasPriceWei,
      blobGasUsed: 262_144n,
      blobGasPriceWei: blobReceipt.blobGasPriceWei,
      dataBytes: 262_144,
    })
    expect(await run(view.evidence({ kind: 'batch', transactionHash: blob?.hash ?? '' }))).not.toHaveProperty('cost')
  })

  it('a call sees the block that it names, by default the newest', async () => {
    const { parent, run } = scene(planned)
    const view = await run(parent.view())
    expect(await run(view.call(CONTRACT, '0xabcd'))).toBe(`${CONTRACT}abcd3c`)
    expect(await run(view.call(CONTRACT, '0xabcd', 7))).toBe(`${CONTRACT}abcd07`)
  })
})

describe('the view of a parent', () => {
  it('says how firm each block is', async () => {
    const { parent, run } = scene(() => [])
    const view = await run(parent.view())
    expect([view.latest.number, view.safe, view.finalized]).toEqual([60, 50, 40])
    expect([view.statusOf(60), view.statusOf(51), view.statusOf(50), view.statusOf(41), view.statusOf(40)]).toEqual([
      'included',
      'included',
      'safe',
      'safe',
      'finalized',
    ])
  })

  it('is the same for half a block time, and asks nothing twice that cannot change', async () => {
    const { parent, run, runtime, simulated, count } = scene((number) => (number === 30 ? [{ from: SENDER, to: CONTRACT }] : []))
    const first = await run(parent.view())
    expect(await run(parent.view())).toBe(first)
    const [transaction] = await run(first.transactionsTo(30, CONTRACT))
    for (let round = 0; round < 3; round += 1) {
      simulated.chain.mine()
      await runtime.advance(12_000)
      const view = await run(parent.view())
      expect(view.latest.number).toBe(61 + round)
      await run(view.evidence({ kind: 'batch', transactionHash: transaction?.hash ?? '', purpose: 'data' }))
    }
    expect(count('eth_getTransactionReceipt')).toBe(1)
    expect(count('eth_getTransactionByHash')).toBe(1)
  })

  it('forgets what stood in blocks that a reorg took, and nothing else', async () => {
    const { parent, run, runtime, simulated, count } = scene((number, branch) =>
      number === 58 && branch === 0
        ? [{ from: SENDER, to: CONTRACT, logs: [log('0x01')] }]
        : number === 30
          ? [{ from: SENDER, to: CONTRACT, logs: [log('0x03')] }]
          : [],
    )
    const before = await run(parent.view())
    const [gone] = await run(before.transactionsTo(58, CONTRACT))
    const [firm] = await run(before.transactionsTo(30, CONTRACT))
    expect((await run(before.receipt(gone?.hash ?? ''))).blockNumber).toBe(58)
    await run(before.receipt(firm?.hash ?? ''))
    const hash = (await run(before.block(58))).hash
    simulated.chain.reorg(5, 7)
    await runtime.advance(12_000)
    const after = await run(parent.view())
    expect(after.latest.number).toBe(62)
    expect((await run(after.block(58))).hash).not.toBe(hash)
    expect(await run(after.transactionsTo(58, CONTRACT))).toEqual([])
    await expect(run(after.receipt(gone?.hash ?? ''))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await run(after.logs({ address: CONTRACT }, { from: 0, to: 62 }))).map(({ data }) => data)).toEqual(['0x03'])
    const asked = count('eth_getTransactionReceipt')
    await run(after.receipt(firm?.hash ?? ''))
    expect(count('eth_getTransactionReceipt')).toBe(asked)
  })

  it('where the parent has no tags, nothing counts as firm', async () => {
    const runtime = virtualRuntime({ startMs: START_MS })
    const simulated = simulateNetwork({ stack: 'evm', blocks: 5, finalizedDepth: 50, safeDepth: 50, mining: 'manual', runtime })
    runtime.connect(simulated)
    await using source = evmSource(simulated.network, { runtime })
    const view = await runtime.runUntil(createParentChain(source, runtime).view())
    expect([view.safe, view.finalized]).toEqual([-1, -1])
    expect(view.statusOf(0)).toBe('included')
  })
})

describe('the place of evidence', () => {
  const planned = (number: number): readonly PlannedTransaction[] =>
    number === 30 ? [{ from: SENDER, to: CONTRACT, logs: [log('0x01')] }] : []

  it('of a parent with one endpoint is what the receipt says, and no header is asked for; of one with two, both agree on the header', async () => {
    for (const endpoints of [1, 2]) {
      const { run, source, parent, count } = scene(planned, endpoints)
      const view = await run(parent.view())
      const [transaction] = await run(view.transactionsTo(30, CONTRACT))
      const asked = count('eth_getBlockByNumber')
      const evidence = await run(view.evidence({ kind: 'batch', transactionHash: transaction?.hash ?? '', purpose: 'data' }))
      const [found] = await run(view.logs({ address: CONTRACT }, { from: 0, to: 60 }))
      const timeMs = found && (await run(view.timeOf(found)))
      expect(count('eth_getBlockByNumber') - asked, `${endpoints} endpoints`).toBe(endpoints === 1 ? 0 : 2)
      const { number, hash, timestampMs } = await run(source.getBlock(30, { detail: 'header' }))
      expect(evidence).toMatchObject({ number, hash, timestampMs })
      expect(timeMs).toBe(timestampMs)
    }
  })
})

describe('a parent with two endpoints', () => {
  const planned = (number: number): readonly PlannedTransaction[] =>
    number === 30 ? [{ from: SENDER, to: CONTRACT, logs: [log('0x01')] }] : []

  it('has the log of one confirmed by the receipt of the other, and no header is asked for', async () => {
    const { run, parent, count, simulated } = scene(planned, 2)
    const view = await run(parent.view())
    const [found] = await run(view.logs({ address: CONTRACT }, { from: 0, to: 60 }))
    if (!found) throw new Error('no log')
    const asked = count('eth_getBlockByNumber')
    const evidence = await run(view.evidence({ kind: 'batch', log: found, purpose: 'data' }))
    expect(await run(view.timeOf(found))).toBe(evidence.timestampMs)
    expect(evidence).toMatchObject({ number: 30, hash: found.blockHash, timestampMs: START_MS - 30 * 12_000 })
    expect([count('eth_getBlockByNumber') - asked, count('eth_getTransactionReceipt')]).toEqual([0, 1])
    const by = (method: string): readonly number[] =>
      simulated.endpoints.map(({ statistics }) => statistics.callsByMethod.get(method) ?? 0)
    expect(by('eth_getTransactionReceipt')).toEqual(by('eth_getLogs').map((calls) => 1 - calls))
  })

  it('believes no log that the other contradicts', async () => {
    const { run, parent } = scene(planned, 2)
    const view = await run(parent.view())
    const [found] = await run(view.logs({ address: CONTRACT }, { from: 0, to: 60 }))
    if (!found) throw new Error('no log')
    // As the endpoint that gave it might have made it up.
    Object.assign(found, { data: '0x02' })
    await expect(run(view.evidence({ kind: 'batch', log: found }))).rejects.toMatchObject({
      code: 'TRANSIENT',
      message: expect.stringContaining('disagree about a log'),
    })
    await expect(run(view.timeOf(found))).rejects.toMatchObject({ code: 'TRANSIENT' })
  })
})

describe('a parent of which no costs are wanted', () => {
  it('is asked for no receipt where a log tells the place', async () => {
    const { run, runtime, source, count } = scene((number) =>
      number === 30 ? [{ from: SENDER, to: CONTRACT, logs: [log('0x01')] }] : [],
    )
    const view = await run(createParentChain(source, runtime, { costs: false }).view())
    const [found] = await run(view.logs({ address: CONTRACT }, { from: 0, to: 60 }))
    if (!found) throw new Error('no log')
    const evidence = await run(view.evidence({ kind: 'batch', log: found, purpose: 'data' }))
    const { number, hash, timestampMs } = await run(source.getBlock(30, { detail: 'header' }))
    const { transactionHash } = found
    const parentStatus = 'finalized'
    expect(evidence).toEqual({ kind: 'batch', network: 'ethereum', number, hash, timestampMs, transactionHash, parentStatus })
    expect([count('eth_getTransactionReceipt'), count('eth_getTransactionByHash')]).toEqual([0, 0])
  })
})

describe('an abort', () => {
  /** A parent whose endpoint keeps receipts to itself until `answer` is called, and tells which HTTP requests were given up. */
  function silent() {
    let answer = (): void => {}
    const answering = new Promise<void>((resolve) => {
      answer = resolve
    })
    const under: AbortSignal[] = []
    const before: Before = async ({ body, signal }) => {
      if (!signal || !String(body).includes('eth_getTransactionReceipt')) return
      under.push(signal)
      const given = new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      await Promise.race([answering, given])
    }
    const planned = (number: number): readonly PlannedTransaction[] =>
      number === 30 ? [{ from: SENDER, to: CONTRACT, logs: [log('0x01')] }] : []
    const made = scene(planned, 1, before)
    return { ...made, under, answer: () => answer() }
  }
  const parts = { kind: 'batch', purpose: 'data' } as const

  it('ends at once what the parent is asked for it alone', async () => {
    const { runtime, parent, run, under } = silent()
    const [transaction] = await run((await run(parent.view())).transactionsTo(30, CONTRACT))
    const abort = new AbortController()
    const view = await run(parent.view({ signal: abort.signal }))
    const asking = view.evidence({ ...parts, transactionHash: transaction?.hash ?? '' }).catch((error: unknown) => error)
    await runtime.advance(10)
    expect(under.map(({ aborted }) => aborted)).toEqual([false])
    abort.abort()
    expect(await runtime.runUntil(asking, { maxMs: 10 })).toMatchObject({ code: 'ABORTED' })
    expect(under.map(({ aborted }) => aborted)).toEqual([true])
    await runtime.settle()
    await expect(runtime.runUntil(parent.view({ signal: AbortSignal.abort() }))).rejects.toMatchObject({ code: 'ABORTED' })
  })

  it('leaves alone what another question waits for, and is not remembered', async () => {
    const { runtime, parent, run, under, answer } = silent()
    const [transaction] = await run((await run(parent.view())).transactionsTo(30, CONTRACT))
    const transactionHash = transaction?.hash ?? ''
    const [first, second] = [new AbortController(), new AbortController()]
    const ask = async ({ signal }: AbortController): Promise<unknown> =>
      (await parent.view({ signal })).evidence({ ...parts, transactionHash }).catch((error: unknown) => error)
    const [one, two] = [ask(first), ask(second)]
    await runtime.advance(10)
    first.abort()
    expect(await run(one)).toMatchObject({ code: 'ABORTED' })
    expect(under.map(({ aborted }) => aborted)).toEqual([false])
    second.abort()
    expect(await run(two)).toMatchObject({ code: 'ABORTED' })
    expect(under.map(({ aborted }) => aborted)).toEqual([true])
    const three = ask(new AbortController())
    await runtime.advance(10)
    answer()
    expect(await run(three)).toMatchObject({ number: 30, transactionHash })
  })
})
