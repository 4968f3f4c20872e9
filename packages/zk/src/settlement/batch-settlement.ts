import type { BlockRef, CallOptions, Hash, NetworkId, SettlementState } from '@defimon/core'

/** How far a batch has settled, as its parent chain alone tells. */
export interface BatchSettlement {
  readonly network: NetworkId
  readonly batch: number
  /** The newest parent block that the reader had seen. */
  readonly asOf: BlockRef
  /** The state root after the batch, where the parent holds one of it. */
  readonly stateRoot?: Hash
  /** Its L2 blocks, where the operator reported them on the parent. */
  readonly blocks?: { readonly from: number; readonly to: number }
  /** As of a block of the batch. Evidence has `covers` where the blocks are known, and is about the batches of its transaction else. */
  readonly state: SettlementState
}

/** Reads a batch by its number. Fails with `NOT_FOUND` where the parent holds no such batch. */
export type ReadBatchSettlement = (batch: number, options?: CallOptions) => Promise<BatchSettlement>
