import type { Contradiction } from '../dialect/verdict.ts'
import { sameHex } from '../encoding/hex-data.ts'
import { sameQuantity } from '../encoding/quantity.ts'
import { isPresent, type RpcObject } from '../encoding/rpc-object.ts'
import { ethereumReceipt } from '../receipt/ethereum-receipt.ts'
import type { TransactionRule } from './transaction-rule.ts'

/**
 * A message from L1, of Scroll and of Morph, which began as its fork: `0x7e ‖ rlp([queueIndex, gas, to, value, data, sender])`, whose hash
 * the queue on L1 computes too (L1MessageQueueV2, `computeTransactionHash`). The number is OP's for deposits, the form is not. `nonce` is
 * no part of it.
 */
export const l1Message: TransactionRule = {
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
