import { type ContractEvent, defineEvent, type EventLog } from '@defimon/evm/parent'
import { numberOf } from './batch-calls.ts'

/** A batch was taken by the inbox (nitro-contracts `ISequencerInbox`). */
export const sequencerBatchDelivered: ContractEvent = defineEvent(
  'SequencerBatchDelivered(uint256 indexed batchSequenceNumber, bytes32 indexed beforeAcc, bytes32 indexed afterAcc, bytes32 delayedAcc, uint256 afterDelayedMessagesRead, (uint64 minTimestamp, uint64 maxTimestamp, uint64 minBlockNumber, uint64 maxBlockNumber) timeBounds, uint8 dataLocation)',
  '0x7394f4a19a13c7b92b5bb71033245305946ef78452f7b4986ac1390b5df4ebd7',
)

/** The batch itself, where it is not in the calldata of its transaction. */
export const sequencerBatchData: ContractEvent = defineEvent(
  'SequencerBatchData(uint256 indexed batchSequenceNumber, bytes data)',
  '0xfe325ca1efe4c5c1062c981c3ee74b781debe4ea9440306a96d2a55759c66c20',
)

/** Where the data of a batch are, by the number that the event gives. EigenDA's fork has more. */
const DATA_LOCATIONS = ['calldata', 'event', 'delayed-inbox', 'blobs'] as const

/** A batch as the inbox announced it. */
export interface DeliveredBatch {
  readonly batch: number
  /** Messages from the parent chain that were read by its end. */
  readonly delayedMessagesRead: number
  readonly location: (typeof DATA_LOCATIONS)[number] | undefined
}

/** Reads `SequencerBatchDelivered`. Fails with `MALFORMED`. */
export function readDeliveredBatch(log: EventLog): DeliveredBatch {
  const [batch, , , , delayed, , location] = sequencerBatchDelivered.decode(log)
  return {
    batch: numberOf(batch),
    delayedMessagesRead: numberOf(delayed),
    location: DATA_LOCATIONS[numberOf(location)],
  }
}
