import { malformed } from '../encoding/rpc-object.ts'
import type { ParentTransaction } from './parent-record.ts'

/** A signed transaction in its network encoding (EIP-2718), its sender recovered. By ethers, loaded when first needed. */
export async function decodeRawTransaction(raw: string): Promise<ParentTransaction> {
  const { Transaction } = await import('ethers')
  let transaction: InstanceType<typeof Transaction>
  try {
    transaction = Transaction.from(raw)
  } catch {
    throw malformed('not a raw transaction')
  }
  const { hash, from, to } = transaction
  return {
    input: transaction.data,
    ...(hash && { hash }),
    ...(from && { from: from.toLowerCase() }),
    ...(to && { to: to.toLowerCase() }),
    blobVersionedHashes: transaction.blobVersionedHashes ?? [],
  }
}
