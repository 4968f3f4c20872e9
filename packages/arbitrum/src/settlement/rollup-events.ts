import type { Hash } from '@defimon/core'
import { type AbiValue, type ContractEvent, defineEvent, type EventLog } from '@defimon/evm/parent'
import { numberOf } from './batch-calls.ts'

const GLOBAL_STATE = '(bytes32[2] bytes32Vals, uint64[2] u64Vals) globalState'
const CONFIG =
  '(bytes32 wasmModuleRoot, uint256 requiredStake, address challengeManager, uint64 confirmPeriodBlocks, uint64 nextInboxPosition) configData'
const STATE = `(${GLOBAL_STATE}, uint8 machineStatus, bytes32 endHistoryRoot)`

/** `AssertionInputs` of BoLD (nitro-contracts src/rollup/Assertion.sol). */
export const ASSERTION_INPUTS: string = `((bytes32 prevPrevAssertionHash, bytes32 sequencerBatchAcc, ${CONFIG}) beforeStateData, ${STATE} beforeState, ${STATE} afterState) assertion`
/** `AssertionState` of BoLD. */
export const ASSERTION_STATE: string = STATE
/** `ConfigData` of BoLD. */
export const CONFIG_DATA: string = CONFIG
/** `Assertion` of before BoLD (nitro-contracts v1 src/rollup/Node.sol). */
export const LEGACY_ASSERTION: string = `((${GLOBAL_STATE}, uint8 machineStatus) beforeState, (${GLOBAL_STATE}, uint8 machineStatus) afterState, uint64 numBlocks) assertion`

/** BoLD: a state is claimed. */
export const assertionCreated: ContractEvent = defineEvent(
  `AssertionCreated(bytes32 indexed assertionHash, bytes32 indexed parentAssertionHash, ${ASSERTION_INPUTS}, bytes32 afterInboxBatchAcc, uint256 inboxMaxCount, bytes32 wasmModuleRoot, uint256 requiredStake, address challengeManager, uint64 confirmPeriodBlocks)`,
  '0x901c3aee23cf4478825462caaab375c606ab83516060388344f0650340753630',
)

/** BoLD: a claim was confirmed. Its rivals are done with thereby; no event says so. */
export const assertionConfirmed: ContractEvent = defineEvent(
  'AssertionConfirmed(bytes32 indexed assertionHash, bytes32 blockHash, bytes32 sendRoot)',
  '0xfc42829b29c259a7370ab56c8f69fce23b5f351a9ce151da453281993ec0090c',
)

/** Before BoLD: a state is claimed. */
export const nodeCreated: ContractEvent = defineEvent(
  `NodeCreated(uint64 indexed nodeNum, bytes32 indexed parentNodeHash, bytes32 indexed nodeHash, bytes32 executionHash, ${LEGACY_ASSERTION}, bytes32 afterInboxBatchAcc, bytes32 wasmModuleRoot, uint256 inboxMaxCount)`,
  '0x4f4caa9e67fb994e349dd35d1ad0ce23053d4323f83ce11dc817b5435031d096',
)

/** Before BoLD: a claim was confirmed. */
export const nodeConfirmed: ContractEvent = defineEvent(
  'NodeConfirmed(uint64 indexed nodeNum, bytes32 blockHash, bytes32 sendRoot)',
  '0x22ef0479a7ff660660d1c2fe35f1b632cf31675c2d9378db8cec95b00d8ffa3c',
)

/** Before BoLD: a claim lost. */
export const nodeRejected: ContractEvent = defineEvent(
  'NodeRejected(uint64 indexed nodeNum)',
  '0xeaffa3d968707ec919a2fc9f31d5ab2b86c905881ff561725d5a82fc95ad4640',
)

/** Outbox, with either: withdrawals up to a block can run. */
export const sendRootUpdated: ContractEvent = defineEvent(
  'SendRootUpdated(bytes32 indexed outputRoot, bytes32 indexed l2BlockHash)',
  '0xb4df3847300f076a369cd76d2314b470a1194d9e8a6bb97f1860aee88a5f6748',
)

/** The last block of a state, and how far in the inbox it is: batches read in whole, and messages of the next one. */
export interface GlobalState {
  readonly blockHash: Hash
  readonly sendRoot: Hash
  readonly batches: number
  readonly messages: number
}

/** Reads a `GlobalState`. */
export function readGlobalState(value: AbiValue | undefined): GlobalState {
  const [hashes, positions] = value as readonly [readonly string[], readonly bigint[]]
  return {
    blockHash: hashes[0] as string,
    sendRoot: hashes[1] as string,
    // Whoever stakes may claim any place; what is beyond all numbers is beyond all batches too.
    batches: Number(positions[0]),
    messages: Number(positions[1]),
  }
}

/** A claim of a state. */
export interface StateClaim {
  /** The assertion's hash, or the node's number. */
  readonly key: string
  readonly before: GlobalState
  readonly after: GlobalState
  /** How long it stands open to challenge, in blocks of Ethereum. Of BoLD. */
  readonly confirmPeriodBlocks?: number
}

/** Reads the state before and after, of an `AssertionInputs` or a `LEGACY_ASSERTION`. */
export function readStates(kind: 'bold' | 'legacy', assertion: AbiValue | undefined): Pick<StateClaim, 'before' | 'after'> {
  const parts = assertion as readonly (readonly AbiValue[])[]
  const [before, after] = kind === 'bold' ? [parts[1], parts[2]] : [parts[0], parts[1]]
  return { before: readGlobalState(before?.[0]), after: readGlobalState(after?.[0]) }
}

/** Reads `AssertionCreated` or `NodeCreated`; undefined of another event. Fails with `MALFORMED`. */
export function readClaim(log: EventLog): StateClaim | undefined {
  switch (log.topics[0]) {
    case assertionCreated.topic0: {
      const values = assertionCreated.decode(log)
      return {
        key: values[0] as string,
        ...readStates('bold', values[2]),
        confirmPeriodBlocks: numberOf(values[8]),
      }
    }
    case nodeCreated.topic0: {
      const values = nodeCreated.decode(log)
      return { key: String(values[0]), ...readStates('legacy', values[4]) }
    }
    default:
      return undefined
  }
}

/** A confirmed state. `key` as in the claim; the outbox has none. */
export interface Confirmation {
  readonly key?: string
  readonly blockHash: Hash
  readonly sendRoot: Hash
}

/** Reads `AssertionConfirmed`, `NodeConfirmed` or `SendRootUpdated`; undefined of another event. Fails with `MALFORMED`. */
export function readConfirmation(log: EventLog): Confirmation | undefined {
  switch (log.topics[0]) {
    case assertionConfirmed.topic0:
    case nodeConfirmed.topic0: {
      const event = log.topics[0] === nodeConfirmed.topic0 ? nodeConfirmed : assertionConfirmed
      const [key, blockHash, sendRoot] = event.decode(log)
      return { key: String(key), blockHash: blockHash as string, sendRoot: sendRoot as string }
    }
    case sendRootUpdated.topic0: {
      const [sendRoot, blockHash] = sendRootUpdated.decode(log)
      return { blockHash: blockHash as string, sendRoot: sendRoot as string }
    }
    default:
      return undefined
  }
}
