import type { BlockRef, BlockSource, BlockTag, CallOptions, DefimonError, Detail, NetworkId, Runtime, Sink } from '@defimon/core'
import type { HealthFinding } from './health/health-finding.ts'

/** One network to keep in step, with where it starts and ends. */
export interface SyncedSource {
  readonly source: BlockSource
  /**
   * First block to store. Default: the head at the first run, so nothing is backfilled. A tag is resolved at the first run; a later
   * run goes on from the stored checkpoint.
   */
  readonly from?: number | BlockTag
  /** Last block to store; the network ends once it is stored. Default: follow for ever. */
  readonly to?: number
  /** How much of each block to store. Default `receipts`. */
  readonly detail?: Detail
  /**
   * For networks whose endpoints know no `finalized` tag: how many blocks below the head count as final. A reorg deeper than this
   * stops the network. Default 512.
   */
  readonly maxReorgDepth?: number
  /**
   * Whether to walk settlement behind the head, where the source can read it. Default true; a source that cannot costs one question.
   */
  readonly settlement?: boolean
}

/** What a sync needs. It closes the sources and the sink when it is closed. */
export interface SyncOptions {
  /** One entry per network; two sources of one network are refused. */
  readonly sources: readonly (BlockSource | SyncedSource)[]
  readonly sink: Sink
  /** Default: the system's clock, timers and randomness. */
  readonly runtime?: Runtime
}

/**
 * What happened, told after it was stored.
 * - `block`: a followed block was stored. `progress`: a batch of the backfill was stored, `at` is its highest block.
 * - `settlement`, `reverted`: the settlement of the block `at` went on, or was taken back.
 * - `health`: the state of the network or one of its findings changed; `at` is the stored head, or number -1 and an empty hash where there is none yet.
 * - `reorg`: stored blocks above `commonAncestor` were removed, `depth` of them.
 * - `stopped`: this network is given up, the others go on.
 */
export type SyncEvent =
  | {
      readonly type: 'block' | 'settlement' | 'reverted' | 'progress'
      readonly network: NetworkId
      readonly at: BlockRef
    }
  | { readonly type: 'health'; readonly network: NetworkId; readonly at: BlockRef; readonly health: NetworkHealth }
  | { readonly type: 'reorg'; readonly network: NetworkId; readonly commonAncestor: BlockRef; readonly depth: number }
  | {
      readonly type: 'stopped'
      readonly network: NetworkId
      readonly reason: 'reorg-below-finality' | 'contradiction' | 'sink'
      readonly error: DefimonError
    }

/** How the sync of one network stands. */
export interface NetworkHealth {
  readonly network: NetworkId
  readonly state: 'syncing' | 'live' | 'lagging' | 'stalled' | 'unreachable' | 'stopped' | 'sunset'
  /** The evidence for the state, in words. */
  readonly because: string
  /** The newest stored block. */
  readonly head?: BlockRef
  /** Age of the newest stored block, by its own timestamp. Absent until a block was stored in this run. */
  readonly lagMs?: number
  /** What is wrong, by name: with the network first, then with its endpoints. Empty where nothing is, and where nothing is followed. */
  readonly findings: readonly HealthFinding[]
}

/** Keeps a sink in step with its networks. */
export interface Sync extends AsyncDisposable {
  /**
   * Runs until every network has ended, or until it is aborted or closed; then resolves once the last write has landed. Rejects only
   * where nothing could start: with `SINK` where the sink does not open, with `CONFIG` on a second call.
   */
  run(options?: CallOptions): Promise<void>
  /**
   * What happens from now on. Each listener has a buffer of 1,024 events; a listener that is too slow loses its oldest `block` and
   * `progress` events first. Ends when the sync ends or the signal aborts.
   */
  events(options?: CallOptions): AsyncIterable<SyncEvent>
  /** One entry per network, in the order given. */
  health(): readonly NetworkHealth[]
  /**
   * Calls `listener` whenever the state of a network or one of its findings changed, with its health now. Returns the function that stops
   * it. What a listener throws reaches nobody.
   */
  onHealth(listener: (health: NetworkHealth) => void): () => void
  /** Stops, waits for the last write, and closes the sources and the sink. */
  close(): Promise<void>
}
