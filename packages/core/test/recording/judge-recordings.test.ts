import type { Exchange } from '@defimon/core'
import { judgeRecordings } from '@defimon/core/adapter'
import { describe, expect, it } from 'vitest'
import { toyChain } from '../source/toy-chain.ts'
import { type ToyBlock, toyDriver, toyNetwork } from '../source/toy-stack.ts'

const chain = toyChain({ length: 6 })
const at = (number: number): ToyBlock => chain.at(number) as ToyBlock
const recorded = (result: unknown, params: unknown, method = 'toy_block'): Exchange => ({
  network: 'toy_net',
  method,
  params,
  result,
})
const judge = (...exchanges: Exchange[]) => judgeRecordings(toyDriver(toyNetwork()), exchanges)

describe('judgeRecordings', () => {
  it('says of each block what passed and what was skipped, and links those that follow each other', async () => {
    const first = recorded(at(2), [2])
    const judgements = await judge(recorded(at(3), ['0x3']), first, recorded('x', [], 'toy_head'), {
      ...first,
      network: 'other_net',
    })
    expect(judgements).toEqual([
      {
        exchange: expect.anything(),
        number: 3,
        hash: at(3).hash,
        passed: ['identity', 'parent-link', 'block-hash'],
        skipped: [],
      },
      {
        exchange: first,
        number: 2,
        hash: at(2).hash,
        passed: ['identity', 'block-hash'],
        skipped: [{ check: 'parent-link', reason: 'its parent was not recorded' }],
      },
    ])
  })

  it('finds what the question named, wherever it stands', async () => {
    const hash = at(2).hash
    const asked = [
      [2, { detail: 7 }],
      ['0x02', true],
      { block_id: 2 },
      [{ block_id: { block_number: 2 } }],
      [hash],
      [hash.toUpperCase().replace('0X', '0x')],
    ]
    const judgements = await judge(...asked.map((params) => recorded(at(2), params)))
    for (const { passed } of judgements) expect(passed).toContain('identity')
    const [tag] = await judge(recorded(at(2), ['latest', true]))
    expect(tag?.skipped).toContainEqual({ check: 'identity', reason: 'the question names no block' })
    const [other] = await judge(recorded(at(2), [4]))
    expect(other?.mismatch).toEqual({ check: 'identity', claimed: '2', computed: '4' })
  })

  it('pauses before every block of a network, decoded and recomputed, and ends where the pause throws', async () => {
    const exchanges = [1, 2, 3].map((number) => recorded(at(number), [number]))
    let pauses = 0
    const pause = async (): Promise<void> => {
      pauses += 1
      if (pauses > 6) throw new Error('enough')
    }
    expect(await judgeRecordings(toyDriver(toyNetwork()), exchanges, { pause })).toHaveLength(3)
    expect(pauses).toBe(6)
    await expect(judgeRecordings(toyDriver(toyNetwork()), exchanges, { pause })).rejects.toThrow('enough')
    expect(pauses).toBe(7)
  })

  it('tells mismatches and malformed blocks', async () => {
    const [forged, broken] = await judge(recorded({ ...at(2), items: ['forged'] }, [2]), recorded({ number: '2' }, [2]))
    expect(forged).toMatchObject({ number: 2, mismatch: { check: 'block-hash', claimed: at(2).hash } })
    expect(forged?.passed).not.toContain('block-hash')
    expect(broken).toMatchObject({ passed: [], skipped: [], malformed: 'not a toy block' })
    expect(broken).not.toHaveProperty('number')
  })
})
