import type { Hash } from '@defimon/core'
import { malformed } from '@defimon/evm'
import { type AbiValue, type ContractFunction, defineFunction } from '@defimon/evm/parent'

/** A batch as the contract keeps it. */
export interface LighterBatch {
  readonly batch: number
  readonly from: number
  readonly to: number
  readonly stateRoot: Hash
}

/** What a call to ZkLighter does to batches. */
export interface LighterCall {
  readonly does: 'commit' | 'verify' | 'execute' | 'revert'
  readonly batches: readonly LighterBatch[]
  /** Whether the blocks of a committed batch follow those of the batch before, which the call names too. */
  readonly isContinuous: boolean
}

/** `StoredBatchInfo` of ZkLighter. */
const STORED =
  '(uint64 batchNumber, uint64 endBlockNumber, uint32 batchSize, uint64 startTimestamp, uint64 endTimestamp, uint32 priorityRequestCount, bytes32 prefixPriorityRequestHash, bytes32 onChainOperationsHash, bytes32 stateRoot, bytes32 validiumRoot, bytes32 commitment)'
/** `CommitBatchInfo` of ZkLighter. */
const COMMITTED =
  '(uint64 endBlockNumber, uint32 batchSize, uint64 startTimestamp, uint64 endTimestamp, uint32 priorityRequestCount, bytes32 prefixPriorityRequestHash, bytes32 onChainOperationsHash, bytes32 newStateRoot, bytes32 newValidiumRoot, bytes pubdataCommitments)'

type Values = readonly AbiValue[]

/** The functions that move batches on (ZkLighter on Ethereum; declared in l2beat's tracked transactions, hashed in the tests). */
export const LIGHTER_FUNCTIONS: readonly {
  readonly call: ContractFunction
  readonly read: (values: Values) => LighterCall
}[] = [
  {
    call: defineFunction(`commitBatch(${COMMITTED} newBatch, ${STORED} lastBatch)`, '0xe415f0f4'),
    read: ([committed, stored]) => {
      const before = storedBatch(stored)
      const values = committed as Values
      const made = blocksUpTo(values[0], values[1])
      return {
        does: 'commit',
        batches: [{ batch: before.batch + 1, ...made, stateRoot: values[7] as string }],
        isContinuous: made.from === before.to + 1,
      }
    },
  },
  {
    call: defineFunction(`verifyBatch(${STORED} batch, bytes proof)`, '0x23ff50e1'),
    read: ([batch]) => ({ does: 'verify', batches: [storedBatch(batch)], isContinuous: true }),
  },
  {
    call: defineFunction(`executeBatches(${STORED}[] batches, bytes[] onChainOperationsPubData)`, '0x2d320e28'),
    read: ([batches]) => ({ does: 'execute', batches: storedBatches(batches), isContinuous: true }),
  },
  {
    call: defineFunction(`revertBatches(${STORED}[] batches, ${STORED} remaining)`, '0xbdf723e8'),
    read: ([batches]) => ({ does: 'revert', batches: storedBatches(batches), isContinuous: true }),
  },
]

/** What call data do to batches; undefined where they are none of these calls. Fails with `MALFORMED`. */
export function readLighterCall(input: string): LighterCall | undefined {
  const known = LIGHTER_FUNCTIONS.find(({ call }) => call.matches(input))
  return known?.read(known.call.decodeInput(input))
}

function storedBatches(values: AbiValue | undefined): readonly LighterBatch[] {
  const batches = (values as readonly AbiValue[]).map(storedBatch)
  if (batches.length === 0) throw malformed('a call about batches that names none')
  return batches
}

function storedBatch(value: AbiValue | undefined): LighterBatch {
  const values = value as Values
  return { batch: numberOf(values[0]), ...blocksUpTo(values[1], values[2]), stateRoot: values[8] as string }
}

/** A batch is told by its last block and how many it has. */
function blocksUpTo(last: AbiValue | undefined, count: AbiValue | undefined): { readonly from: number; readonly to: number } {
  const to = numberOf(last)
  return { from: to - numberOf(count) + 1, to }
}

function numberOf(value: AbiValue | undefined): number {
  const number = Number(value as bigint)
  if (!Number.isSafeInteger(number)) throw malformed('a number of a batch or a block is beyond 2^53')
  return number
}
