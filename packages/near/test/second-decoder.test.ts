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

interface ChunkView {
  readonly height_included: number
  readonly shard_id: number
  readonly gas_used: number
}

interface LakeOutcome {
  readonly execution_outcome: { readonly outcome: { readonly executor_id: string; readonly logs: readonly string[] } }
}

interface LakeShard {
  readonly chunk: object | null
  readonly receipt_execution_outcomes: readonly LakeOutcome[]
}

/** Chunks as NEAR Lake holds them (near-indexer-primitives, `StreamerMessage`); those of the block alone, as its list says. */
function chunksOfLake(shards: readonly unknown[] | undefined): readonly object[] {
  return ((shards ?? []) as readonly LakeShard[]).flatMap(({ chunk }) => (chunk ? [chunk] : []))
}

describe.each(networks)('near-api-js on the recordings of $id', (recorded) => {
  it('reads the same blocks, chunks and transactions', async () => {
    const driver = recordedDriver(recorded)
    let compared = 0
    for (const { raw, exchange, detail } of driver.recordedBlocks(recorded.exchanges)) {
      if (exchange.file?.includes('207365026')) continue
      const bodies = new Map(
        (raw.chunks ?? chunksOfLake(raw.shards)).map((chunk) => [
          (chunk as { header: { chunk_hash: string } }).header.chunk_hash,
          chunk,
        ]),
      )
      const provider = toNearProvider({
        network: recordedNetwork(recorded),
        transport: {
          request: async (method, params) =>
            method === 'chunk' ? bodies.get(String((params as readonly unknown[])[0])) : raw.block,
        },
      })
      const ours = driver.decode(raw, detail)
      /** Files of NEAR Lake from before 2024 have no list of chunks; the chunks themselves name the rest. */
      const chunksOf = (block: { readonly chunks?: readonly ChunkView[] }): readonly ChunkView[] =>
        block.chunks ?? [...bodies.values()].map((body) => (body as { readonly header: ChunkView }).header)
      const theirs = await provider.viewBlock({ blockId: ours.number })
      expect({
        number: theirs.header.height,
        hash: theirs.header.hash,
        parent: theirs.header.prev_hash,
        timestampMs: Math.floor(Number(theirs.header.timestamp_nanosec ?? theirs.header.timestamp) / 1_000_000),
        author: theirs.author,
        gasUsed: chunksOf(theirs)
          .filter(({ height_included }) => height_included === theirs.header.height)
          .reduce((sum, { gas_used }) => sum + BigInt(gas_used), 0n),
        shards: chunksOf(theirs).map(({ shard_id }) => shard_id),
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
      for (const [hash, body] of bodies) {
        const { height_included: included } = (body as { readonly header: ChunkView }).header
        // Repeated where the shard missed the block; the oldest files write 0 for all.
        if (included !== 0 && included !== ours.number) continue
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
      const executed = ((raw.shards ?? []) as readonly LakeShard[]).flatMap((shard) => shard.receipt_execution_outcomes)
      if (raw.shards) {
        expect(ours.fields.executedReceiptCount).toBe(executed.length)
        expect(ours.logs?.map(({ address, data }) => [address, data])).toEqual(
          executed.flatMap(({ execution_outcome: { outcome } }) => outcome.logs.map((log) => [outcome.executor_id, log])),
        )
      }
      compared += 1
    }
    // Blocks by RPC, and messages of NEAR Lake, which hold the same views.
    expect(compared).toBeGreaterThan(4)
  })
})

it.runIf(networks.length === 0)('leaves out the real recordings, for there are none here', () => {
  expect(networks).toEqual([])
})
