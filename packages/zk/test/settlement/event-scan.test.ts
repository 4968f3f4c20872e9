import { DefimonError } from '@defimon/core'
import type { ScannedLog } from '@defimon/evm'
import type { ParentView } from '@defimon/evm/parent'
import { describe, expect, it } from 'vitest'
import { createEventScan, type EventScan } from '../../src/settlement/event-scan.ts'

const CONTRACT = '0x1111111111111111111111111111111111111111'
const NEXT_CONTRACT = '0x2222222222222222222222222222222222222222'

/** A parent chain with a log in each tenth block, whose data name its branch. */
function parent(
  latest: number,
  finalized: number,
  branch = 'a',
  earliest = 0,
): { readonly view: ParentView; readonly asked: string[] } {
  const asked: string[] = []
  const view = {
    latest: { number: latest, hash: `${branch}${latest}`, timestampMs: 0 },
    finalized,
    logs: async (_filter: unknown, { from, to }: { readonly from: number; readonly to: number }) => {
      asked.push(`${from}-${to}`)
      if (from < earliest) throw new DefimonError('TRANSIENT', 'shielded', { cause: new DefimonError('PRUNED', 'gone') })
      const logs: Partial<ScannedLog>[] = []
      for (let blockNumber = Math.ceil(from / 10) * 10; blockNumber <= to; blockNumber += 10) {
        const address = blockNumber < 50_000 ? CONTRACT : NEXT_CONTRACT
        logs.push({ blockNumber, address, data: blockNumber > finalized ? branch : 'final', transactionHash: '0x', topics: [] })
      }
      return logs as ScannedLog[]
    },
  } as Partial<ParentView> as ParentView
  return { view, asked }
}

const scan = (contracts = [{ address: CONTRACT, chain: 'parent' }]): EventScan<string> =>
  createEventScan<string>({ contracts, topics: [], read: ({ blockNumber, data }) => `${data}@${blockNumber}` })
const said = ({ events }: EventScan<string>): string[] => events.map(({ event }) => event)

describe('a scan of events', () => {
  it('grows at both ends by ranges that grow, and asks for no block twice', async () => {
    const { view, asked } = parent(40_000, 39_900)
    const events = scan()
    events.refresh(view)
    events.startAt(20_000)
    expect(await events.forward(view)).toBe(true)
    expect(await events.forward(view)).toBe(true)
    expect(await events.backward(view)).toBe(true)
    expect(asked).toEqual(['20000-21999', '22000-25999', '12000-19999'])
    expect([events.from, events.to]).toEqual([12_000, 25_999])
    expect(said(events)).toHaveLength(1_400)
    expect(said(events)[0]).toBe('final@12000')
  })

  it('ends at the head, and where the contracts or the history begin', async () => {
    const { view } = parent(1_000, 990, 'a', 500)
    const events = scan([{ address: CONTRACT, chain: 'parent', fromBlock: 300 }] as never)
    events.refresh(view)
    events.startAt(900)
    expect(await events.forward(view)).toBe(true)
    expect(await events.forward(view)).toBe(false)
    // The range down to block 300 is dropped by the endpoint.
    expect(await events.backward(view)).toBe(false)
    expect(await events.backward(view)).toBe(false)
    expect(events.from).toBe(900)
  })

  it('forgets what may be gone when the head moves, whichever way it was scanned', async () => {
    for (const start of [0, 100]) {
      const before = parent(100, 50, 'a')
      const events = scan()
      events.refresh(before.view)
      events.startAt(start)
      await events.forward(before.view)
      await events.backward(before.view)
      expect(said(events)).toEqual([
        'final@0',
        'final@10',
        'final@20',
        'final@30',
        'final@40',
        'final@50',
        ...[60, 70, 80, 90, 100].map((each) => `a@${each}`),
      ])
      const after = parent(101, 60, 'b')
      events.refresh(after.view)
      await events.forward(after.view)
      await events.backward(after.view)
      expect(said(events).slice(-5)).toEqual(['final@60', 'b@70', 'b@80', 'b@90', 'b@100'])
      expect(said(events)).toHaveLength(11)
    }
  })

  it('takes no log of a contract that was not in charge in its block', async () => {
    const { view } = parent(60_000, 59_000)
    const contracts = [
      { address: CONTRACT, chain: 'parent', toBlock: 49_969 },
      { address: NEXT_CONTRACT, chain: 'parent', fromBlock: 50_020 },
    ]
    const events = scan(contracts as never)
    events.refresh(view)
    events.startAt(49_950)
    await events.forward(view)
    expect(said(events).slice(0, 4)).toEqual(['final@49950', 'final@49960', 'final@50020', 'final@50030'])
  })

  it('begins anew where it is told to begin elsewhere, and goes on where it is told to begin within', async () => {
    const { view, asked } = parent(40_000, 39_900)
    const events = scan()
    events.refresh(view)
    events.startAt(10_000)
    await events.forward(view)
    events.startAt(11_000)
    expect(said(events)).toHaveLength(200)
    events.startAt(30_000)
    expect(said(events)).toEqual([])
    await events.forward(view)
    expect(asked.at(-1)).toBe('30000-31999')
  })
})
