import { DefimonError, type L2Block, type L2Log } from '@defimon/core'
import { getBytes, keccak256 } from 'ethers'
import { describe, expect, it } from 'vitest'
import { type GetLogsOptions, getLogs, type LogFilter, type LogRange, type LogSource, parseHeight } from '../src/index.ts'
import { createRangeSize, hintedBlocks } from '../src/logs/range-size.ts'
import { NETWORK } from './block-fixture.ts'

const TOKEN = `0x${'aa'.repeat(20)}`
const OTHER = `0x${'bb'.repeat(20)}`
const TRANSFER = `0x${'11'.repeat(32)}`
const APPROVAL = `0x${'22'.repeat(32)}`

/** The bloom of values, written anew from the yellow paper (4.3.1). */
function bloomOf(values: readonly string[]): string {
  const bits = new Uint8Array(256)
  for (const value of values) {
    const hash = getBytes(keccak256(value))
    for (const at of [0, 2, 4]) {
      const bit = ((hash[at]! << 8) | hash[at + 1]!) % 2048
      bits[255 - Math.floor(bit / 8)]! |= 1 << (bit % 8)
    }
  }
  return `0x${Buffer.from(bits).toString('hex')}`
}

const hashOf = (number: number): string => `0x${number.toString(16).padStart(64, '0')}`

interface Chain {
  readonly source: LogSource
  /** Ranges that were asked for, as `from-to`. */
  readonly asked: string[]
  /** Blocks whose receipts were read. */
  readonly receiptsRead: number[]
}

/** A chain of 200 blocks: every tenth holds a transfer of the token, every seventh an approval of another. */
function chain(answer: (logs: readonly object[], from: number, to: number) => unknown, unverified = false): Chain {
  const asked: string[] = []
  const receiptsRead: number[] = []
  const logsOf = (number: number): L2Log[] => {
    const log = (index: number, address: string, topic: string): L2Log => ({
      transactionHash: hashOf(number * 1000),
      transactionIndex: 0,
      logIndex: index,
      address,
      topics: [topic],
      data: '0x',
    })
    const logs: L2Log[] = []
    if (number % 10 === 0) logs.push(log(0, TOKEN, TRANSFER))
    if (number % 7 === 0) logs.push(log(logs.length, OTHER, APPROVAL))
    return logs
  }
  const header = (number: number): L2Block =>
    ({
      number,
      hash: hashOf(number),
      fields: { logsBloom: bloomOf(logsOf(number).flatMap(({ address, topics }) => [address, ...topics])) },
      logs: logsOf(number),
      verification: { passed: unverified ? [] : ['block-hash'], skipped: [], anchoredBy: 'none' },
    }) as unknown as L2Block
  const source = {
    network: NETWORK,
    transport: {
      async request(_method: string, params: unknown) {
        const [{ fromBlock, toBlock }] = params as [{ fromBlock: string; toBlock: string }]
        const [from, to] = [parseHeight(fromBlock, 'from'), parseHeight(toBlock, 'to')]
        asked.push(`${from}-${to}`)
        const logs: object[] = []
        for (let number = from; number <= to; number++) {
          for (const log of logsOf(number).filter(({ address }) => address === TOKEN)) {
            const hex = { logIndex: `0x${log.logIndex.toString(16)}`, transactionIndex: '0x0' }
            logs.push({ ...log, ...hex, blockNumber: `0x${number.toString(16)}`, blockHash: hashOf(number) })
          }
        }
        return answer(logs, from, to)
      },
    },
    async getBlock(id: number | string, options: { detail?: string }) {
      if (options.detail === 'receipts') receiptsRead.push(Number(id))
      return header(typeof id === 'number' ? id : 200)
    },
    async *getBlocks({ from, to }: { from: number; to: number }) {
      for (let number = from; number <= to; number++) yield header(number)
    },
  }
  return { source: source as unknown as LogSource, asked, receiptsRead }
}

const FILTER: LogFilter = { address: TOKEN, topics: [TRANSFER] }

async function scan(source: LogSource, options: GetLogsOptions = {}, to: number | 'finalized' = 200): Promise<LogRange[]> {
  const ranges: LogRange[] = []
  for await (const range of getLogs(source, FILTER, { from: 1, to }, options)) ranges.push(range)
  return ranges
}

const numbersOf = (ranges: readonly LogRange[]): number[] =>
  ranges.flatMap(({ logs }) => logs.map(({ blockNumber }) => blockNumber))
const TENS = Array.from({ length: 20 }, (_, index) => (index + 1) * 10)

function tooLarge(message = 'query returned more than 10000 results'): never {
  throw new DefimonError('TOO_LARGE', message)
}

describe('scanning logs', () => {
  it('gives ranges in order that meet and cover all, and compares them with the headers', async () => {
    const { source } = chain((logs) => logs)
    const ranges = await scan(source, { initialBlocks: 64 }, 'finalized')
    expect(ranges.map(({ from, to }) => [from, to])).toEqual([
      [1, 64],
      [65, 128],
      [129, 192],
      [193, 200],
    ])
    expect(numbersOf(ranges)).toEqual(TENS)
    expect(ranges.every(({ checkedBy, recovered }) => checkedBy === 'blooms' && recovered === 0)).toBe(true)
  })

  it('splits what is too large and grows again', async () => {
    const { source, asked } = chain((logs, from, to) => (to - from + 1 > 16 && from < 100 ? tooLarge() : logs))
    const ranges = await scan(source, { initialBlocks: 64, check: 'nothing' })
    expect(numbersOf(ranges)).toEqual(TENS)
    expect(asked.slice(0, 3)).toEqual(['1-64', '1-32', '1-16'])
    expect(Math.max(...ranges.map(({ from, to }) => to - from + 1))).toBe(32)
  })

  it('reads receipts where one block is too much', async () => {
    const { source, receiptsRead } = chain((logs, from, to) => (from <= 10 && to >= 10 ? tooLarge() : logs))
    const ranges = await scan(source, { initialBlocks: 20 })
    expect(numbersOf(ranges)).toEqual(TENS)
    expect(receiptsRead).toEqual([10])
  })

  it('finds a block whose logs the endpoint left out', async () => {
    const { source, receiptsRead } = chain((logs) =>
      logs.filter((log) => (log as { blockNumber: string }).blockNumber !== '0x32'),
    )
    const ranges = await scan(source)
    expect(numbersOf(ranges)).toEqual(TENS)
    expect(ranges.reduce((sum, { recovered }) => sum + recovered, 0)).toBe(1)
    expect(receiptsRead).toContain(50)
    expect(numbersOf(await scan(source, { check: 'nothing' }))).toEqual(TENS.filter((number) => number !== 50))
  })

  it('says so where headers could not be verified', async () => {
    const { source } = chain((logs) => logs, true)
    const [range] = await scan(source)
    expect(range).toMatchObject({ checkedBy: 'nothing', reason: 'block 1: the header was not verified' })
  })

  it.each<[string, object]>([
    ['stands in another block', { blockHash: hashOf(999) }],
    ['is ruled out by the header', { blockNumber: '0xb', blockHash: hashOf(11) }],
    ['was not asked for', { address: OTHER }],
    ['is beyond the range', { blockNumber: '0xffff' }],
  ])('refuses a log that %s', async (_what, change) => {
    const { source } = chain((logs) => logs.map((log, index) => (index === 0 ? { ...log, ...change } : log)))
    await expect(scan(source)).rejects.toMatchObject({ code: 'VERIFICATION' })
  })

  it.each<[string, unknown]>([
    ['no list', {}],
    ['a list of nothing', [null]],
    ['a log without topics', [{ blockNumber: '0x1', blockHash: hashOf(1) }]],
  ])('refuses %s as MALFORMED', async (_what, answer) => {
    const { source } = chain(() => answer)
    await expect(scan(source)).rejects.toMatchObject({ code: 'MALFORMED' })
  })

  it.each<[string, unknown, unknown, object?]>([
    ['filter ', 'transfers', { from: 1, to: 2 }],
    ['filter.address', { address: '0xaa' }, { from: 1, to: 2 }],
    ['filter.address[1]', { address: [TOKEN, 'token.eth'] }, { from: 1, to: 2 }],
    ['filter.topics ', { topics: TRANSFER }, { from: 1, to: 2 }],
    ['filter.topics ', { topics: [null, null, null, null, null] }, { from: 1, to: 2 }],
    ['filter.topics[0]', { topics: ['Transfer(address,address,uint256)'] }, { from: 1, to: 2 }],
    ['filter.topics[0]', { topics: [`0x${'zz'.repeat(32)}`] }, { from: 1, to: 2 }],
    ['filter.topics[1][1]', { topics: [null, [TRANSFER, TOKEN]] }, { from: 1, to: 2 }],
    ['filter.topics[0]', { topics: [undefined] }, { from: 1, to: 2 }],
    ['range.from', {}, { from: 1.5, to: 2 }],
    ['range.from', {}, { from: -1, to: 2 }],
    ['range.from', {}, { from: 3, to: 2 }],
    ['range.to', {}, { from: 1, to: 'newest' }],
    ['range.to', {}, { from: 1, to: Number.NaN }],
    ['options.initialBlocks', {}, { from: 1, to: 2 }, { initialBlocks: 0 }],
    ['options.maxBlocks', {}, { from: 1, to: 2 }, { maxBlocks: Number.POSITIVE_INFINITY }],
    ['options.check', {}, { from: 1, to: 2 }, { check: 'bloom' }],
  ])('says with CONFIG that %s makes no sense, asking nobody', async (field, filter, range, options = {}) => {
    const { source, asked } = chain((logs) => logs)
    const error = await getLogs(source, filter as LogFilter, range as { from: number; to: number }, options)
      .next()
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'CONFIG', network: NETWORK.id })
    expect(String(error)).toContain(`getLogs: ${field}`)
    expect(asked).toEqual([])
  })

  it('passes on every other failure', async () => {
    const { source } = chain(() => {
      throw new DefimonError('QUOTA_EXHAUSTED', 'no more today')
    })
    await expect(scan(source)).rejects.toMatchObject({ code: 'QUOTA_EXHAUSTED' })
  })
})

describe('the size of a range', () => {
  it.each<[string, number | undefined]>([
    ['Log response size exceeded. Based on your parameters, this block range should work: [0x1, 0x40]', 64],
    ['query exceeds max results 20000, retry with the range 0x10-0x1f', 16],
    ['eth_getLogs is limited to a 1,024 blocks range', 1024],
    ['exceed maximum block range: 5000', 5000],
    ['maximum is 10k blocks', 10_000],
    ['query returned more than 10000 results', undefined],
    ['something else', undefined],
  ])('is hinted at by %j: %s', (message, blocks) => {
    expect(hintedBlocks(new DefimonError('TOO_LARGE', message))).toBe(blocks)
  })

  it('is hinted at by the data of an error', () => {
    expect(hintedBlocks(new DefimonError('TOO_LARGE', 'too many', { data: { from: '0x1', to: '0xa' } }))).toBe(10)
    expect(hintedBlocks(new Error('[0x1, 0x2]'))).toBeUndefined()
  })

  it('never exceeds a limit that an endpoint named', () => {
    const size = createRangeSize(4_000, 20_000)
    expect(size.refused(new DefimonError('TOO_LARGE', 'exceed maximum block range: 1000'))).toBe(true)
    for (let call = 0; call < 30; call++) size.succeeded()
    expect(size.blocks).toBe(1_000)
  })
})
