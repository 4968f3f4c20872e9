import type { Hash } from '@defimon/core'
import type { AbiValue, ContractFunction } from '@defimon/evm/parent'
import { countOf, hexOf, integerAt, partsOf } from '../../settlement/abi-values.ts'
import {
  commitBatch,
  commitSigned,
  commitSignedWithProof,
  commitState,
  commitStateSigned,
  commitWithBitmap,
  commitWithContexts,
  commitWithProof,
} from './rollup-contract.ts'

/** What a call that commits a batch says of it. */
export interface CommitCall {
  readonly batch: number
  /** The last block. */
  readonly to: number
  /** Absent: the first follows the last of the batch before. */
  readonly from?: number
  /** The state root after it. */
  readonly stateRoot: Hash
  /** The call holds a validity proof too. */
  readonly isProven: boolean
  /** False where the data were posted by an earlier one. */
  readonly postsData: boolean
}

/** A block's number, time, base fee, gas limit and counts (node/types, `WrappedBlock.DecodeBlockContext`). */
const CONTEXT_BYTES = 60
/** Since version 1 the header of a batch ends with its last block (contracts/libraries/codec/BatchHeaderCodecV1.sol). */
const LAST_BLOCK_AT = 249
const INDEX_AT = 1

interface CommitFunction {
  readonly call: ContractFunction
  readonly hasContexts?: true
  readonly isProven?: true
  readonly isState?: true
}

const FUNCTIONS: readonly CommitFunction[] = [
  { call: commitSigned },
  { call: commitBatch },
  { call: commitWithContexts, hasContexts: true },
  { call: commitWithBitmap, hasContexts: true },
  { call: commitSignedWithProof, isProven: true },
  { call: commitWithProof, isProven: true },
  { call: commitStateSigned, isState: true },
  { call: commitState, isState: true },
]

/** Reads call data; undefined of another function. Fails with `MALFORMED`. */
export function readCommitCall(input: string): CommitCall | undefined {
  const known = FUNCTIONS.find(({ call }) => call.matches(input))
  if (!known) return undefined
  const data = partsOf(known.call.decodeInput(input)[0], 'batchDataInput')
  const parent = hexOf(data[1], 'parentBatchHeader')
  return {
    batch: integerAt(parent, INDEX_AT, 8, 'parentBatchHeader') + 1,
    // Of the last three, between the root before and that of withdrawals.
    stateRoot: hexOf(data.at(-2), 'postStateRoot'),
    isProven: known.isProven === true,
    postsData: known.isState !== true,
    ...(known.hasContexts ? blocksIn(data[2]) : { to: countOf(data[2], 'lastBlockNumber'), ...afterParent(parent) }),
  }
}

function blocksIn(value: AbiValue | undefined): { readonly from: number; readonly to: number } {
  const contexts = hexOf(value, 'blockContexts')
  const count = integerAt(contexts, 0, 2, 'blockContexts')
  const numberAt = (index: number): number => integerAt(contexts, 2 + index * CONTEXT_BYTES, 8, 'a block of blockContexts')
  return { from: numberAt(0), to: numberAt(Math.max(0, count - 1)) }
}

function afterParent(header: string): { readonly from?: number } {
  const version = integerAt(header, 0, 1, 'parentBatchHeader')
  return version === 0 ? {} : { from: integerAt(header, LAST_BLOCK_AT, 8, 'parentBatchHeader') + 1 }
}
