import type { Fee } from '@defimon/core'
import { type BlockContext, gasFee, isPresent, parseQuantity, type RpcObject } from '@defimon/evm'
import { l1Attributes } from './l1-attributes.ts'

const OPERATOR_FEE_DIVISOR = 1_000_000n
const JOVIAN_OPERATOR_FEE_FACTOR = 100n

/** What a transaction paid: gas on L2, the share of the L1 data, and since Isthmus the operator's fee. Deposits paid on L1. */
export function optimismFee(transaction: RpcObject, receipt: RpcObject, context: BlockContext): Fee | undefined {
  if (transaction['type'] === '0x7e') return { totalWei: 0n }
  // Since Jovian a receipt's blobGasUsed is its share of the data footprint: no blob was paid for.
  const gas = gasFee(transaction, receipt, context, false)
  if (!gas) return undefined
  const l1DataWei = isPresent(receipt['l1Fee']) ? parseQuantity(receipt['l1Fee'], 'l1Fee') : undefined
  const operatorWei = operatorFee(receipt, context)
  const totalWei = gas.totalWei + (l1DataWei ?? 0n) + (operatorWei ?? 0n)
  const { priorityWei } = gas
  // What nearly every transaction has, as one literal.
  if (priorityWei !== undefined && l1DataWei !== undefined && operatorWei !== undefined) {
    return { totalWei, priorityWei, l1DataWei, operatorWei }
  }
  return {
    ...gas,
    totalWei,
    ...(l1DataWei !== undefined && { l1DataWei }),
    ...(operatorWei !== undefined && { operatorWei }),
  }
}

/** Isthmus: gas × scalar / 10^6 + constant; Jovian: gas × scalar × 100 + constant (specs.optimism.io, `<fork>/exec-engine`). */
function operatorFee(receipt: RpcObject, { block }: BlockContext): bigint | undefined {
  const { scalar, constant } = operatorParameters(receipt, block)
  if (scalar === undefined || constant === undefined) return undefined
  const gasUsed = parseQuantity(receipt['gasUsed'], 'gasUsed of a receipt')
  return constant + (isJovian(block) ? gasUsed * scalar * JOVIAN_OPERATOR_FEE_FACTOR : (gasUsed * scalar) / OPERATOR_FEE_DIVISOR)
}

function operatorParameters(
  receipt: RpcObject,
  block: RpcObject,
): { scalar?: bigint | undefined; constant?: bigint | undefined } {
  if (isPresent(receipt['operatorFeeScalar'])) {
    return {
      scalar: parseQuantity(receipt['operatorFeeScalar'], 'operatorFeeScalar'),
      constant: parseQuantity(receipt['operatorFeeConstant'] ?? '0x0', 'operatorFeeConstant'),
    }
  }
  const attributes = l1Attributes(block)
  return { scalar: attributes?.operatorFeeScalar, constant: attributes?.operatorFeeConstant }
}

/** From Jovian on the header's extra data is version 1, of 17 bytes (specs.optimism.io, jovian/exec-engine). */
function isJovian(block: RpcObject): boolean {
  const { extraData } = block
  return typeof extraData === 'string' && extraData.length === 36 && extraData.startsWith('0x01')
}
