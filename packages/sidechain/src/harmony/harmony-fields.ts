import { type EvmBlockFields, type EvmRaw, type EvmTransactionFields, evmBlockFields, type RpcObject } from '@defimon/evm'
import { consensusFields } from './harmony-header.ts'

/** What a block of Harmony has beyond the common fields. */
export interface HarmonyBlockFields extends EvmBlockFields {
  /** Which view of the consensus made the block. It runs ahead of the number by the leaders that failed. Absent: header not read. */
  readonly viewId?: number
  /** The epoch of the validators. Absent: header not read. */
  readonly epoch?: number
}

/** What a transaction of Harmony has beyond the common fields. */
export interface HarmonyTransactionFields extends EvmTransactionFields {}

declare module '@defimon/core' {
  interface StackBlockFields {
    harmony: HarmonyBlockFields
  }
  interface StackTransactionFields {
    harmony: HarmonyTransactionFields
  }
}

/** Reads the fields of a block, and what only the header's bytes hold. */
export function harmonyBlockFields(block: RpcObject, raw: EvmRaw): HarmonyBlockFields {
  return { ...evmBlockFields(block), ...consensusFields(raw) }
}
