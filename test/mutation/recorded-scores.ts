import type { Stack } from '@defimon/core'
import { recordedNetworks } from '../recorded-networks.ts'
import { type MutationScore, mutationScore } from './mutation-score.ts'
import { mutationsOf } from './mutations.ts'
import { recordedPlan } from './recorded-plans.ts'
import { seededRandom } from './seeded-random.ts'

/** The score of one recorded network, or of a part of its history. */
export interface RecordedScore {
  readonly network: string
  readonly stack: Stack
  readonly part?: string
  readonly score: MutationScore
}

/** How much is changed. */
export interface Effort {
  /**
   * Values decoded, by network: each change decodes its whole block again. Where there are more, each block gets as many changes as
   * fit, drawn by the seed, so that small blocks are changed throughout and large ones in a part of their values.
   */
  readonly valuesDecoded: number
  /** Blocks of StarkNet with more values are left out. */
  readonly largestStarknetBlock: number
  readonly seed: number
}

/** Stacks whose blocks take longer: so many times less is changed. StarkNet hashes with elliptic curves, in plain JavaScript. */
const SLOWER: { readonly [S in Stack]?: number } = { starknet: 20 }

/** Changes a drawn part of the values of every network recorded, and scores them by network and part. Networks without a block that passes give nothing. */
export async function* recordedScores(effort: Effort): AsyncGenerator<RecordedScore> {
  for (const { id, exchanges } of recordedNetworks(/./)) {
    const plan = await recordedPlan(id)
    if (!plan) continue
    const { driver, stack } = plan
    const largestBlock = stack === 'starknet' ? effort.largestStarknetBlock : Number.POSITIVE_INFINITY
    const blocks = [...driver.recordedBlocks(exchanges)].map(({ raw }) => raw).filter((raw) => countOf(raw) <= largestBlock)
    const limit = changesByBlock(
      blocks.map((raw) => countOf(raw)),
      effort.valuesDecoded / (SLOWER[stack] ?? 1),
    )
    for (const part of new Set(blocks.map((raw) => plan.partOf(raw)))) {
      const random = seededRandom(effort.seed)
      const score = await mutationScore({
        ...plan,
        exchanges,
        accepts: (raw) => plan.partOf(raw) === part && countOf(raw) <= largestBlock,
        draw: (values) => values <= limit || random() * values < limit,
      })
      if (score.blocks > 0) yield { network: id, stack, ...(part !== undefined && { part }), score }
    }
  }
}

function countOf(raw: unknown): number {
  let count = 0
  for (const _ of mutationsOf(raw)) count += 1
  return count
}

/** The number of changes a block for which all blocks together stay within the work. */
function changesByBlock(values: readonly number[], work: number): number {
  let [low, high] = [1, Math.max(1, ...values)]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (values.reduce((sum, count) => sum + Math.min(count, middle) * count, 0) <= work) low = middle
    else high = middle - 1
  }
  return low
}
