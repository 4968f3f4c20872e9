import { type BlockRef, ContradictionError, type Evidence, evidenceOf, type NetworkId, type Settlement } from '@defimon/core'
import { isDone } from '../done-ranges.ts'
import type { StoredChain } from '../stored-chain.ts'

/**
 * Holds what the parent chain has of blocks against what is stored of them.
 *
 * @returns the highest stored block whose hash the parent chain proved or settled in a final block, if there is one
 * @throws ContradictionError where another block is stored than the one that the parent chain holds, and either the parent's block or
 * ours is final: before that it may be a reorg that has not been followed yet.
 */
export async function checkAnchors(
  network: NetworkId,
  chain: StoredChain,
  settlement: Settlement,
  storedRef: (number: number) => Promise<BlockRef | undefined>,
): Promise<BlockRef | undefined> {
  let highest: BlockRef | undefined
  for (const { step, evidence } of evidenceOf(settlement.state)) {
    const { anchor } = evidence
    // Anybody who pays the bond may claim anything.
    if (step === 'posted' || step === 'claimed') continue
    if (!anchor || !isDone(chain.checkpoint.done, anchor.number)) continue
    const stored = await storedRef(anchor.number)
    if (!stored) continue
    if (isSameHash(stored.hash, anchor.hash)) {
      if (evidence.parentStatus === 'finalized' && anchor.number > (highest?.number ?? -1)) highest = stored
    } else if (isFirm(chain, evidence)) {
      throw new ContradictionError(stored, anchor.hash, stored.hash, {
        network,
        retryable: false,
        detail: `what is stored is not what stands ${step} on ${evidence.network} in block ${evidence.number}`,
      })
    }
  }
  return highest
}

function isFirm(chain: StoredChain, { parentStatus, anchor }: Evidence): boolean {
  return parentStatus === 'finalized' || (anchor !== undefined && anchor.number <= (chain.finalized?.number ?? -1))
}

/** Hex in any case; field elements with or without leading zeros. */
function isSameHash(a: string, b: string): boolean {
  return a === b || (a.startsWith('0x') && b.startsWith('0x') && plainHex(a) === plainHex(b))
}

function plainHex(hash: string): string {
  return hash.slice(2).toLowerCase().replace(/^0+/, '')
}
