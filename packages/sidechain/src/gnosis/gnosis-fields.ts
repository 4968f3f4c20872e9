import {
  type EvmBlockFields,
  type EvmTransactionFields,
  evmBlockFields,
  isPresent,
  parseData,
  type RpcObject,
} from '@defimon/evm'
import { auraStep } from './aura-header.ts'

/** What a block of Gnosis has beyond the common fields. */
export interface GnosisBlockFields extends EvmBlockFields {
  /** Before the merge: the step of AuRa in which the block was sealed. */
  readonly auraStep?: number
  /** Before the merge: the seal. */
  readonly auraSignature?: string
}

/** What a transaction of Gnosis has beyond the common fields. */
export interface GnosisTransactionFields extends EvmTransactionFields {}

declare module '@defimon/core' {
  interface StackBlockFields {
    gnosis: GnosisBlockFields
  }
  interface StackTransactionFields {
    gnosis: GnosisTransactionFields
  }
}

/** Reads the fields of a block. */
export function gnosisBlockFields(block: RpcObject): GnosisBlockFields {
  const fields: GnosisBlockFields = evmBlockFields(block)
  const step = auraStep(block)
  if (step === undefined || !isPresent(block['signature'])) return fields
  return { ...fields, auraStep: step, auraSignature: parseData(block['signature'], 'signature') }
}
