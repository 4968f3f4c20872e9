import { type Checkpoint, DefimonError, type NetworkId, type Runtime, type Sink, systemRuntime } from '@defimon/core'
import { type Branch, createBranch } from './branch.ts'
import { commonCheckpoint } from './common-checkpoint.ts'

const MAX_WAITING_BLOCKS = 2_000
const PATIENCE_MS = 1_000

/** How far a sink may be behind. */
export interface FanOutOptions {
  /** So many blocks of a network wait in memory for a sink that is slow or fails; then writes wait for it. Default 2,000. */
  readonly maxWaitingBlocks?: number
  /** A write waits so long for a sink before the others go on without it. Default 1 s. */
  readonly patienceMs?: number
  readonly runtime?: Runtime
}

/** A sink that has not stored what others have. */
export interface FanOutLag {
  /** Which one, in the order in which they were given. */
  readonly sink: number
  readonly network: NetworkId
  readonly waitingBlocks: number
  /** Why its last write failed; absent where it is only slow. */
  readonly because?: string
}

/** Several sinks as one. */
export interface FanOutSink extends Sink {
  /** The sinks that are behind at this moment. */
  lagging(): readonly FanOutLag[]
}

/**
 * Writes every batch to several sinks, each with its own checkpoint. What a sink promises holds for each by itself; between them there is
 * no transaction. A sink that is slow or fails is tried again while the others go on, within `maxWaitingBlocks`; what waits for it is lost
 * with the process and read again from the source: `readCheckpoint` gives what is stored in all of them. After a crash each sink goes back
 * to its own last final block and gets again what it lacks.
 *
 * `write` resolves when every sink has the batch, or is behind and at least one has it. It fails with `SINK` where none has it, or where one
 * will never take it. A sink that is added later has no checkpoint: give `from` a height, else the others get a hole.
 */
export function fanOutSink(sinks: readonly Sink[], options: FanOutOptions = {}): FanOutSink {
  const { maxWaitingBlocks = MAX_WAITING_BLOCKS, patienceMs = PATIENCE_MS, runtime = systemRuntime() } = options
  if (sinks.length === 0) throw new DefimonError('CONFIG', 'a fan-out needs at least one sink')
  /** One that is behind does not know a block yet that another has. */
  const readers = sinks.flatMap((sink) => sink.readRef?.bind(sink) ?? [])
  const networks = new Map<NetworkId, Promise<readonly Branch[]>>()
  const live = new Map<NetworkId, readonly Branch[]>()

  const stop = async (network: NetworkId): Promise<void> => {
    const branches = live.get(network) ?? []
    live.delete(network)
    networks.delete(network)
    await Promise.all(branches.map((branch) => branch.stop()))
  }
  const start = async (network: NetworkId): Promise<{ checkpoint: Checkpoint | undefined; branches: readonly Branch[] }> => {
    const checkpoints = await Promise.all(sinks.map((sink) => sink.readCheckpoint(network)))
    const { checkpoint, isInStep } = commonCheckpoint(network, checkpoints)
    const branches = sinks.map((sink, index) => {
      const position = isInStep ? undefined : { checkpoint: checkpoints[index], isAligned: false }
      return createBranch({ sink, runtime, maxWaitingBlocks, position })
    })
    live.set(network, branches)
    return { checkpoint, branches }
  }
  const branchesOf = (network: NetworkId): Promise<readonly Branch[]> => {
    const known = networks.get(network)
    if (known) return known
    const starting = start(network).then(({ branches }) => branches)
    networks.set(network, starting)
    starting.catch(() => networks.delete(network))
    return starting
  }
  const close = async (): Promise<void> => {
    await Promise.all([...live.keys()].map(stop))
    const results = await Promise.allSettled(sinks.map((sink) => sink.close()))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
  }

  return {
    specVersion: 1,
    delivery: sinks.every(({ delivery }) => delivery === 'transactional') ? 'transactional' : 'at-least-once',
    async open() {
      await Promise.all(sinks.map((sink) => sink.open()))
    },
    async readCheckpoint(network) {
      // What waits belongs to a reading that is over: the new one begins with what is stored.
      await stop(network)
      const starting = start(network)
      const branches = starting.then((started) => started.branches)
      branches.catch(() => undefined)
      networks.set(network, branches)
      try {
        return (await starting).checkpoint
      } catch (error) {
        networks.delete(network)
        throw error
      }
    },
    ...(readers.length > 0 && {
      async readRef(network, number) {
        for (const readRef of readers) {
          const found = await readRef(network, number)
          if (found) return found
        }
        return undefined
      },
    }),
    async write(batch, callOptions) {
      callOptions?.signal?.throwIfAborted()
      const branches = await branchesOf(batch.network)
      const results = await Promise.allSettled(branches.map((branch) => branch.take(batch, patienceMs)))
      const failed = results.find((result) => result.status === 'rejected')
      if (failed) throw failed.reason
      if (results.some((result) => result.status === 'fulfilled' && result.value)) return
      const because = [...new Set(branches.map((branch) => branch.because ?? 'it is slow'))].join('; ')
      throw new DefimonError('SINK', `no sink took the batch: ${because}`, { network: batch.network, retryable: true })
    },
    close,
    [Symbol.asyncDispose]: close,
    lagging: () =>
      [...live].flatMap(([network, branches]) =>
        branches.flatMap(({ waitingBlocks, because }, sink) =>
          waitingBlocks === 0 && because === undefined
            ? []
            : [{ sink, network, waitingBlocks, ...(because !== undefined && { because }) }],
        ),
      ),
  }
}
