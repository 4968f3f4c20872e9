import { DefimonError } from '@defimon/core'
import type { ScannedLog } from '@defimon/evm'
import { blockBefore, createLogIndex, type ParentChain, type ParentView, shieldParent } from '@defimon/evm/parent'
import { describe, expect, it } from 'vitest'

const START_MS = 1_700_000_000_000

/** A parent of which each third block of a branch has a log. */
interface MadeUp {
  readonly view: ParentView
  readonly asked: (readonly [from: number, to: number])[]
}

function madeUp(head: number, finalized: number, branch = 'a', asked: MadeUp['asked'] = []): MadeUp {
  const logs = async (_: unknown, { from, to }: { readonly from: number; readonly to: number }): Promise<ScannedLog[]> => {
    asked.push([from, to])
    const numbers = Array.from({ length: Math.max(0, to - from + 1) }, (__, index) => from + index)
    return numbers
      .filter((number) => number % 3 === 0)
      .map((blockNumber) => ({ blockNumber, blockHash: blockNumber <= finalized ? 'firm' : branch }) as ScannedLog)
  }
  const latest = { number: head, hash: `${head}${branch}`, timestampMs: START_MS + head * 12_000 }
  return { view: { latest, finalized, logs } as unknown as ParentView, asked }
}

const whole = (): boolean => false
const numbersOf = (found: readonly { readonly log: ScannedLog }[]): readonly number[] => found.map(({ log }) => log.blockNumber)
const indexOf = (): ReturnType<typeof createLogIndex<{ readonly log: ScannedLog }>> => createLogIndex({}, (log) => ({ log }))

describe('an index of logs', () => {
  it('reads window after window until it is enough, and nothing twice', async () => {
    const index = indexOf()
    const { view, asked } = madeUp(100_000, 99_000)
    const { found, to } = await index.readFrom(view, 10, (seen) => numbersOf(seen).includes(3_000))
    expect(asked).toEqual([
      [10, 2_009],
      [2_010, 6_009],
    ])
    expect([found.length, to]).toEqual([2_000, 6_009])
    expect(numbersOf((await index.readFrom(view, 5_000, (seen) => seen.length > 0)).found).at(0)).toBe(5_001)
    await index.readFrom(view, 6_010, (seen) => seen.length > 0)
    // Twice as far each time: who asks on and on is filling in what is long past.
    expect(asked.slice(2)).toEqual([[6_010, 14_009]])
  })

  it('reads what is not final again when the head has changed, and only that', async () => {
    const index = indexOf()
    const asked: MadeUp['asked'] = []
    const branches = async (head: number, branch: string): Promise<readonly string[]> => {
      const { found } = await index.readFrom(madeUp(head, 100, branch, asked).view, 90, whole)
      return found.map(({ log }) => `${log.blockNumber} ${log.blockHash}`)
    }
    expect(await branches(108, 'a')).toEqual(['90 firm', '93 firm', '96 firm', '99 firm', '102 a', '105 a', '108 a'])
    expect(await branches(108, 'a')).toHaveLength(7)
    expect(await branches(109, 'b')).toEqual(['90 firm', '93 firm', '96 firm', '99 firm', '102 b', '105 b', '108 b'])
    expect(asked).toEqual([
      [90, 108],
      [101, 109],
    ])
  })

  it('joins what was read from different places', async () => {
    const index = indexOf()
    const { view, asked } = madeUp(10_000, 9_990)
    await index.readFrom(view, 3_000, whole)
    const before = asked.length
    const { found } = await index.readFrom(view, 2_500, whole)
    expect(asked.slice(before)).toEqual([[2_500, 2_999]])
    expect(numbersOf(found)).toEqual(Array.from({ length: 2_500 }, (_, index) => 2_502 + 3 * index))
  })

  it('has read nothing where a log could not be read, and reads it the next time', async () => {
    let broken = true
    const index = createLogIndex({}, (log) => {
      if (broken && log.blockNumber === 9) throw new DefimonError('MALFORMED', 'no log')
      return { log }
    })
    const { view } = madeUp(12, 12)
    await expect(index.readFrom(view, 1, whole)).rejects.toMatchObject({ code: 'MALFORMED' })
    broken = false
    expect(numbersOf((await index.readFrom(view, 1, whole)).found)).toEqual([3, 6, 9, 12])
  })

  it('answers one at a time, so that two do not read the same', async () => {
    const index = indexOf()
    const { view, asked } = madeUp(50, 40)
    const answers = await Promise.all([index.readFrom(view, 1, whole), index.readFrom(view, 1, whole)])
    expect(answers.map(({ found }) => found.length)).toEqual([16, 16])
    expect(asked).toHaveLength(1)
  })
})

describe('a block before a time', () => {
  const options = { toleranceMs: 600_000, blockTimeMs: 12_000 }

  function uneven(head: number, lowest: number, timeOf: (number: number) => number): { view: ParentView; reads: number[] } {
    const reads: number[] = []
    const block = async (number: number): Promise<unknown> => {
      reads.push(number)
      if (number < lowest) throw new DefimonError('PRUNED', 'gone')
      return { number, hash: '', timestampMs: timeOf(number) }
    }
    return { view: { latest: { number: head, hash: '', timestampMs: timeOf(head) }, block } as unknown as ParentView, reads }
  }

  it.each([
    ['even blocks', 0, (number: number) => START_MS + number * 12_000],
    ['blocks that were slow once', 0, (number: number) => START_MS + number * 12_000 + (number > 4_000_000 ? 9_000_000_000 : 0)],
    ['blocks of another pace', 0, (number: number) => START_MS + number * 250],
    ['a parent that keeps the newest only', 19_000_000, (number: number) => START_MS + number * 12_000],
  ])('is found in few steps: %s', async (_, lowest, timeOf) => {
    for (const wanted of [19_000_100, 19_500_000, 19_999_999]) {
      const { view, reads } = uneven(20_000_000, lowest, timeOf)
      const found = await blockBefore(view, timeOf(wanted), options)
      expect(timeOf(found)).toBeLessThanOrEqual(timeOf(wanted))
      expect(timeOf(wanted) - timeOf(found)).toBeLessThanOrEqual(options.toleranceMs)
      expect(reads.length).toBeLessThanOrEqual(8)
    }
  })

  it('is the oldest that there is where all are later, and the head where none is', async () => {
    const { view } = uneven(5_000, 1_000, (number) => START_MS + number * 12_000)
    expect(await blockBefore(view, START_MS, options)).toBe(1_000)
    expect(await blockBefore(view, START_MS + 10 ** 9, options)).toBe(5_000)
  })
})

describe('a parent chain whose failures are its own', () => {
  it('fails with TRANSIENT where its endpoint lies or has lost something', async () => {
    const failing = (code: 'VERIFICATION' | 'NOT_FOUND' | 'RATE_LIMITED'): ParentChain => {
      const fail = async (): Promise<never> => {
        throw new DefimonError(code, 'no')
      }
      const view = { network: 'ethereum', receipt: fail, block: fail } as unknown as ParentView
      return { network: 'ethereum', view: async () => view }
    }
    const codesOf = async (chain: ParentChain): Promise<readonly unknown[]> => {
      const view = await shieldParent(chain).view()
      const codes = [view.receipt('0x'), view.block(1)].map((reading) => reading.catch(({ code }) => code))
      return Promise.all(codes)
    }
    expect(await codesOf(failing('VERIFICATION'))).toEqual(['TRANSIENT', 'TRANSIENT'])
    // That a header is not there is an answer.
    expect(await codesOf(failing('NOT_FOUND'))).toEqual(['TRANSIENT', 'NOT_FOUND'])
    expect(await codesOf(failing('RATE_LIMITED'))).toEqual(['RATE_LIMITED', 'RATE_LIMITED'])
    const dead: ParentChain = {
      network: 'ethereum',
      view: async () => {
        throw new DefimonError('WRONG_NETWORK', 'another chain')
      },
    }
    await expect(shieldParent(dead).view()).rejects.toMatchObject({ code: 'TRANSIENT', network: 'ethereum' })
  })
})
