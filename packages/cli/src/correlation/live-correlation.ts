import { type BlockSource, DefimonError, type L2Block } from '@defimon/core'
import { findBlockAt, messageKeysOf } from '@defimon/core/correlate'
import type { CorrelationRow } from './stored-correlation.ts'

/** The block of a network at an instant, found by halving: about 30 headers. */
export async function liveAt(source: BlockSource, timeMs: number, signal: AbortSignal): Promise<CorrelationRow | undefined> {
  const head = await source.getBlock('latest', { detail: 'header', signal })
  const read = (number: number): Promise<L2Block<never, 'header'> | undefined> => readHeader(source, number, signal)
  const from = await firstHeight(read, head.number)
  const block = await findBlockAt(timeMs, { from, to: head.number, read })
  if (!block) return undefined
  const { number, hash, timestampMs } = block
  return {
    network: source.network.id,
    block: number,
    hash,
    time: new Date(timestampMs).toISOString(),
    age_ms: timeMs - timestampMs,
  }
}

/** The blocks of a network that name an L1 block as their origin: origins never fall with the height. */
export async function liveL1Block(
  source: BlockSource,
  l1Number: number,
  signal: AbortSignal,
): Promise<CorrelationRow | undefined> {
  const head = await source.getBlock('latest', { detail: 'transactions', signal })
  if (!head.l1Origin) return undefined
  const read = async (number: number) => {
    const block = await source.getBlock(number, { detail: 'transactions', signal }).catch(absent)
    // Halved by the number of the origin instead of a time.
    return block && { number, hash: block.hash, timestampMs: block.l1Origin?.number ?? -1 }
  }
  const search = { from: 0, to: head.number, read }
  const last = await findBlockAt(l1Number, search)
  if (!last || last.timestampMs !== l1Number) return undefined
  const before = await findBlockAt(l1Number - 1, search)
  const network = source.network.id
  return { network, block: (before?.number ?? -1) + 1, to: last.number, hash: last.hash, l1_network: head.l1Origin.network }
}

/** The ends of a message in the newest blocks of a network. */
export async function liveMessage(
  source: BlockSource,
  key: string,
  blocks: number,
  signal: AbortSignal,
): Promise<readonly CorrelationRow[]> {
  const { number: to } = await source.getBlock('latest', { detail: 'header', signal })
  const rows: CorrelationRow[] = []
  for await (const block of source.getBlocks({ from: Math.max(0, to - blocks + 1), to }, { signal })) {
    for (const found of messageKeysOf(block)) {
      const { kind, end, network, transactionHash } = found
      if (found.key.toLowerCase() === key.toLowerCase())
        rows.push({ kind, end, network, block: block.number, transaction: transactionHash })
    }
  }
  return rows
}

async function readHeader(
  source: BlockSource,
  number: number,
  signal: AbortSignal,
): Promise<L2Block<never, 'header'> | undefined> {
  const block = await source.getBlock(number, { detail: 'header', signal }).catch(absent)
  return block as L2Block<never, 'header'> | undefined
}

/** Endpoints that pruned old blocks still have newer ones: the search goes on above. */
async function firstHeight(read: (number: number) => Promise<unknown>, head: number): Promise<number> {
  return (await read(0)) ? 0 : Math.max(0, head - 1_000_000)
}

function absent(error: unknown): undefined {
  if (DefimonError.isInstance(error) && (error.code === 'NOT_FOUND' || error.code === 'PRUNED')) return undefined
  throw error
}
