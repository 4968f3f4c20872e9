import type { Contradiction } from '../dialect/verdict.ts'
import { parseQuantity, toQuantity } from '../encoding/quantity.ts'
import { isPresent, type RpcObject } from '../encoding/rpc-object.ts'

/** The header's `blobGasUsed` is the sum of the receipts' (EIP-4844), where receipts have any. */
export function checkBlobGas(receipts: readonly RpcObject[], block: RpcObject): Contradiction | undefined {
  if (!isPresent(block['blobGasUsed'])) return undefined
  const used = receipts.filter((receipt) => isPresent(receipt['blobGasUsed']))
  if (used.length === 0) return undefined
  const computed = used.reduce((sum, receipt) => sum + parseQuantity(receipt['blobGasUsed'], 'blobGasUsed'), 0n)
  if (computed === parseQuantity(block['blobGasUsed'], 'blobGasUsed')) return undefined
  return { claimed: toQuantity(computed), computed: String(block['blobGasUsed']), detail: 'blobGasUsed of all receipts' }
}
