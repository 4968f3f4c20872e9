import type { BlockTag, Check, Fee, L1Ref, NetworkFacts, Stack, StackBlockFields, StackTransactionFields } from '@defimon/core'
import type { SettlementStages } from '@defimon/core/adapter'
import type { Layout } from '../bytes/layout.ts'
import type { EvmRaw } from '../driver/evm-raw.ts'
import { typeOf } from '../driver/transaction-type.ts'
import type { RlpWriter } from '../encoding/rlp-writer.ts'
import type { RpcObject } from '../encoding/rpc-object.ts'
import type { HeaderRule } from '../header/header-rule.ts'
import type { BlockContext, TransactionRule } from '../transaction/transaction-rule.ts'
import type { Quirk } from './quirk.ts'
import type { RootRule } from './root-rule.ts'
import type { Contradiction } from './verdict.ts'

/** What a stack's blocks have beyond the common fields. */
export type BlockFieldsOf<S extends Stack> = StackBlockFields[S extends keyof StackBlockFields ? S : never]

/** What a stack's transactions have beyond the common fields. */
export type TransactionFieldsOf<S extends Stack> = StackTransactionFields[S extends keyof StackTransactionFields ? S : never]

/** The rules of a range of blocks. */
export interface Era {
  readonly name: string
  /** Where the rules are written. */
  readonly source: string
  /** Whether a block is of this era. Absent: it is, if no era before it was. */
  applies?(block: RpcObject): boolean
  readonly header: HeaderRule
  /** By the type in JSON (`0x2`); a transaction without a type is `0x0`. A type that is not here is skipped, and still decoded. */
  readonly transactions: Readonly<Record<string, TransactionRule>>
  /** The rule of a transaction that its type does not tell: what the protocol made, in the clothes of a signed type. */
  protocolTransaction?(transaction: RpcObject, context: BlockContext): TransactionRule | undefined
  readonly transactionsRoot: RootRule
  readonly receiptsRoot: RootRule
  /** Absent: the era has no such root, or it stands over something else than `withdrawals`. */
  readonly withdrawalsRoot?: RootRule
  /** Whether the header's bloom is the OR of the receipts'. Default true; else the reason why it is not. */
  readonly logsBloom?: true | string
  /** Where logs are not numbered through the block from 0: the reason why. Their numbers are then not checked. */
  readonly logNumbers?: string
  /**
   * Where the protocol logs without a transaction: why a log may name the zero hash. Its transaction is then not compared, and
   * everywhere else it is.
   */
  readonly logsOfNoTransaction?: string
  /** Where a receipt's `gasUsed` is not the difference of cumulative gas: the reason why. It is then not checked. */
  readonly receiptGas?: string
  /** What must agree in a block though its hash does not hold it; a contradiction counts against `block-hash`. */
  checkBlock?(block: RpcObject, raw: EvmRaw, writer: RlpWriter): Contradiction | undefined
  /** What must agree in all whole transactions together, though no hash holds it; a contradiction counts against `transactions-root`. */
  checkTransactions?(block: RpcObject, writer: RlpWriter): Contradiction | undefined
  /** What must agree in all receipts together, though their root does not hold it; a contradiction counts against `receipts-root`. */
  checkReceipts?(receipts: readonly RpcObject[], block: RpcObject): Contradiction | undefined
  /** Receipts that belong to the block and to no transaction (Celo's block receipt): in the root behind the others. */
  isBlockReceipt?(receipt: RpcObject, block: RpcObject): boolean
  /** Why a block may have fewer receipts than transactions, where it may. */
  readonly receiptsMayLack?: string
}

/** How an endpoint of this stack is asked. */
export interface RpcMethods {
  /** `[quantity or tag, full]`. Default `eth_getBlockByNumber`. */
  readonly blockByNumber: string
  /** `[hash, full]`. Default `eth_getBlockByHash`. */
  readonly blockByHash: string
  /** `[quantity or hash]`. Default `eth_getBlockReceipts`; null where the stack has none. */
  readonly blockReceipts: string | null
  /** Whether `blockReceipts` takes a hash only. Then it is not asked beside a block by number. Default false. */
  readonly receiptsByHashOnly: boolean
  /** `[hash]`. Default `eth_getTransactionReceipt`. */
  readonly transactionReceipt: string
  /** Default `eth_syncing`; null where the stack has none. */
  readonly syncing: string | null
}

/** One more question that rides with the block's. */
export interface ExtraRequest {
  /** Under which its answer stands in `EvmRaw.extra`. */
  readonly key: string
  readonly method: string
  readonly params: readonly unknown[]
}

/** How the chains of a stack deviate from Ethereum, as data and small pure functions. */
export interface Dialect<S extends Stack = Stack> {
  /** The first era that applies to a block governs it; the last has no condition. */
  readonly eras: readonly Era[]
  readonly quirks?: readonly Quirk[]
  readonly rpc?: Partial<RpcMethods>
  /** Tags that mean something here. Default: all three. Another fails with `UNSUPPORTED`. */
  readonly tags?: readonly BlockTag[]
  /** Asked beside the block, in the same batch: what the block's own answer lacks for its hash. An error gives no answer. */
  extraRequests?(id: number | { readonly hash: string }): readonly ExtraRequest[]
  /** Brings answers of another shape into that of `eth_getBlockByNumber` and `eth_getBlockReceipts`, before anything else. */
  normalize?(raw: EvmRaw): EvmRaw
  /** What is recomputed. Default: all that the eras have rules for. */
  readonly checks?: readonly Check[]
  /**
   * The transaction types that can be read from the bytes of an answer. The functions of the dialect and of its rules then see transactions
   * without `blockHash`, `blockNumber`, `blockTimestamp`, `transactionIndex`, `r` and `s`, and receipts without the first four, `from`, `to`,
   * `type`, `logs` and `logsBloom`: what these hold was compared before, or is in a hash. Absent: all answers are read as JSON.
   */
  readonly layouts?: readonly Layout[]
  blockFields(block: RpcObject, raw: EvmRaw): BlockFieldsOf<S>
  transactionFields(transaction: RpcObject, receipt: RpcObject | undefined, context: BlockContext): TransactionFieldsOf<S>
  /** Whether a transaction did what it should. Default: the receipt's status, unless a state root stands in its place. */
  status?(receipt: RpcObject): 'succeeded' | 'failed' | undefined
  /** What a transaction paid. Default: gas used times effective gas price. */
  fee?(transaction: RpcObject, receipt: RpcObject, context: BlockContext): Fee | undefined
  /** The L1 block that a block refers to. */
  l1Origin?(block: RpcObject, network: NetworkFacts): L1Ref | undefined
  /** Milliseconds since 1970. Default: `timestamp` in seconds. */
  timestampMs?(block: RpcObject): number
  /** How each stage of settlement is known, in words. */
  readonly settlementStages?: SettlementStages
}

/** The rule of a transaction: by what it is, else by its type. Undefined: an unknown type. */
export function ruleOf(era: Era, transaction: RpcObject, context: BlockContext): TransactionRule | undefined {
  return era.protocolTransaction?.(transaction, context) ?? era.transactions[typeOf(transaction)]
}

/** The rules of a block. */
export function eraOf(dialect: Pick<Dialect, 'eras'>, block: RpcObject): Era {
  const era = dialect.eras.find((candidate) => !candidate.applies || candidate.applies(block))
  if (!era) throw new RangeError('the last era of a dialect must have no condition')
  return era
}
