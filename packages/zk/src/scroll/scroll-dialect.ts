import {
  type BlockContext,
  type Dialect,
  type Era,
  type EvmBlockFields,
  type EvmTransactionFields,
  ethereumEra,
  ethereumHeader,
  evmBlockFields,
  evmTransactionFields,
  gasFee,
  isPresent,
  l1Message,
  parseHeight,
  parseQuantity,
  type RpcObject,
} from '@defimon/evm'

/** What a transaction of Scroll has beyond an Ethereum one's. */
export interface ScrollTransactionFields extends EvmTransactionFields {
  /** Of messages from L1 (0x7e): their place in the queue of the L1 contract. */
  readonly queueIndex?: number
}

declare module '@defimon/core' {
  interface StackBlockFields {
    scroll: EvmBlockFields
  }
  interface StackTransactionFields {
    scroll: ScrollTransactionFields
  }
}

const SOURCE = 'https://github.com/scroll-tech/go-ethereum/blob/develop/core/types/l1_message_tx.go'

function transactionFields(
  transaction: RpcObject,
  receipt: RpcObject | undefined,
  _context: BlockContext,
): ScrollTransactionFields {
  const fields = evmTransactionFields(transaction, receipt)
  const { queueIndex } = transaction
  return isPresent(queueIndex) ? { ...fields, queueIndex: parseHeight(queueIndex, 'queueIndex') } : fields
}

const scroll: Era = {
  ...ethereumEra,
  name: 'euclid-v2',
  source: SOURCE,
  header: ethereumHeader({ beside: ['withdrawTrieRoot', 'rowConsumption', 'blockSignature'] }),
  transactions: { ...ethereumEra.transactions, '0x7e': l1Message },
}

/**
 * Scroll in all its eras: Clique seals of 65 bytes stood inside `extraData`, until EuclidV2 took the signature out of the header; it is
 * Ethereum's throughout. The root in `stateRoot` is a zkTrie's before Euclid; nothing here depends on that.
 *
 * `safe` and `finalized` are what the node has seen committed and proven on L1, where it follows L1; many endpoints do not.
 */
export const scrollDialect: Dialect<'scroll'> = {
  eras: [
    {
      ...scroll,
      name: 'clique',
      source: 'https://eips.ethereum.org/EIPS/eip-225',
      applies: ({ extraData }) => typeof extraData === 'string' && extraData.length > 2,
    },
    scroll,
  ],
  blockFields: evmBlockFields,
  transactionFields,
  fee(transaction, receipt, context) {
    if (transaction['type'] === '0x7e') return { totalWei: 0n }
    const gas = gasFee(transaction, receipt, context)
    if (!gas || !isPresent(receipt['l1Fee'])) return gas
    const l1DataWei = parseQuantity(receipt['l1Fee'], 'l1Fee')
    return { ...gas, totalWei: gas.totalWei + l1DataWei, l1DataWei }
  },
}
