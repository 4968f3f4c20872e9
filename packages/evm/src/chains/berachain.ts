import type { Era } from '../dialect/dialect.ts'
import { ethereumEra } from '../dialect/ethereum-dialect.ts'
import { APPENDED_HEADER_FIELDS, HEADER_FIELDS } from '../header/ethereum-header.ts'
import { rlpHeader } from '../header/header-rule.ts'
import { ethereumReceipt } from '../receipt/ethereum-receipt.ts'
import { ethereumTransactions } from '../transaction/ethereum-transactions.ts'
import type { TransactionRule } from '../transaction/transaction-rule.ts'

/** The first transaction of a block, by which the protocol shares out rewards (BRIP-0004). Unsigned; its type is also OP's deposit. */
const proofOfLiquidity: TransactionRule = {
  kind: 'system',
  encode(transaction, writer) {
    writer.raw(0x7e)
    const list = writer.startList()
    writer.quantity(transaction['chainId'], 'chainId')
    writer.fixed(transaction['from'], 20, 'from')
    writer.fixed(transaction['to'], 20, 'to')
    writer.quantity(transaction['nonce'], 'nonce')
    writer.quantity(transaction['gas'], 'gas')
    writer.quantity(transaction['gasPrice'], 'gasPrice')
    writer.data(transaction['input'], 'input')
    writer.endList(list)
  },
  receipt: ethereumReceipt(0x7e),
}

/** Berachain: since Prague1 a header with the key of the parent's proposer behind `requestsHash` (bera-geth core/types/block.go). */
export const berachainEras: readonly Era[] = [
  {
    ...ethereumEra,
    name: 'berachain',
    source: 'https://github.com/berachain/BRIPs/blob/main/meta/BRIP-0004.md',
    header: rlpHeader({
      required: HEADER_FIELDS,
      optional: [...APPENDED_HEADER_FIELDS.slice(0, 6), { name: 'parentProposerPubkey', as: { length: 48 } }],
    }),
    transactions: { ...ethereumTransactions, '0x7e': proofOfLiquidity },
  },
]
