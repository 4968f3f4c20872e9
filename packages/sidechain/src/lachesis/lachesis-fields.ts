import {
  type EvmBlockFields,
  type EvmTransactionFields,
  evmBlockFields,
  isPresent,
  parseHeight,
  type RpcObject,
} from '@defimon/evm'

/** What a block of Fantom Opera or Sonic has beyond the common fields. */
export interface LachesisBlockFields extends EvmBlockFields {
  /** The epoch of the consensus. One that stands still tells a stall. */
  readonly epoch?: number
}

/** What a transaction of Fantom Opera or Sonic has beyond the common fields. */
export interface LachesisTransactionFields extends EvmTransactionFields {}

declare module '@defimon/core' {
  interface StackBlockFields {
    lachesis: LachesisBlockFields
  }
  interface StackTransactionFields {
    lachesis: LachesisTransactionFields
  }
}

/** Reads the fields of a block. */
export function lachesisBlockFields(block: RpcObject): LachesisBlockFields {
  const fields: LachesisBlockFields = evmBlockFields(block)
  return isPresent(block['epoch']) ? { ...fields, epoch: parseHeight(block['epoch'], 'epoch') } : fields
}
