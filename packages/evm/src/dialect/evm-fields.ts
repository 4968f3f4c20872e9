import type { Address, Hash } from '@defimon/core'
import { parseAddress, parseData, parseHash } from '../encoding/hex-data.ts'
import { parseOptionalHeight, parseOptionalQuantity, parseQuantity } from '../encoding/quantity.ts'
import { asList, asObject, isPresent, type RpcObject } from '../encoding/rpc-object.ts'

/** One withdrawal of the beacon chain (EIP-4895). */
export interface Withdrawal {
  readonly index: bigint
  readonly validatorIndex: bigint
  readonly address: Address
  readonly amountGwei: bigint
}

/** What an Ethereum-like block has beyond the common fields. Absent: the block has none. */
export interface EvmBlockFields {
  readonly miner?: Address
  readonly extraData?: string
  readonly difficulty?: bigint
  readonly totalDifficulty?: bigint
  readonly mixHash?: Hash
  /** 256 bytes: which addresses and topics may be in the block's logs. */
  readonly logsBloom?: string
  /** Bytes of the whole block in RLP. Nothing commits to it. */
  readonly sizeBytes?: number
  readonly transactionsRoot?: Hash
  readonly receiptsRoot?: Hash
  readonly uncles?: readonly Hash[]
  readonly withdrawalsRoot?: Hash
  readonly withdrawals?: readonly Withdrawal[]
  readonly blobGasUsed?: bigint
  readonly excessBlobGas?: bigint
  readonly parentBeaconBlockRoot?: Hash
  readonly requestsHash?: Hash
}

/** One entry of an access list (EIP-2930). */
export interface AccessListEntry {
  readonly address: Address
  readonly storageKeys: readonly Hash[]
}

/** One authorization of a set-code transaction (EIP-7702). */
export interface Authorization {
  readonly chainId: bigint
  readonly address: Address
  readonly nonce: bigint
}

/** What an Ethereum-like transaction has beyond the common fields. Absent: its type has none, or receipts were not read. */
export interface EvmTransactionFields {
  readonly chainId?: bigint
  readonly gasPriceWei?: bigint
  readonly maxFeePerGasWei?: bigint
  readonly maxPriorityFeePerGasWei?: bigint
  readonly maxFeePerBlobGasWei?: bigint
  readonly blobVersionedHashes?: readonly Hash[]
  readonly accessList?: readonly AccessListEntry[]
  readonly authorizationList?: readonly Authorization[]
  /** From the receipt, as is what follows. */
  readonly effectiveGasPriceWei?: bigint
  readonly cumulativeGasUsed?: bigint
  readonly contractAddress?: Address
  readonly blobGasUsed?: bigint
  readonly blobGasPriceWei?: bigint
}

declare module '@defimon/core' {
  interface StackBlockFields {
    evm: EvmBlockFields
  }
  interface StackTransactionFields {
    evm: EvmTransactionFields
  }
}

/** Reads the fields of a block that every Ethereum-like chain may have. */
export function evmBlockFields(block: RpcObject): EvmBlockFields {
  const fields: Mutable<EvmBlockFields> = {}
  if (isPresent(block['miner'])) fields.miner = parseAddress(block['miner'], 'miner')
  if (isPresent(block['extraData'])) fields.extraData = parseData(block['extraData'], 'extraData')
  if (isPresent(block['difficulty'])) fields.difficulty = parseQuantity(block['difficulty'], 'difficulty')
  if (isPresent(block['totalDifficulty'])) fields.totalDifficulty = parseQuantity(block['totalDifficulty'], 'totalDifficulty')
  if (isPresent(block['logsBloom'])) fields.logsBloom = parseData(block['logsBloom'], 'logsBloom')
  const size = parseOptionalHeight(block['size'], 'size')
  if (size !== undefined) fields.sizeBytes = size
  for (const name of [
    'mixHash',
    'transactionsRoot',
    'receiptsRoot',
    'withdrawalsRoot',
    'parentBeaconBlockRoot',
    'requestsHash',
  ] as const) {
    if (isPresent(block[name])) fields[name] = parseHash(block[name], name)
  }
  if (isPresent(block['uncles'])) fields.uncles = asList(block['uncles'], 'uncles').map((uncle) => parseHash(uncle, 'uncle'))
  if (isPresent(block['withdrawals'])) fields.withdrawals = asList(block['withdrawals'], 'withdrawals').map(decodeWithdrawal)
  if (isPresent(block['blobGasUsed'])) fields.blobGasUsed = parseQuantity(block['blobGasUsed'], 'blobGasUsed')
  if (isPresent(block['excessBlobGas'])) fields.excessBlobGas = parseQuantity(block['excessBlobGas'], 'excessBlobGas')
  return fields
}

/** Reads the fields of a transaction and its receipt that every Ethereum-like chain may have. */
export function evmTransactionFields(transaction: RpcObject, receipt: RpcObject | undefined): EvmTransactionFields {
  const fields: Mutable<EvmTransactionFields> = {}
  const chainId = parseOptionalQuantity(transaction['chainId'], 'chainId')
  if (chainId !== undefined) fields.chainId = chainId
  if (isPresent(transaction['gasPrice'])) fields.gasPriceWei = parseQuantity(transaction['gasPrice'], 'gasPrice')
  if (isPresent(transaction['maxFeePerGas'])) fields.maxFeePerGasWei = parseQuantity(transaction['maxFeePerGas'], 'maxFeePerGas')
  const priority = parseOptionalQuantity(transaction['maxPriorityFeePerGas'], 'maxPriorityFeePerGas')
  if (priority !== undefined) fields.maxPriorityFeePerGasWei = priority
  if (isPresent(transaction['accessList'])) fields.accessList = decodeAccessList(transaction['accessList'])
  if (isPresent(transaction['maxFeePerBlobGas'])) {
    fields.maxFeePerBlobGasWei = parseQuantity(transaction['maxFeePerBlobGas'], 'maxFeePerBlobGas')
  }
  if (isPresent(transaction['blobVersionedHashes'])) {
    fields.blobVersionedHashes = asList(transaction['blobVersionedHashes'], 'blobVersionedHashes').map((hash) =>
      parseHash(hash, 'blob hash'),
    )
  }
  if (isPresent(transaction['authorizationList'])) {
    fields.authorizationList = asList(transaction['authorizationList'], 'authorizationList').map(decodeAuthorization)
  }
  if (receipt) addReceiptFields(fields, receipt)
  return fields
}

/** Readonly fields, while an object is being put together. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] }

function addReceiptFields(fields: Mutable<EvmTransactionFields>, receipt: RpcObject): void {
  const price = parseOptionalQuantity(receipt['effectiveGasPrice'], 'effectiveGasPrice')
  if (price !== undefined) fields.effectiveGasPriceWei = price
  const cumulative = parseOptionalQuantity(receipt['cumulativeGasUsed'], 'cumulativeGasUsed')
  if (cumulative !== undefined) fields.cumulativeGasUsed = cumulative
  if (isPresent(receipt['contractAddress'])) fields.contractAddress = parseAddress(receipt['contractAddress'], 'contractAddress')
  if (isPresent(receipt['blobGasUsed'])) fields.blobGasUsed = parseQuantity(receipt['blobGasUsed'], 'blobGasUsed')
  if (isPresent(receipt['blobGasPrice'])) fields.blobGasPriceWei = parseQuantity(receipt['blobGasPrice'], 'blobGasPrice')
}

const NO_ACCESS: readonly AccessListEntry[] = []

function decodeAccessList(value: unknown): readonly AccessListEntry[] {
  const entries = asList(value, 'accessList')
  if (entries.length === 0) return NO_ACCESS
  return entries.map((item) => {
    const entry = asObject(item, 'entry of an access list')
    return {
      address: parseAddress(entry['address'], 'address of an access list'),
      storageKeys: asList(entry['storageKeys'], 'storageKeys').map((key) => parseHash(key, 'storage key')),
    }
  })
}

function decodeAuthorization(value: unknown): Authorization {
  const authorization = asObject(value, 'authorization')
  return {
    chainId: parseQuantity(authorization['chainId'], 'chainId of an authorization'),
    address: parseAddress(authorization['address'], 'address of an authorization'),
    nonce: parseQuantity(authorization['nonce'], 'nonce of an authorization'),
  }
}

function decodeWithdrawal(value: unknown): Withdrawal {
  const withdrawal = asObject(value, 'withdrawal')
  return {
    index: parseQuantity(withdrawal['index'], 'index of a withdrawal'),
    validatorIndex: parseQuantity(withdrawal['validatorIndex'], 'validatorIndex'),
    address: parseAddress(withdrawal['address'], 'address of a withdrawal'),
    amountGwei: parseQuantity(withdrawal['amount'], 'amount of a withdrawal'),
  }
}
