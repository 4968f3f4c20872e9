import type { EvmBlockFields, EvmTransactionFields } from '@defimon/evm'

/** What a block of Polygon Edge has beyond the common fields. */
export interface PolygonEdgeBlockFields extends EvmBlockFields {}

/** What a transaction of Polygon Edge has beyond the common fields. */
export interface PolygonEdgeTransactionFields extends EvmTransactionFields {}

declare module '@defimon/core' {
  interface StackBlockFields {
    'polygon-edge': PolygonEdgeBlockFields
  }
  interface StackTransactionFields {
    'polygon-edge': PolygonEdgeTransactionFields
  }
}
