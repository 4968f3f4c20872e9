import {
  BlockNotFoundError,
  type BlockRef,
  DefimonError,
  type Evidence,
  type L2Network,
  type Settlement,
  type SettlementState,
  type SourceOptions,
} from '@defimon/core'
import type { BlockDriver, DriverCall } from '@defimon/core/adapter'
import type { EvmRaw } from '@defimon/evm'
import { createParentChain, type ParentView, readCheckedHeader, shieldParent } from '@defimon/evm/parent'
import { type ArbitrumSettlement, createArbitrumSettlement } from './arbitrum-settlement.ts'
import { type BatchFinder, createBatchFinder } from './batch-finder.ts'
import { createBatchPlaces } from './batch-places.ts'
import { createClaimFinder, type FoundClaim, type OwnBlocks } from './claim-finder.ts'
import { genesisBlockOf } from './message-blocks.ts'
import { createMessageHeights } from './message-heights.ts'

/** The hash of a block of which only the height is known. */
const NO_HASH = `0x${'00'.repeat(32)}`
const ETHEREUM_BLOCK_MS = 12_000
/** Claims that were never confirmed are looked for so long after the batch. */
const OPEN_CLAIM_MS = 48 * 3_600_000
/** Where the last confirmation cannot be found, those so long after the batch are looked for: challenge periods are a week. */
const CONFIRMED_WITHIN_MS = 60 * 24 * 3_600_000
/** Parents that are no archives are searched by logs where their blocks come no faster. */
const SLOW_BLOCK_MS = 6_000
/** How long before a batch the state that a claim begins with may have been posted. */
const EARLIER_MS = [0, 24 * 3_600_000, 7 * 24 * 3_600_000]

/**
 * Settlement of a chain that was shut down. While an endpoint of it answers, as `createArbitrumSettlement` reads it; after that from its parent
 * alone: messages are counted there and each made one block, so the batch and the claim of a height are known to the block. The hash of a
 * block is known where a confirmed claim ends with it: then it is the anchor, and another one fails with `NOT_FOUND`. A block whose hash
 * nobody knows any more is asked for with zeros for its hash.
 *
 * Asks the parent as `createArbitrumSettlement` does, and `eth_call` at old blocks, which only archives answer. On Ethereum logs do instead,
 * with twice as many questions; on a rollup, whose blocks are many, it fails with `PRUNED` then.
 */
export function createSunsetSettlement(
  network: L2Network<'arbitrum'>,
  driver: BlockDriver<'arbitrum', EvmRaw>,
  options: SourceOptions,
): ArbitrumSettlement {
  const whole = createArbitrumSettlement(network, driver, options)
  const { parent, runtime } = options
  // `whole` has refused already.
  if (!parent) return whole
  const chain = shieldParent(createParentChain(parent, runtime))
  const blockTimeMs = parent.network.blockTimeMs ?? ETHEREUM_BLOCK_MS
  const batches = createBatchFinder(network, chain.network, blockTimeMs)
  const claims = createClaimFinder(network, chain.network)
  const heights = createMessageHeights(network, blockTimeMs)
  const places = createBatchPlaces(network, blockTimeMs)

  const readHeld = async (call: DriverCall, block: BlockRef): Promise<Settlement> => {
    const view = await chain.view(call)
    const message = block.number - genesisBlockOf(network)
    const reportedAt = await heights.reportedAt(view, message).catch((error: unknown) => {
      if (isPruned(error) && blockTimeMs >= SLOW_BLOCK_MS) return places.placeOf(view, message)
      throw error
    })
    if (reportedAt === undefined) throw new BlockNotFoundError(block.number, 'unknown', { network: network.id })
    const { timestampMs } = await view.block(reportedAt)
    const nobody = silent(call, network)
    const batch = await batches.find(view, nobody, { number: block.number, hash: block.hash, timestampMs, raw: undefined })
    if (!batch) throw new BlockNotFoundError(block.number, 'unknown', { network: network.id })
    const { log, ...parts } = batch
    const posted = await view.evidence({ kind: 'batch', transactionHash: log.transactionHash, purpose: 'data', ...parts })
    // Beyond the last confirmation, and claims that stood open then, nothing is looked for: a parent has blocks of years.
    const after = (ms: number): number => log.blockNumber + Math.ceil(ms / blockTimeMs)
    const lastConfirmed = await heights.lastConfirmedAt(view).catch((error: unknown) => {
      if (isPruned(error)) return after(CONFIRMED_WITHIN_MS)
      throw error
    })
    const until = Math.min(view.latest.number, Math.max(after(OPEN_CLAIM_MS), lastConfirmed ?? 0))
    const bounded: ParentView = { ...view, latest: await view.block(until) }
    const own = heldBlocks(network, batches, view, log.blockNumber, blockTimeMs)
    const claim = await claims.find(bounded, own, block.number, log.blockNumber)
    const known = blockOf(network, block, claim)
    const { number, hash } = view.latest
    return {
      block: known,
      network: network.id,
      asOf: { number, hash },
      state: await heldState(view, posted, claim, known),
    }
  }

  return {
    async readSettlement(call, block) {
      const header = await readCheckedHeader(driver, call, block.number).catch(unlessGone)
      return header === 'gone' ? readHeld(call, block) : whole.readSettlement(call, block)
    },
  }
}

/** What cannot be asked any more is no failure of a network that was shut down: its parent still knows. */
function unlessGone(error: unknown): 'gone' {
  // `CONFIG` is how a transport without endpoints fails.
  const gone: readonly string[] = ['UNREACHABLE', 'TIMEOUT', 'TRANSIENT', 'RPC', 'MALFORMED', 'WRONG_NETWORK', 'CONFIG']
  if (DefimonError.isInstance(error) && gone.includes(error.code)) return 'gone'
  throw error
}

function isPruned(error: unknown): boolean {
  return DefimonError.isInstance(error) && error.code === 'PRUNED'
}

/** Nobody to ask: what a batch holds must follow from the parent. */
function silent(call: DriverCall, network: L2Network<'arbitrum'>): DriverCall {
  const refuse = async (): Promise<never> => {
    throw new DefimonError('UNSUPPORTED', `${network.name} is sunset`, { network: network.id })
  }
  return { ...call, request: refuse, get: refuse }
}

/** The network's own blocks, as far as places in the inbox tell. */
function heldBlocks(
  network: L2Network<'arbitrum'>,
  batches: BatchFinder,
  view: ParentView,
  postedAt: number,
  blockTimeMs: number,
): OwnBlocks {
  return {
    // The state before the first claim of a chain has no block.
    numberOf: async (hash) => (hash === NO_HASH ? genesisBlockOf(network) - 1 : undefined),
    at: async () => undefined,
    async before(state) {
      for (const earlierMs of EARLIER_MS) {
        const since = Math.max(0, postedAt - Math.ceil(earlierMs / blockTimeMs))
        const number = await batches.lastBlockBefore(view, state, since)
        if (number !== undefined) return number
      }
      return undefined
    },
  }
}

/** The block that was asked for, with the hash that was confirmed where the claim ends with it. */
function blockOf(network: L2Network<'arbitrum'>, { number, hash }: BlockRef, claim: FoundClaim | undefined): BlockRef {
  const confirmed = claim?.covers.to === number ? claim.confirmedHash : undefined
  if (confirmed === undefined || hash === NO_HASH) return { number, hash: confirmed ?? hash }
  if (hash.toLowerCase() === confirmed) return { number, hash: confirmed }
  throw new BlockNotFoundError({ hash }, 'unknown', { network: network.id })
}

async function heldState(
  view: ParentView,
  posted: Evidence,
  claim: FoundClaim | undefined,
  { number, hash }: BlockRef,
): Promise<SettlementState> {
  if (!claim) return { stage: 'posted', posted: [posted] }
  const { covers, claimed, settled, confirmedHash } = claim
  const isAnchor = covers.to === number && confirmedHash === hash
  const about = { covers, ...(isAnchor && { anchor: { number, hash } }) }
  // A committee claims and confirms in one transaction, which was paid for once.
  const purpose = claimed?.transactionHash === settled?.transactionHash ? 'execute' : 'claim'
  const claimedEvidence =
    claimed && (await view.evidence({ kind: 'state-claim', transactionHash: claimed.transactionHash, purpose, ...about }))
  if (settled) {
    const { transactionHash } = settled
    const settledEvidence = await view.evidence({ kind: 'settlement', transactionHash, purpose: 'execute', ...about })
    return { stage: 'settled', posted: [posted], ...(claimedEvidence && { claimed: claimedEvidence }), settled: settledEvidence }
  }
  if (claimedEvidence) return { stage: 'claimed', posted: [posted], claimed: claimedEvidence }
  return { stage: 'posted', posted: [posted] }
}
