import { malformed } from '@defimon/evm'
import type { AbiValue } from '@defimon/evm/parent'
import { hexOf, integerAt, partsOf } from '../../settlement/abi-values.ts'

/** Of each block, in a chunk: number, time, base fee, gas limit, counts (scroll-tech/da-codec, encoding/codecv0_types.go). */
const BLOCK_CONTEXT_BYTES = 60

/** The first and the last block of a batch's chunks, in codecs 0 to 6. Fails with `MALFORMED` where the blocks are not consecutive. */
export function readChunkBlocks(chunks: AbiValue | undefined): { readonly from: number; readonly to: number } {
  let from: number | undefined
  let next: number | undefined
  for (const value of partsOf(chunks, 'chunks')) {
    const chunk = hexOf(value, 'chunk')
    const count = integerAt(chunk, 0, 1, 'chunk')
    for (let index = 0; index < count; index += 1) {
      const number = integerAt(chunk, 1 + index * BLOCK_CONTEXT_BYTES, 8, 'a block of a chunk')
      if (next !== undefined && number !== next) throw malformed('the blocks of a batch do not follow each other')
      from ??= number
      next = number + 1
    }
  }
  if (from === undefined || next === undefined) throw malformed('a batch without blocks')
  return { from, to: next - 1 }
}

/** The codec's version and the index of a batch, by its header: they stand first in every version. */
export function readBatchHeader(header: AbiValue | undefined): { readonly version: number; readonly batchIndex: number } {
  const bytes = hexOf(header, 'batchHeader')
  return { version: integerAt(bytes, 0, 1, 'batchHeader'), batchIndex: integerAt(bytes, 1, 8, 'batchHeader') }
}
