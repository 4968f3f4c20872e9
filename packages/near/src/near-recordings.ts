import type { Exchange, L2Network } from '@defimon/core'
import type { RecordedBlock } from '@defimon/core/adapter'
import { headerOf, type NearRaw, wantedChunkHashes } from './near-raw.ts'
import { type Json, readNumber, readObject } from './read-json.ts'

function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
}

/** `chunk` answers by chunk hash. */
function chunksByHash(exchanges: readonly Exchange[]): ReadonlyMap<string, unknown> {
  const chunks = new Map<string, unknown>()
  for (const exchange of exchanges) {
    if (exchange.method !== 'chunk') continue
    const hash = asObject(asObject(exchange.result)?.['header'])?.['chunk_hash']
    if (typeof hash === 'string' && !chunks.has(hash)) chunks.set(hash, exchange.result)
  }
  return chunks
}

function joinChunks(block: unknown, chunks: ReadonlyMap<string, unknown>): NearRaw {
  let wanted: readonly string[]
  try {
    wanted = wantedChunkHashes({ block })
  } catch {
    return { block }
  }
  if (wanted.length === 0) return { block, chunks: [] }
  const found = wanted.map((hash) => chunks.get(hash))
  return found.every((chunk) => chunk !== undefined) ? { block, chunks: found } : { block }
}

/**
 * Blocks in exchanges: answers of `block`, joined with the `chunk` answers that they name, and near-lake messages, known by their
 * shape (`block` and `shards`).
 */
export function* recordedNearBlocks(network: L2Network<'near'>, all: readonly Exchange[]): Iterable<RecordedBlock<NearRaw>> {
  const exchanges = all.filter((exchange) => exchange.network === network.id)
  const chunks = chunksByHash(exchanges)
  for (const exchange of exchanges) {
    const result = asObject(exchange.result)
    if (!result) continue
    if (asObject(result['block']) && Array.isArray(result['shards'])) {
      yield { exchange, raw: { block: result['block'], shards: result['shards'] }, detail: 'receipts' }
    } else if (exchange.method === 'block' && asObject(result['header'])) {
      const raw = joinChunks(result, chunks)
      yield { exchange, raw, detail: raw.chunks ? 'transactions' : 'header' }
    }
  }
}

/** Answers `status` and `block` questions from recorded blocks: the newest one is the head for every finality. */
export function answerNearQuestion(
  network: L2Network<'near'>,
  exchanges: readonly Exchange[],
): (method: string, params: unknown) => unknown {
  const blocks = [...recordedNearBlocks(network, exchanges)].map(({ raw }) => raw.block)
  const heightOf = (block: unknown): number => readNumber(headerOf({ block })['height'], 'height')
  const newest = blocks.reduce<unknown>((best, block) => (best && heightOf(best) >= heightOf(block) ? best : block), undefined)
  return (method, params) => {
    if (!newest) return undefined
    if (method === 'status') {
      const chainId = network.chainId?.replace(/^near:/, '') ?? 'mainnet'
      return { chain_id: chainId, sync_info: { latest_block_height: heightOf(newest), syncing: false } }
    }
    if (method !== 'block') return undefined
    const asked = readObject(params, 'params')
    if (asked['finality'] !== undefined) return newest
    return blocks.find((block) => heightOf(block) === asked['block_id'] || headerOf({ block })['hash'] === asked['block_id'])
  }
}
