import { isDeepStrictEqual } from 'node:util'
import { evidenceOf } from '@defimon/core'
import type { Rollup, Shape } from './shape.ts'
import { createTruth } from './truth.ts'
import type { Walk } from './walk.ts'

/** Answers of one walk that are compared, at most. */
const MOST_CHECKED = 4_000

/**
 * Holds what a walk stored against what was put on the parent: every block has settled, and each of its steps names the transaction,
 * place, cost and blocks that it should. Of very many answers, evenly spread ones are compared. Throws where one differs.
 *
 * @returns how many pieces of evidence were compared
 */
export async function checkEvidence({ blocks, hasCosts = true }: Shape, rollup: Rollup, walk: Walk): Promise<number> {
  const { stored, parent } = walk
  const ranges = stored.map(({ block, holdsFor }) => holdsFor ?? { from: block.number, to: block.number })
  let next = 0
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    if (from !== next) throw new RangeError(`nothing, or more than one thing, is said of block ${Math.min(from, next)}`)
    next = to + 1
  }
  if (next !== blocks) throw new RangeError(`of blocks from ${next} on nothing is said`)

  const truthOf = createTruth(rollup, parent, hasCosts)
  const stride = Math.max(1, Math.ceil(stored.length / MOST_CHECKED))
  let compared = 0
  for (const [index, { state }] of stored.entries()) {
    if (index % stride !== 0) continue
    const { from, to } = ranges[index] as { readonly from: number; readonly to: number }
    for (const number of new Set([from, to])) {
      const steps = rollup.stepsOf(number)
      const found = evidenceOf(state)
      if (found.length !== steps.length) throw new RangeError(`block ${number} has ${found.length} steps, not ${steps.length}`)
      for (const [at, step] of steps.entries()) {
        const truth = await truthOf(step)
        const told = found[at]
        if (told?.step !== step.step || !isDeepStrictEqual(told.evidence, truth)) {
          throw new RangeError(`block ${number}, ${step.step}: ${text(told)} instead of ${text(truth)}`)
        }
        compared += 1
      }
    }
  }
  return compared
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each}` : each))
}
