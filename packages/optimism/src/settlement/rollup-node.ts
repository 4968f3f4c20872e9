import { DefimonError } from '@defimon/core'
import type { DriverCall } from '@defimon/core/adapter'
import { asObject, isPresent, parseHash, toQuantity } from '@defimon/evm'

/** A block as op-node names it. */
export interface NodeBlock {
  readonly number: number
  readonly hash: string
}

/** What op-node knows of how far the chain is derived. */
export interface SyncStatus {
  /** The L1 block up to which it has derived. */
  readonly currentL1: NodeBlock
  readonly finalizedL1: NodeBlock
  readonly safeL2: NodeBlock
  readonly finalizedL2: NodeBlock
}

/** What op-node serves beside `eth_*` (op-node/node/api.go). Most public endpoints offer none of it: then all is undefined. */
export interface RollupNode {
  /** `optimism_syncStatus`. */
  syncStatus(call: DriverCall): Promise<SyncStatus | undefined>
  /** `optimism_safeHeadAtL1Block`: the last L2 block that is derived from L1 up to this block. Needs the safe-head database. */
  safeHeadAt(call: DriverCall, l1Number: number): Promise<number | undefined>
  /** `optimism_outputAtBlock`: the storage root of the message passer, which an output root holds. */
  withdrawalsRootAt(call: DriverCall, number: number): Promise<string | undefined>
}

/** Asks op-node, and remembers per endpoint which methods it does not have. */
export function createRollupNode(): RollupNode {
  const absent = new Set<string>()
  const ask = async (call: DriverCall, method: string, params: readonly unknown[]): Promise<unknown> => {
    const key = `${call.endpoint} ${method}`
    if (absent.has(key)) return undefined
    try {
      return await call.request(method, params)
    } catch (error) {
      // Nothing here is needed: endpoints refuse what they do not offer in many ways.
      if (!DefimonError.isInstance(error) || error.code === 'ABORTED') throw error
      if (error.code === 'RPC' || error.code === 'UNSUPPORTED') absent.add(key)
      return undefined
    }
  }
  return {
    async syncStatus(call) {
      const answer = await ask(call, 'optimism_syncStatus', [])
      if (!isPresent(answer)) return undefined
      const status = asObject(answer, 'sync status')
      const [currentL1, finalizedL1] = [status['current_l1'], status['finalized_l1']].map(readNodeBlock)
      const [safeL2, finalizedL2] = [status['safe_l2'], status['finalized_l2']].map(readNodeBlock)
      return currentL1 && finalizedL1 && safeL2 && finalizedL2 ? { currentL1, finalizedL1, safeL2, finalizedL2 } : undefined
    },
    async safeHeadAt(call, l1Number) {
      const answer = await ask(call, 'optimism_safeHeadAtL1Block', [toQuantity(l1Number)])
      return isPresent(answer) ? readNodeBlock(asObject(answer, 'safe head')['safeHead'])?.number : undefined
    },
    async withdrawalsRootAt(call, number) {
      const answer = await ask(call, 'optimism_outputAtBlock', [toQuantity(number)])
      const root = isPresent(answer) ? asObject(answer, 'output')['withdrawalStorageRoot'] : undefined
      return isPresent(root) ? parseHash(root, 'withdrawalStorageRoot') : undefined
    },
  }
}

/** Numbers are plain JSON integers here. */
function readNodeBlock(value: unknown): NodeBlock | undefined {
  if (!isPresent(value)) return undefined
  const { number, hash } = asObject(value, 'block of op-node')
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0
    ? { number, hash: parseHash(hash, 'hash of a block of op-node') }
    : undefined
}
