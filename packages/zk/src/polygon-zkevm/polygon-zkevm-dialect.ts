import type { Check, Hash, L2Network } from '@defimon/core'
import {
  type Dialect,
  type Era,
  type EvmBlockFields,
  type EvmTransactionFields,
  ethereumEra,
  ethereumHeader,
  evmBlockFields,
  evmTransactionFields,
  isPresent,
  parseHash,
  type RpcObject,
} from '@defimon/evm'

/** What a block of Polygon zkEVM and CDK chains may have beyond an Ethereum one's. Only some nodes show it. */
export interface PolygonZkevmBlockFields extends EvmBlockFields {
  /** Root over the exits of all chains that the block could see. */
  readonly globalExitRoot?: Hash
  /** The block hash that L1 proves: root of a Poseidon tree over the block (Etrog and later). */
  readonly blockInfoRoot?: Hash
}

/** What a transaction of Polygon zkEVM and CDK chains may have beyond an Ethereum one's. */
export interface PolygonZkevmTransactionFields extends EvmTransactionFields {
  /** The hash under which the prover knows it. */
  readonly l2Hash?: Hash
}

declare module '@defimon/core' {
  interface StackBlockFields {
    'polygon-zkevm': PolygonZkevmBlockFields
  }
  interface StackTransactionFields {
    'polygon-zkevm': PolygonZkevmTransactionFields
  }
}

const RECOMPUTED: readonly Check[] = ['block-hash', 'transactions-root', 'receipts-root', 'logs-bloom']

const era: Era = {
  ...ethereumEra,
  name: 'polygon-zkevm',
  source: 'https://github.com/0xPolygonHermez/cdk-erigon/blob/zkevm/core/types/block.go',
  header: ethereumHeader({ beside: ['globalExitRoot', 'blockInfoRoot', 'batchNumber', 'localExitRoot'] }),
}

function hashes<K extends string>(from: RpcObject, names: readonly K[]): { [P in K]?: Hash } {
  const found: { [P in K]?: Hash } = {}
  for (const name of names) if (isPresent(from[name])) found[name] = parseHash(from[name], name)
  return found
}

/**
 * Polygon zkEVM and CDK chains (cdk-erigon); those that moved to the OP Stack are `op-stack`'s. What L1 proves is another block hash
 * (`blockInfoRoot`) than the one that nodes answer with, and nodes have disagreed about the latter. Of two real blocks of Merlin, without
 * transactions, it is Ethereum's; how roots and hashes are made where there are some, no real block shows. So everything is recomputed as
 * Ethereum's, and where it does not come out, skipped and never called a mismatch.
 *
 * `safe` and `finalized` are both the last block of the last batch that was verified on L1 (cdk-erigon turbo/jsonrpc/helper_zkevm.go).
 */
export function polygonZkevmDialect(network: L2Network<'polygon-zkevm'>): Dialect<'polygon-zkevm'> {
  return {
    eras: [era],
    blockFields: (block) => ({ ...evmBlockFields(block), ...hashes(block, ['globalExitRoot', 'blockInfoRoot']) }),
    transactionFields: (transaction, receipt) => ({
      ...evmTransactionFields(transaction, receipt),
      ...hashes(transaction, ['l2Hash']),
    }),
    quirks: RECOMPUTED.map((check) => ({
      network: network.id,
      check,
      rule: 'tolerate',
      reason: "no real block with transactions is at hand that shows how this chain's nodes make their hashes and roots",
      source: 'https://github.com/0xPolygonHermez/cdk-erigon/issues/1242',
    })),
  }
}
