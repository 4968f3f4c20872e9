import { ethereumLayouts } from '../bytes/ethereum-layouts.ts'
import { asList, asObject, isPresent, type RpcObject } from '../encoding/rpc-object.ts'
import { ethereumHeader } from '../header/ethereum-header.ts'
import { checkBlobGas } from '../receipt/blob-gas.ts'
import { ethereumTransactions } from '../transaction/ethereum-transactions.ts'
import type { ItemList } from '../tries/item-list.ts'
import type { Dialect, Era } from './dialect.ts'
import { evmBlockFields, evmTransactionFields } from './evm-fields.ts'
import { merklePatricia } from './root-rule.ts'
import type { Contradiction } from './verdict.ts'

const EMPTY_UNCLES = '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347'

/**
 * Ethereum from Frontier on. Forks need no eras: which header fields stand in a block is told by the block, and types by themselves
 * (go-ethereum core/types; EIPs 2718, 2930, 1559, 4844, 4895, 7702).
 */
export const ethereumEra: Era = {
  name: 'ethereum',
  source: 'https://github.com/ethereum/go-ethereum/tree/master/core/types',
  header: ethereumHeader(),
  transactions: ethereumTransactions,
  transactionsRoot: merklePatricia,
  receiptsRoot: merklePatricia,
  withdrawalsRoot: merklePatricia,
  checkBlock: checkUncles,
  checkReceipts: checkBlobGas,
}

/** What every chain follows that did not deviate from Ethereum. */
export const ethereumDialect: Dialect<'evm'> = {
  eras: [ethereumEra],
  layouts: ethereumLayouts,
  blockFields: evmBlockFields,
  transactionFields: evmTransactionFields,
}

/** `uncles` holds hashes of headers that are not at hand; but whether there are any, the header says (yellow paper, 4.3). */
export function checkUncles(block: RpcObject): Contradiction | undefined {
  const { uncles, sha3Uncles } = block
  if (!isPresent(uncles)) return undefined
  const none = asList(uncles, 'uncles').length === 0
  if (none === (sha3Uncles === EMPTY_UNCLES)) return undefined
  return { claimed: none ? 'no uncles' : 'uncles', computed: String(sha3Uncles), detail: 'uncles against sha3Uncles' }
}

/** Writes the withdrawals of a block as its withdrawals root stands over them (EIP-4895). */
export function writeWithdrawals(block: RpcObject, items: ItemList): void {
  const { writer } = items
  for (const value of asList(block['withdrawals'], 'withdrawals')) {
    const withdrawal = asObject(value, 'withdrawal')
    items.begin()
    const list = writer.startList()
    writer.quantity(withdrawal['index'], 'index of a withdrawal')
    writer.quantity(withdrawal['validatorIndex'], 'validatorIndex')
    writer.fixed(withdrawal['address'], 20, 'address of a withdrawal')
    writer.quantity(withdrawal['amount'], 'amount of a withdrawal')
    writer.endList(list)
    items.end()
  }
}
