import type { BlockTag } from '@defimon/core'
import { RpcFailure } from '../simulation/rpc-failure.ts'
import type { ChainView, RpcCall, SimulatedBlock } from '../simulation/stack-model.ts'
import type { NearBlock } from './near-block.ts'

type View = ChainView<NearBlock>

/** What a node knows beside the view. */
export interface NearNode {
  readonly chainName: string
  /** Hashes of the blocks in which a chunk is new: of several chains, where they share the model. */
  blocksOfChunk(hash: string): readonly string[]
}

/** docs.near.org, blocks and finality. */
const TAG_BY_FINALITY: Readonly<Record<string, BlockTag>> = { optimistic: 'latest', 'near-final': 'safe', final: 'finalized' }

/** An error as NEAR gives it: `name` and `cause.name` count; code, message and data are legacy. */
export function nearFailure(cause: string, info: object, data: string, name = 'HANDLER_ERROR'): RpcFailure {
  return new RpcFailure(-32000, 'Server error', data, { name, cause: { name: cause, info } })
}

function unknownBlock(id: unknown): RpcFailure {
  const what = typeof id === 'number' ? `BLOCK HEIGHT: ${id}` : `BLOCK: ${String(id)}`
  return nearFailure('UNKNOWN_BLOCK', {}, `DB Not Found Error: ${what} \n Cause: Unknown`)
}

function earliest(view: View): number {
  const { retainedBlocks } = view.limits
  const head = view.tagged('latest')!.number
  return retainedBlocks === undefined ? view.earliestNumber : Math.max(view.earliestNumber, head - retainedBlocks + 1)
}

/** The same answer for a height that is skipped, in the future or garbage-collected. */
function blockById(view: View, id: unknown): SimulatedBlock {
  const block = typeof id === 'number' ? view.block(id) : view.at(String(id))
  if (block === undefined || block.number < earliest(view)) throw unknownBlock(id)
  return block
}

function blockOf(view: View, params: unknown): SimulatedBlock {
  if (Array.isArray(params)) return blockById(view, params[0])
  const { block_id: id, finality, sync_checkpoint: checkpoint } = (params ?? {}) as Record<string, unknown>
  if (id !== undefined) return blockById(view, id)
  if (checkpoint === 'earliest_available') return blockById(view, earliest(view))
  const tag = TAG_BY_FINALITY[String(finality)]
  const block = tag && view.tagged(tag)
  if (block === undefined) {
    throw nearFailure('PARSE_ERROR', { error_message: 'no block reference' }, 'no block reference', 'REQUEST_VALIDATION_ERROR')
  }
  return block
}

function chunkOf(view: View, params: unknown, node: NearNode): unknown {
  const {
    chunk_id: id,
    block_id: blockId,
    shard_id: shardId,
  } = (Array.isArray(params) ? { chunk_id: params[0] } : (params ?? {})) as Record<string, unknown>
  if (blockId !== undefined) {
    const content = view.content(blockById(view, blockId))
    const wanted = content.block.chunks.find((chunk) => chunk['shard_id'] === shardId)
    if (wanted === undefined) throw nearFailure('INVALID_SHARD_ID', { shard_id: shardId }, `Shard id ${shardId} does not exist`)
    return chunkOf(view, { chunk_id: wanted['chunk_hash'] }, node)
  }
  const block = node
    .blocksOfChunk(String(id))
    .map((hash) => view.at(hash))
    .find((each) => each !== undefined)
  const chunk = block && block.number >= earliest(view) ? view.content(block).chunks.get(String(id)) : undefined
  if (chunk === undefined)
    throw nearFailure('UNKNOWN_CHUNK', { chunk_hash: id }, `Chunk Missing (unavailable on the node): ${id}`)
  return chunk
}

/** A node's answer, by the methods of nearcore. */
export function answerNear({ method, params }: RpcCall, view: View, node: NearNode): unknown {
  switch (method) {
    case 'status': {
      const head = view.tagged('latest')!
      return {
        chain_id: node.chainName,
        version: { version: '2.9.0', build: 'simulated' },
        protocol_version: 80,
        sync_info: {
          latest_block_hash: head.hash,
          latest_block_height: head.number,
          earliest_block_height: earliest(view),
          syncing: false,
        },
      }
    }
    case 'block':
      return view.content(blockOf(view, params)).block
    case 'chunk':
      return chunkOf(view, params, node)
    default:
      throw new RpcFailure(-32601, 'Method not found', method, {
        name: 'REQUEST_VALIDATION_ERROR',
        cause: { name: 'METHOD_NOT_FOUND', info: { method_name: method } },
      })
  }
}
