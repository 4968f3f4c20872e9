import type { EvmBlockFields, EvmTransactionFields } from '@defimon/evm'

/** What a block of Cronos has beyond the common fields. `miner` is the validator that proposed it. */
export interface CronosBlockFields extends EvmBlockFields {}

/** What a transaction of Cronos has beyond the common fields. */
export interface CronosTransactionFields extends EvmTransactionFields {}

declare module '@defimon/core' {
  interface StackBlockFields {
    cronos: CronosBlockFields
  }
  interface StackTransactionFields {
    cronos: CronosTransactionFields
  }
}
