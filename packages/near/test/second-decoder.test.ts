import { describe, expect, it } from 'vitest'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { toNearProvider } from '../src/near-api-js/index.ts'
import { recordedDriver, recordedNetwork } from './recorded-driver.ts'

const networks = recordedNetworks(/^near/)

interface View {
  readonly hash: string
  readonly signer_id: string
  readonly receiver_id: string
  readonly nonce: number
  readonly actions: readonly (string | object)[]
}

describe.each(networks)('near-api-js on the recordings of $id', (recorded) => {
  it('reads the same blocks, chunks and transactions', async () => {
    const driver = recordedDriver(recorded)
    let compared = 0
    for (const { raw, exchange, detail } of driver.recordedBlocks(recorded.exchanges)) {
      if (exchange.method !== 'block' || exchange.file?.includes('207365026')) continue
      const bodies = new Map(
        (raw.chunks ?? []).map((chunk) => [(chunk as { header: { chunk_hash: string } }).header.chunk_hash, chunk]),
      )
      const provider = toNearProvider({
        network: recordedNetwork(recorded),
        transport: {
          request: async (method, params) =>
            method === 'chunk' ? bodies.get(String((params as readonly unknown[])[0])) : raw.block,
        },
      })
      const ours = driver.decode(raw, detail)
      const theirs = await provider.viewBlock({ blockId: ours.number })
      expect({
        number: theirs.header.height,
        hash: theirs.header.hash,
        parent: theirs.header.prev_hash,
        timestampMs: Number(BigInt(String(theirs.header.timestamp_nanosec)) / 1_000_000n),
        author: theirs.author,
        gasUsed: theirs.chunks
          .filter(({ height_included }) => height_included === theirs.header.height)
          .reduce((sum, { gas_used }) => sum + BigInt(gas_used), 0n),
        shards: theirs.chunks.map(({ shard_id }) => shard_id),
      }).toEqual({
        number: ours.number,
        hash: ours.hash,
        parent: ours.parent?.hash,
        timestampMs: ours.timestampMs,
        author: ours.fields.author,
        gasUsed: ours.gasUsed,
        shards: ours.fields.chunks.map(({ shardId }) => shardId),
      })
      const transactions: View[] = []
      for (const hash of bodies.keys()) {
        const listed = (await provider.viewChunk(hash)).transactions as unknown as readonly (View | { transaction: View })[]
        // These chunks were recorded by an indexer, which wraps a transaction and adds its outcome.
        transactions.push(...listed.map((each) => ('transaction' in each ? each.transaction : each)))
      }
      expect(
        transactions.map(({ hash, signer_id, receiver_id, nonce, actions }) => ({
          hash,
          from: signer_id,
          to: receiver_id,
          nonce: BigInt(nonce),
          actions: actions.map((action) => (typeof action === 'string' ? action : Object.keys(action)[0])),
        })),
      ).toEqual(
        (ours.transactions ?? []).map(({ hash, from, to, nonce, fields }) => ({
          hash,
          from,
          to,
          nonce,
          actions: fields.actions,
        })),
      )
      compared += 1
    }
    expect(compared).toBeGreaterThan(1)
  })
})

it.runIf(networks.length === 0)('leaves out the real recordings, for there are none here', () => {
  expect(networks).toEqual([])
})
