import type { L2Network } from '@defimon/core'
import type { ScannedLog } from '@defimon/evm'
import type { ParentView } from '@defimon/evm/parent'
import { describe, expect, it } from 'vitest'
import { createBatchPlaces } from '../../src/settlement/batch-places.ts'
import { INBOX } from './arbitrum-rollup.ts'
import { encodeCall } from './simulated-parent.ts'

const HEAD = 25_000_000
const BLOCK_MS = 12_000
const FIRST = 19_500_000
const GENESIS_MS = Date.UTC(2024, 2, 1) - FIRST * BLOCK_MS
const BATCHES = 12_000
const dayOf = (block: number): string => new Date(GENESIS_MS + block * BLOCK_MS).toISOString()
/** A batch of 50 messages every 250 blocks or so, over more than a year; every seventh was forced, and its call does not count. */
const heights = Array.from({ length: BATCHES }, (_, index) => FIRST + index * 250 + (index % 11))

/** A parent of years that has logs and no state; and how often it was asked. */
function parentOfYears(): { view: ParentView; asked: () => number } {
  let asked = 0
  const view = {
    network: 'ethereum',
    latest: { number: HEAD, hash: '0xhead', timestampMs: GENESIS_MS + HEAD * BLOCK_MS },
    finalized: HEAD,
    safe: HEAD,
    block: async (number: number) => ({ number, hash: String(number), timestampMs: GENESIS_MS + number * BLOCK_MS }),
    async logs(_: unknown, { from, to }: { readonly from: number; readonly to: number }) {
      asked += 1
      return heights.flatMap((height, index) =>
        from <= height && height <= to
          ? [{ blockNumber: height, address: INBOX, transactionHash: String(index) } as unknown as ScannedLog]
          : [],
      )
    },
    async transaction(hash: string) {
      asked += 1
      const index = Number(hash)
      const forced = 'forceInclusion(uint256,uint8,uint64[2],uint256,address,bytes32)'
      if (index % 7 === 3) return { input: encodeCall(forced, 1, 3, [1, 2], 4, INBOX, `0x${'00'.repeat(32)}`) }
      const counted = 'addSequencerL2BatchFromOrigin(uint256,bytes,uint256,address,uint256,uint256)'
      return { input: encodeCall(counted, index, '0x', 1, INBOX, index * 50, index * 50 + 50) }
    },
  } as unknown as ParentView
  return { view, asked: () => asked }
}

const network = {
  id: 'gone',
  name: 'Gone',
  stack: 'arbitrum',
  status: { state: 'sunset', since: dayOf(FIRST + BATCHES * 250) },
  endpoints: [],
  contracts: { sequencerInbox: [{ address: INBOX, chain: 'ethereum' }] },
} satisfies L2Network<'arbitrum'>

describe('where the batch of a message stands, by logs alone', () => {
  it('is found closely before it, with few questions', async () => {
    const { view, asked } = parentOfYears()
    const places = createBatchPlaces(network, BLOCK_MS)
    for (const message of [0, 49, 50, 123_456, 599_999]) {
      const place = (await places.placeOf(view, message)) ?? Number.NaN
      const at = heights[Math.floor(message / 50)] as number
      expect(place, `message ${message}`).toBeLessThanOrEqual(at)
      // The first is looked for from the day on which the first of all such chains was there.
      if (message >= 50_000) expect(place).toBeGreaterThan(at - 4_000)
    }
    // A few windows lie between the last batch and 60 days after the end; the first search goes over the time before the first batch.
    expect(asked()).toBeLessThan(500)
  })

  it('is nowhere for a message that no batch holds', async () => {
    const { view } = parentOfYears()
    expect(await createBatchPlaces(network, BLOCK_MS).placeOf(view, BATCHES * 50)).toBeUndefined()
  })
})
