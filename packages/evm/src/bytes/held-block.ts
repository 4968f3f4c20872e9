import type { Stack } from '@defimon/core'
import type { CheckResult, DecodedBlock } from '@defimon/core/adapter'

/** A block that was read from the bytes of its two answers: decoded, and checked where that was wished. */
export interface HeldBlock<S extends Stack = Stack> {
  readonly decoded: DecodedBlock<S>
  readonly results: readonly CheckResult[]
}

/** What stands in place of the two answers. Each is told from the other, since an endpoint may mix up whose answer is whose. */
export interface HeldAnswers {
  readonly ofBlock: object
  readonly ofReceipts: object
}

const blocks: WeakMap<object, HeldBlock> = /* @__PURE__ */ new WeakMap()
const receipts: WeakMap<object, HeldBlock> = /* @__PURE__ */ new WeakMap()

/** Makes the two answers that stand for a block. */
export function hold(block: HeldBlock): HeldAnswers {
  const answers: HeldAnswers = { ofBlock: {}, ofReceipts: {} }
  blocks.set(answers.ofBlock, block)
  receipts.set(answers.ofReceipts, block)
  return answers
}

/** Whether a value stands for an answer that is held. */
export function isHeld(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && (blocks.has(answer) || receipts.has(answer))
}

/** The block that two answers stand for, where they do, and for the same. */
export function heldBlock(ofBlock: unknown, ofReceipts: unknown): HeldBlock | undefined {
  const block = blocks.get(ofBlock as object)
  return block && receipts.get(ofReceipts as object) === block ? block : undefined
}
