import type { DescribeSettlement, ParentLog, SettlementStep } from '@defimon/evm/parent'
import { countOf, isContractOf, logsWith } from '../../settlement/abi-values.ts'
import { logRootUpdate, logRootUpdateBefore4, logUpdateState, updateState } from './exchange-contract.ts'

const UPDATES = [logRootUpdate, logRootUpdateBefore4, logUpdateState]

/**
 * What a transaction did for a StarkEx exchange: a state update, which is posted, proven and settled at once. There are no blocks; the
 * operator numbers batches, and the contract updates.
 */
export const describeStarkexSettlement: DescribeSettlement<'starkex'> = async (record, network) => {
  if (record.outcome === 'failed') return []
  const topics = UPDATES.map(({ topic0 }) => topic0)
  const steps = logsWith(record, topics)
    .filter(({ address }) => isContractOf(network, ['exchange'], address))
    .map(describeUpdate)
  if (steps.length > 0) return steps
  const { transaction } = record
  if (!transaction || !updateState.matches(transaction.input) || !isContractOf(network, ['exchange'], transaction.to)) return []
  return [{ stage: 'settled', note: 'a state update; its number and its batch stand in the event' }]
}

function describeUpdate(log: ParentLog): SettlementStep {
  const event = UPDATES.find(({ topic0 }) => topic0 === log.topics[0]) ?? logUpdateState
  const [sequenceNumber, batchId, ...roots] = event.decode(log)
  const batch = countOf(batchId, 'batchId')
  return {
    stage: 'settled',
    batches: { from: batch, to: batch },
    ...(roots.length > 0 && { roots: roots.map((root) => `0x${(root as bigint).toString(16).padStart(64, '0')}`) }),
    note: `state update ${countOf(sequenceNumber, 'sequenceNumber')} of the exchange, which has no blocks`,
  }
}
