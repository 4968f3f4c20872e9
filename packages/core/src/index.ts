export type * from './contract/blob-source.ts'
export type * from './contract/block.ts'
export {
  BlockNotFoundError,
  ContradictionError,
  DefimonError,
  type ErrorCode,
  type ErrorContext,
  VerificationError,
} from './contract/errors.ts'
export type * from './contract/network.ts'
export type * from './contract/runtime.ts'
export type * from './contract/settlement.ts'
export { isOrderingFinal, isWithdrawable } from './contract/settlement.ts'
export type * from './contract/sink.ts'
export type * from './contract/source.ts'
export type * from './contract/transport.ts'
export { canonicalParams, exchangeKey } from './recording/canonical-params.ts'
export { parseExactJson, stringifyExactJson } from './recording/exact-json.ts'
export { type Exchange, NOT_RECORDED_CODE } from './recording/exchange.ts'
export {
  type RecordingPlanEntry,
  type RecordingPlanResult,
  type RecordPlanOptions,
  recordPlan,
} from './recording/record-plan.ts'
export { recordTransport } from './recording/record-transport.ts'
export { type RecordingOptions, recordingFetch } from './recording/recording-fetch.ts'
export { type ReplayOptions, replayFetch } from './recording/replay-fetch.ts'
export { systemRuntime } from './runtime/system-runtime.ts'
export { evidenceOf, mergeSettlement } from './settlement/merge-settlement.ts'
export { isStepBack, type Reliance, relianceOf, stageRank } from './settlement/settlement-order.ts'
export {
  addFact,
  EMPTY_RECORD,
  type SettlementChange,
  type SettlementFact,
  type SettlementRecord,
} from './settlement/settlement-record.ts'
export { abortableIterable } from './source/abortable-iterable.ts'
export { AGREED, type AgreedSource, agreedSource } from './source/agreed-source.ts'
export { type BlockInterval, type BlockIntervalOptions, createBlockInterval, type Instant } from './source/block-interval.ts'
export {
  HEAD_READER,
  type HeadAnswer,
  type HeadClaim,
  type HeadOptions,
  type HeadReader,
  headReaderOf,
  type SpotCheck,
} from './source/head-reader.ts'
export { createLatestHead, type LatestHead, type LatestHeadGround } from './source/latest-head.ts'
export { type LinkedAbort, linkAbort } from './source/linked-abort.ts'
export { withParentLink } from './source/parent-link.ts'
export { type WatchBlocksOptions, watchBlocks } from './source/watch-blocks.ts'
export { type WatchHeadsOptions, watchHeads } from './source/watch-heads.ts'
export { createTransport } from './transport/create-transport.ts'
export type { AdmitEndpoint, TransportEndpoint, TransportOptions } from './transport/transport-options.ts'
