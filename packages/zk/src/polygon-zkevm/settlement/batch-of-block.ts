import type { DriverCall } from '@defimon/core/adapter'
import { isPresent, parseHeight, toQuantity } from '@defimon/evm'

/** The batch that a node says a block is in; undefined where it has no such block. Asks `zkevm_batchNumberByBlockNumber`. */
export async function batchOfBlock(call: DriverCall, number: number): Promise<number | undefined> {
  const answer = await call.request('zkevm_batchNumberByBlockNumber', [toQuantity(number)])
  return isPresent(answer) ? parseHeight(answer, 'batch number') : undefined
}
