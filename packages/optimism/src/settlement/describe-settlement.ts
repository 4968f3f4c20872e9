import type { DescribeSettlement } from '@defimon/evm/parent'
import { describeContracts } from './describe-contracts.ts'
import { describeInbox } from './inbox/describe-inbox.ts'

/**
 * What a transaction on the parent chain did for a network of the OP family: batches in the inbox (calldata or blobs, frames or
 * pointers), outputs, dispute games, batches and roots of the OVM, and what takes them back. Without a network it reads what has the
 * OP Stack's form. Fails with `MALFORMED` where the calldata of a known function cannot be read.
 */
export const describeOptimismSettlement: DescribeSettlement<'op-stack'> = async (record, network) => {
  const steps = describeContracts(record, network)
  return steps.length > 0 ? steps : describeInbox(record, network)
}
