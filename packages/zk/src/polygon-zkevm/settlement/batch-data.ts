import type { DataAvailability, L2Network } from '@defimon/core'
import { sequenceValidiumBanana, sequenceValidiumElderberry, sequenceValidiumEtrog } from './polygon-contracts.ts'

/** Where a block begins in a batch: this byte, then four bytes of seconds since the last and four of an index into the L1 info tree. */
const CHANGE_L2_BLOCK = 0x0b
/** r, s, v and the share of the gas price that is paid, after each transaction. */
const AFTER_TRANSACTION = 32 + 32 + 1 + 1

/**
 * How many L2 blocks a batch's data hold, since Etrog (zkevm-node, state/encoding_batch_v2.go): blocks and RLP lists of transactions follow each
 * other to the end. Undefined where the data are of another form, as those before Etrog are.
 */
export function countBatchBlocks(data: string): number | undefined {
  const length = data.length / 2 - 1
  const byte = (at: number): number => Number.parseInt(data.slice(2 + 2 * at, 4 + 2 * at), 16)
  let blocks = 0
  let at = 0
  while (at < length) {
    const first = byte(at)
    if (first === CHANGE_L2_BLOCK) {
      blocks += 1
      at += 9
    } else if (first >= 0xc0 && blocks > 0) {
      at += listBytes(first, data, at) + AFTER_TRANSACTION
    } else {
      return undefined
    }
  }
  return at === length ? blocks : undefined
}

function listBytes(first: number, data: string, at: number): number {
  if (first <= 0xf7) return 1 + first - 0xc0
  const size = first - 0xf7
  const length = Number.parseInt(data.slice(4 + 2 * at, 4 + 2 * (at + size)), 16)
  return Number.isSafeInteger(length) ? 1 + size + length : Number.POSITIVE_INFINITY
}

/** Where the data of a sequence are, by its call: validiums call another function; where a contract in between was called, the registry tells. */
export function sequenceData(input: string, network: L2Network<'polygon-zkevm'>): DataAvailability {
  const isValidium = [sequenceValidiumEtrog, sequenceValidiumElderberry, sequenceValidiumBanana].some((one) => one.matches(input))
  return isValidium ? 'dac' : network.category === 'validium' ? (network.dataAvailability ?? 'dac') : 'ethereum-calldata'
}
