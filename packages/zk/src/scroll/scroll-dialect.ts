import {
  type BlockContext,
  type Contradiction,
  type Dialect,
  type Era,
  type EvmBlockFields,
  type EvmTransactionFields,
  ethereumEra,
  ethereumHeader,
  ethereumReceipt,
  evmBlockFields,
  evmTransactionFields,
  gasFee,
  isPresent,
  parseHeight,
  parseQuantity,
  type RpcObject,
  sameHex,
  sameQuantity,
  type TransactionRule,
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

/** Nothing is signed and nothing is paid on L2, and who sent the message is who sends the transaction. */
function checkMessage(transaction: RpcObject): Contradiction | undefined {
  const { from, sender } = transaction
  if (isPresent(from) && isPresent(sender) && !sameHex(from, sender)) {
    return { claimed: String(from), computed: String(sender), detail: 'from of a message from L1' }
  }
  for (const name of ['v', 'r', 's', 'gasPrice'] as const) {
    const value = transaction[name]
    if (isPresent(value) && !sameQuantity(value, '0x0')) {
      return { claimed: String(value), computed: '0x0', detail: `${name} of a message from L1` }
    }
  }
  return undefined
}

/**
 * A message from L1: `0x7e ‖ rlp([queueIndex, gas, to, value, data, sender])`, whose hash the queue on L1 computes too
 * (L1MessageQueueV2, `computeTransactionHash`). The number is OP's for deposits, the form is not. `nonce` is no part of it.
 */
const l1Message: TransactionRule = {
  kind: 'deposit',
  encode(transaction, writer) {
    writer.raw(0x7e)
    const list = writer.startList()
    writer.quantity(transaction['queueIndex'], 'queueIndex')
    writer.quantity(transaction['gas'], 'gas')
    writer.fixedOrEmpty(transaction['to'], 20, 'to')
    writer.quantity(transaction['value'], 'value')
    writer.data(transaction['input'], 'input')
    writer.fixed(transaction['sender'] ?? transaction['from'], 20, 'sender')
    writer.endList(list)
  },
  check: checkMessage,
  effectiveGasPrice: () => 0n,
  creationNonce: () => undefined,
  receipt: ethereumReceipt(0x7e),
}

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
