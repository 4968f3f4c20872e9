import { parseOptionalHeight } from '../encoding/quantity.ts'
import type { RpcObject } from '../encoding/rpc-object.ts'

/**
 * When the block of a log was made, ms since 1970, where the node says so: `blockTimestamp` (ethereum/execution-apis #639; Geth since
 * 1.16, Reth, Erigon, Besu). Zero is what nodes give that have the field and do not fill it.
 */
export function blockTimeOf(log: RpcObject): number | undefined {
  const seconds = parseOptionalHeight(log['blockTimestamp'], 'blockTimestamp of a log')
  return seconds ? seconds * 1000 : undefined
}
