import type { Hash } from '@defimon/core'
import { malformed } from '@defimon/evm'
import { type AbiValue, type ContractFunction, defineFunction } from '@defimon/evm/parent'
import { numberOf } from './executor-events.ts'

/** What a call to the validator timelock or the diamond proxy does to batches. */
export interface ExecutorCall {
  readonly does: 'commit' | 'prove' | 'execute' | 'revert'
  /** Of `revert`: both are the last batch that stays. */
  readonly batches: { readonly from: number; readonly to: number }
  /** Since chains share a timelock: whose batches, by chain id or by diamond proxy. */
  readonly chain?: { readonly id: bigint } | { readonly diamondProxy: string }
  /** State roots, where the call has them in a form that is read. */
  readonly roots?: readonly Hash[]
  /** Where the data of committed batches are, by the calldata alone; undefined where they do not tell. */
  readonly pubdata?: 'calldata' | 'blobs' | 'none'
}

/** `StoredBatchInfo`: a batch that the contract knows already. */
const STORED =
  '(uint64 batchNumber, bytes32 batchHash, uint64 indexRepeatedStorageChanges, uint256 numberOfLayer1Txs, bytes32 priorityOperationsHash, bytes32 l2LogsTreeRoot, uint256 timestamp, bytes32 commitment)'
/** `CommitBlockInfo` of before Boojum: state diffs stand in it. */
const COMMIT_BLOCK =
  '(uint64 blockNumber, uint64 timestamp, uint64 indexRepeatedStorageChanges, bytes32 newStateRoot, uint256 numberOfLayer1Txs, bytes32 l2LogsTreeRoot, bytes32 priorityOperationsHash, bytes initialStorageChanges, bytes repeatedStorageChanges, bytes l2Logs, bytes[] l2ArbitraryLengthMessages, bytes[] factoryDeps)'
/** `CommitBatchInfo` since Boojum. The last field is pubdata, or since EIP-4844 a byte that says where it is, and then it. */
const COMMIT_BATCH =
  '(uint64 batchNumber, uint64 timestamp, uint64 indexRepeatedStorageChanges, bytes32 newStateRoot, uint256 numberOfLayer1Txs, bytes32 priorityOperationsHash, bytes32 bootloaderHeapInitialContentsHash, bytes32 eventsQueueStateHash, bytes systemLogs, bytes pubdataCommitments)'
const PROOF = '(uint256[] recursiveAggregationInput, uint256[] serializedProof)'
const RANGE = 'uint256 processFrom, uint256 processTo, bytes data'

type Values = readonly AbiValue[]
type Infos = readonly Values[]

interface ExecutorFunction {
  readonly call: ContractFunction
  read(values: Values): ExecutorCall
}

/** Lists of batches in full: of the first years. `shift` is 1 where the chain's id comes first. */
function listed(does: ExecutorCall['does'], declaration: string, selector: string, shift: 0 | 1): ExecutorFunction {
  const at = shift + (does === 'execute' ? 0 : 1)
  const rootAt = does === 'commit' ? 3 : 1
  return {
    call: defineFunction(declaration, selector),
    read: (values) => {
      const infos = values[at] as Infos
      const [first, last] = [infos[0], infos.at(-1)]
      if (!first || !last) throw malformed(`${declaration.slice(0, declaration.indexOf('('))} without a batch`)
      return {
        does,
        batches: { from: numberOf(first[0]), to: numberOf(last[0]) },
        ...(shift === 1 && { chain: { id: values[0] as bigint } }),
        roots: infos.map((info) => info[rootAt] as string),
        ...(does === 'commit' && { pubdata: pubdataOf(infos) }),
      }
    },
  }
}

/** Numbers of batches, and data in a form that changes with versions: since v26 the chain by its id, since v29 by its diamond proxy. */
function ranged(does: ExecutorCall['does'], name: string, selector: string, by: 'id' | 'diamondProxy'): ExecutorFunction {
  const chain = by === 'id' ? 'uint256 chainId' : 'address chainAddress'
  return {
    call: defineFunction(`${name}(${chain}, ${RANGE})`, selector),
    read: (values) => ({
      does,
      batches: { from: numberOf(values[1]), to: numberOf(values[2]) },
      chain: chainOf(by, values[0]),
    }),
  }
}

function reverting(declaration: string, selector: string, by?: 'id' | 'diamondProxy'): ExecutorFunction {
  return {
    call: defineFunction(declaration, selector),
    read: (values) => {
      const last = numberOf(by ? values[1] : values[0])
      return { does: 'revert', batches: { from: last, to: last }, ...(by && { chain: chainOf(by, values[0]) }) }
    },
  }
}

function chainOf(by: 'id' | 'diamondProxy', value: AbiValue | undefined): NonNullable<ExecutorCall['chain']> {
  return by === 'id' ? { id: value as bigint } : { diamondProxy: value as string }
}

/** Of all batches of a call the same: the pubdata stand in the last field, or in blobs, or nowhere on the parent. */
function pubdataOf(infos: Infos): NonNullable<ExecutorCall['pubdata']> {
  const info = infos[0] as Values
  // Before Boojum the state diffs are fields of their own.
  if (info.length > 10) return 'calldata'
  const pubdata = info[9] as string
  if (pubdata.length <= 2 + 2 * 33) return 'none'
  return pubdata.startsWith('0x01') ? 'blobs' : 'calldata'
}

/** Functions that commit, prove, execute and revert, of all versions that are known (matter-labs/era-contracts). */
export const EXECUTOR_FUNCTIONS: readonly ExecutorFunction[] = [
  listed('commit', `commitBlocks(${STORED} lastCommitted, ${COMMIT_BLOCK}[] newBlocks)`, '0x0c4dd810', 0),
  listed('commit', `commitBatches(${STORED} lastCommitted, ${COMMIT_BATCH}[] newBatches)`, '0x701f58c5', 0),
  listed(
    'commit',
    `commitBatchesSharedBridge(uint256 chainId, ${STORED} lastCommitted, ${COMMIT_BATCH}[] newBatches)`,
    '0x6edd4f12',
    1,
  ),
  ranged('commit', 'commitBatchesSharedBridge', '0x98f81962', 'id'),
  ranged('commit', 'commitBatchesSharedBridge', '0x0db9eb87', 'diamondProxy'),
  listed('prove', `proveBlocks(${STORED} previous, ${STORED}[] committed, ${PROOF} proof)`, '0x7739cbe7', 0),
  listed('prove', `proveBatches(${STORED} previous, ${STORED}[] committed, ${PROOF} proof)`, '0x7f61885c', 0),
  listed(
    'prove',
    `proveBatchesSharedBridge(uint256 chainId, ${STORED} previous, ${STORED}[] committed, ${PROOF} proof)`,
    '0xc37533bb',
    1,
  ),
  ranged('prove', 'proveBatchesSharedBridge', '0xe12a6137', 'id'),
  ranged('prove', 'proveBatchesSharedBridge', '0x9271e450', 'diamondProxy'),
  listed('execute', `executeBlocks(${STORED}[] batches)`, '0xce9dcf16', 0),
  listed('execute', `executeBatches(${STORED}[] batches)`, '0xc3d93e7c', 0),
  listed('execute', `executeBatchesSharedBridge(uint256 chainId, ${STORED}[] batches)`, '0x6f497ac6', 1),
  ranged('execute', 'executeBatchesSharedBridge', '0xcf02827d', 'id'),
  ranged('execute', 'executeBatchesSharedBridge', '0xa085344d', 'diamondProxy'),
  reverting('revertBlocks(uint256 newLastBlock)', '0xa9a2d18a'),
  reverting('revertBatches(uint256 newLastBatch)', '0x97c09d34'),
  reverting('revertBatchesSharedBridge(uint256 chainId, uint256 newLastBatch)', '0x0f23da43', 'id'),
  reverting('revertBatchesSharedBridge(address chainAddress, uint256 newLastBatch)', '0x7ca4eff7', 'diamondProxy'),
]

/** What call data do to batches; undefined where they are none of these calls. Fails with `MALFORMED`. */
export function readExecutorCall(input: string): ExecutorCall | undefined {
  const known = EXECUTOR_FUNCTIONS.find(({ call }) => call.matches(input))
  return known?.read(known.call.decodeInput(input))
}
