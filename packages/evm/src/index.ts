export { ethereumLayouts } from './bytes/ethereum-layouts.ts'
export type { Layout, LayoutField } from './bytes/layout.ts'
export { evmDialect } from './chains/evm-dialect.ts'
export type { BlockFieldsOf, Dialect, Era, ExtraRequest, RpcMethods, TransactionFieldsOf } from './dialect/dialect.ts'
export { eraOf, ruleOf } from './dialect/dialect.ts'
export { checkUncles, ethereumDialect, ethereumEra } from './dialect/ethereum-dialect.ts'
export {
  type AccessListEntry,
  type Authorization,
  type EvmBlockFields,
  type EvmTransactionFields,
  evmBlockFields,
  evmTransactionFields,
  type Withdrawal,
} from './dialect/evm-fields.ts'
export type { Quirk } from './dialect/quirk.ts'
export { merklePatricia, type RootRule } from './dialect/root-rule.ts'
export { type Computed, type Contradiction, isSkip, type Skip } from './dialect/verdict.ts'
export { gasFee } from './driver/decode-block.ts'
export { evmDriver } from './driver/evm-driver.ts'
export type { EvmRaw } from './driver/evm-raw.ts'
export { typeOf } from './driver/transaction-type.ts'
export { parseAddress, parseData, parseHash, sameHex } from './encoding/hex-data.ts'
export {
  parseHeight,
  parseOptionalHeight,
  parseOptionalQuantity,
  parseQuantity,
  sameQuantity,
  toQuantity,
} from './encoding/quantity.ts'
export type { RlpWriter } from './encoding/rlp-writer.ts'
export { asList, asObject, isPresent, malformed, type RpcObject } from './encoding/rpc-object.ts'
export { evmSource } from './evm-source.ts'
export { encodeHex } from './hashing/encode-hex.ts'
export type { HashMemory } from './hashing/hash-memory.ts'
export { loadWorkspace, type Workspace } from './hashing/workspace.ts'
export { APPENDED_HEADER_FIELDS, ethereumHeader, HEADER_FIELDS } from './header/ethereum-header.ts'
export { type HeaderField, type HeaderRule, hashWritten, rlpHeader } from './header/header-rule.ts'
export { type GetLogsOptions, getLogs, type LogRange, type LogSource, type ScannedLog } from './logs/get-logs.ts'
export type { LogFilter } from './logs/log-filter.ts'
export { checkBlobGas } from './receipt/blob-gas.ts'
export { ethereumReceipt, writeLogs, writeOutcome, writeReceipt } from './receipt/ethereum-receipt.ts'
export type { ReceiptRule } from './receipt/receipt-rule.ts'
export { type SendersVerdict, type VerifySendersOptions, verifySenders } from './senders/verify-senders.ts'
export { creationAddress } from './transaction/creation-address.ts'
export {
  checkTyped,
  effectiveDynamicFee,
  ethereumTransactions,
  legacyTransaction,
  parityOf,
  writeAccessList,
  writeCall,
  writeSignature,
} from './transaction/ethereum-transactions.ts'
export { l1Message } from './transaction/l1-message.ts'
export type { BlockContext, TransactionRule } from './transaction/transaction-rule.ts'
export type { ItemList } from './tries/item-list.ts'
export { EMPTY_TRIE_ROOT, trieRoot } from './tries/trie-root.ts'
