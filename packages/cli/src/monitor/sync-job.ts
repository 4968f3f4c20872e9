import type { BlockSource, BlockTag, Detail, L2Network, Runtime } from '@defimon/core'

/** Where the blocks of a job come from: a network's endpoints, recorded answers of a real network, or a simulated network. */
export type DataMark = 'LIVE' | 'RECORDED' | 'SIMULATED'

/** A range of blocks to store, both ends inclusive, and whom to ask for it. Without `to` the head is followed. */
export interface SyncLeg {
  readonly source: BlockSource
  readonly from?: number | BlockTag
  readonly to?: number
}

/** One network to keep in step. */
export interface SyncJob {
  readonly network: L2Network
  readonly mark: DataMark
  /** One after the other, ascending. Only the last may be without an end. */
  readonly legs: readonly SyncLeg[]
  readonly detail?: Detail
  /** The clock that the network lives by, where it is not the run's: simulated networks have their own. */
  readonly runtime?: Runtime
}
