import { type ContractEvent, type ContractFunction, defineEvent, defineFunction } from '@defimon/evm/parent'

// morph-l2/morph, contracts/contracts/l1/rollup/IRollup.sol in its versions; the functions also as its node reads them
// (node/derivation/derivation.go, `UnPackData`).

/** A batch is committed: its data are in blobs, and its call names the state after it. */
export const commitBatchEvent: ContractEvent = /* @__PURE__ */ defineEvent(
  'CommitBatch(uint256 indexed batchIndex, bytes32 indexed batchHash)',
  '0x2c32d4ae151744d0bf0b9464a3e897a1d17ed2f1af71f7c9a75f12ce0d28238f',
)

/** A batch that was not final is gone. Once for each of several, from the lowest up. */
export const revertBatchEvent: ContractEvent = /* @__PURE__ */ defineEvent(
  'RevertBatch(uint256 indexed batchIndex, bytes32 indexed batchHash)',
  '0x00cae2739091badfd91c373f0a16cede691e0cd25bb80cff77dd5caeb4710146',
)

/** The challenge period has passed, or a proof was given. */
export const finalizeBatchEvent: ContractEvent = /* @__PURE__ */ defineEvent(
  'FinalizeBatch(uint256 indexed batchIndex, bytes32 indexed batchHash, bytes32 stateRoot, bytes32 withdrawRoot)',
  '0x26ba82f907317eedc97d0cbef23de76a43dd6edb563bdb6e9407645b950a7a2d',
)

/** How a challenge ended: `res` is `Proof success` where a validity proof was accepted. */
export const challengeRes: ContractEvent = /* @__PURE__ */ defineEvent(
  'ChallengeRes(uint256 indexed batchIndex, address indexed winner, string indexed res)',
  '0xe70d3820e244d5f71d1a6395db24f3460e8dca966edc1fd3625b6292880a877a',
)

const SIGNATURE = '(uint256 signedSequencersBitmap, bytes sequencerSets, bytes signature) batchSignatureInput'
const ROOTS = 'bytes32 prevStateRoot, bytes32 postStateRoot, bytes32 withdrawalRoot'
const CONTEXTS = `(uint8 version, bytes parentBatchHeader, bytes blockContexts, ${ROOTS}) batchDataInput`
const CONTEXTS_AND_BITMAP = `(uint8 version, bytes parentBatchHeader, bytes blockContexts, bytes skippedL1MessageBitmap, ${ROOTS}) batchDataInput`
const LAST_BLOCK = `(uint8 version, bytes parentBatchHeader, uint64 lastBlockNumber, uint16 numL1Messages, ${ROOTS}) batchDataInput`
const PROOF = 'bytes batchHeader, bytes batchProof'

/** The blocks stand in the call, with a bitmap of messages. */
export const commitWithBitmap: ContractFunction = /* @__PURE__ */ defineFunction(
  `commitBatch(${CONTEXTS_AND_BITMAP}, ${SIGNATURE})`,
  '0xd63b3549',
)

/** The blocks stand in the call. */
export const commitWithContexts: ContractFunction = /* @__PURE__ */ defineFunction(
  `commitBatch(${CONTEXTS}, ${SIGNATURE})`,
  '0x4a8d544f',
)

/** The last block stands in the call, the others in the blob. */
export const commitSigned: ContractFunction = /* @__PURE__ */ defineFunction(
  `commitBatch(${LAST_BLOCK}, ${SIGNATURE})`,
  '0x428868b5',
)

/** The same, signed by nobody but the submitter. */
export const commitBatch: ContractFunction = /* @__PURE__ */ defineFunction(`commitBatch(${LAST_BLOCK})`, '0x41f756da')

/** By anyone while the sequencers are silent, with a validity proof. */
export const commitSignedWithProof: ContractFunction = /* @__PURE__ */ defineFunction(
  `commitBatchWithProof(${LAST_BLOCK}, ${SIGNATURE}, ${PROOF})`,
  '0x4e8f1d67',
)

/** The same since sequencers do not sign. */
export const commitWithProof: ContractFunction = /* @__PURE__ */ defineFunction(
  `commitBatchWithProof(${LAST_BLOCK}, ${PROOF})`,
  '0x1544ba3a',
)

/** Another state for data that were posted before. */
export const commitStateSigned: ContractFunction = /* @__PURE__ */ defineFunction(
  `commitState(${LAST_BLOCK}, ${SIGNATURE})`,
  '0x1e8825be',
)

/** The same since sequencers do not sign. */
export const commitState: ContractFunction = /* @__PURE__ */ defineFunction(`commitState(${LAST_BLOCK})`, '0x67caa37a')

/** Seconds that a batch stands open to challenge. */
export const finalizationPeriodSeconds: ContractFunction = /* @__PURE__ */ defineFunction(
  'finalizationPeriodSeconds()',
  '0xce5db8d6',
  'uint256 seconds',
)
