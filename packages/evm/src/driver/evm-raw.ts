import type { HeldBlock } from '../bytes/held-block.ts'
import type { RpcObject } from '../encoding/rpc-object.ts'

/** The answers of one EVM block, still unknown inside. */
export interface EvmRaw {
  readonly block: RpcObject
  /** One per transaction, by index. Absent: not asked for, or none to be had (`receiptsAbsent` says why). */
  readonly receipts?: readonly RpcObject[]
  /** Receipts of some of the transactions, where a recording holds no more. They are decoded, but no root stands over them. */
  readonly someReceipts?: readonly RpcObject[]
  /** Why there are no whole transactions, where that is not the asker's wish. */
  readonly transactionsAbsent?: string
  /** Why there are no receipts, or only some. */
  readonly receiptsAbsent?: string
  /** The block as it was read from the bytes of its answers. All else is then empty. */
  readonly held?: HeldBlock
  /** What the dialect asked beside the block (`Dialect.extraRequests`), by its key. */
  readonly extra?: RpcObject
}
