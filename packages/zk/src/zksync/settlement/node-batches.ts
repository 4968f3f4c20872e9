import { DefimonError, type Hash } from '@defimon/core'
import type { DriverCall } from '@defimon/core/adapter'
import { asList, asObject, isPresent, parseHash, parseHeight, type RpcObject } from '@defimon/evm'
import type { Span } from './batch-steps.ts'

/** What a node of EraVM says of its batches. It is its word: what stands on the parent is read there. */
export interface NodeBatches {
  /** The L2 blocks of a batch; undefined until it is sealed. Asks `zks_getL1BatchBlockRange`. */
  blocksOf(batch: number): Promise<Span | undefined>
  /** Asks `zks_getL1BatchDetails`; undefined where the node has none. */
  details(batch: number): Promise<{ readonly rootHash?: Hash; readonly commitChainId?: number } | undefined>
}

/** Asks through one call; answers about sealed batches are kept in `known`. */
export function createNodeBatches(call: DriverCall, known: Map<number, Span>): NodeBatches {
  return {
    async blocksOf(batch) {
      const kept = known.get(batch)
      if (kept) return kept
      const answer = await call.request('zks_getL1BatchBlockRange', [batch])
      if (!isPresent(answer)) return undefined
      const [from, to] = asList(answer, 'block range of a batch')
      return { from: parseHeight(from, 'first block of a batch'), to: parseHeight(to, 'last block of a batch') }
    },
    async details(batch) {
      const answer = await call.request('zks_getL1BatchDetails', [batch]).catch(absent)
      if (!isPresent(answer)) return undefined
      const { rootHash, commitChainId }: RpcObject = asObject(answer, 'details of a batch')
      return {
        ...(isPresent(rootHash) && { rootHash: parseHash(rootHash, 'rootHash of a batch') }),
        ...(Number.isSafeInteger(Number(commitChainId ?? Number.NaN)) && { commitChainId: Number(commitChainId) }),
      }
    },
  }
}

/** Nodes of other software do not have the method. */
function absent(error: unknown): undefined {
  if (DefimonError.isInstance(error) && ['RPC', 'UNSUPPORTED', 'NOT_FOUND'].includes(error.code)) return undefined
  throw error
}
