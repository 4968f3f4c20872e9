import { concatBytes, fixedBytes, integerBytes, toBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import { keccak } from '../ethereum/keccak.ts'
import { type RlpItem, rlpEncode } from '../ethereum/rlp.ts'
import type { EthereumTransaction } from '../ethereum/transaction.ts'
import type { SeededRandom } from '../runtime/seeded-random.ts'

/** The types that Nitro adds and no one signs (OffchainLabs/go-ethereum core/types/arb_types.go). */
export const ARBITRUM_TYPES = {
  deposit: 0x64,
  unsignedCall: 0x65,
  contractCall: 0x66,
  retry: 0x68,
  submitRetryable: 0x69,
  internal: 0x6a,
} as const

/** Who sends what ArbOS does by itself, and where it goes. */
const ARBOS = '0x00000000000000000000000000000000000a4b05'
/** ArbRetryableTx, to which nodes say that a submission goes. */
const RETRYABLES = '0x000000000000000000000000000000000000006e'
/** `startBlock(uint256,uint64,uint64,uint64)`. */
const START_BLOCK = '0x6bf6a42d'
/** `submitRetryable(…)`: what nodes put in front of the input that they make up for a submission. */
const SUBMIT_RETRYABLE = '0xc9f95d32'
const EMPTY = new Uint8Array()

/** What a transaction is made for. */
export interface ArbitrumContext {
  readonly random: SeededRandom
  readonly chainId: number
  readonly baseFeePerGasWei: bigint
}

interface Unsigned {
  readonly type: number
  /** The payload after the chain id. */
  readonly items: readonly RlpItem[]
  readonly from: string
  readonly to: string | undefined
  readonly nonce?: bigint
  readonly gasLimit: bigint
  readonly feeCapWei: bigint
  readonly valueWei: bigint
  readonly input: string
  readonly json?: Readonly<Record<string, unknown>>
}

/** `type || rlp([chainId, …])`, and the JSON that Nitro gives: a signature of zeros. */
function unsigned(chainId: number, parts: Unsigned): EthereumTransaction {
  const { type, from, to, nonce = 0n, gasLimit, feeCapWei, valueWei, input } = parts
  const encoded = concatBytes(Uint8Array.of(type), rlpEncode([integerBytes(chainId), ...parts.items]))
  const hash = toHex(keccak(encoded))
  return {
    type,
    hash,
    from,
    to,
    nonce,
    gasLimit,
    effectiveGasPriceWei: feeCapWei,
    encoded,
    blobCount: 0,
    json: {
      type: toQuantity(type),
      hash,
      from,
      to: to ?? null,
      nonce: toQuantity(nonce),
      gas: toQuantity(gasLimit),
      gasPrice: toQuantity(feeCapWei),
      value: toQuantity(valueWei),
      input,
      chainId: toQuantity(chainId),
      v: '0x0',
      r: '0x0',
      s: '0x0',
      ...parts.json,
    },
  }
}

/** What ArbOS does first in every block: it takes over what the sequencer saw of L1. */
export function makeStartBlock(
  chainId: number,
  seen: {
    readonly l1BaseFeeWei: bigint
    readonly l1BlockNumber: number
    readonly number: number
    readonly secondsPassed: number
  },
): EthereumTransaction {
  const words = [seen.l1BaseFeeWei, seen.l1BlockNumber, seen.number, seen.secondsPassed].map((word) => fixedBytes(word, 32))
  const input = toHex(concatBytes(toBytes(START_BLOCK), ...words))
  const { internal: type } = ARBITRUM_TYPES
  const nothing = { gasLimit: 0n, feeCapWei: 0n, valueWei: 0n }
  return unsigned(chainId, { type, items: [toBytes(input)], from: ARBOS, to: ARBOS, ...nothing, input })
}

/** Ether that comes from the parent chain. */
export function makeEtherDeposit({ random, chainId }: ArbitrumContext, requestId: string): EthereumTransaction {
  const [from, to] = [random.hex(20), random.hex(20)]
  const valueWei = BigInt(random.integer(1, 2 ** 48)) * 1000n
  const items = [toBytes(requestId), toBytes(from), toBytes(to), integerBytes(valueWei)]
  const { deposit: type } = ARBITRUM_TYPES
  return unsigned(chainId, { type, items, from, to, gasLimit: 0n, feeCapWei: 0n, valueWei, input: '0x', json: { requestId } })
}

/** A call that came through the parent's inbox without a signature: by an account, with a nonce, or by a contract, with a request. */
export function makeInboxCall({ random, chainId, baseFeePerGasWei }: ArbitrumContext, requestId?: string): EthereumTransaction {
  const byContract = requestId !== undefined
  const from = random.hex(20)
  const to = random.chance(0.1) ? undefined : random.hex(20)
  const nonce = byContract ? 0n : BigInt(random.integer(0, 1000))
  const gasLimit = BigInt(random.integer(60_000, 500_000))
  const feeCapWei = baseFeePerGasWei + BigInt(random.integer(0, 1_000_000))
  const valueWei = BigInt(random.integer(0, 2 ** 40))
  const input = random.hex(random.pick([0, 1, 4, 68]))
  const call = [
    integerBytes(feeCapWei),
    integerBytes(gasLimit),
    to === undefined ? EMPTY : toBytes(to),
    integerBytes(valueWei),
    toBytes(input),
  ]
  const type = byContract ? ARBITRUM_TYPES.contractCall : ARBITRUM_TYPES.unsignedCall
  const items = byContract ? [toBytes(requestId), toBytes(from), ...call] : [toBytes(from), integerBytes(nonce), ...call]
  // Nitro says `maxFeePerGas` of the one and not of the other (internal/ethapi/api.go).
  const json = byContract ? { requestId, maxFeePerGas: toQuantity(feeCapWei) } : {}
  return unsigned(chainId, { type, items, from, to, nonce, gasLimit, feeCapWei, valueWei, input, json })
}

/** A retryable ticket as it arrives, and the try to run it that follows at once. The ticket's id is the hash of the first. */
export function makeRetryable(
  { random, chainId, baseFeePerGasWei }: ArbitrumContext,
  requestId: string,
): readonly [EthereumTransaction, EthereumTransaction] {
  const [from, beneficiary, refundTo] = [random.hex(20), random.hex(20), random.hex(20)]
  const retryTo = random.chance(0.1) ? undefined : random.hex(20)
  const gasLimit = BigInt(random.integer(60_000, 500_000))
  const feeCapWei = baseFeePerGasWei + BigInt(random.integer(0, 1_000_000))
  const l1BaseFeeWei = BigInt(random.integer(1, 30_000_000_000))
  const depositValueWei = BigInt(random.integer(1, 2 ** 48)) * 1000n
  const retryValueWei = BigInt(random.integer(0, 2 ** 40))
  const maxSubmissionFeeWei = BigInt(random.integer(1, 2 ** 40))
  const retryData = random.hex(random.pick([0, 4, 36, 100]))
  const target = retryTo === undefined ? EMPTY : toBytes(retryTo)
  const submission = unsigned(chainId, {
    type: ARBITRUM_TYPES.submitRetryable,
    items: [
      toBytes(requestId),
      toBytes(from),
      integerBytes(l1BaseFeeWei),
      integerBytes(depositValueWei),
      integerBytes(feeCapWei),
      integerBytes(gasLimit),
      target,
      integerBytes(retryValueWei),
      toBytes(beneficiary),
      integerBytes(maxSubmissionFeeWei),
      toBytes(refundTo),
      toBytes(retryData),
    ],
    from,
    to: RETRYABLES,
    gasLimit,
    feeCapWei,
    valueWei: 0n,
    input: toHex(concatBytes(toBytes(SUBMIT_RETRYABLE), toBytes(requestId), toBytes(retryData))),
    json: {
      requestId,
      l1BaseFee: toQuantity(l1BaseFeeWei),
      depositValue: toQuantity(depositValueWei),
      maxFeePerGas: toQuantity(feeCapWei),
      retryTo: retryTo ?? null,
      retryValue: toQuantity(retryValueWei),
      retryData,
      beneficiary,
      refundTo,
      maxSubmissionFee: toQuantity(maxSubmissionFeeWei),
    },
  })
  const maxRefundWei = maxSubmissionFeeWei + feeCapWei * gasLimit
  const submissionFeeRefundWei = BigInt(random.integer(0, 1000))
  const retry = unsigned(chainId, {
    type: ARBITRUM_TYPES.retry,
    items: [
      EMPTY,
      toBytes(from),
      integerBytes(feeCapWei),
      integerBytes(gasLimit),
      target,
      integerBytes(retryValueWei),
      toBytes(retryData),
      toBytes(submission.hash),
      toBytes(refundTo),
      integerBytes(maxRefundWei),
      integerBytes(submissionFeeRefundWei),
    ],
    from,
    to: retryTo,
    gasLimit,
    feeCapWei,
    valueWei: retryValueWei,
    input: retryData,
    json: {
      maxFeePerGas: toQuantity(feeCapWei),
      ticketId: submission.hash,
      refundTo,
      maxRefund: toQuantity(maxRefundWei),
      submissionFeeRefund: toQuantity(submissionFeeRefundWei),
    },
  })
  return [submission, retry]
}
