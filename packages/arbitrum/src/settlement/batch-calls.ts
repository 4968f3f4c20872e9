import { malformed } from '@defimon/evm'
import { type AbiValue, type ContractFunction, defineFunction } from '@defimon/evm/parent'

/** A call that adds a batch to the sequencer's inbox, as far as its arguments tell. */
export interface BatchCall {
  /** Absent for `forceInclusion` and where the poster left it open: the contract numbers it. */
  readonly batch?: number
  /** Messages of the chain before and after it. Absent in calls of before 2023, and where the poster gave zeros. */
  readonly messages?: { readonly before: number; readonly after: number }
  /** Messages from the parent chain that were read by its end. */
  readonly delayedMessagesRead: number
  /** How the batch came. */
  readonly carrier: 'calldata' | 'blobs' | 'delayed-inbox' | 'eigenda'
  /** The batch as it stands in the calldata, header byte first. */
  readonly data?: string
}

/** For a poster who does not care which number the batch gets. */
const ANY_BATCH = 2n ** 256n - 1n
const DELAY_PROOF =
  '(bytes32 beforeDelayedAcc, (uint8 kind, address sender, uint64 blockNumber, uint64 timestamp, uint256 inboxSeqNum, uint256 baseFeeL1, bytes32 messageDataHash) delayedMessage) delayProof'
const EIGENDA_CERTIFICATE =
  '((uint32,uint32,((bytes32,bytes,bytes,uint32),bytes32,uint32),bytes,bytes),((uint256,uint256),uint32,(uint8,uint8,uint8,uint32)[])) certificate'
const WITH_DATA = 'uint256 sequenceNumber, bytes data, uint256 afterDelayedMessagesRead, address gasRefunder'
const WITH_BLOBS = 'uint256 sequenceNumber, uint256 afterDelayedMessagesRead, address gasRefunder'
const COUNTS = 'uint256 prevMessageCount, uint256 newMessageCount'

/** Where the arguments stand in a function of the inbox. */
interface InboxFunction {
  readonly call: ContractFunction
  readonly carrier: BatchCall['carrier']
  readonly at: { readonly batch?: number; readonly data?: number; readonly delayed: number; readonly counts?: number }
}

const DATA_AND_COUNTS = { batch: 0, data: 1, delayed: 2, counts: 4 } as const
const BLOBS_AND_COUNTS = { batch: 0, delayed: 1, counts: 3 } as const

/**
 * Every function of `SequencerInbox` that adds a batch (OffchainLabs/nitro-contracts src/bridge/SequencerInbox.sol and its versions; the
 * EigenDA and Espresso ones of their forks, as blockscout's apps/ethereum_jsonrpc knows them).
 */
export const INBOX_FUNCTIONS: readonly InboxFunction[] = [
  {
    call: defineFunction(`addSequencerL2BatchFromOrigin(${WITH_DATA}, ${COUNTS})`, '0x8f111f3c'),
    carrier: 'calldata',
    at: DATA_AND_COUNTS,
  },
  {
    call: defineFunction(`addSequencerL2Batch(${WITH_DATA}, ${COUNTS})`, '0xe0bc9729'),
    carrier: 'calldata',
    at: DATA_AND_COUNTS,
  },
  {
    call: defineFunction(`addSequencerL2BatchFromBlobs(${WITH_BLOBS}, ${COUNTS})`, '0x3e5aa082'),
    carrier: 'blobs',
    at: BLOBS_AND_COUNTS,
  },
  {
    call: defineFunction(`addSequencerL2BatchFromBlobsDelayProof(${WITH_BLOBS}, ${COUNTS}, ${DELAY_PROOF})`, '0x917cf8ac'),
    carrier: 'blobs',
    at: BLOBS_AND_COUNTS,
  },
  {
    call: defineFunction(`addSequencerL2BatchFromOriginDelayProof(${WITH_DATA}, ${COUNTS}, ${DELAY_PROOF})`, '0x69cacded'),
    carrier: 'calldata',
    at: DATA_AND_COUNTS,
  },
  {
    call: defineFunction(`addSequencerL2BatchDelayProof(${WITH_DATA}, ${COUNTS}, ${DELAY_PROOF})`, '0x6e620055'),
    carrier: 'calldata',
    at: DATA_AND_COUNTS,
  },
  {
    call: defineFunction(`addSequencerL2BatchFromOrigin(${WITH_DATA}, ${COUNTS}, bytes quote)`, '0x37501551'),
    carrier: 'calldata',
    at: DATA_AND_COUNTS,
  },
  {
    call: defineFunction(
      `addSequencerL2BatchFromEigenDA(uint256 sequenceNumber, ${EIGENDA_CERTIFICATE}, address gasRefunder, uint256 afterDelayedMessagesRead, ${COUNTS})`,
      '0x283d8225',
    ),
    carrier: 'eigenda',
    at: { batch: 0, delayed: 3, counts: 4 },
  },
  {
    call: defineFunction(`addSequencerL2BatchFromOrigin(${WITH_DATA})`, '0x6f12b0c9'),
    carrier: 'calldata',
    at: { batch: 0, data: 1, delayed: 2 },
  },
  {
    call: defineFunction(`addSequencerL2Batch(${WITH_DATA})`, '0x61a93f8f'),
    carrier: 'calldata',
    at: { batch: 0, data: 1, delayed: 2 },
  },
  {
    call: defineFunction(
      'forceInclusion(uint256 totalDelayedMessagesRead, uint8 kind, uint64[2] l1BlockAndTime, uint256 baseFeeL1, address sender, bytes32 messageDataHash)',
      '0xf1981578',
    ),
    carrier: 'delayed-inbox',
    at: { delayed: 0 },
  },
]

/** What call data say of a batch; undefined where they are no call that adds one. Fails with `MALFORMED`. */
export function readBatchCall(input: string): BatchCall | undefined {
  const known = INBOX_FUNCTIONS.find(({ call }) => call.matches(input))
  if (!known) return undefined
  const { at, carrier } = known
  const values = known.call.decodeInput(input)
  const batch = at.batch === undefined ? undefined : (values[at.batch] as bigint)
  const before = at.counts === undefined ? 0 : numberOf(values[at.counts])
  const after = at.counts === undefined ? 0 : numberOf(values[at.counts + 1])
  return {
    ...(batch !== undefined && batch !== ANY_BATCH && { batch: numberOf(batch) }),
    // The contract takes a count of zero for one that is not told; nothing is empty after the genesis message.
    ...(after > before && { messages: { before, after } }),
    delayedMessagesRead: numberOf(values[at.delayed]),
    carrier,
    ...(at.data !== undefined && { data: values[at.data] as string }),
  }
}

/** A number of a batch, or a count of messages. Fails with `MALFORMED` beyond what can be one. */
export function numberOf(value: AbiValue | undefined): number {
  const number = Number(value as bigint)
  if (!Number.isSafeInteger(number)) throw malformed('a number of a batch or of messages is beyond 2^53')
  return number
}
