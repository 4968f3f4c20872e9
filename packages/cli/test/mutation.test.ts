import { describe, expect, it } from 'vitest'
import { knownMiss } from '../../../test/mutation/known-misses.ts'
import { type RecordedScore, recordedScores } from '../../../test/mutation/recorded-scores.ts'
import { realData } from '../../../test/real-data.ts'

/** A small part of what `scripts/mutation-score.ts` changes. */
const EFFORT = { valuesDecoded: 150_000, largestStarknetBlock: 300, seed: 20_261_120 }

/** No hash is recomputed for these, or for a part of what was recorded; `docs/mutation.md` says why. */
const HONEST_REST = new Set(['harmony', 'cronos', 'lachesis', 'solana', 'starknet', 'near', 'zksync-lite'])

function isEthereumLike({ stack, part }: RecordedScore): boolean {
  return !HONEST_REST.has(stack) && part !== 'before Nitro' && part !== 'as `eth_*` shows it'
}

describe('changing a value of a recorded block of any network', () => {
  if (realData() === undefined) {
    it('is left out, for there are no real recordings here', () => {
      expect(realData()).toBeUndefined()
    })
    return
  }

  it('is noticed wherever a check stands over it', { timeout: 120_000 }, async () => {
    const scores: RecordedScore[] = []
    for await (const recorded of recordedScores(EFFORT)) scores.push(recorded)

    const unexplained = scores.flatMap(({ network, stack, score: { missed, missedUnproven } }) =>
      [...missed]
        .filter(([name]) => knownMiss(stack, name) === undefined)
        .filter(([name, times]) => [...missedUnproven.values()].reduce((sum, of) => sum + (of.get(name) ?? 0), 0) < times)
        .map(([name]) => `${network}: ${name}`),
    )
    expect(unexplained).toEqual([])

    const ethereumLike = scores.filter(isEthereumLike)
    expect(ethereumLike.filter(({ score }) => score.unproven > 0).map(({ network }) => network)).toEqual([])
    const committed = ethereumLike.reduce((sum, { score }) => sum + score.committed, 0)
    const noticed = ethereumLike.reduce((sum, { score }) => sum + score.noticed, 0)
    expect(committed).toBeGreaterThan(3_000)
    expect(noticed / committed).toBeGreaterThanOrEqual(0.99)

    const unsigned = scores.filter(({ score }) => score.sendersNoticed < score.senders).map(({ network }) => network)
    expect(unsigned).toEqual([])
  })
})
