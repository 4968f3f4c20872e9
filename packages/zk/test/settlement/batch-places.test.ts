import type { ScannedLog } from '@defimon/evm'
import type { ParentView } from '@defimon/evm/parent'
import { describe, expect, it } from 'vitest'
import { createBatchPlaces } from '../../src/settlement/batch-places.ts'

const CONTRACT = `0x${'c0'.repeat(20)}`
const TOPIC = `0x${'70'.repeat(32)}`
const HEAD = 25_000_000
const BLOCK_MS = 12_000
const GENESIS_MS = Date.UTC(2015, 6, 30)
const dayOf = (block: number): string => new Date(GENESIS_MS + block * BLOCK_MS).toISOString()

/** A parent of years, on which events stand at given heights; and how often it was asked for logs. */
function parentWith(events: readonly (readonly [height: number, batch: number])[]): { view: ParentView; asked: () => number } {
  let asked = 0
  const block = async (number: number) => ({
    number,
    hash: `0x${number.toString(16)}`,
    timestampMs: GENESIS_MS + number * BLOCK_MS,
  })
  const view = {
    network: 'ethereum',
    latest: { number: HEAD, hash: '0xhead', timestampMs: GENESIS_MS + HEAD * BLOCK_MS },
    finalized: HEAD,
    safe: HEAD,
    block,
    async logs(_filter: unknown, { from, to }: { readonly from: number; readonly to: number }) {
      asked += 1
      return events
        .filter(([height]) => from <= height && height <= to)
        .map(([height, batch]) => ({ blockNumber: height, data: String(batch) }) as unknown as ScannedLog)
    },
  } as unknown as ParentView
  return { view, asked: () => asked }
}

describe('where events about batches stand, of which no time is known', () => {
  // Every ten batches an event, some 300 blocks apart, over two years.
  const events = Array.from({ length: 17_000 }, (_, index) => [19_000_000 + index * 300 + (index % 7), (index + 1) * 10] as const)
  const end = 19_000_000 + 17_000 * 300
  const places = (since?: string) =>
    createBatchPlaces({
      network: { status: { state: 'sunset', ...(since !== undefined && { since }) } },
      contracts: [{ address: CONTRACT, chain: 'ethereum' }],
      notBeforeMs: GENESIS_MS + 17_000_000 * BLOCK_MS,
      blockTimeMs: BLOCK_MS,
      topics: [TOPIC],
      batchOf: ({ data }) => Number(data),
    })

  it('is found by halves: the first event about a batch, which may be about later ones too', async () => {
    const { view, asked } = parentWith(events)
    const found = places(dayOf(end))
    for (const batch of [1, 10, 11, 85_003, 170_000]) {
      const index = Math.ceil(batch / 10) - 1
      expect(await found.placeOf(view, batch), `batch ${batch}`).toBe(events[index]?.[0])
    }
    // Beside those that find the last, 60 days after the end at most.
    expect(asked()).toBeLessThan(5 * 35 + 22)
    expect(await found.placeOf(view, 170_001)).toBeUndefined()
    expect(await found.lastPlace(view)).toBe(events.at(-1)?.[0])
  })

  it('is nowhere where nothing was logged', async () => {
    const { view } = parentWith([])
    expect(await places(dayOf(18_000_000)).placeOf(view, 1)).toBeUndefined()
    expect(await places(dayOf(18_000_000)).lastPlace(view)).toBeUndefined()
  })
})
