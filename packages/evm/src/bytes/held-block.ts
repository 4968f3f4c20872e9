import type { Stack } from '@defimon/core'
import type { CheckResult, DecodedBlock } from '@defimon/core/adapter'

/** A block that was read from the bytes of its two answers: decoded, and checked where that was wished. */
export interface HeldBlock<S extends Stack = Stack> {
  readonly decoded: DecodedBlock<S>
  readonly results: readonly CheckResult[]
}

/** Under it stands the block. No JSON has such a member. A weak map would do as well, but its values outlive their collection. */
const BLOCK: unique symbol = Symbol('block')
const RECEIPTS: unique symbol = Symbol('receipts')

/** What stands in place of the two answers. Each is told from the other, since an endpoint may mix up whose answer is whose. */
export interface HeldAnswers {
  readonly ofBlock: { readonly [BLOCK]?: HeldBlock }
  readonly ofReceipts: { readonly [RECEIPTS]?: HeldBlock }
}

/** Makes the two answers that stand for a block. */
export function hold(block: HeldBlock): HeldAnswers {
  return { ofBlock: { [BLOCK]: block }, ofReceipts: { [RECEIPTS]: block } }
}

/** Whether a value stands for an answer that is held. */
export function isHeld(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && (BLOCK in answer || RECEIPTS in answer)
}

/** The block that two answers stand for, where they do, and for the same. */
export function heldBlock(ofBlock: unknown, ofReceipts: unknown): HeldBlock | undefined {
  if (!isHeld(ofBlock) || !isHeld(ofReceipts)) return undefined
  const block = (ofBlock as HeldAnswers['ofBlock'])[BLOCK]
  return block !== undefined && (ofReceipts as HeldAnswers['ofReceipts'])[RECEIPTS] === block ? block : undefined
}
