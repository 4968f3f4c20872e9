import { isPresent, writeReceipt } from '@defimon/evm'
import { depositTransaction, writeDepositHead } from '../deposit.ts'
import { unproven, type Variant } from './variant.ts'

const SOURCE = 'https://github.com/kroma-network/go-ethereum/blob/main/core/types/kroma_deposit_tx.go'

/** Kroma left the system flag out of its deposits until it gave up its own state trie, late in its life. */
const kromaDeposit: typeof depositTransaction = {
  ...depositTransaction,
  encode(transaction, writer) {
    writer.raw(0x7e)
    const list = writer.startList()
    writeDepositHead(transaction, writer, { systemFlag: false })
    writer.data(transaction['input'], 'input')
    writer.endList(list)
  },
  receipt: {
    ...depositTransaction.receipt,
    encode(receipt, transaction, writer) {
      if (isPresent(receipt['depositReceiptVersion'])) depositTransaction.receipt.encode?.(receipt, transaction, writer)
      else writeReceipt(receipt, 0x7e, writer)
    },
  },
}

/** Kroma: an OP Stack chain with deposits of its own. Which block changed them is not known here. */
export const kroma: Variant = (network, era) => ({
  eras: [{ ...era, name: 'kroma', source: SOURCE, transactions: { ...era.transactions, '0x7e': kromaDeposit } }],
  quirks: unproven(network, {
    checks: ['transactions-root'],
    reason: 'Kroma changed the encoding of its deposits at a block that is not known here',
    source: SOURCE,
  }),
})
