import type { Check, L2Network } from '@defimon/core'
import {
  type Dialect,
  type Era,
  type EvmBlockFields,
  type EvmTransactionFields,
  ethereumEra,
  ethereumHeader,
  evmBlockFields,
  evmTransactionFields,
} from '@defimon/evm'

declare module '@defimon/core' {
  interface StackBlockFields {
    'polygon-zkevm': EvmBlockFields
  }
  interface StackTransactionFields {
    'polygon-zkevm': EvmTransactionFields
  }
}

const RECOMPUTED: readonly Check[] = ['block-hash', 'transactions-root', 'receipts-root', 'logs-bloom']

const era: Era = {
  ...ethereumEra,
  name: 'polygon-zkevm',
  source: 'https://github.com/0xPolygonHermez/cdk-erigon/blob/zkevm/core/types/block.go',
  header: ethereumHeader({ beside: ['globalExitRoot', 'blockInfoRoot', 'batchNumber', 'localExitRoot'] }),
}

/**
 * Polygon zkEVM and CDK chains (cdk-erigon). What L1 proves is another block hash (`blockInfoRoot`, a Poseidon tree) than the one that
 * nodes answer with, and no real block is at hand that shows how they make theirs: everything is recomputed as Ethereum's, and where it
 * does not come out, skipped and never called a mismatch.
 */
export function polygonZkevmDialect(network: L2Network<'polygon-zkevm'>): Dialect<'polygon-zkevm'> {
  return {
    eras: [era],
    blockFields: evmBlockFields,
    transactionFields: evmTransactionFields,
    quirks: RECOMPUTED.map((check) => ({
      network: network.id,
      check,
      rule: 'tolerate',
      reason: "no real block is at hand that shows how this chain's nodes make their hashes and roots",
      source: 'https://github.com/0xPolygonHermez/cdk-erigon/issues/1242',
    })),
  }
}
