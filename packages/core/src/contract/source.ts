import type { BlockId, BlockRef, BlockTag, Check, Detail, L2Block } from './block.ts'
import type { Endpoint, L2Network, Stack } from './network.ts'
import type { Runtime } from './runtime.ts'
import type { Settlement } from './settlement.ts'
import type { CallOptions, Transport } from './transport.ts'

/** How a block is read. `detail` defaults to `'receipts'`. */
export interface BlockOptions<D extends Detail = Detail> extends CallOptions {
  readonly detail?: D
  /** Keep the answers as they came in `raw`. */
  readonly keepRaw?: boolean
}

/** Both ends inclusive. */
export interface BlockRange {
  readonly from: number
  readonly to: number | BlockTag
}

/** The blocks of one network. Every block that comes out was checked as far as its stack allows. */
export interface BlockSource<S extends Stack = Stack> extends AsyncDisposable {
  readonly specVersion: 1
  readonly network: L2Network<S>
  readonly transport: Transport
  /** What this stack lets us check. */
  readonly checks: readonly Check[]
  /** One block. Fails with `BlockNotFoundError` where there is none, `VerificationError` where no endpoint gives a consistent one. */
  getBlock<D extends Detail = 'receipts'>(id: BlockId, options?: BlockOptions<D>): Promise<L2Block<S, D>>
  /** Blocks in order, linked by parent hash, fetched ahead within a bound of bytes. */
  getBlocks<D extends Detail = 'receipts'>(range: BlockRange, options?: BlockOptions<D>): AsyncIterable<L2Block<S, D>>
  /** How far a block has settled on its parent chain. */
  getSettlement(block: BlockRef, options?: CallOptions): Promise<Settlement>
  close(): Promise<void>
}

/** What every source factory takes. All optional. */
export interface SourceOptions {
  /** Default: the network's own. A string is a URL. */
  readonly endpoints?: readonly (Endpoint | string)[]
  /** A transport made elsewhere; `close` leaves it open. */
  readonly transport?: Transport
  readonly runtime?: Runtime
  /** Most calls in any hour, whichever endpoint answers them. Calls beyond it wait; backfill waits before the head does. */
  readonly requestsPerHour?: number
  /** The source of the parent chain, for settlement. */
  readonly parent?: BlockSource
  /**
   * Default true: evidence says what its transaction cost, which takes two questions to the parent for each transaction. False leaves the
   * cost out; of a chain whose steps stand in events the parent is then asked for logs, and little else.
   */
  readonly settlementCosts?: boolean
  /**
   * So many endpoints of different hosts must have the same hash before a block is believed (`anchoredBy: { quorum }`): n - 1 more
   * questions a block. Default 1; a source that is given as a `parent` asks 2 where it has them. `CONFIG` above the number of endpoints.
   */
  readonly quorum?: number
  /** Default true. False gives blocks whose checks are all skipped. */
  readonly verify?: boolean
}

/** What `watchBlocks` yields. */
export type ChainEvent<B> =
  | { readonly type: 'block'; readonly block: B }
  | { readonly type: 'reorg'; readonly commonAncestor: BlockRef; readonly removed: readonly BlockRef[] }

/** How to watch. */
export interface WatchOptions<D extends Detail> extends BlockOptions<D> {
  /** First block to yield; with a ref, the one after it, and a reorg event first if that ref is gone. Default: the head. */
  readonly from?: number | BlockRef
  /** Which head to follow. Default `latest`. */
  readonly tag?: BlockTag
}
