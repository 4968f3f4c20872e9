import { type BlockSource, type Exchange, type Runtime, replayFetch, type Stack, systemRuntime } from '@defimon/core'
import { type DefineSourceOptions, defineSource } from './define-source.ts'
import type { BlockDriver } from './driver.ts'

/** The URL that stands for recordings. It is never resolved. */
const RECORDED_URL = 'https://recorded.invalid'

/**
 * A fetch that serves a network's recordings and, from the blocks in them, what bare blocks do not hold: chain id, head and tags, as
 * far as the driver can tell.
 */
export function replayFetchOf<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  exchanges: readonly Exchange[],
): typeof globalThis.fetch {
  const network = driver.network.id
  const own = exchanges.filter((exchange) => exchange.network === network)
  const fallback = driver.answerFromRecording?.(own)
  return replayFetch(own, { network, ...(fallback && { fallback }) })
}

/** A source that reads recordings, through the whole transport: limits, retries, batches and decoding are as they are live. */
export function replaySource<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  exchanges: readonly Exchange[],
  options: Omit<DefineSourceOptions, 'transport' | 'endpoints'> = {},
): BlockSource<S> {
  const runtime: Runtime = { ...(options.runtime ?? systemRuntime()), fetch: replayFetchOf(driver, exchanges) }
  return defineSource(driver, { ...options, endpoints: [RECORDED_URL], runtime })
}
