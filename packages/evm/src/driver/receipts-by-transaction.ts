import { sameHex } from '../encoding/hex-data.ts'
import { asObject, type RpcObject } from '../encoding/rpc-object.ts'
import type { EvmRaw } from './evm-raw.ts'

/** For each listed transaction its receipt, where there is one. Nodes may leave receipts out or add some. */
export function receiptsByTransaction(raw: EvmRaw, listed: readonly unknown[]): readonly (RpcObject | undefined)[] {
  const receipts = raw.receipts ?? raw.someReceipts ?? []
  const hashes = listed.map((value) => (typeof value === 'string' ? value : asObject(value, 'transaction')['hash']))
  if (
    receipts.length === listed.length &&
    receipts.every((receipt, index) => sameHex(receipt['transactionHash'], hashes[index]))
  ) {
    return receipts
  }
  const byHash = new Map(receipts.map((receipt) => [String(receipt['transactionHash']).toLowerCase(), receipt]))
  return hashes.map((hash) => byHash.get(String(hash).toLowerCase()))
}
