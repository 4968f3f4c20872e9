import type { DescribeSettlement, SettlementStep } from '@defimon/evm/parent'
import { type LighterCall, readLighterCall } from './batch-calls.ts'

const STAGES: { readonly [D in LighterCall['does']]: SettlementStep['stage'] } = {
  commit: 'posted',
  verify: 'proven',
  execute: 'settled',
  revert: 'reverted',
}

/**
 * What a transaction on Ethereum did for Lighter: a batch committed, proven, executed or taken back. All of it stands in the call: each
 * batch is told by its last block and its size. Lighter has no public node, so no source reads its blocks.
 */
export const describeLighterSettlement: DescribeSettlement<'none'> = async ({ transaction, outcome }, network) => {
  if (!transaction || outcome === 'failed') return []
  if (network && !network.contracts.rollup?.some(({ address }) => address.toLowerCase() === transaction.to)) return []
  const call = readLighterCall(transaction.input)
  if (!call) return []
  return call.batches.map(({ batch, from, to, stateRoot }) => ({
    stage: STAGES[call.does],
    batches: { from: batch, to: batch },
    covers: { from, to, exact: call.isContinuous },
    roots: [stateRoot],
    ...(call.does === 'commit' && transaction.blobVersionedHashes.length > 0 && { dataAvailability: 'ethereum-blobs' as const }),
    ...(!call.isContinuous && { note: 'the blocks do not follow those of the batch before' }),
  }))
}
