import type { ReceiptRule } from '../receipt/receipt-rule.ts'
import type { TransactionRule } from '../transaction/transaction-rule.ts'
import { type KnownName, numberOf } from './names.ts'
import { LAYOUT_LENGTH } from './places.ts'

/** One field of an encoded transaction, as the byte reader writes it (`assembly/layout.ts`). */
export type LayoutField =
  | { readonly as: 'quantity' | 'quantityOrEmpty' | 'data'; readonly name: KnownName }
  /** Bytes of just this length. `fixedOrEmpty`: or absent, or null. */
  | { readonly as: 'fixed' | 'fixedOrEmpty'; readonly name: KnownName; readonly length: number }
  /** 1 where either is `true`, else nothing. */
  | { readonly as: 'flag'; readonly name: KnownName; readonly or: KnownName }
  /** The first where it is present, else the other. */
  | { readonly as: 'quantityOfEither'; readonly name: KnownName; readonly or: KnownName }
  | { readonly as: 'accessList' | 'hashes' | 'authorizations'; readonly name: KnownName }
  /** Is not encoded, and must be absent, null or zero. */
  | { readonly as: 'nothing'; readonly name: KnownName }

/** How transactions of one type are encoded, as data: the same that a rule's `encode` does, for the byte reader. */
export interface Layout {
  /** The type byte; 0 for none. */
  readonly type: number
  readonly fields: readonly LayoutField[]
  /** Whether receipts end with the nonce and the version of a deposit (specs.optimism.io, canyon/exec-engine). */
  readonly receiptsOfDeposits?: boolean
  /** The function that does the same. A rule that has another is not read from bytes. */
  readonly encode: NonNullable<TransactionRule['encode']>
  readonly encodeReceipt: NonNullable<ReceiptRule['encode']>
}

const OPERATIONS: readonly LayoutField['as'][] = [
  'quantity',
  'fixed',
  'fixedOrEmpty',
  'data',
  'quantityOrEmpty',
  'flag',
  'quantityOfEither',
  'accessList',
  'hashes',
  'authorizations',
  'nothing',
]

/** The layout as the module reads it. */
export function layoutBytes({ type, fields, receiptsOfDeposits }: Layout): Uint8Array {
  const bytes = new Uint8Array(LAYOUT_LENGTH)
  bytes[0] = type
  bytes[1] = receiptsOfDeposits ? 1 : 0
  let at = 2
  for (const field of fields) {
    bytes[at++] = OPERATIONS.indexOf(field.as) + 1
    bytes[at++] = numberOf(field.name)
    bytes[at++] = 'length' in field ? field.length : 'or' in field ? numberOf(field.or) : 0
  }
  return bytes
}

/** Whether a rule does what a layout says. */
export function isOfLayout(rule: TransactionRule, layout: Layout): boolean {
  const { encode, receipt, outsideRoots, envelopeLength, hashIsOfEncoding } = rule
  return (
    encode === layout.encode &&
    receipt.encode === layout.encodeReceipt &&
    !outsideRoots &&
    !envelopeLength &&
    hashIsOfEncoding !== false
  )
}
