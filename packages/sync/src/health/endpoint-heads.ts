import type { Runtime } from '@defimon/core'
import { STALE_AFTER_MS, STALE_BLOCK_TIMES, STALE_BLOCKS, STALE_LEAST_MS } from './finding-times.ts'
import { type HealthFinding, inWords } from './health-finding.ts'

/** The newest block of an endpoint, as it said. */
export interface HeardHead {
  readonly number: number
  /** On the monotonic clock. */
  readonly heardMs: number
}

/** The heads that each endpoint gave, held against the blocks that are stored. */
export interface EndpointHeads {
  /** `tip`: the newest stored block at this moment; `heightMs`: what a height takes. */
  heard(host: string, number: number, tip: number | undefined, heightMs: number): void
  last(host: string): HeardHead | undefined
  /** Since when (monotonic) an endpoint is behind; undefined: its last head was not. */
  behindSince(host: string): number | undefined
  finding(host: string): HealthFinding | undefined
}

interface Heads {
  last: HeardHead
  behind: { readonly sinceMs: number; readonly blocks: number; readonly lagMs: number } | undefined
}

/** No endpoint was heard yet. */
export function createEndpointHeads(runtime: Runtime): EndpointHeads {
  const byHost = new Map<string, Heads>()
  return {
    heard(host, number, tip, heightMs) {
      const nowMs = runtime.monotonicMs()
      const blocks = (tip ?? number) - number
      const lagMs = blocks * heightMs
      const isBehind = blocks > STALE_BLOCKS && lagMs > Math.max(STALE_LEAST_MS, STALE_BLOCK_TIMES * heightMs)
      const before = byHost.get(host)?.behind
      const behind = isBehind ? { sinceMs: before?.sinceMs ?? nowMs, blocks, lagMs } : undefined
      byHost.set(host, { last: { number, heardMs: nowMs }, behind })
    },
    last: (host) => byHost.get(host)?.last,
    behindSince: (host) => byHost.get(host)?.behind?.sinceMs,
    finding(host) {
      const heads = byHost.get(host)
      if (!heads?.behind) return undefined
      const { behind, last } = heads
      if (last.heardMs - behind.sinceMs < STALE_AFTER_MS) return undefined
      const sinceMs = runtime.now() - (runtime.monotonicMs() - behind.sinceMs)
      const because = `the newest block of ${host} is ${last.number}, ${behind.blocks} blocks (about ${inWords(behind.lagMs)}) behind what others gave`
      return { name: 'stale-endpoint', endpoint: host, sinceMs, because }
    },
  }
}
