import type { L2Network } from '@defimon/core'
import { DefimonError } from '@defimon/core'
import type { DriverCall } from '@defimon/core/adapter'
import { seededRandom } from '@defimon/core/testing'
import type { ScannedLog } from '@defimon/evm'
import type { ParentView } from '@defimon/evm/parent'
import { describe, expect, it } from 'vitest'
import { createBatchFinder } from '../../src/settlement/batch-finder.ts'
import { batch, type Carrier, INBOX } from './arbitrum-rollup.ts'

const START_MS = Date.UTC(2025, 5, 1)
const BATCHES = 40
const CARRIERS: readonly Carrier[] = ['calldata', 'blobs', 'old-call', 'forced', 'event']

const network: L2Network<'arbitrum'> = {
  id: 'drawn',
  name: 'Drawn',
  stack: 'arbitrum',
  endpoints: [],
  contracts: { sequencerInbox: [{ address: INBOX, chain: 'ethereum' }] },
}

interface Drawn {
  readonly view: ParentView
  readonly ends: readonly number[]
}

/** Batches of drawn sizes, sent in drawn ways, some through another contract, whose call tells nothing. */
function draw(seed: number): Drawn {
  const random = seededRandom(`batches/${seed}`)
  const ends: number[] = []
  const logs: ScannedLog[] = []
  const transactions = new Map<string, unknown>()
  let delayed = 0
  for (let number = 0; number < BATCHES; number += 1) {
    const before = ends.at(-1) ?? 0
    const carrier = number === 0 ? 'event' : CARRIERS[random.integer(0, CARRIERS.length - 1)]!
    const size = number === 0 ? 1 : random.integer(1, 30)
    ends.push(before + size)
    // A forced batch is made of delayed messages, and of nothing else.
    delayed += carrier === 'forced' ? size : random.integer(0, Math.min(size, 2))
    const planned = batch(number, number, [before, before + size], carrier, delayed).transaction()
    const isWrapped = number === 0 || random.chance(0.15)
    const transactionHash = `0x${number.toString(16).padStart(64, '0')}`
    const [log] = planned.logs ?? []
    logs.push({ ...log!, blockNumber: number + 1, blockHash: '', transactionHash, transactionIndex: 0, logIndex: number })
    transactions.set(transactionHash, {
      input: planned.input,
      to: isWrapped ? `0x${'ee'.repeat(20)}` : INBOX,
      logs: planned.logs,
    })
  }
  const latest = { number: BATCHES + 1, hash: '', timestampMs: START_MS + 86_400_000 }
  const view = {
    latest,
    finalized: BATCHES,
    logs: async (_: unknown, { from, to }: { from: number; to: number }) =>
      logs.filter(({ blockNumber }) => from <= blockNumber && blockNumber <= to),
    block: async (number: number) => ({ number, hash: '', timestampMs: START_MS + number }),
    transaction: async (hash: string) => transactions.get(hash),
    receipt: async (hash: string) => transactions.get(hash),
  } as unknown as ParentView
  return { view, ends }
}

function nodeOf(ends: readonly number[], answers: boolean): DriverCall {
  return {
    endpoint: 'node',
    request: async (_: string, [{ data }]: readonly [{ data: string }]) => {
      const block = Number(`0x${data.slice(10)}`)
      const found = ends.findIndex((end) => block < end)
      // A node reverts for genesis, and for what is not posted.
      if (!answers || block === 0 || found < 0) throw new DefimonError('RPC', 'execution reverted')
      return `0x${found.toString(16).padStart(64, '0')}`
    },
  } as unknown as DriverCall
}

describe('the batch of a block, of batches sent in any way', () => {
  it.each([
    ['with a node that knows', true],
    ['with a node that does not', false],
  ] as const)('is the right one, %s', async (_, answers) => {
    let inexact = 0
    for (let seed = 0; seed < 12; seed += 1) {
      const { view, ends } = draw(seed)
      const call = nodeOf(ends, answers)
      const inOrder = createBatchFinder(network, 'ethereum', 12_000)
      const total = ends.at(-1) ?? 0
      for (let number = 0; number < total; number += 4) {
        const header = { number, hash: '', timestampMs: START_MS + number, raw: undefined }
        const place = ends.findIndex((end) => number < end)
        const truth = { from: ends[place - 1] ?? 0, to: ends[place]! - 1 }
        const found = await inOrder.find(view, call, header)
        const about = `seed ${seed}, block ${number} of batch ${place}`
        if (found?.covers.exact === true) {
          expect(found.log.logIndex, about).toBe(place)
          expect(found.covers, about).toEqual({ ...truth, exact: true })
        } else {
          // What nobody tells is not guessed: of the block alone, and said so.
          expect(answers && number > 0, about).toBe(false)
          if (found) expect(found.covers, about).toEqual({ from: number, to: number, exact: false })
          inexact += 1
        }
      }
      expect(
        await inOrder.find(view, call, { number: total, hash: '', timestampMs: START_MS + total, raw: undefined }),
      ).toBeUndefined()
    }
    if (!answers) expect(inexact).toBeGreaterThan(0)
  })
})
