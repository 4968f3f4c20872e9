import type { BlockRef, L2Block, NetworkId, Sink } from '@defimon/core'

/** A sink that holds what is written against what has to be. */
export interface CheckedSink extends Sink {
  readonly counted: { blocks: number; transactions: number; rollbacks: number }
  /** The highest block of the network that is stored. */
  headOf(network: NetworkId): BlockRef | undefined
  /** What was wrong until now, in words; with what is missing between the blocks of each network. */
  failures(): readonly string[]
}

interface Stored {
  /** Hashes by height, of the newest blocks. */
  readonly hashes: Map<number, string>
  /** Height → hash of blocks that others name as their parent and that have not come. */
  readonly wanted: Map<number, string>
  lowest: number
  head: BlockRef | undefined
}

/** More than any reorg of the soak takes back; few, so that the checking does not grow. */
const KEPT_BLOCKS = 64
const MOST_FAILURES = 20

/**
 * Passes everything on to a sink and holds each block against its parent and its child, in whatever order they come: then nothing is
 * left out between the first block and the head, and whoever has the right head has the right chain. `judge` says what else is wrong.
 */
export function checkedSink(inner: Sink, judge: (block: L2Block) => string | undefined): CheckedSink {
  const networks = new Map<NetworkId, Stored>()
  const counted = { blocks: 0, transactions: 0, rollbacks: 0 }
  const found: string[] = []
  const fail = (message: string): void => {
    if (found.length < MOST_FAILURES) found.push(message)
  }
  const add = (network: NetworkId, stored: Stored, block: L2Block): void => {
    const { number, hash, parent } = block
    const wanted = stored.wanted.get(number)
    if (wanted !== undefined && wanted !== hash) fail(`${network}: block ${number} is not the parent of the block after it`)
    stored.wanted.delete(number)
    const before = parent && stored.hashes.get(parent.number)
    if (before !== undefined && before !== parent?.hash) fail(`${network}: block ${number} does not follow the block before it`)
    if (parent && before === undefined) stored.wanted.set(parent.number, parent.hash)
    stored.hashes.set(number, hash)
    if (stored.hashes.size > KEPT_BLOCKS) stored.hashes.delete(stored.hashes.keys().next().value as number)
    stored.lowest = Math.min(stored.lowest, number)
    if (number > (stored.head?.number ?? -1)) stored.head = { number, hash }
    const wrong = judge(block)
    if (wrong) fail(`${network}: block ${number} ${wrong}`)
    counted.blocks += 1
    counted.transactions += block.transactionCount
  }
  return {
    ...inner,
    counted,
    headOf: (network) => networks.get(network)?.head,
    failures: () => [
      ...found,
      ...[...networks].flatMap(([network, { wanted, lowest }]) =>
        [...wanted.keys()].filter((number) => number >= lowest).map((number) => `${network}: block ${number} was never written`),
      ),
    ],
    async write(batch, options) {
      await inner.write(batch, options)
      const { network, blocks, rollbackTo } = batch
      const stored = networks.get(network) ?? {
        hashes: new Map(),
        wanted: new Map(),
        lowest: Number.POSITIVE_INFINITY,
        head: undefined,
      }
      networks.set(network, stored)
      if (rollbackTo) {
        counted.rollbacks += 1
        if (stored.hashes.get(rollbackTo.number) !== rollbackTo.hash) fail(`${network}: ${rollbackTo.number} was never written`)
        for (const gone of [...stored.hashes.keys()].filter((number) => number > rollbackTo.number)) stored.hashes.delete(gone)
        for (const gone of [...stored.wanted.keys()].filter((number) => number > rollbackTo.number)) stored.wanted.delete(gone)
        stored.head = rollbackTo
      }
      for (const block of blocks) add(network, stored, block)
    },
  }
}
