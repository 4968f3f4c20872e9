import { concatBytes, fixedBytes, toBytes, toHex } from '../ethereum/hex.ts'
import type { OpStackFork } from './op-stack-model.ts'

/** What the first transaction of a block tells the L2 of its L1 origin. */
export interface L1Attributes {
  readonly number: number
  readonly timestampSeconds: number
  readonly hash: string
  /** Position of the L2 block among those of the same origin. */
  readonly sequenceNumber: number
  readonly baseFeeWei: bigint
  readonly blobBaseFeeWei: bigint
  readonly batcher: string
  readonly baseFeeScalar: number
  readonly blobBaseFeeScalar: number
  readonly operatorFeeScalar: number
  readonly operatorFeeConstant: number
  readonly daFootprintGasScalar: number
}

/** The input of the L1 attributes deposit, by fork (OP Stack specs, `l1-attributes.md` of each fork). */
export function l1AttributesInput(fork: OpStackFork, attributes: L1Attributes): string {
  const { number, timestampSeconds, hash, sequenceNumber, baseFeeWei, blobBaseFeeWei, batcher } = attributes
  const batcherHash = concatBytes(new Uint8Array(12), toBytes(batcher))
  if (fork === 'bedrock' || fork === 'regolith' || fork === 'canyon') {
    return toHex(
      concatBytes(
        toBytes('0x015d8eb9'),
        fixedBytes(number, 32),
        fixedBytes(timestampSeconds, 32),
        fixedBytes(baseFeeWei, 32),
        toBytes(hash),
        fixedBytes(sequenceNumber, 32),
        batcherHash,
        fixedBytes(188, 32),
        fixedBytes(684_000, 32),
      ),
    )
  }
  const selector = { ecotone: '0x440a5e20', holocene: '0x440a5e20', isthmus: '0x098999be', jovian: '0x3db6be2b' }[fork]
  const operatorFee = [fixedBytes(attributes.operatorFeeScalar, 4), fixedBytes(attributes.operatorFeeConstant, 8)]
  return toHex(
    concatBytes(
      toBytes(selector),
      fixedBytes(attributes.baseFeeScalar, 4),
      fixedBytes(attributes.blobBaseFeeScalar, 4),
      fixedBytes(sequenceNumber, 8),
      fixedBytes(timestampSeconds, 8),
      fixedBytes(number, 8),
      fixedBytes(baseFeeWei, 32),
      fixedBytes(blobBaseFeeWei, 32),
      toBytes(hash),
      batcherHash,
      ...(fork === 'isthmus' || fork === 'jovian' ? operatorFee : []),
      ...(fork === 'jovian' ? [fixedBytes(attributes.daFootprintGasScalar, 2)] : []),
    ),
  )
}
