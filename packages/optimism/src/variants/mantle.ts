import { isPresent, parseOptionalQuantity, writeReceipt } from '@defimon/evm'
import { depositTransaction, writeDepositHead } from '../deposit.ts'
import { optimismTransactionFields } from '../optimism-fields.ts'
import { CONTENT, unproven, type Variant } from './variant.ts'

const SOURCE = 'https://github.com/mantlenetworkio/op-geth/blob/main/core/types/deposit_tx.go'

/** Mantle's own token pays for gas, so a deposit carries its ETH beside the value, around the data. No nonce is in its receipt's root. */
const mantleDeposit: typeof depositTransaction = {
  ...depositTransaction,
  encode(transaction, writer) {
    writer.raw(0x7e)
    const list = writer.startList()
    writeDepositHead(transaction, writer)
    if (isPresent(transaction['ethValue'])) writer.quantity(transaction['ethValue'], 'ethValue')
    else writer.empty()
    writer.data(transaction['input'], 'input')
    if (isPresent(transaction['ethTxValue'])) writer.quantity(transaction['ethTxValue'], 'ethTxValue')
    writer.endList(list)
  },
  receipt: {
    ...depositTransaction.receipt,
    encode: (receipt, _transaction, writer) => writeReceipt(receipt, 0x7e, writer),
  },
}

/** Mantle: deposits of its own, and the ratio of its token to ETH in receipts. Its header is the OP Stack's. */
export const mantle: Variant = (network, era) => ({
  eras: [{ ...era, name: 'mantle', source: SOURCE, transactions: { ...era.transactions, '0x7e': mantleDeposit } }],
  transactionFields(transaction, receipt, context) {
    const fields = optimismTransactionFields(transaction, receipt, context)
    const ethValueWei = parseOptionalQuantity(transaction['ethValue'], 'ethValue')
    const ethTransferWei = parseOptionalQuantity(transaction['ethTxValue'], 'ethTxValue')
    const tokenRatio = parseOptionalQuantity(receipt?.['tokenRatio'], 'tokenRatio')
    return {
      ...fields,
      ...(ethValueWei !== undefined && { ethValueWei }),
      ...(ethTransferWei !== undefined && { ethTransferWei }),
      ...(tokenRatio !== undefined && { tokenRatio }),
    }
  },
  quirks: unproven(network, {
    checks: CONTENT,
    reason: "Mantle's deposits and receipts are its own, and no record has proven how its forks changed them",
    source: SOURCE,
  }),
})
