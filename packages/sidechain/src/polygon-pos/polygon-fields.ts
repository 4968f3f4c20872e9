import type { EvmBlockFields, EvmTransactionFields } from '@defimon/evm'

/** What a block of Polygon PoS has beyond the common fields. `miner` is zero, or what the node put there: the signer is in the seal. */
export interface PolygonBlockFields extends EvmBlockFields {}

/** What a transaction of Polygon PoS has beyond the common fields. */
export interface PolygonTransactionFields extends EvmTransactionFields {}

declare module '@defimon/core' {
  interface StackBlockFields {
    'polygon-pos': PolygonBlockFields
  }
  interface StackTransactionFields {
    'polygon-pos': PolygonTransactionFields
  }
}
