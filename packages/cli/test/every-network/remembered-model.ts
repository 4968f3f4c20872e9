import type { MadeBlock, StackModel } from '@defimon/core/testing'

/**
 * A model that makes each block once. Every case of the kit begins with the same chain, and making its blocks costs more than reading
 * them; what is made is never changed. Of the other chain, which serves as the wrong one, there is one too.
 */
export function rememberedModel(model: StackModel): StackModel {
  const made = new Map<string, MadeBlock<unknown>>()
  let foreign: StackModel | undefined
  return {
    ...model,
    make: (plan) => {
      const key = `${plan.seed} ${plan.parent.number} ${plan.parent.hash} ${plan.timestampMs}`
      const known = made.get(key) ?? model.make(plan)
      made.set(key, known)
      return known
    },
    foreign: () => {
      foreign ??= rememberedModel(model.foreign())
      return foreign
    },
  }
}
