import type { DataAvailability } from '@defimon/core'

/** What a transaction to the inbox of Metis says. */
export interface MetisBatch {
  readonly batch: number
  readonly from: number
  readonly to: number
  readonly dataAvailability: DataAvailability
}

const DATA_AVAILABILITY: readonly DataAvailability[] = ['ethereum-calldata', 'memo', 'celestia', 'ethereum-blobs']
const HEAD_DIGITS = 2 * (1 + 1 + 32 + 32 + 4)

/**
 * DA type 1 ‖ compression 1 ‖ batch index 32 ‖ first L2 block 32 ‖ number of blocks 4 ‖ … (github.com/MetisProtocol/mvm,
 * batch-submitter, tx-batch-submitter-inbox.ts). With blobs the hashes of their transactions follow, which were sent before. Undefined
 * where the data are something else.
 */
export function readMetisInbox(input: string): MetisBatch | undefined {
  const digits = input.slice(2)
  if (digits.length < HEAD_DIGITS) return undefined
  const dataAvailability = DATA_AVAILABILITY[Number.parseInt(digits.slice(0, 2), 16)]
  const batch = Number(BigInt(`0x${digits.slice(4, 68)}`))
  const from = Number(BigInt(`0x${digits.slice(68, 132)}`))
  const count = Number.parseInt(digits.slice(132, HEAD_DIGITS), 16)
  if (!dataAvailability || count === 0 || !Number.isSafeInteger(batch) || !Number.isSafeInteger(from)) return undefined
  return { batch, from, to: from + count - 1, dataAvailability }
}
