import {
  APPENDED_HEADER_FIELDS,
  HEADER_FIELDS,
  type HeaderField,
  type HeaderRule,
  isPresent,
  malformed,
  type RpcObject,
  rlpHeader,
  toQuantity,
} from '@defimon/evm'

/** `mixHash` and `nonce`, the last two of Ethereum's fields, give way to the step and the seal (erigon core/types/block.go). */
const SEAL: readonly HeaderField[] = [
  { name: 'step', as: 'quantity' },
  { name: 'signature', as: { length: 65 } },
]

const header = rlpHeader({
  required: [...HEADER_FIELDS.slice(0, -2), ...SEAL],
  optional: APPENDED_HEADER_FIELDS,
  beside: ['mixHash', 'nonce'],
})

/** The header of AuRa, which sealed Gnosis until the merge. A node that does not show the seal leaves nothing to recompute. */
export const auraHeader: HeaderRule = {
  knownFields: header.knownFields,
  hash(block, writer, raw) {
    const step = auraStep(block)
    if (step === undefined || !isPresent(block['signature'])) {
      return { skip: 'the node does not show the AuRa step and signature, which the hash stands over' }
    }
    return header.hash({ ...block, step: toQuantity(step) }, writer, raw)
  },
}

/** The step of a block of AuRa: nodes give a number, its decimals, or a quantity. Undefined where there is none. */
export function auraStep(block: RpcObject): number | undefined {
  const { step } = block
  if (!isPresent(step)) return undefined
  const number = typeof step === 'string' || typeof step === 'number' ? Number(step) : Number.NaN
  if (!Number.isSafeInteger(number) || number < 0) throw malformed('step is not a number')
  return number
}
