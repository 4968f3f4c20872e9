import { type ContractFunction, defineFunction } from '@defimon/evm/parent'

/** OptimismPortal2 since Upgrade 13. */
export const anchorStateRegistry: ContractFunction = /* @__PURE__ */ defineFunction(
  'anchorStateRegistry()',
  '0x5c0cba33',
  'address',
)

/** AnchorStateRegistry, before it OptimismPortal2: games of which type count. */
export const respectedGameType: ContractFunction = /* @__PURE__ */ defineFunction('respectedGameType()', '0x3c9f397c', 'uint32')

/** AnchorStateRegistry, before it OptimismPortal2: the air gap between the end of a game and withdrawals. */
export const disputeGameFinalityDelaySeconds: ContractFunction = /* @__PURE__ */ defineFunction(
  'disputeGameFinalityDelaySeconds()',
  '0x952b2797',
  'uint256',
)

/** AnchorStateRegistry (specs.optimism.io, fault-proof/stage-one/anchor-state-registry): all conditions of a game at once. */
export const isGameClaimValid: ContractFunction = /* @__PURE__ */ defineFunction(
  'isGameClaimValid(address _game)',
  '0x6c4f4467',
  'bool',
)

/** AnchorStateRegistry, before it OptimismPortal2: the guardian's word against a game. */
export const disputeGameBlacklist: ContractFunction = /* @__PURE__ */ defineFunction(
  'disputeGameBlacklist(address _game)',
  '0x45884d32',
  'bool',
)

/** AnchorStateRegistry: the newest state that is beyond dispute. */
export const getAnchorRoot: ContractFunction = /* @__PURE__ */ defineFunction('getAnchorRoot()', '0xd83ef267', 'bytes32, uint256')

/** A dispute game since Upgrade 13. */
export const wasRespectedGameTypeWhenCreated: ContractFunction = /* @__PURE__ */ defineFunction(
  'wasRespectedGameTypeWhenCreated()',
  '0x250e69bd',
  'bool',
)

/** A dispute game. */
export const l2BlockNumber: ContractFunction = /* @__PURE__ */ defineFunction('l2BlockNumber()', '0x8b85902b', 'uint256')

/** A dispute game since Upgrade 16: a block, or seconds in games of several chains. */
export const l2SequenceNumber: ContractFunction = /* @__PURE__ */ defineFunction('l2SequenceNumber()', '0x99735e32', 'uint256')

/** L2OutputOracle: seconds until an output counts. */
export const finalizationPeriodSeconds: ContractFunction = /* @__PURE__ */ defineFunction(
  'finalizationPeriodSeconds()',
  '0xce5db8d6',
  'uint256',
)

/** The same as a constant of older oracles. */
export const FINALIZATION_PERIOD_SECONDS: ContractFunction = /* @__PURE__ */ defineFunction(
  'FINALIZATION_PERIOD_SECONDS()',
  '0xf4daa291',
  'uint256',
)

/** StateCommitmentChain of the OVM: seconds until a batch of roots counts. */
export const FRAUD_PROOF_WINDOW: ContractFunction = /* @__PURE__ */ defineFunction(
  'FRAUD_PROOF_WINDOW()',
  '0xc17b291b',
  'uint256',
)

/** L2OutputOracle: the output at an index, as it stands now. */
export const getL2Output: ContractFunction = /* @__PURE__ */ defineFunction(
  'getL2Output(uint256 _l2OutputIndex)',
  '0xa25ae557',
  '(bytes32 outputRoot, uint128 timestamp, uint128 l2BlockNumber)',
)

/** SystemConfig: the batcher in charge, an address in a word. */
export const batcherHash: ContractFunction = /* @__PURE__ */ defineFunction('batcherHash()', '0xe81b2c6d', 'bytes32')
