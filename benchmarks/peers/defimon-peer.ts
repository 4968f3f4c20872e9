import type { BlockRef, BlockSource, L2Block } from '@defimon/core'
import { base } from '@defimon/networks'
import { optimismSource } from '@defimon/optimism'
import { sqliteSink } from '@defimon/sync/sqlite'
import type { BlockStore, Peer, PeerBlock } from './peer.ts'

const BLOCKS_PER_COMMIT = 32

interface DefimonBlock extends PeerBlock {
  readonly block: L2Block<'op-stack', 'receipts'>
}

/** Base at one endpoint, as a user would make it: how many calls travel together and how many at once, it learns. */
function sourceOf(url: string, verify: boolean): BlockSource<'op-stack'> {
  return optimismSource(base, { endpoints: [url], verify })
}

/** Our own sink, written as a sync does: so many blocks and the checkpoint in one commit. */
async function openStore(file: string): Promise<BlockStore<DefimonBlock>> {
  const sink = sqliteSink({ file })
  await sink.open()
  let blocks: L2Block[] = []
  let first: BlockRef | undefined
  const flush = async (): Promise<void> => {
    const head = blocks.at(-1)
    if (!head) return
    first ??= blocks[0] ?? head
    const checkpoint = { network: base.id, head, done: [{ from: first.number, to: head.number }] }
    await sink.write({ network: base.id, blocks, settlements: [], reverted: [], checkpoint })
    blocks = []
  }
  return {
    async write({ block }) {
      blocks.push(block)
      if (blocks.length === BLOCKS_PER_COMMIT) await flush()
    },
    async close() {
      await flush()
      await sink.close()
    },
  }
}

/** DEFIMON, with everything recomputed that can be, or with nothing. */
export function defimonPeer(verify: boolean): Peer<DefimonBlock> {
  return {
    openStore,
    async *read({ url, from, to }) {
      await using source = sourceOf(url, verify)
      for await (const block of source.getBlocks({ from, to })) {
        const { passed, skipped } = block.verification
        // The parent of the first block is not in the range.
        const isAllChecked = skipped.every(({ check }) => check === 'parent-link' && block.number === from)
        if (verify && !isAllChecked) throw new Error(`not all was checked: ${JSON.stringify(skipped)}`)
        if (!verify && passed.length > 0) throw new Error('something was checked')
        yield {
          block,
          figures: () => ({
            number: block.number,
            hash: block.hash,
            transactions: block.transactions.length,
            gasUsed: block.transactions.reduce((sum, { gasUsed = 0n }) => sum + gasUsed, 0n),
            valueWei: block.transactions.reduce((sum, { valueWei = 0n }) => sum + valueWei, 0n),
            logs: block.logs.length,
          }),
        }
      }
    },
  }
}
