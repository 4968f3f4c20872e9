import {
  type Batch,
  type BlockSource,
  type L2Block,
  type NetworkId,
  type Runtime,
  type Sink,
  systemRuntime,
  type TransportEvent,
} from '@defimon/core'
import type { Registry } from 'prom-client'
import { FINDING_NAMES } from '../health/health-finding.ts'
import { createMeasures, type Measures } from '../measures/index.ts'
import type { NetworkHealth, Sync } from '../sync.ts'
import { type DefimonMetrics, defineMetrics } from './define-metrics.ts'

/** What is observed. */
export interface MetricsOptions {
  /** The caller's registry of prom-client: nothing is registered anywhere else. */
  readonly register: Registry
  /** Their transports' calls are counted. */
  readonly sources: readonly BlockSource[]
  readonly runtime?: Runtime
}

/** Metrics of a sync, in the caller's registry. */
export interface Metrics {
  /** The sink to give to the sync in place of the caller's: every batch that passes is counted once it is stored. */
  observe(sink: Sink): Sink
  /** Reads the health of a sync before each scrape. */
  watch(sync: Pick<Sync, 'health'>): void
  /** The same counts by network and hour. */
  readonly measures: Measures
  /** Stops listening. The metrics stay in the registry with their last values. */
  close(): void
}

const STATES: readonly NetworkHealth['state'][] = ['syncing', 'live', 'lagging', 'stalled', 'unreachable', 'stopped', 'sunset']
const BREAKER = { closed: 0, 'half-open': 1, open: 2 } as const
/** Older blocks come from a backfill, where the time of storing says nothing. */
const FOLLOWED_MS = 3_600_000
/** What a decoded block takes, about. */
const BYTES = { block: 2_000, transaction: 700, log: 400 }

/**
 * Prometheus metrics through `prom-client`: heads and their lag, blocks, transactions, reorgs, verdicts, settlement lags, calls, rates,
 * breakers, and how the sink keeps up. Labels are network ids, host names, stages and codes: never a URL or a key.
 */
export function createMetrics({ register, sources, runtime = systemRuntime() }: MetricsOptions): Metrics {
  let health: Sync['health'] = () => []
  const metrics: DefimonMetrics = defineMetrics(register, () => {
    for (const each of health()) readHealth(metrics, each)
    for (const source of sources) readEndpoints(metrics, source)
  })
  const measures = createMeasures({
    onReorg(network, depth) {
      if (depth === 0) return
      metrics.reorgs.inc({ network })
      metrics.reorgDepth.observe({ network }, depth)
    },
    onLags(network, stage, lagsMs) {
      for (const lagMs of lagsMs) metrics.settlementLag.observe({ network, stage }, lagMs / 1000)
    },
  })
  const stops = sources.map((source) => source.transport.onEvent((event) => countEvent(metrics, event)))

  return {
    measures,
    observe: (sink) => ({
      specVersion: 1,
      delivery: sink.delivery,
      open: () => sink.open(),
      readCheckpoint: (network) => sink.readCheckpoint(network),
      ...(sink.readRef && { readRef: (network: NetworkId, number: number) => sink.readRef!(network, number) }),
      async write(batch, options) {
        const { network } = batch
        const startedMs = runtime.monotonicMs()
        const bytes = batch.blocks.reduce((sum, block) => sum + bytesOf(block), 0)
        const observe = (outcome: 'ok' | 'failed'): void => {
          metrics.sinkWrite.observe({ network, outcome }, (runtime.monotonicMs() - startedMs) / 1000)
          metrics.queuedBytes.dec({ network }, bytes)
        }
        metrics.queuedBytes.inc({ network }, bytes)
        try {
          await sink.write(batch, options)
        } catch (error) {
          observe('failed')
          throw error
        }
        observe('ok')
        measures.add(batch)
        countBatch(metrics, batch, runtime.now())
      },
      close: () => sink.close(),
      [Symbol.asyncDispose]: () => sink.close(),
    }),
    watch(sync) {
      health = () => sync.health()
    },
    close() {
      for (const stop of stops) stop()
      health = () => []
    },
  }
}

function countBatch(metrics: DefimonMetrics, { network, blocks, reverted }: Batch, nowMs: number): void {
  metrics.blocks.inc({ network }, blocks.length)
  if (reverted.length > 0) metrics.settlementReverts.inc({ network }, reverted.length)
  for (const block of blocks) {
    const lagMs = nowMs - block.timestampMs
    if (lagMs < FOLLOWED_MS) metrics.detectionLag.observe({ network }, Math.max(0, lagMs) / 1000)
    for (const check of block.verification.passed) metrics.verification.inc({ network, check, outcome: 'passed' })
    for (const { check } of block.verification.skipped) metrics.verification.inc({ network, check, outcome: 'skipped' })
    for (const { kind, status } of block.transactions ?? []) {
      metrics.transactions.inc({ network, kind })
      if (status === 'failed') metrics.failedTransactions.inc({ network })
    }
  }
}

function countEvent(metrics: DefimonMetrics, { type, network, host, durationMs, error }: TransportEvent): void {
  if (type === 'rejected') metrics.rejections.inc({ network, host })
  if (type !== 'request') return
  metrics.requests.inc({ network, host, outcome: error?.code ?? 'ok' })
  if (durationMs !== undefined) metrics.requestDuration.observe({ network, host }, durationMs / 1000)
}

function readHealth(metrics: DefimonMetrics, { network, state, head, lagMs, findings }: NetworkHealth): void {
  for (const each of STATES) metrics.state.set({ network, state: each }, each === state ? 1 : 0)
  for (const name of FINDING_NAMES) {
    metrics.finding.set({ network, name }, findings.filter((finding) => finding.name === name).length)
  }
  if (head) metrics.head.set({ network }, head.number)
  if (lagMs !== undefined) metrics.headLag.set({ network }, lagMs / 1000)
}

function readEndpoints(metrics: DefimonMetrics, { network: { id: network }, transport }: BlockSource): void {
  for (const { host, requestsPerSecond, waitingCalls, breaker } of transport.health()) {
    metrics.rate.set({ network, host }, Number.isFinite(requestsPerSecond) ? requestsPerSecond : 0)
    metrics.waiting.set({ network, host }, waitingCalls ?? 0)
    metrics.breaker.set({ network, host }, BREAKER[breaker])
  }
}

function bytesOf(block: L2Block): number {
  return BYTES.block + BYTES.transaction * (block.transactions?.length ?? 0) + BYTES.log * (block.logs?.length ?? 0)
}
