import type { L2Transaction } from '@defimon/core'
import type { Contradiction } from '../dialect/verdict.ts'
import type { RlpWriter } from '../encoding/rlp-writer.ts'
import type { RpcObject } from '../encoding/rpc-object.ts'
import type { ReceiptRule } from '../receipt/receipt-rule.ts'

/** What a rule may look at beside the transaction itself. */
export interface BlockContext {
  readonly block: RpcObject
  /** The network's EIP-155 chain id, where it has one. */
  readonly chainId: number | undefined
}

/** How transactions of one type are encoded, told apart and checked. */
export interface TransactionRule {
  readonly kind: L2Transaction['kind'] | ((transaction: RpcObject, context: BlockContext) => L2Transaction['kind'])
  /**
   * Writes what enters the transactions root and whose keccak is the hash: the type byte and the payload. With `unsigned` it writes
   * what the sender signed. Absent, with `skip`: cannot be known from JSON.
   */
  encode?(transaction: RpcObject, writer: RlpWriter, unsigned?: boolean): void
  /** Why `encode` is absent. The block's transactions root is then skipped with this reason. */
  readonly skip?: string
  /** What nodes put beside the body: not in the roots, and its receipt neither (Polygon's state sync). */
  readonly outsideRoots?: boolean
  /** How many bytes in front of the encoding its hash leaves out (Kaia's envelope of Ethereum's types). Default 0. */
  readonly envelopeLength?: number
  /** False: the hash is not the keccak of the encoding and cannot be recomputed. */
  readonly hashIsOfEncoding?: boolean
  /** The sender signed it: `from` can be recovered with secp256k1 from `r`, `s` and the parity. */
  readonly signed?: boolean
  /** What must agree within the transaction, or with its block, though the encoding does not hold it. First contradiction, or none. */
  check?(transaction: RpcObject, context: BlockContext): Contradiction | undefined
  /** What it paid per gas by its own fields and the block's; undefined where that cannot be known. Compared with what is claimed. */
  effectiveGasPrice?(transaction: RpcObject, context: BlockContext): bigint | undefined
  /** The nonce that a contract creation's address is made of; undefined where it cannot be known. Default: `nonce`. */
  creationNonce?(transaction: RpcObject, receipt: RpcObject): string | undefined
  /** A call may create a contract too, and the receipt names it (zkSync's deployer): then `contractAddress` beside a `to` is no lie. */
  readonly createsByCall?: boolean
  readonly receipt: ReceiptRule
}
