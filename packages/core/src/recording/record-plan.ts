import type { BlockId, BlockRef, BlockTag, Detail } from '../contract/block.ts'
import { DefimonError } from '../contract/errors.ts'
import type { NetworkId } from '../contract/network.ts'
import type { BlockSource } from '../contract/source.ts'
import type { CallOptions } from '../contract/transport.ts'
import { exchangeKey } from './canonical-params.ts'
import type { Exchange } from './exchange.ts'

/** Which blocks to record, and what for: an era, a type of transaction, a bug. */
export type RecordingPlanEntry = {
  readonly network: NetworkId
  readonly why?: string
  /** Default `receipts`. */
  readonly detail?: Detail
} & ({ readonly block: number } | { readonly range: { readonly from: number; readonly to: number } } | { readonly tag: BlockTag })

/** How a plan is carried out. */
export interface RecordPlanOptions extends CallOptions {
  /** Makes a source whose every exchange goes to `onExchange`, by `recordingFetch` or `recordTransport`. It is closed afterwards. */
  readonly open: (network: NetworkId, onExchange: (exchange: Exchange) => void) => BlockSource
  /** Keeps the exchanges of an entry whose blocks were read and checked. */
  readonly write: (exchange: Exchange, entry: RecordingPlanEntry) => void | Promise<void>
}

/** What came of one entry. */
export interface RecordingPlanResult {
  readonly entry: RecordingPlanEntry
  readonly blocks: readonly BlockRef[]
  readonly exchanges: number
  /** Absent: all went well. */
  readonly error?: DefimonError
}

/**
 * Carries a plan out, one entry after another, and tells what came of each. Nothing of an entry that failed is written; of a question
 * that was put twice, the last answer is. Ends early, with `ABORTED`, by its signal.
 */
export async function* recordPlan(
  plan: readonly RecordingPlanEntry[],
  options: RecordPlanOptions,
): AsyncGenerator<RecordingPlanResult, void, undefined> {
  for (const entry of plan) {
    const exchanges = new Map<string, Exchange>()
    const blocks: BlockRef[] = []
    try {
      await using source = options.open(entry.network, (exchange) => {
        exchanges.set(exchangeKey(exchange.method, exchange.params), exchange)
      })
      for await (const ref of readEntry(source, entry, options)) blocks.push(ref)
    } catch (error) {
      if (!DefimonError.isInstance(error) || error.code === 'ABORTED') throw error
      yield { entry, blocks, exchanges: 0, error }
      continue
    }
    for (const exchange of exchanges.values()) await options.write(exchange, entry)
    yield { entry, blocks, exchanges: exchanges.size }
  }
}

async function* readEntry(
  source: BlockSource,
  entry: RecordingPlanEntry,
  { signal }: CallOptions,
): AsyncGenerator<BlockRef, void, undefined> {
  const read = { detail: entry.detail ?? 'receipts', ...(signal && { signal }) }
  if ('range' in entry) {
    for await (const { number, hash } of source.getBlocks(entry.range, read)) yield { number, hash }
    return
  }
  const id: BlockId = 'block' in entry ? entry.block : entry.tag
  const { number, hash } = await source.getBlock(id, read)
  yield { number, hash }
}
