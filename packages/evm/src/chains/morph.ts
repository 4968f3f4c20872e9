import type { Fee } from '@defimon/core'
import type { Dialect, Era } from '../dialect/dialect.ts'
import { ethereumEra } from '../dialect/ethereum-dialect.ts'
import { gasFee } from '../driver/decode-block.ts'
import { parseQuantity } from '../encoding/quantity.ts'
import { isPresent, type RpcObject } from '../encoding/rpc-object.ts'
import { ethereumHeader } from '../header/ethereum-header.ts'
import { ethereumReceipt } from '../receipt/ethereum-receipt.ts'
import {
  checkTyped,
  effectiveDynamicFee,
  ethereumTransactions,
  parityOf,
  writeAccessList,
  writeCall,
  writeSignature,
} from '../transaction/ethereum-transactions.ts'
import { l1Message } from '../transaction/l1-message.ts'
import type { BlockContext, TransactionRule } from '../transaction/transaction-rule.ts'

/** The node whose rules these are. */
export const MORPH = 'https://github.com/morph-l2/go-ethereum'

/**
 * Morph's own type 0x7f, whose fee may be paid in a token: an EIP-1559 transaction with `feeTokenID` and `feeLimit` behind its access list;
 * from version 1 on the version stands as a byte in front of the list, and `reference` and `memo` stand behind the limit. By the node's
 * source: no real one is at hand, and what its sender signs, which is laid out otherwise, is not recovered.
 */
const tokenFeeTransaction: TransactionRule = {
  kind: 'user',
  encode(transaction, writer) {
    const versioned = isPresent(transaction['version']) && transaction['version'] !== '0x0'
    writer.raw(0x7f)
    if (versioned) writer.raw(Number(transaction['version']))
    const list = writer.startList()
    for (const name of ['chainId', 'nonce', 'maxPriorityFeePerGas', 'maxFeePerGas'] as const) {
      writer.quantity(transaction[name], name)
    }
    writeCall(transaction, writer)
    writeAccessList(transaction, writer)
    writer.quantity(transaction['feeTokenID'], 'feeTokenID')
    writer.quantity(transaction['feeLimit'] ?? '0x0', 'feeLimit')
    if (versioned) {
      writer.fixedOrEmpty(transaction['reference'], 32, 'reference')
      writer.data(transaction['memo'] ?? '0x', 'memo')
    }
    writeSignature(transaction, writer, parityOf(transaction))
    writer.endList(list)
  },
  check: checkTyped,
  effectiveGasPrice: effectiveDynamicFee,
  receipt: ethereumReceipt(0x7f),
}

/** Morph: Ethereum's header, beside which the node gives what its sequencer keeps; `nextL1MsgIndex` and `batchHash` are not hashed. */
const eras: readonly Era[] = [
  {
    ...ethereumEra,
    name: 'morph',
    source: MORPH,
    header: ethereumHeader({ beside: ['nextL1MsgIndex', 'batchHash', 'rowConsumption', 'withdrawTrieRoot'] }),
    transactions: { ...ethereumTransactions, '0x7e': l1Message, '0x7f': tokenFeeTransaction },
  },
]

/** Morph: what its blocks are made of, and what a transaction pays. */
export const morph: Pick<Dialect<'evm'>, 'eras' | 'fee'> = { eras, fee }

/** Gas and what the data costs on L1. What was paid in a token is no amount of wei: the receipt knows the token by its number only. */
function fee(transaction: RpcObject, receipt: RpcObject, context: BlockContext): Fee | undefined {
  const { feeTokenID } = transaction
  if (isPresent(feeTokenID) && parseQuantity(feeTokenID, 'feeTokenID') !== 0n) return undefined
  const gas = gasFee(transaction, receipt, context)
  if (!gas || !isPresent(receipt['l1Fee'])) return gas
  const l1DataWei = parseQuantity(receipt['l1Fee'], 'l1Fee')
  return { ...gas, totalWei: gas.totalWei + l1DataWei, l1DataWei }
}
