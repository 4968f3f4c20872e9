import type { Address, Hash } from '@defimon/core'
import {
  asList,
  asObject,
  type BlockContext,
  type EvmBlockFields,
  type EvmTransactionFields,
  evmBlockFields,
  evmTransactionFields,
  isPresent,
  parseAddress,
  parseHash,
  parseHeight,
  type RpcObject,
} from '@defimon/evm'

/** What a block of the ZK Stack has beyond an Ethereum one's. */
export interface ZksyncBlockFields extends EvmBlockFields {
  /** The batch that carries it to the settlement layer. Absent until the batch is sealed: ask again, and do not keep that it was absent. */
  readonly l1BatchNumber?: number
  /** When the batch began, ms since 1970. Absent until the batch is sealed. */
  readonly l1BatchTimestampMs?: number
}

/** A log that a transaction sends to the settlement layer: in the tree of its batch, and provable there (`zks_getL2ToL1LogProof`). */
export interface L2ToL1Log {
  readonly sender: Address
  readonly key: Hash
  readonly value: Hash
  readonly isService: boolean
  /** Its place among those of its transaction: what `zks_getL2ToL1LogProof` asks for. */
  readonly transactionLogIndex: number
}

/** What a transaction of the ZK Stack has beyond an Ethereum one's. */
export interface ZksyncTransactionFields extends EvmTransactionFields {
  /** The batch that carries it. Absent until the batch is sealed. */
  readonly l1BatchNumber?: number
  readonly l1BatchTransactionIndex?: number
  /** From the receipt. */
  readonly l2ToL1Logs?: readonly L2ToL1Log[]
}

declare module '@defimon/core' {
  interface StackBlockFields {
    zksync: ZksyncBlockFields
  }
  interface StackTransactionFields {
    zksync: ZksyncTransactionFields
  }
}

/** Reads the fields of a block (matter-labs/zksync-era core/lib/types/src/api/mod.rs). */
export function zksyncBlockFields(block: RpcObject): ZksyncBlockFields {
  const { l1BatchNumber, l1BatchTimestamp } = block
  return {
    ...evmBlockFields(block),
    ...(isPresent(l1BatchNumber) && { l1BatchNumber: parseHeight(l1BatchNumber, 'l1BatchNumber') }),
    ...(isPresent(l1BatchTimestamp) && { l1BatchTimestampMs: parseHeight(l1BatchTimestamp, 'l1BatchTimestamp') * 1000 }),
  }
}

/** Reads the fields of a transaction and its receipt. */
export function zksyncTransactionFields(
  transaction: RpcObject,
  receipt: RpcObject | undefined,
  _context: BlockContext,
): ZksyncTransactionFields {
  const { l1BatchNumber, l1BatchTxIndex } = transaction
  const sent = receipt?.['l2ToL1Logs']
  return {
    ...evmTransactionFields(transaction, receipt),
    ...(isPresent(l1BatchNumber) && { l1BatchNumber: parseHeight(l1BatchNumber, 'l1BatchNumber') }),
    ...(isPresent(l1BatchTxIndex) && { l1BatchTransactionIndex: parseHeight(l1BatchTxIndex, 'l1BatchTxIndex') }),
    ...(isPresent(sent) && { l2ToL1Logs: asList(sent, 'l2ToL1Logs').map(decodeL2ToL1Log) }),
  }
}

function decodeL2ToL1Log(value: unknown): L2ToL1Log {
  const log = asObject(value, 'log to L1')
  return {
    sender: parseAddress(log['sender'], 'sender of a log to L1'),
    key: parseHash(log['key'], 'key of a log to L1'),
    value: parseHash(log['value'], 'value of a log to L1'),
    isService: log['isService'] === true,
    transactionLogIndex: isPresent(log['transactionLogIndex'])
      ? parseHeight(log['transactionLogIndex'], 'transactionLogIndex')
      : 0,
  }
}
