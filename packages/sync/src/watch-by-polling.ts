import type { BlockRef, BlockSource, ChainEvent, Detail, L2Block, WatchOptions } from '@defimon/core'
import { DefimonError, type Runtime, systemRuntime } from '@defimon/core'

/** Asks for the head at a fixed interval. */
export async function* watchByPolling(
  source: BlockSource,
  options: WatchOptions<Detail>,
  runtime: Runtime = systemRuntime(),
): AsyncGenerator<ChainEvent<L2Block>> {
  const { signal, detail = 'receipts', tag = 'latest' } = options
  const call = signal ? { signal } : {}
  let last: BlockRef | undefined = typeof options.from === 'object' ? options.from : undefined
  const first = typeof options.from === 'number' ? options.from : undefined
  for (;;) {
    signal?.throwIfAborted()
    const head = await source.getBlock(tag, { detail: 'header', ...call })
    if (last) {
      const removed: BlockRef[] = []
      let ancestor: BlockRef | undefined = last
      while (ancestor) {
        const top: BlockRef = ancestor
        if (top.number <= head.number && (await source.getBlock(top.number, { detail: 'header', ...call })).hash === top.hash)
          break
        removed.unshift(top)
        ancestor = (await source.getBlock({ hash: top.hash }, { detail: 'header', ...call })).parent
      }
      if (!ancestor) throw new DefimonError('REORG_TOO_DEEP', 'no common ancestor', { network: source.network.id })
      if (removed.length > 0) yield { type: 'reorg', commonAncestor: ancestor, removed }
      last = ancestor
    }
    const from = last ? last.number + 1 : (first ?? head.number)
    if (from <= head.number) {
      for await (const block of source.getBlocks({ from, to: head.number }, { detail, ...call })) {
        if (last && block.parent && block.parent.hash !== last.hash) break
        last = { number: block.number, hash: block.hash }
        yield { type: 'block', block }
      }
    }
    await runtime.sleep(source.network.blockTimeMs ?? 2000, signal)
  }
}
