import { keccak_256 } from '@noble/hashes/sha3.js'
import { hexBytes, hexQuantity } from '../chain/hex.ts'
import { type RlpItem, rlp } from '../chain/rlp.ts'

/** A header as a node answers it. */
export type MadeHeader = Readonly<Record<string, unknown>> & { readonly hash: string }

const EMPTY_OMMERS = '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347'
const EMPTY_REQUESTS = '0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
/** Of a trie that holds nothing. */
const EMPTY_ROOT = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421'
const ZEROS = `0x${'00'.repeat(32)}`
const NO_BLOOM = `0x${'00'.repeat(256)}`
const NOBODY = `0x${'00'.repeat(20)}`
const BASE_FEE = 10_000_000

/** Any 32 bytes that a name stands for. */
export function wordOf(name: string): string {
  return keccakOf(Buffer.from(name))
}

/** The keccak of bytes, or of 0x-hex put together. */
export function keccakOf(...parts: readonly (string | Uint8Array)[]): string {
  return hexBytes(keccak_256(Buffer.concat(parts.map((part) => (typeof part === 'string' ? bytesOf(part) : part)))))
}

/**
 * A header of EraVM: keccak(number ‖ timestamp ‖ parent ‖ rolling hash of no transactions). Blocks are made as they are asked for, so
 * none holds its parent's hash: settlement reads single headers, and follows no link.
 */
export function eraHeader(number: number, timestampS: number, batch: number | undefined): MadeHeader {
  const parentHash = wordOf(`parent ${number}`)
  const word = (value: number): string => `0x${value.toString(16).padStart(64, '0')}`
  return {
    hash: keccakOf(word(number), word(timestampS), parentHash, ZEROS),
    parentHash,
    number: hexQuantity(number),
    timestamp: hexQuantity(timestampS),
    l1BatchNumber: batch === undefined ? null : hexQuantity(batch),
    l1BatchTimestamp: batch === undefined ? null : hexQuantity(timestampS),
    ...{ sha3Uncles: EMPTY_OMMERS, miner: NOBODY, stateRoot: ZEROS, transactionsRoot: ZEROS, receiptsRoot: ZEROS },
    ...{ gasUsed: '0x0', gasLimit: '0xffffffff', baseFeePerGas: hexQuantity(BASE_FEE), extraData: '0x', logsBloom: NO_BLOOM },
    ...{ difficulty: '0x0', totalDifficulty: '0x0', sealFields: [], uncles: [], transactions: [], size: '0x0' },
    ...{ mixHash: ZEROS, nonce: '0x0000000000000000' },
  }
}

/** A header of Nitro: Ethereum's fields, with the send root in the extra data and the counts packed into the mix hash. */
export function nitroHeader(number: number, timestampS: number, l1BlockNumber: number): MadeHeader {
  const packed = [number, l1BlockNumber, 40, 0].map((value) => value.toString(16).padStart(16, '0')).join('')
  return ethereumHeader(number, timestampS, { difficulty: 1, extraData: wordOf(`send ${number}`), mixHash: `0x${packed}` })
}

/** A header of the OP Stack since Isthmus, which holds the storage root of the message passer. */
export function isthmusHeader(number: number, timestampS: number): MadeHeader {
  return ethereumHeader(number, timestampS, {
    difficulty: 0,
    extraData: '0x00000000fa00000006',
    mixHash: wordOf(`randao ${number}`),
    withdrawalsRoot: wordOf(`withdrawals ${number}`),
  })
}

/** The output root of such a block: keccak(version 0 ‖ state root ‖ storage root ‖ hash). */
export function outputRootOf({ stateRoot, withdrawalsRoot, hash }: MadeHeader): string {
  return keccakOf(ZEROS, String(stateRoot), String(withdrawalsRoot), hash)
}

interface Varying {
  readonly difficulty: number
  readonly extraData: string
  readonly mixHash: string
  readonly withdrawalsRoot?: string
}

function ethereumHeader(number: number, timestampS: number, varying: Varying): MadeHeader {
  const { difficulty, extraData, mixHash, withdrawalsRoot } = varying
  const [parentHash, stateRoot] = [wordOf(`parent ${number}`), wordOf(`state ${number}`)]
  const [transactionsRoot, receiptsRoot, beaconRoot] = [EMPTY_ROOT, EMPTY_ROOT, wordOf('beacon')]
  const fields: RlpItem[] = [
    ...[parentHash, EMPTY_OMMERS, NOBODY, stateRoot, transactionsRoot, receiptsRoot, NO_BLOOM].map(bytesOf),
    ...[difficulty, number, 30_000_000, 0, timestampS],
    ...[extraData, mixHash, '0x0000000000000000'].map(bytesOf),
    BASE_FEE,
    ...(withdrawalsRoot ? [bytesOf(withdrawalsRoot), 0, 0, bytesOf(beaconRoot), bytesOf(EMPTY_REQUESTS)] : []),
  ]
  return {
    hash: keccakOf(rlp(fields)),
    ...{ parentHash, stateRoot, transactionsRoot, receiptsRoot, extraData, mixHash },
    ...{ sha3Uncles: EMPTY_OMMERS, miner: NOBODY, logsBloom: NO_BLOOM, nonce: '0x0000000000000000' },
    ...{ difficulty: hexQuantity(difficulty), number: hexQuantity(number), timestamp: hexQuantity(timestampS) },
    ...{ gasLimit: hexQuantity(30_000_000), gasUsed: '0x0', baseFeePerGas: hexQuantity(BASE_FEE) },
    ...{ uncles: [], transactions: [], size: '0x0' },
    ...(withdrawalsRoot && {
      ...{ withdrawalsRoot, withdrawals: [], blobGasUsed: '0x0', excessBlobGas: '0x0' },
      ...{ parentBeaconBlockRoot: beaconRoot, requestsHash: EMPTY_REQUESTS },
    }),
  }
}

function bytesOf(hex: string): Uint8Array {
  return Buffer.from(hex.slice(2), 'hex')
}
