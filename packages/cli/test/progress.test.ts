import type { Batch, BlockSource, L2Block, L2Network, Transport, TransportEvent } from '@defimon/core'
import { describe, expect, test } from 'vitest'
import { formatProgressLine, formatProgressTable } from '../src/monitor/progress-table.ts'
import { createProgressTracker } from '../src/monitor/progress-tracker.ts'
import { createProgressView } from '../src/monitor/progress-view.ts'
import type { SyncJob } from '../src/monitor/sync-job.ts'
import { createPainter } from '../src/terminal/painter.ts'

const network: L2Network<'evm'> = { id: 'ethereum', name: 'Ethereum', stack: 'evm', contracts: {}, endpoints: [] }

/** A clock that moves when told, and a source of which only the transport's health and events are looked at. */
function setUp(to?: number) {
  let nowMs = 0
  const listeners = new Set<(event: TransportEvent) => void>()
  const transport = {
    health: () => [{ host: 'evil\u001b[2J.example', breaker: 'closed', latencyMs: 12.4, errorRate: 0.25, requestsPerSecond: 10 }],
    onEvent: (listener: (event: TransportEvent) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  } as unknown as Transport
  const source = { network, transport } as unknown as BlockSource
  const job: SyncJob = { network, mark: 'SIMULATED', legs: [{ source, from: 1, ...(to !== undefined && { to }) }] }
  const runtime = {
    now: () => nowMs,
    monotonicMs: () => nowMs,
    random: () => 0,
    sleep: async () => {},
    fetch: () => Promise.reject(new Error('not asked')),
  }
  const tracker = createProgressTracker([job], runtime)
  tracker.onSource(source)
  return { tracker, listeners, advance: (ms: number) => (nowMs += ms) }
}

function batch(numbers: readonly number[], rollbackTo?: number): Batch {
  return {
    network: 'ethereum',
    blocks: numbers.map((number) => ({
      ...{ number, hash: `0x${number}`, timestampMs: number * 1_000 },
      verification: {
        passed: ['block-hash', 'identity'],
        skipped: [{ check: 'signatures', reason: 'not asked' }],
        anchoredBy: 'none',
      },
    })) as unknown as L2Block[],
    ...(rollbackTo !== undefined && { rollbackTo: { number: rollbackTo, hash: `0x${rollbackTo}` } }),
    settlements: [],
    reverted: [],
    checkpoint: { network: 'ethereum', done: [] },
  }
}

describe('the tracker', () => {
  test('counts blocks, checks, rate and what remains', () => {
    const { tracker, advance } = setUp(100)
    advance(2_000)
    tracker.onWritten(batch([1, 2, 3, 4]))
    expect(tracker.read()).toMatchObject([
      { blocks: 4, blocksPerSecond: 2, remainingBlocks: 96, checksPassed: 8, checksSkipped: 4, head: { number: 4 } },
    ])
  })

  test('follows a reorg back and up again', () => {
    const { tracker } = setUp()
    tracker.onWritten(batch([1, 2, 3]))
    tracker.onWritten(batch([], 1))
    expect(tracker.read()).toMatchObject([{ head: { number: 1 } }])
    tracker.onWritten(batch([2]))
    tracker.onEvent({ type: 'reorg', network: 'ethereum', commonAncestor: { number: 1, hash: '0x1' }, depth: 2 })
    expect(tracker.read()).toMatchObject([{ head: { number: 2 }, reorgs: 1, removedBlocks: 2 }])
  })

  test('a backfill below the head does not move the head back', () => {
    const { tracker } = setUp(6)
    const below = batch([1, 2, 3])
    tracker.onWritten({ ...below, checkpoint: { ...below.checkpoint, head: { number: 9, hash: '0x9' } } })
    expect(tracker.read()).toMatchObject([{ head: { number: 9 }, state: 'done', blocks: 3 }])
  })

  test('is done when the last block is there', () => {
    const { tracker } = setUp(3)
    tracker.onWritten(batch([1, 2, 3]))
    expect(tracker.read()).toMatchObject([{ state: 'done', remainingBlocks: 0, lagMs: undefined }])
  })

  test('a network that a later run finds complete is done too', () => {
    const { tracker } = setUp(3)
    tracker.onHealth([{ network: 'ethereum', state: 'live', because: '', head: { number: 3, hash: '0x3' }, findings: [] }])
    expect(tracker.read()).toMatchObject([{ state: 'done', blocks: 0 }])
  })

  test('listens to transports until it is closed', () => {
    const { tracker, listeners } = setUp()
    for (const listener of listeners) listener({ type: 'retry', network: 'ethereum', host: 'a' })
    expect(tracker.read()).toMatchObject([{ failedRequests: 1 }])
    tracker.close()
    expect(listeners.size).toBe(0)
  })
})

describe('what is shown', () => {
  const paint = createPainter({ write: () => undefined }, {})

  test('a table with every column, escaped', () => {
    const { tracker, advance } = setUp()
    advance(1_000)
    tracker.onWritten(batch([1, 2]))
    tracker.onHealth([{ network: 'ethereum', state: 'live', because: 'at the head', lagMs: 2_500, findings: [] }])
    expect(formatProgressTable(tracker.read(), { paint })).toEqual([
      'NETWORK   SOURCE     STATE  HEAD   LAG  BLOCKS  BLOCKS/S  CHECKS PASSED/SKIPPED  REORGS  WRONG  ENDPOINT',
      'ethereum  SIMULATED  live      2  2.5s       2       2.0                    4/2       0  -      evil\\u001b[2J.example 12ms 25% failed',
    ])
  })

  test('one plain line when piped, and only when something changed', () => {
    const { tracker, advance } = setUp(10)
    let written = ''
    const environment = { variables: {}, signal: new AbortController().signal }
    const output = { write: (text: string) => (written += text) }
    const view = createProgressView(output, { ...environment, stdout: output, stderr: output, runtime: undefined as never })
    advance(1_000)
    tracker.onWritten(batch([1, 2]))
    view.show(tracker.read())
    view.show(tracker.read())
    expect(written).toBe(`${formatProgressLine(tracker.read()[0]!)}\n`)
    expect(written).toMatch(
      /^ethereum SIMULATED starting: head 2, ETA 4\.0s, 2 blocks, 2\.0 blocks\/s, checks 4 passed 2 skipped/,
    )
    view.note('ethereum: stopped: evil\u001b[2J')
    expect(written).toContain('evil\\u001b[2J\n')
  })

  test('a terminal that does not know its width still shows the table', () => {
    const { tracker } = setUp()
    tracker.onWritten(batch([1, 2]))
    let written = ''
    const output = { write: (text: string) => (written += text), isTTY: true, columns: 0 }
    const environment = {
      stdout: output,
      stderr: output,
      runtime: undefined as never,
      variables: {},
      signal: new AbortController().signal,
    }
    createProgressView(output, environment).show(tracker.read())
    expect(written).toContain('ethereum')
  })
})
