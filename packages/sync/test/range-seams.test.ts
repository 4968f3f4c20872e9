import { describe, expect, it } from 'vitest'
import { createRangeSeams } from '../src/range-seams.ts'
import { createFakeChain } from './fake-chain.ts'

function chains() {
  const chain = createFakeChain('base')
  chain.mine(40)
  const other = createFakeChain('base')
  other.mine(10)
  other.mine(30, 'other')
  const between = (of: typeof chain, from: number, to: number) =>
    of.blocks().filter(({ number }) => number >= from && number <= to)
  return { chain, other, between }
}

describe('the seams between streams of a backfill', () => {
  it('fit where the blocks are of one chain, in any order', () => {
    const { chain, between } = chains()
    const seams = createRangeSeams('base')
    for (const [from, to] of [
      [20, 29],
      [0, 9],
      [30, 39],
      [10, 19],
    ] as const) {
      const blocks = between(chain, from, to)
      seams.assertFits({ from, to }, blocks)
      seams.join({ from, to }, blocks)
    }
  })

  it('fail below, above, and at a block that is known to be final', () => {
    const { chain, other, between } = chains()
    const seams = createRangeSeams('base')
    seams.join({ from: 10, to: 19 }, between(chain, 10, 19))
    expect(() => seams.assertFits({ from: 20, to: 25 }, between(other, 20, 25))).toThrow(/names 19/)
    seams.know(chain.at(30)!)
    expect(() => seams.assertFits({ from: 25, to: 30 }, between(other, 25, 30))).toThrow(/block 30/)
    seams.assertFits({ from: 25, to: 30 }, between(chain, 25, 30))
    const upper = createRangeSeams('base')
    upper.join({ from: 20, to: 29 }, between(other, 20, 29))
    expect(() => upper.assertFits({ from: 15, to: 19 }, between(chain, 15, 19))).toThrow(/block 19/)
  })
})
