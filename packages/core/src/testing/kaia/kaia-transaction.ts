import { concatBytes, integerBytes, toBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import { keccakHex } from '../ethereum/keccak.ts'
import { type RlpItem, rlpEncode } from '../ethereum/rlp.ts'
import { SIMULATED_ACCOUNTS } from '../ethereum/signature.ts'
import type { EthereumTransaction } from '../ethereum/transaction.ts'
import type { SeededRandom } from '../runtime/seeded-random.ts'

/** Types of Kaia's own, a few of each family (kaia blockchain/types/tx_internal_data.go). */
const NATIVE_TYPES: Readonly<Record<number, string>> = {
  8: 'TxTypeValueTransfer',
  9: 'TxTypeFeeDelegatedValueTransfer',
  10: 'TxTypeFeeDelegatedValueTransferWithRatio',
  16: 'TxTypeValueTransferMemo',
  32: 'TxTypeAccountUpdate',
  40: 'TxTypeSmartContractDeploy',
  42: 'TxTypeFeeDelegatedSmartContractDeployWithRatio',
  49: 'TxTypeFeeDelegatedSmartContractExecution',
  56: 'TxTypeCancel',
  72: 'TxTypeChainDataAnchoring',
}

/** The numbers of those types. */
export const KAIA_NATIVE_TYPES: readonly number[] = Object.keys(NATIVE_TYPES).map(Number)

interface Signatures {
  readonly item: RlpItem
  readonly json: readonly Readonly<Record<string, string>>[]
}

function signatures(random: SeededRandom, chainId: number): Signatures {
  const all = Array.from({ length: random.integer(1, 2) }, () => ({
    V: BigInt(chainId) * 2n + 35n + BigInt(random.integer(0, 1)),
    R: BigInt(random.hex(32)),
    S: BigInt(random.hex(32)),
  }))
  return {
    item: all.map(({ V, R, S }) => [integerBytes(V), integerBytes(R), integerBytes(S)]),
    json: all.map(({ V, R, S }) => ({ V: toQuantity(V), R: toQuantity(R), S: toQuantity(S) })),
  }
}

/** A transaction of a type of Kaia's own: `type ‖ rlp([…, signatures, (fee payer, its signatures)])`. */
export function makeNativeTransaction(
  random: SeededRandom,
  type: number,
  context: { readonly chainId: number; readonly nonce: bigint; readonly gasPriceWei: bigint },
): EthereumTransaction {
  const { nonce, gasPriceWei } = context
  const family = type - (type % 8)
  const delegation = type % 8
  const from = random.pick(SIMULATED_ACCOUNTS).address
  const gasLimit = BigInt(random.integer(60_000, 500_000))
  const deploys = family === 40
  const to = family === 8 || family === 16 || family === 48 ? random.hex(20) : undefined
  const hasValue = to !== undefined || deploys
  const valueWei = BigInt(random.integer(0, 2 ** 40))
  const input = family === 16 || deploys || family === 48 || family === 72 ? random.hex(random.integer(1, 80)) : undefined
  const key = family === 32 ? random.hex(35) : undefined
  const signed = signatures(random, context.chainId)
  const items: RlpItem[] = [integerBytes(nonce), integerBytes(gasPriceWei), integerBytes(gasLimit)]
  const json: Record<string, unknown> = {
    nonce: toQuantity(nonce),
    gasPrice: toQuantity(gasPriceWei),
    gas: toQuantity(gasLimit),
    from,
  }
  if (hasValue) {
    items.push(to === undefined ? new Uint8Array() : toBytes(to), integerBytes(valueWei))
    Object.assign(json, { to: to ?? null, value: toQuantity(valueWei) })
  }
  items.push(toBytes(from))
  if (key !== undefined) {
    items.push(toBytes(key))
    json['key'] = key
  }
  if (input !== undefined) {
    items.push(toBytes(input))
    json['input'] = input
  }
  if (deploys) {
    items.push(new Uint8Array())
    json['humanReadable'] = false
  }
  if (delegation === 2) {
    const ratio = random.integer(1, 99)
    items.push(integerBytes(ratio))
    json['feeRatio'] = toQuantity(ratio)
  }
  if (deploys) {
    items.push(new Uint8Array())
    json['codeFormat'] = '0x0'
  }
  items.push(signed.item)
  json['signatures'] = signed.json
  if (delegation > 0) {
    const feePayer = random.hex(20)
    const paid = signatures(random, context.chainId)
    items.push(toBytes(feePayer), paid.item)
    Object.assign(json, { feePayer, feePayerSignatures: paid.json })
  }
  const encoded = concatBytes(Uint8Array.of(type), rlpEncode(items))
  const hash = keccakHex(encoded)
  return {
    type,
    hash,
    from,
    to,
    nonce,
    gasLimit,
    effectiveGasPriceWei: gasPriceWei,
    encoded,
    blobCount: 0,
    json: { ...json, hash, type: NATIVE_TYPES[type], typeInt: type },
  }
}

const ETHEREUM_NAMES = [
  'TxTypeLegacyTransaction',
  'TxTypeEthereumAccessList',
  'TxTypeEthereumDynamicFee',
  'TxTypeEthereumBlob',
  'TxTypeEthereumSetCode',
]

/** A transaction of Ethereum as Kaia holds and shows it: in an envelope, `0x78`, with a list of one signature. */
export function enveloped(transaction: EthereumTransaction): EthereumTransaction {
  const { type, encoded, json } = transaction
  const { v, r, s, yParity: _parity, ...rest } = json
  const typeInt = type === 0 ? 0 : 0x7800 + type
  return {
    ...transaction,
    type: typeInt,
    encoded: type === 0 ? encoded : toBytes(`0x78${toHex(encoded).slice(2)}`),
    json: { ...rest, type: ETHEREUM_NAMES[type], typeInt, signatures: [{ V: v, R: r, S: s }] },
  }
}
