import {
  type Contradiction,
  type Dialect,
  type Era,
  ethereumEra,
  isPresent,
  parseHeight,
  parseQuantity,
  type RpcObject,
  toQuantity,
} from '@defimon/evm'
import { zksyncBlockFields, zksyncTransactionFields } from './zksync-fields.ts'
import { zksyncHeader, zksyncHeaderBefore13 } from './zksync-header.ts'
import { eraVmTransactions, zksyncOsTransactions } from './zksync-transactions.ts'

/** The gas of a block is that of its transactions (core/lib/dal/src/blocks_web3_dal.rs), though no hash holds either. */
function checkGasUsed(receipts: readonly RpcObject[], block: RpcObject): Contradiction | undefined {
  if (!isPresent(block['gasUsed']) || receipts.some(({ gasUsed }) => !isPresent(gasUsed))) return undefined
  const claimed = parseQuantity(block['gasUsed'], 'gasUsed')
  const computed = receipts.reduce((sum, { gasUsed }) => sum + parseQuantity(gasUsed, 'gasUsed of a receipt'), 0n)
  return claimed === computed
    ? undefined
    : { claimed: toQuantity(claimed), computed: toQuantity(computed), detail: 'gasUsed of the block against its receipts' }
}

/** EraVM blocks: Era, Abstract, Sophon, Lens and the other chains of the ZK Stack. */
const eraVm: Era = {
  name: 'era-vm',
  source: 'https://github.com/matter-labs/zksync-era/blob/main/core/lib/types/src/block.rs',
  header: zksyncHeader,
  transactions: eraVmTransactions,
  transactionsRoot: { skip: 'no root stands over transactions; their hashes are in the block hash' },
  receiptsRoot: { skip: 'no root stands over receipts: zkSync commits to state and messages per batch' },
  logsBloom: 'no receipts root vouches for the blooms of the receipts',
  logsOfNoTransaction: 'the bootloader logs at the end of a batch, outside of any transaction',
  receiptGas: 'receipts of EraVM have no cumulative gas',
  checkReceipts: checkGasUsed,
}

/** After this all chains ran protocol version 13 (mainnet: autumn of 2023; the next chain of the stack began in 2024). Seconds. */
const ALL_SINCE_VERSION_13 = Date.UTC(2024, 0, 1) / 1000

/**
 * Whether a block is one of EraVM: nodes of EraVM show the batch, be it as null, and the fields of a seal; nodes of ZKsync OS have
 * Ethereum's fields only.
 */
function isEraVm(block: RpcObject): boolean {
  return 'l1BatchNumber' in block || 'sealFields' in block
}

/**
 * The ZK Stack, as EraVM and as ZKsync OS run it. On EraVM `safe` means less than elsewhere: precommitted by the sequencer; on ZKsync OS
 * the batch was committed. `finalized` means that the batch was executed on the settlement layer.
 */
export const zksyncDialect: Dialect<'zksync'> = {
  eras: [
    {
      ...eraVm,
      name: 'era-vm-before-13',
      applies: (block) => isEraVm(block) && parseHeight(block['timestamp'], 'timestamp') < ALL_SINCE_VERSION_13,
      header: zksyncHeaderBefore13,
      transactionsRoot: {
        skip: 'no root stands over transactions, nor are their hashes in the hash of every block before version 13',
      },
    },
    { ...eraVm, applies: isEraVm },
    {
      ...ethereumEra,
      name: 'zksync-os',
      source: 'https://github.com/matter-labs/zksync-os/blob/main/basic_bootloader/src/bootloader/block_header.rs',
      transactions: zksyncOsTransactions,
      transactionsRoot: { skip: 'ZKsync OS commits to transactions by hashes of its own, whose form changed with its releases' },
      receiptsRoot: { skip: 'ZKsync OS commits to no receipts, or by hashes of its own, whose form changed with its releases' },
      logsBloom: 'the headers of ZKsync OS have no bloom',
    },
  ],
  checks: ['block-hash', 'transactions-root', 'receipts-root'],
  blockFields: zksyncBlockFields,
  transactionFields: zksyncTransactionFields,
}
