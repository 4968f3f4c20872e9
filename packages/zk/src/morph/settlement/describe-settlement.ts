import type { L2Network } from '@defimon/core'
import type { DescribeSettlement, ParentRecord, SettlementStep } from '@defimon/evm/parent'
import { hexOf, isContractOf } from '../../settlement/abi-values.ts'
import { type CommitCall, readCommitCall } from './commit-calls.ts'
import { finalizeBatchEvent } from './rollup-contract.ts'
import { readMorphEvent } from './scan-events.ts'

const NO_START = 'the header of the batch before is of version 0 and names no block: the first follows its last'
const NO_BLOCKS = 'the commit of the batch tells its blocks'

/**
 * What a transaction did for Morph: batches committed (`posted`, and `claimed`, since the call names the state after it), proven, final, reverted.
 * Without a network only its own forms of a commit are known to be its.
 */
export const describeMorphSettlement: DescribeSettlement<'evm'> = async (record, network) => {
  const rollup = asRollup(network)
  if (record.outcome === 'failed' || (network && !rollup)) return []
  const { transaction } = record
  const isHere = isContractOf(rollup, ['rollup'], transaction?.to)
  const call = transaction && isHere ? readCommitCall(transaction.input) : undefined
  if (!call && !rollup) return []
  const events = record.logs.flatMap((log) => {
    if (!isContractOf(rollup, ['rollup'], log.address)) return []
    const event = readMorphEvent(log)
    return event ? [{ log, event }] : []
  })
  const commits = call ? describeCommit(call, record) : []
  const others = events.flatMap(({ event, log }): readonly SettlementStep[] => {
    const batches = { from: event.batch, to: event.batch }
    if (event.type === 'prove') return [{ stage: 'proven', batches, note: NO_BLOCKS }]
    if (event.type === 'revert') return [{ stage: 'reverted', batches }]
    if (event.type === 'commit') return call ? [] : [{ stage: 'posted', batches, note: 'by a call that is not known' }]
    const isOwn = call?.batch === event.batch
    return [
      {
        stage: 'settled',
        batches,
        roots: [hexOf(finalizeBatchEvent.decode(log)[2], 'stateRoot')],
        ...(isOwn ? { covers: coversOf(call) } : { note: NO_BLOCKS }),
      },
    ]
  })
  return [...commits, ...others]
}

/** A network that has a contract of this kind; undefined where there is none to hold records against. */
function asRollup(network: L2Network<'evm'> | undefined) {
  const contracts: { readonly rollup?: readonly { readonly address: string }[] } = network?.contracts ?? {}
  return network && contracts.rollup ? { ...network, contracts: { rollup: contracts.rollup } } : undefined
}

function describeCommit(call: CommitCall, { transaction }: ParentRecord): readonly SettlementStep[] {
  const about = {
    batches: { from: call.batch, to: call.batch },
    covers: coversOf(call),
    roots: [call.stateRoot],
    ...(call.from === undefined && { note: NO_START }),
  }
  const dataAvailability = (transaction?.blobVersionedHashes.length ?? 0) > 0 ? 'ethereum-blobs' : 'ethereum-calldata'
  return [
    ...(call.postsData ? [{ stage: 'posted', ...about, dataAvailability } as const] : []),
    { stage: 'claimed', ...about },
    ...(call.isProven ? [{ stage: 'proven', ...about } as const] : []),
  ]
}

function coversOf({ from, to }: CommitCall): NonNullable<SettlementStep['covers']> {
  return { ...(from !== undefined && { from }), to, exact: from !== undefined }
}
