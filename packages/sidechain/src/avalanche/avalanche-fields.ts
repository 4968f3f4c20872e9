import type { Hash } from '@defimon/core'
import {
  type EvmBlockFields,
  type EvmTransactionFields,
  evmBlockFields,
  isPresent,
  parseData,
  parseHash,
  parseHeight,
  parseQuantity,
  type RpcObject,
} from '@defimon/evm'

/** What a block of the Avalanche C-Chain has beyond the common fields. */
export interface AvalancheBlockFields extends EvmBlockFields {
  /** Commits to the atomic transactions (imports and exports), which change balances without being in `transactions`. */
  readonly extDataHash?: Hash
  /** The atomic transactions in Avalanche's own encoding; `0x` where there are none. */
  readonly blockExtraData?: string
  /** Gas of the atomic transactions, since Apricot Phase 4. */
  readonly extDataGasUsed?: bigint
  /** What the block had to pay for coming early, since Apricot Phase 4. */
  readonly blockGasCost?: bigint
  /** Since Helicon (ACP-194): the block whose results `stateRoot`, `receiptsRoot` and `logsBloom` are of. */
  readonly settledHeight?: number
}

/** What a transaction of the Avalanche C-Chain has beyond the common fields. */
export interface AvalancheTransactionFields extends EvmTransactionFields {}

declare module '@defimon/core' {
  interface StackBlockFields {
    avalanche: AvalancheBlockFields
  }
  interface StackTransactionFields {
    avalanche: AvalancheTransactionFields
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Reads the fields of a block. */
export function avalancheBlockFields(block: RpcObject): AvalancheBlockFields {
  const fields: Mutable<AvalancheBlockFields> = evmBlockFields(block)
  if (isPresent(block['extDataHash'])) fields.extDataHash = parseHash(block['extDataHash'], 'extDataHash')
  if (isPresent(block['blockExtraData'])) fields.blockExtraData = parseData(block['blockExtraData'], 'blockExtraData')
  if (isPresent(block['extDataGasUsed'])) fields.extDataGasUsed = parseQuantity(block['extDataGasUsed'], 'extDataGasUsed')
  if (isPresent(block['blockGasCost'])) fields.blockGasCost = parseQuantity(block['blockGasCost'], 'blockGasCost')
  if (isPresent(block['settledHeight'])) fields.settledHeight = parseHeight(block['settledHeight'], 'settledHeight')
  return fields
}
