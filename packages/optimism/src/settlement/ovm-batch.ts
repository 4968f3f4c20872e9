import { malformed } from '@defimon/evm'

/** L2 blocks of a batch of the OVM. */
export interface OvmBatch {
  readonly from: number
  readonly to: number
  /** Metis only. */
  readonly chainId?: number
}

/** CanonicalTransactionChain: packed, so the selector is of a declaration without parameters. */
export const APPEND_SEQUENCER_BATCH = '0xd0f89344'
/** The same on Metis, with the id of the chain in front. */
export const APPEND_SEQUENCER_BATCH_BY_CHAIN = '0xa8cda37b'

/**
 * The blocks of an `appendSequencerBatch`: start u40 ‖ count u24 ‖ contexts u24 ‖ … (Lib_OVMCodec, CanonicalTransactionChain). One
 * transaction a block, and block = element + 1. From April 2022 on a first context of zeros says that what follows is compressed;
 * the range stands before it. Fails with `MALFORMED`.
 */
export function readOvmBatch(input: string): OvmBatch {
  const byChain = input.startsWith(APPEND_SEQUENCER_BATCH_BY_CHAIN)
  const at = byChain ? 10 + 64 : 10
  const head = input.slice(at, at + 22)
  if (head.length < 22) throw malformed('an OVM batch ends early')
  const start = Number.parseInt(head.slice(0, 10), 16)
  const count = Number.parseInt(head.slice(10, 16), 16)
  if (count === 0) throw malformed('an OVM batch of no elements')
  const range = { from: start + 1, to: start + count }
  return byChain ? { ...range, chainId: Number(BigInt(`0x${input.slice(10, 74)}`)) } : range
}
