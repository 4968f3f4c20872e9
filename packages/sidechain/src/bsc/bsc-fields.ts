import type { EvmBlockFields, EvmTransactionFields } from '@defimon/evm'

/** What a block of BNB Smart Chain has beyond the common fields. */
export interface BscBlockFields extends EvmBlockFields {}

/** What a transaction of BNB Smart Chain has beyond the common fields. */
export interface BscTransactionFields extends EvmTransactionFields {}

declare module '@defimon/core' {
  interface StackBlockFields {
    bsc: BscBlockFields
  }
  interface StackTransactionFields {
    bsc: BscTransactionFields
  }
}
