import type { Contradiction } from '../dialect/verdict.ts'
import type { RlpWriter } from '../encoding/rlp-writer.ts'
import type { RpcObject } from '../encoding/rpc-object.ts'
import type { BlockContext } from '../transaction/transaction-rule.ts'

/** How receipts of one transaction type are encoded and checked. */
export interface ReceiptRule {
  /** Writes what enters the receipts root. Absent, with `skip`: cannot be known from JSON. */
  encode?(receipt: RpcObject, transaction: RpcObject | undefined, writer: RlpWriter): void
  /** Why `encode` is absent. The block's receipts root is then skipped with this reason. */
  readonly skip?: string
  /** Whether `to` is the zero address in the receipt of a transaction that has none (zkSync). */
  readonly zeroForNone?: boolean
  /** What must agree, though the encoding does not hold it. First contradiction, or none. */
  check?(receipt: RpcObject, transaction: RpcObject, block: RpcObject): Contradiction | undefined
  /** What a receipt should show as the price that was paid, where that is not what the transaction shows (Arbitrum drops tips). */
  effectiveGasPrice?(transaction: RpcObject, context: BlockContext): bigint | undefined
}
