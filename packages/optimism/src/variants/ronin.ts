import {
  ethereumReceipt,
  ethereumTransactions,
  isPresent,
  parseAddress,
  parseHeight,
  type RpcObject,
  type TransactionRule,
  writeCall,
  writeSignature,
} from '@defimon/evm'
import { optimismTransactionFields } from '../optimism-fields.ts'
import { RECOMPUTED, unproven, type Variant } from './variant.ts'

const SOURCE = 'https://github.com/ronin-chain/ronin/blob/master/core/types/sponsored_tx.go'

/** A transaction whose gas another account pays: 0x64, which is a deposit on Arbitrum. Both have signed it. */
const sponsoredTransaction: TransactionRule = {
  kind: 'user',
  signed: true,
  encode(transaction, writer, unsigned) {
    const { gasPrice, maxPriorityFeePerGas, maxFeePerGas } = transaction
    writer.raw(0x64)
    const list = writer.startList()
    writer.quantity(transaction['chainId'], 'chainId')
    writer.quantity(transaction['nonce'], 'nonce')
    writer.quantity(isPresent(maxPriorityFeePerGas) ? maxPriorityFeePerGas : gasPrice, 'maxPriorityFeePerGas')
    writer.quantity(isPresent(maxFeePerGas) ? maxFeePerGas : gasPrice, 'maxFeePerGas')
    writeCall(transaction, writer)
    writer.quantity(transaction['expiredTime'], 'expiredTime')
    writer.quantity(transaction['payerV'], 'payerV')
    writer.quantity(transaction['payerR'], 'payerR')
    writer.quantity(transaction['payerS'], 'payerS')
    if (!unsigned) writeSignature(transaction, writer, transaction['v'])
    writer.endList(list)
  },
  receipt: ethereumReceipt(0x64),
}

/** Ronin's own chain had no withdrawals, and its header no root of them; every block of the OP Stack since Canyon has one. */
function isOwnChain(block: RpcObject): boolean {
  return !isPresent(block['withdrawalsRoot'])
}

/** Ronin was a chain of its own, with sponsored transactions, and joined the OP Stack in May 2026. One id, two eras. */
export const ronin: Variant = (network, era) => {
  const { checkTransactions: _attributes, ...plain } = era
  return {
    eras: [
      {
        ...plain,
        name: 'ronin-own-chain',
        source: SOURCE,
        applies: isOwnChain,
        transactions: { ...ethereumTransactions, '0x64': sponsoredTransaction },
      },
      era,
    ],
    transactionFields(transaction, receipt, context) {
      const fields = optimismTransactionFields(transaction, receipt, context)
      const { payer, expiredTime } = transaction
      return {
        ...fields,
        ...(isPresent(payer) && { payer: parseAddress(payer, 'payer') }),
        ...(isPresent(expiredTime) && { expiresAtMs: parseHeight(expiredTime, 'expiredTime') * 1000 }),
      }
    },
    quirks: unproven(network, {
      checks: RECOMPUTED,
      reason: 'no record has proven the formats of Ronin, of its own chain or of the OP Stack since',
      source: SOURCE,
    }),
  }
}
