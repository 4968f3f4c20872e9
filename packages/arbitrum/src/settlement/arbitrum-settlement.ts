import {
  BlockNotFoundError,
  type BlockRef,
  DefimonError,
  type Evidence,
  type Hash,
  type L2Network,
  type Settlement,
  type SettlementState,
  type SourceOptions,
} from '@defimon/core'
import type { BlockDriver, DriverCall } from '@defimon/core/adapter'
import type { EvmRaw } from '@defimon/evm'
import { createParentChain, type ParentView, readCheckedHeader, shieldParent } from '@defimon/evm/parent'
import { type BatchFinder, createBatchFinder } from './batch-finder.ts'
import { createClaimFinder, type FoundClaim, type OwnBlocks } from './claim-finder.ts'
import { genesisBlockOf } from './message-blocks.ts'

/** Reads how far blocks of an Arbitrum chain have settled. */
export interface ArbitrumSettlement {
  readSettlement(call: DriverCall, block: BlockRef): Promise<Settlement>
}

/** `max-delay` of Nitro's batch poster: what waits longer is posted. */
const LONGEST_POSTING_MS = 3_600_000
/** How often Nitro's validators claim, as set on most chains. */
const CLAIM_INTERVAL_MS = 3_600_000
/** Challenge periods count blocks of Ethereum, also where the parent is a rollup. */
const ETHEREUM_BLOCK_MS = 12_000
/** `confirmPeriodBlocks` of One and Nova. */
const CONFIRM_PERIOD_BLOCKS = 45_818
const KEPT_NUMBERS = 4_096
const NO_BLOCK = `0x${'00'.repeat(32)}`

/**
 * Settlement of One, Nova, Orbit chains and L3s, from the events of their parent: the batch that holds a block, the claim (BoLD's
 * assertion or the node before it), its confirmation. A confirmed claim names the hash of an L2 block: the endpoint must have the same.
 *
 * Asks the parent for headers, logs, and of each piece of evidence its transaction and receipt; the network for headers, and, where
 * calls of batches do not count messages, `eth_call` of `findBatchContainingBlock`. Fails with `UNSUPPORTED` without a parent and where
 * no inbox of the network is known on it, with `NOT_FOUND` for blocks from before Nitro, and with `CONTRADICTION` where another block was
 * confirmed.
 */
export function createArbitrumSettlement(
  network: L2Network<'arbitrum'>,
  driver: BlockDriver<'arbitrum', EvmRaw>,
  { parent, runtime, settlementCosts: costs }: SourceOptions,
): ArbitrumSettlement {
  if (!parent) throw unsupported(network, `needs the source of its parent chain, ${network.parent ?? 'which is not known'}`)
  const chain = shieldParent(createParentChain(parent, runtime, { costs }))
  const standing = network.contracts.sequencerInbox?.some((contract) => contract.chain === chain.network)
  if (!standing) throw unsupported(network, `needs a sequencer inbox that is known on ${chain.network}`)
  const batches = createBatchFinder(network, chain.network, parent.network.blockTimeMs ?? ETHEREUM_BLOCK_MS)
  const claims = createClaimFinder(network, chain.network)
  const numbers = new Map<Hash, number>()

  return {
    async readSettlement(call, block) {
      if (block.number < genesisBlockOf(network)) {
        // Not `UNSUPPORTED`: of the blocks above it can be read.
        throw new DefimonError('NOT_FOUND', `block ${block.number} is from before Nitro: what settled it is not read`, {
          network: network.id,
        })
      }
      const view = await chain.view(call)
      const header = await readCheckedHeader(driver, call, block.number)
      if (!header) throw new BlockNotFoundError(block.number, 'not-yet', { network: network.id, host: call.endpoint })
      if (header.hash !== block.hash.toLowerCase()) {
        throw new BlockNotFoundError({ hash: block.hash }, 'unknown', { network: network.id, host: call.endpoint })
      }
      const batch = await batches.find(view, call, header)
      const { number, hash } = view.latest
      const settlement = { block, network: network.id, asOf: { number, hash } }
      const sinceMs = (timeMs: number): number => Math.max(0, timeMs - view.latest.timestampMs)
      if (!batch) {
        return { ...settlement, nextExpectedMs: sinceMs(header.timestampMs + LONGEST_POSTING_MS), state: { stage: 'sequenced' } }
      }
      const { log, ...parts } = batch
      const own = createOwnBlocks(network, driver, call, batches, view, numbers, log.blockNumber)
      const [posted, claim] = await Promise.all([
        view.evidence({ kind: 'batch', log, purpose: 'data', ...parts }),
        claims.find(view, own, block.number, log.blockNumber),
      ])
      const state = await stateOf(view, posted, claim)
      const nextMs = nextStepMs(network, state, claim)
      return { ...settlement, ...(nextMs !== undefined && { nextExpectedMs: sinceMs(nextMs) }), state }
    },
  }
}

async function stateOf(view: ParentView, posted: Evidence, claim: FoundClaim | undefined): Promise<SettlementState> {
  if (!claim) return { stage: 'posted', posted: [posted] }
  const { covers, anchor } = claim
  const about = { covers, ...(anchor && { anchor }) }
  const { claimed: claimedBy, settled: settledBy } = claim
  // A committee claims and confirms in one transaction, which was paid for once.
  const purpose = claimedBy?.transactionHash === settledBy?.transactionHash ? 'execute' : 'claim'
  const [claimed, settled] = await Promise.all([
    claimedBy && view.evidence({ kind: 'state-claim', log: claimedBy, purpose, ...about }),
    settledBy && view.evidence({ kind: 'settlement', log: settledBy, purpose: 'execute', ...about }),
  ])
  if (settled) return { stage: 'settled', posted: [posted], ...(claimed && { claimed }), settled }
  return claimed ? { stage: 'claimed', posted: [posted], claimed } : { stage: 'posted', posted: [posted] }
}

/** When the next step is due, ms since 1970. */
function nextStepMs(
  { challengePeriodMs }: L2Network<'arbitrum'>,
  state: SettlementState,
  claim: FoundClaim | undefined,
): number | undefined {
  if (state.stage === 'posted') return (state.posted[0]?.timestampMs ?? 0) + CLAIM_INTERVAL_MS
  if (state.stage !== 'claimed') return undefined
  const ofClaim = claim?.confirmPeriodBlocks && claim.confirmPeriodBlocks * ETHEREUM_BLOCK_MS
  return (state.claimed.timestampMs ?? 0) + (ofClaim ?? challengePeriodMs ?? CONFIRM_PERIOD_BLOCKS * ETHEREUM_BLOCK_MS)
}

/** The network's own blocks, asked by one call. `numbers` is kept: the height of a hash does not change. */
function createOwnBlocks(
  network: L2Network<'arbitrum'>,
  driver: BlockDriver<'arbitrum', EvmRaw>,
  call: DriverCall,
  batches: BatchFinder,
  view: ParentView,
  numbers: Map<Hash, number>,
  postedAt: number,
): OwnBlocks {
  const headers = new Map<number, Promise<BlockRef | undefined>>()
  return {
    async numberOf(hash) {
      // The state before the first claim of a chain has no block.
      if (hash === NO_BLOCK) return genesisBlockOf(network) - 1
      const known = numbers.get(hash)
      if (known !== undefined) return known
      const header = await readCheckedHeader(driver, call, { hash })
      if (!header) return undefined
      numbers.set(hash, header.number)
      const oldest = numbers.keys().next().value
      if (numbers.size > KEPT_NUMBERS && oldest !== undefined) numbers.delete(oldest)
      return header.number
    },
    at(number) {
      const reading =
        headers.get(number) ??
        readCheckedHeader(driver, call, number).then((header) => header && { number: header.number, hash: header.hash })
      headers.set(number, reading)
      return reading
    },
    before: (state) => batches.lastBlockBefore(view, state, postedAt),
  }
}

function unsupported(network: L2Network<'arbitrum'>, why: string): DefimonError {
  return new DefimonError('UNSUPPORTED', `settlement of ${network.id} ${why}`, { network: network.id })
}
