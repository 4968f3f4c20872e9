import { seededRandom } from '../runtime/seeded-random.ts'
import { integerBytes, toBytes, toQuantity } from './hex.ts'
import { keccakHex } from './keccak.ts'
import { type EthereumReceipt, makeReceipt } from './receipt.ts'
import { SIMULATED_ACCOUNTS } from './signature.ts'
import { type EthereumTransaction, signed } from './transaction.ts'

/** A transaction that a test puts into a block of a simulated chain: what a rollup does on its parent, for one. */
export interface PlannedTransaction {
  /** Any address. The signature is another account's: no root commits to a sender, so only signature recovery would tell. */
  readonly from: string
  readonly to: string
  /** 0x-hex. Default: none. */
  readonly input?: string
  /** Makes it a blob transaction (EIP-4844). */
  readonly blobVersionedHashes?: readonly string[]
  readonly logs?: readonly { readonly address: string; readonly topics: readonly string[]; readonly data: string }[]
  /** Default: succeeded. A failed one has no logs. */
  readonly failed?: boolean
  /** Default 100,000. */
  readonly gasUsed?: bigint
}

/** A planned transaction, signed, and its receipt after `gasBefore`. */
export function makePlanned(
  planned: PlannedTransaction,
  context: {
    readonly chainId: number
    readonly nonce: bigint
    readonly baseFeePerGasWei: bigint
    readonly gasBefore: bigint
  },
): { readonly transaction: EthereumTransaction; readonly receipt: EthereumReceipt } {
  const { chainId, nonce, baseFeePerGasWei } = context
  const account = SIMULATED_ACCOUNTS[0]!
  const from = planned.from.toLowerCase()
  const random = seededRandom(`planned/${from}/${nonce}`)
  const tipWei = BigInt(random.integer(1, 2_000_000_000))
  const gasPriceWei = baseFeePerGasWei + tipWei
  const gasUsed = planned.gasUsed ?? 100_000n
  const gasLimit = gasUsed + 50_000n
  const input = toBytes(planned.input ?? '0x')
  const blobHashes = (planned.blobVersionedHashes ?? []).map(toBytes)
  const type = blobHashes.length > 0 ? 3 : 2
  const fields = [
    integerBytes(chainId),
    integerBytes(nonce),
    integerBytes(tipWei),
    integerBytes(gasPriceWei * 2n),
    integerBytes(gasLimit),
    toBytes(planned.to),
    new Uint8Array(),
    input,
    [],
    ...(type === 3 ? [integerBytes(1_000n), blobHashes] : []),
  ]
  const { encoded, json } = signed(type, fields, account)
  const hash = keccakHex(encoded)
  const blobGasUsed = BigInt(blobHashes.length) * 131_072n
  const transaction: EthereumTransaction = {
    type,
    hash,
    from,
    to: planned.to.toLowerCase(),
    nonce,
    gasLimit,
    effectiveGasPriceWei: gasPriceWei,
    encoded,
    blobCount: blobHashes.length,
    json: {
      type: toQuantity(type),
      from,
      to: planned.to.toLowerCase(),
      nonce: toQuantity(nonce),
      gas: toQuantity(gasLimit),
      gasPrice: toQuantity(gasPriceWei),
      value: '0x0',
      input: planned.input ?? '0x',
      chainId: toQuantity(chainId),
      accessList: [],
      maxFeePerGas: toQuantity(gasPriceWei * 2n),
      maxPriorityFeePerGas: toQuantity(tipWei),
      ...(type === 3 && { maxFeePerBlobGas: toQuantity(1_000), blobVersionedHashes: planned.blobVersionedHashes }),
      ...json,
      hash,
    },
  }
  const receipt = makeReceipt({
    type,
    statusOrRoot: planned.failed ? 0 : 1,
    gasUsed,
    cumulativeGasUsed: context.gasBefore + gasUsed,
    logs: planned.failed ? [] : (planned.logs ?? []).map((log) => ({ ...log, address: log.address.toLowerCase() })),
    json: blobGasUsed > 0n ? { blobGasUsed: toQuantity(blobGasUsed), blobGasPrice: '0x1' } : {},
  })
  return { transaction, receipt }
}
