import type { Contradiction } from '../dialect/verdict.ts'
import { parseQuantity, sameQuantity, toQuantity } from '../encoding/quantity.ts'
import type { RlpWriter } from '../encoding/rlp-writer.ts'
import { asList, asObject, isPresent, type RpcObject } from '../encoding/rpc-object.ts'
import { ethereumReceipt } from '../receipt/ethereum-receipt.ts'
import type { BlockContext, TransactionRule } from './transaction-rule.ts'

/** Legacy transactions: no type byte, and the chain id folded into `v` (EIP-155). */
export const legacyTransaction: TransactionRule = {
  kind: 'user',
  signed: true,
  encode(transaction, writer, unsigned) {
    const list = writer.startList()
    writer.quantity(transaction['nonce'], 'nonce')
    writer.quantity(transaction['gasPrice'], 'gasPrice')
    writeCall(transaction, writer)
    if (!unsigned) writeSignature(transaction, writer, transaction['v'])
    else {
      const chainId = legacyChainId(transaction)
      if (chainId !== undefined) {
        writer.quantity(toQuantity(chainId), 'chainId')
        writer.empty()
        writer.empty()
      }
    }
    writer.endList(list)
  },
  check(transaction, context) {
    return checkLegacySignature(transaction) ?? checkChainId(transaction, context)
  },
  effectiveGasPrice: (transaction) => parseQuantity(transaction['gasPrice'], 'gasPrice'),
  receipt: ethereumReceipt(0),
}

/** EIP-2930: an access list. */
export const accessListTransaction: TransactionRule = {
  kind: 'user',
  signed: true,
  encode(transaction, writer, unsigned) {
    writer.raw(0x01)
    const list = writer.startList()
    writer.quantity(transaction['chainId'], 'chainId')
    writer.quantity(transaction['nonce'], 'nonce')
    writer.quantity(transaction['gasPrice'], 'gasPrice')
    writeCall(transaction, writer)
    writeAccessList(transaction, writer)
    if (!unsigned) writeSignature(transaction, writer, parityOf(transaction))
    writer.endList(list)
  },
  check: checkTyped,
  effectiveGasPrice: (transaction) => parseQuantity(transaction['gasPrice'], 'gasPrice'),
  receipt: ethereumReceipt(1),
}

/** EIP-1559: a fee market. */
export const dynamicFeeTransaction: TransactionRule = dynamicFee(2)

/** EIP-4844: blobs. The body's form, without the sidecar. */
export const blobTransaction: TransactionRule = {
  ...dynamicFee(3, (transaction, writer) => {
    writer.quantity(transaction['maxFeePerBlobGas'], 'maxFeePerBlobGas')
    const list = writer.startList()
    for (const hash of asList(transaction['blobVersionedHashes'], 'blobVersionedHashes')) writer.fixed(hash, 32, 'blob hash')
    writer.endList(list)
  }),
  receipt: {
    ...ethereumReceipt(3),
    check(receipt, transaction) {
      if (!isPresent(receipt['blobGasUsed'])) return undefined
      const computed = toQuantity(BLOB_GAS * asList(transaction['blobVersionedHashes'], 'blobVersionedHashes').length)
      return sameQuantity(receipt['blobGasUsed'], computed)
        ? undefined
        : { claimed: String(receipt['blobGasUsed']), computed, detail: 'blobGasUsed of a receipt' }
    },
  },
}

/** EIP-7702: accounts that set their code. */
export const setCodeTransaction: TransactionRule = dynamicFee(4, (transaction, writer) => {
  const list = writer.startList()
  for (const entry of asList(transaction['authorizationList'], 'authorizationList')) {
    const authorization = asObject(entry, 'authorization')
    const item = writer.startList()
    writer.quantity(authorization['chainId'], 'chainId of an authorization')
    writer.fixed(authorization['address'], 20, 'address of an authorization')
    writer.quantity(authorization['nonce'], 'nonce of an authorization')
    writeSignature(authorization, writer, parityOf(authorization))
    writer.endList(item)
  }
  writer.endList(list)
})

/** The transaction types of Ethereum, by the type in JSON. A transaction without a type is a legacy one. */
export const ethereumTransactions: Readonly<Record<string, TransactionRule>> = {
  '0x0': legacyTransaction,
  '0x1': accessListTransaction,
  '0x2': dynamicFeeTransaction,
  '0x3': blobTransaction,
  '0x4': setCodeTransaction,
}

/** Gas of one blob (EIP-4844). */
const BLOB_GAS = 131_072

function dynamicFee(type: number, writeRest?: (transaction: RpcObject, writer: RlpWriter) => void): TransactionRule {
  return {
    kind: 'user',
    signed: true,
    encode(transaction, writer, unsigned) {
      writer.raw(type)
      const list = writer.startList()
      writer.quantity(transaction['chainId'], 'chainId')
      writer.quantity(transaction['nonce'], 'nonce')
      writer.quantity(transaction['maxPriorityFeePerGas'], 'maxPriorityFeePerGas')
      writer.quantity(transaction['maxFeePerGas'], 'maxFeePerGas')
      writeCall(transaction, writer)
      writeAccessList(transaction, writer)
      writeRest?.(transaction, writer)
      if (!unsigned) writeSignature(transaction, writer, parityOf(transaction))
      writer.endList(list)
    },
    check: checkTyped,
    effectiveGasPrice: effectiveDynamicFee,
    receipt: ethereumReceipt(type),
  }
}

/** Writes gas, to, value and input, which stand together in every type. */
export function writeCall(transaction: RpcObject, writer: RlpWriter): void {
  writer.quantity(transaction['gas'], 'gas')
  writer.fixedOrEmpty(transaction['to'], 20, 'to')
  writer.quantity(transaction['value'], 'value')
  writer.data(transaction['input'], 'input')
}

/** Writes `[[address, [keys]], …]` (EIP-2930). */
export function writeAccessList(transaction: RpcObject, writer: RlpWriter): void {
  const entries = asList(transaction['accessList'], 'accessList')
  if (entries.length === 0) {
    writer.listHeader(0)
    return
  }
  const list = writer.startList()
  for (const value of entries) {
    const entry = asObject(value, 'entry of an access list')
    const item = writer.startList()
    writer.fixed(entry['address'], 20, 'address of an access list')
    const keys = writer.startList()
    for (const key of asList(entry['storageKeys'], 'storageKeys')) writer.fixed(key, 32, 'storage key')
    writer.endList(keys)
    writer.endList(item)
  }
  writer.endList(list)
}

/** Writes the parity or `v`, then `r` and `s`. */
export function writeSignature(signed: RpcObject, writer: RlpWriter, v: unknown): void {
  writer.quantity(v, 'v')
  writer.quantity(signed['r'], 'r')
  writer.quantity(signed['s'], 's')
}

/** The parity of the signature's point: `yParity`, or `v` where an older node leaves it out. */
export function parityOf(signed: RpcObject): unknown {
  return isPresent(signed['yParity']) ? signed['yParity'] : signed['v']
}

/** `min(maxFeePerGas, baseFee + maxPriorityFeePerGas)` (EIP-1559); undefined where the block has no base fee. */
export function effectiveDynamicFee(transaction: RpcObject, { block }: BlockContext): bigint | undefined {
  if (!isPresent(block['baseFeePerGas'])) return undefined
  const most = parseQuantity(transaction['maxFeePerGas'], 'maxFeePerGas')
  const priority = parseQuantity(transaction['maxPriorityFeePerGas'], 'maxPriorityFeePerGas')
  const price = parseQuantity(block['baseFeePerGas'], 'baseFeePerGas') + priority
  // biome-ignore lint/complexity/useMathMinMax: Math.min takes no bigint
  return price < most ? price : most
}

/** What must agree in every typed transaction: `v` with `yParity`, and the chain id with the network's. */
export function checkTyped(transaction: RpcObject, context: BlockContext): Contradiction | undefined {
  const { v, yParity } = transaction
  if (isPresent(v) && isPresent(yParity) && !sameQuantity(v, yParity)) {
    return { claimed: String(v), computed: String(yParity), detail: 'v of a typed transaction' }
  }
  return checkChainId(transaction, context)
}

function checkChainId(transaction: RpcObject, { chainId }: BlockContext): Contradiction | undefined {
  const claimed = transaction['chainId']
  if (chainId === undefined || !isPresent(claimed) || Number(claimed) === chainId) return undefined
  return { claimed: String(claimed), computed: toQuantity(chainId), detail: 'chainId of a transaction' }
}

/** `chainId` and `yParity` of a legacy transaction are not encoded, but follow from `v` (EIP-155). */
function checkLegacySignature(transaction: RpcObject): Contradiction | undefined {
  const v = parseQuantity(transaction['v'], 'v')
  const protectedV = v >= 35n
  const { chainId, yParity } = transaction
  if (isPresent(chainId) && protectedV && BigInt(String(chainId)) !== (v - 35n) / 2n) {
    return { claimed: String(chainId), computed: toQuantity((v - 35n) / 2n), detail: 'chainId of a legacy transaction' }
  }
  const parity = protectedV ? (v - 35n) % 2n : v === 27n ? 0n : v === 28n ? 1n : undefined
  if (isPresent(yParity) && parity !== undefined && BigInt(String(yParity)) !== parity) {
    return { claimed: String(yParity), computed: toQuantity(parity), detail: 'yParity of a legacy transaction' }
  }
  return undefined
}

function legacyChainId(transaction: RpcObject): bigint | undefined {
  const v = parseQuantity(transaction['v'], 'v')
  return v >= 35n ? (v - 35n) / 2n : undefined
}
