import { BlockNotFoundError, type BlockRef, DefimonError, type Settlement, type Stack } from '@defimon/core'
import type { BlockDriver, DriverCall, HeadClaim } from './driver.ts'

/** How a chain without a finalized tag is believed. */
export interface ConsensusRule {
  /** Blocks above one that make it final: 0 where every block is. Absent: the chain's own `finalized` tag counts. */
  readonly confirmations?: number
}

/**
 * The settlement of a chain with consensus of its own: a block is settled by the finalized block that covers it, and sequenced until
 * then. What `finalized` means is the chain's affair; the driver says it in `settlementStages`.
 *
 * Asks for the finalized head, and for the header at the block's height, since a head says nothing of other branches. Fails with
 * `BlockNotFoundError` where another block stands there.
 */
export function consensusSettlement<S extends Stack, Raw>(
  driver: Pick<BlockDriver<S, Raw>, 'network' | 'readHead' | 'fetchBlock' | 'decode'>,
  { confirmations }: ConsensusRule = {},
): (call: DriverCall, block: BlockRef) => Promise<Settlement> {
  const { network } = driver
  const readFinalized = async (call: DriverCall): Promise<HeadClaim | undefined> => {
    if (confirmations === undefined) return driver.readHead(call, 'finalized').catch(noneYet)
    const head = await driver.readHead(call, 'latest')
    return confirmations === 0 ? head : { number: head.number - confirmations }
  }
  return async (call, block) => {
    const finalized = await readFinalized(call)
    if (!finalized || finalized.number < block.number) {
      const waitMs = finalized && network.blockTimeMs && (block.number - finalized.number) * network.blockTimeMs
      return { block, network: network.id, state: { stage: 'sequenced' }, ...(waitMs && { nextExpectedMs: waitMs }) }
    }
    if (finalized.number !== block.number || finalized.hash === undefined) {
      const raw = await driver.fetchBlock(call, block.number, 'header')
      const there = raw && driver.decode(raw, 'header')
      if (there?.hash !== block.hash) throw replaced(block, network.id)
    } else if (finalized.hash !== block.hash) throw replaced(block, network.id)
    const { number, hash, timestampMs } = finalized
    const settled = {
      kind: 'consensus' as const,
      network: network.id,
      number,
      ...(hash !== undefined && { hash }),
      ...(timestampMs !== undefined && { timestampMs }),
      parentStatus: 'finalized' as const,
      covers: { from: 0, to: number, exact: true },
    }
    return { block, network: network.id, state: { stage: 'settled', settled } }
  }
}

function replaced(block: BlockRef, network: string): BlockNotFoundError {
  return new BlockNotFoundError({ hash: block.hash }, 'unknown', { network })
}

/** A chain that has finalized nothing yet, or that never says. */
function noneYet(error: unknown): undefined {
  const codes: readonly string[] = ['NOT_FOUND', 'NOT_YET', 'UNSUPPORTED']
  if (DefimonError.isInstance(error) && codes.includes(error.code)) return undefined
  throw error
}
