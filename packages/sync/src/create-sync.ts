import { type BlockSource, DefimonError, type Sink, systemRuntime, watchBlocks } from '@defimon/core'
import { createEventStream } from './event-stream.ts'
import { createNetworkLoop, type NetworkLoop } from './network-loop.ts'
import type { NetworkHealth, Sync, SyncedSource, SyncOptions } from './sync.ts'

const MAX_REORG_DEPTH = 512

/**
 * Keeps a sink in step with many networks: each in a loop of its own that fills what is missing and follows the head at once, goes on
 * from the sink's checkpoint, and takes back what a reorg removed, down to the last finalized block and never below.
 *
 * Fails with `CONFIG` where two sources are of one network, or where `from` and `to` make no range. Asks what
 * `source.getBlock('latest' | 'finalized')`, `source.getBlocks` and `watchBlocks` ask.
 */
export function createSync(options: SyncOptions): Sync {
  const { sink, runtime = systemRuntime() } = options
  const stream = createEventStream()
  const entries = options.sources.map(asEntry)
  assertEntries(entries)
  const healthListeners = new Set<(health: NetworkHealth) => void>()
  const onHealth = (health: NetworkHealth): void => {
    for (const listener of healthListeners) {
      try {
        listener(health)
      } catch {
        // What a listener does wrong is not the concern of the network that it hears of.
      }
    }
  }
  const loops: readonly NetworkLoop[] = entries.map(
    ({ source, from, to, detail = 'receipts', maxReorgDepth = MAX_REORG_DEPTH, settlement = true }) =>
      createNetworkLoop({
        ...{ source, from, to, detail, maxReorgDepth, settlement, sink, runtime },
        watch: watchBlocks,
        emit: stream.emit,
        onHealth,
        parent: () => loops[entries.findIndex((entry) => entry.source.network.id === source.network.parent)]?.progress(),
      }),
  )
  const closing = new AbortController()
  let running: Promise<void> | undefined
  let closed: Promise<void> | undefined

  const runAll = async (signal: AbortSignal): Promise<void> => {
    try {
      await openSink(sink)
      await Promise.all(loops.map((loop) => loop.run(signal)))
    } finally {
      stream.end()
    }
  }
  const closeAll = async (): Promise<void> => {
    closing.abort(new DefimonError('ABORTED', 'the sync was closed'))
    await running?.catch(() => undefined)
    stream.end()
    const results = await Promise.allSettled([sink.close(), ...entries.map(({ source }) => source.close())])
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
  }
  const close = (): Promise<void> => {
    closed ??= closeAll()
    return closed
  }

  return {
    async run(callOptions) {
      if (running || closed) throw new DefimonError('CONFIG', closed ? 'the sync is closed' : 'the sync runs already')
      const signal = callOptions?.signal ? AbortSignal.any([callOptions.signal, closing.signal]) : closing.signal
      running = runAll(signal)
      await running
    },
    events: (callOptions) => stream.listen(callOptions),
    health: () => loops.map((loop) => loop.health()),
    onHealth(listener) {
      healthListeners.add(listener)
      return () => void healthListeners.delete(listener)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function openSink(sink: Sink): Promise<void> {
  try {
    await sink.open()
  } catch (cause) {
    if (DefimonError.isInstance(cause)) throw cause
    throw new DefimonError('SINK', `the sink does not open: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

function asEntry(entry: BlockSource | SyncedSource): SyncedSource {
  return 'source' in entry ? entry : { source: entry }
}

function assertEntries(entries: readonly SyncedSource[]): void {
  const seen = new Set<string>()
  for (const { source, from, to, maxReorgDepth } of entries) {
    const network = source.network.id
    const fail = (message: string): never => {
      throw new DefimonError('CONFIG', message, { network })
    }
    if (seen.has(network)) fail(`two sources of ${network}: one sync stores a network once`)
    seen.add(network)
    for (const [name, height] of Object.entries({ from, to, maxReorgDepth })) {
      if (typeof height === 'number' && !(Number.isSafeInteger(height) && height >= 0)) fail(`${name} of ${network} is ${height}`)
    }
    if (typeof from === 'number' && to !== undefined && to < from) fail(`${network}: to ${to} is below from ${from}`)
  }
}
