import type { L2Network } from '@defimon/core'
import type { AbiValue, ContractEvent, DescribeSettlement, ParentLog, ParentRecord, SettlementStep } from '@defimon/evm/parent'
import { countOf, hexOf, isContractOf, logsWith, partsOf } from '../../settlement/abi-values.ts'
import { countBatchBlocks } from './batch-data.ts'
import {
  consolidatePendingState,
  onSequenceBatches,
  rollbackBatches,
  rollbackBatchesOwn,
  sequenceBatchesBanana,
  sequenceBatchesElderberry,
  sequenceBatchesEtrog,
  sequenceBatchesEvent,
  sequenceBatchesEventV1,
  sequenceBatchesV1,
  sequenceValidiumBanana,
  sequenceValidiumElderberry,
  sequenceValidiumEtrog,
  verifyBatchesEvent,
  verifyBatchesTrustedAggregator,
  verifyBatchesTrustedAggregatorEvent,
  verifyBatchesTrustedAggregatorEventV1,
  verifyBatchesTrustedAggregatorV1,
  verifyPessimisticStateTransition,
} from './polygon-contracts.ts'
import { isOfRollup } from './rollup-id.ts'

type Network = L2Network<'polygon-zkevm'> | undefined

/** Batches are numbered, blocks are not: which blocks a batch holds is what a node knows. */
const UP_TO = 'the last batch is named; the first follows the one before'

/**
 * What a transaction did for Polygon zkEVM or a CDK chain: batches sequenced (`posted`; a validium's data are with its committee), proven, and
 * consolidated (`settled`), before and since Etrog. The blocks of a batch are counted where its data are in the calldata.
 */
export const describePolygonZkevmSettlement: DescribeSettlement<'polygon-zkevm'> = async (record, network) => {
  if (record.outcome === 'failed') return []
  const steps = describeLogs(record, network)
  if (steps.length > 0) return steps
  const { transaction } = record
  if (!transaction || !isContractOf(network, ['rollup', 'rollupManager'], transaction.to)) return []
  return [...describeSequencing(transaction.input), ...describeVerification(transaction.input, network)]
}

function describeLogs(record: ParentRecord, network: Network): readonly SettlementStep[] {
  const own = (event: ContractEvent, role: 'rollup' | 'rollupManager'): readonly ParentLog[] =>
    logsWith(record, [event.topic0]).filter(
      (log) => isContractOf(network, [role], log.address) && (role === 'rollup' || isOfRollup(network, log)),
    )
  const last = (event: ContractEvent, log: ParentLog, place: number): NonNullable<SettlementStep['batches']> => {
    const number = countOf(event.decode(log)[place], 'numBatch')
    return { from: number, to: number }
  }
  const bySelf = [sequenceBatchesEvent, sequenceBatchesEventV1].flatMap((event) =>
    own(event, 'rollup').map((log): SettlementStep => ({ stage: 'posted', batches: last(event, log, 0), note: UP_TO })),
  )
  // The manager logs the same again.
  const posted =
    bySelf.length > 0
      ? bySelf
      : own(onSequenceBatches, 'rollupManager').map(
          (log): SettlementStep => ({ stage: 'posted', batches: last(onSequenceBatches, log, 1), note: UP_TO }),
        )
  const verified = (event: ContractEvent, stage: 'proven' | 'settled'): readonly SettlementStep[] =>
    own(event, 'rollupManager').map((log) => ({
      stage,
      batches: last(event, log, 1),
      roots: [hexOf(event.decode(log)[2], 'stateRoot')],
      note: UP_TO,
    }))
  const first = own(verifyBatchesTrustedAggregatorEventV1, 'rollup').map(
    (log): SettlementStep => ({
      stage: 'settled',
      batches: last(verifyBatchesTrustedAggregatorEventV1, log, 0),
      roots: [hexOf(verifyBatchesTrustedAggregatorEventV1.decode(log)[1], 'stateRoot')],
      note: UP_TO,
    }),
  )
  const pessimistic = own(verifyPessimisticStateTransition, 'rollupManager').map((log): SettlementStep => {
    const [, , root, , exitRoot] = verifyPessimisticStateTransition.decode(log)
    const note = 'a pessimistic proof of the AggLayer: it proves the bridge balances, and names no block'
    return { stage: 'proven', roots: [hexOf(root, 'newPessimisticRoot'), hexOf(exitRoot, 'newLocalExitRoot')], note }
  })
  const rollback = own(rollbackBatches, 'rollupManager').map((log) => countOf(rollbackBatches.decode(log)[1], 'targetBatch'))
  const ownRollback = own(rollbackBatchesOwn, 'rollup').map((log) => countOf(rollbackBatchesOwn.decode(log)[0], 'targetBatch'))
  const reverted = (rollback.length > 0 ? rollback : ownRollback).map(
    (target): SettlementStep => ({ stage: 'reverted', note: `sequenced batches above ${target} are gone` }),
  )
  return [
    ...posted,
    ...reverted,
    ...verified(verifyBatchesEvent, 'proven'),
    ...verified(verifyBatchesTrustedAggregatorEvent, 'settled'),
    ...verified(consolidatePendingState, 'settled'),
    ...first,
    ...pessimistic,
  ]
}

function describeSequencing(input: string): readonly SettlementStep[] {
  const call = [sequenceBatchesElderberry, sequenceBatchesBanana, sequenceBatchesEtrog, sequenceBatchesV1].find((one) =>
    one.matches(input),
  )
  const validium = [sequenceValidiumElderberry, sequenceValidiumBanana, sequenceValidiumEtrog].find((one) => one.matches(input))
  const found = call ?? validium
  if (!found) return []
  const values = found.decodeInput(input)
  const batches = partsOf(values[0], 'batches')
  const initial = found === sequenceBatchesElderberry || found === sequenceValidiumElderberry ? values[2] : undefined
  const from = initial === undefined ? undefined : countOf(initial, 'initSequencedBatch') + 1
  return [
    {
      stage: 'posted',
      ...(from !== undefined && { batches: { from, to: from + batches.length - 1 } }),
      dataAvailability: validium ? 'dac' : 'ethereum-calldata',
      note: noteOf(batches, found === sequenceBatchesV1, validium !== undefined, from === undefined),
    },
  ]
}

function noteOf(batches: readonly AbiValue[], isV1: boolean, isValidium: boolean, isUnnumbered: boolean): string {
  const counts =
    isV1 || isValidium ? [] : batches.map((batch) => countBatchBlocks(hexOf(partsOf(batch, 'batch')[0], 'transactions')))
  const blocks = counts.reduce<number | undefined>(
    (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
    counts.length > 0 ? 0 : undefined,
  )
  const held = blocks === undefined ? '' : ` of ${blocks} blocks`
  const numbers = isUnnumbered ? '; the numbers of the batches stand in the event' : ''
  return `${batches.length} ${batches.length === 1 ? 'batch' : 'batches'}${held}; a node knows the numbers of their blocks${numbers}`
}

function describeVerification(input: string, network: Network): readonly SettlementStep[] {
  const isV1 = verifyBatchesTrustedAggregatorV1.matches(input)
  if (!isV1 && !verifyBatchesTrustedAggregator.matches(input)) return []
  const values = (isV1 ? verifyBatchesTrustedAggregatorV1 : verifyBatchesTrustedAggregator).decodeInput(input)
  const rest = isV1 ? values : values.slice(1)
  if (!isV1 && !isOfRollup(network, { rollupId: countOf(values[0], 'rollupID') })) return []
  const [, initial, last, , root] = rest
  return [
    {
      stage: 'settled',
      batches: { from: countOf(initial, 'initNumBatch') + 1, to: countOf(last, 'finalNewBatch') },
      roots: [hexOf(root, 'newStateRoot')],
      note: 'a node knows the numbers of the blocks of a batch',
    },
  ]
}
