import { keccak_256 } from '@noble/hashes/sha3.js'
import { hexBytes, hexQuantity } from './hex.ts'
import type { Random } from './random.ts'
import { concat, rlp } from './rlp.ts'
import type { GeneratedTransaction } from './transaction.ts'

/** A log without its place in a block. */
export interface GeneratedLog {
  readonly address: Uint8Array
  readonly topics: readonly Uint8Array[]
  readonly data: Uint8Array
}

/** A receipt: what the root commits to, and what the answer shows of it. */
export interface GeneratedReceipt {
  readonly encoded: Uint8Array
  readonly bloom: Uint8Array
  readonly logs: readonly GeneratedLog[]
  readonly gasUsed: number
  readonly cumulativeGasUsed: number
  readonly isSuccess: boolean
}

/** Three logs, as a swap would leave them: a transfer, an approval-like one with a third topic, and one of the contract's own. */
export function generateLogs(random: Random, contracts: readonly Uint8Array[], topics: readonly Uint8Array[]): GeneratedLog[] {
  return [2, 1, 0].map((indexed) => ({
    address: random.pick(contracts),
    topics: [random.pick(topics), ...Array.from({ length: indexed }, () => concat(new Uint8Array(12), random.pick(contracts)))],
    data: random.bytes(32 * (1 + random.integer(3))),
  }))
}

/** The receipt of a transaction; deposits carry nonce and version since Canyon (specs.optimism.io, canyon/exec-engine). */
export function generateReceipt(
  transaction: GeneratedTransaction,
  logs: readonly GeneratedLog[],
  gas: { readonly gasUsed: number; readonly cumulativeGasUsed: number },
  isSuccess: boolean,
  depositNonce: number,
): GeneratedReceipt {
  const bloom = new Uint8Array(256)
  for (const { address, topics } of logs) for (const item of [address, ...topics]) addToBloom(bloom, item)
  const body = rlp([
    isSuccess ? 1 : 0,
    gas.cumulativeGasUsed,
    bloom,
    logs.map(({ address, topics, data }) => [address, topics, data]),
    ...(transaction.type === 126 ? [depositNonce, 1] : []),
  ])
  return {
    encoded: transaction.type === 0 ? body : concat(Uint8Array.of(transaction.type), body),
    bloom,
    logs,
    ...gas,
    isSuccess,
  }
}

const bloomBits = new Map<string, readonly number[]>()

/** Three bits of 2048 for each item (yellow paper, 4.3.1). The same few items come again and again, so their bits are kept. */
function addToBloom(bloom: Uint8Array, item: Uint8Array): void {
  const key = Buffer.from(item).toString('latin1')
  let bits = bloomBits.get(key)
  if (!bits) {
    const hash = keccak_256(item)
    bits = [0, 2, 4].map((at) => (((hash[at] ?? 0) << 8) | (hash[at + 1] ?? 0)) & 2047)
    bloomBits.set(key, bits)
  }
  for (const bit of bits) {
    const at = 255 - (bit >> 3)
    bloom[at] = (bloom[at] ?? 0) | (1 << (bit & 7))
  }
}

/** The answer of `eth_getBlockReceipts` for one receipt. */
export function receiptJson(
  receipt: GeneratedReceipt,
  transaction: GeneratedTransaction,
  place: {
    readonly blockHash: string
    readonly blockNumber: number
    readonly transactionIndex: number
    readonly firstLogIndex: number
  },
): object {
  const at = {
    blockHash: place.blockHash,
    blockNumber: hexQuantity(place.blockNumber),
    transactionHash: transaction.hash,
    transactionIndex: hexQuantity(place.transactionIndex),
  }
  return {
    ...at,
    contractAddress: null,
    cumulativeGasUsed: hexQuantity(receipt.cumulativeGasUsed),
    effectiveGasPrice: hexQuantity(transaction.effectiveGasPrice),
    from: transaction.json['from'],
    gasUsed: hexQuantity(receipt.gasUsed),
    logs: receipt.logs.map(({ address, topics, data }, index) => ({
      address: hexBytes(address),
      topics: topics.map(hexBytes),
      data: hexBytes(data),
      ...at,
      logIndex: hexQuantity(place.firstLogIndex + index),
      removed: false,
    })),
    logsBloom: hexBytes(receipt.bloom),
    status: receipt.isSuccess ? '0x1' : '0x0',
    to: transaction.json['to'],
    type: hexQuantity(transaction.type),
    ...(transaction.type === 126
      ? { depositNonce: transaction.json['nonce'], depositReceiptVersion: '0x1' }
      : {
          l1BaseFeeScalar: hexQuantity(2_269),
          l1BlobBaseFee: '0x1',
          l1BlobBaseFeeScalar: hexQuantity(1_055_762),
          l1Fee: hexQuantity(40_000_000 + transaction.encoded.length * 1_000),
          l1GasPrice: hexQuantity(500_000_000),
          l1GasUsed: hexQuantity(1_600 + transaction.encoded.length),
        }),
  }
}
