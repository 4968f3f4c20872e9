import { type BlockContext, legacyTransaction, type RpcObject, type TransactionRule, typeOf } from '@defimon/evm'

const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000'

const internal: TransactionRule = { ...legacyTransaction, kind: 'system', signed: false }

/** What the protocol runs at the end of an epoch: a legacy transaction from the zero address, without a signature, inside the roots. */
export function internalTransaction(transaction: RpcObject, _context: BlockContext): TransactionRule | undefined {
  return transaction['from'] === ZERO_ADDRESS && typeOf(transaction) === '0x0' ? internal : undefined
}
