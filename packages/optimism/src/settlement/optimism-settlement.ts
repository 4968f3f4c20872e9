import {
  type BlobSource,
  type BlockRef,
  ContradictionError,
  DefimonError,
  type Evidence,
  type L2Network,
  type Settlement,
  type SettlementState,
  type SourceOptions,
} from '@defimon/core'
import type { BlockDriver, DriverCall } from '@defimon/core/adapter'
import type { EvmRaw } from '@defimon/evm'
import { blockBefore, createParentChain, type ParentView, shieldParent } from '@defimon/evm/parent'
import { createClaimFinder, type FoundClaim } from './claims/claim-finder.ts'
import { createContractStates } from './contract-state.ts'
import { genesisGrid } from './genesis.ts'
import { readOutputRoot } from './output-root.ts'
import { hasOwnRoots } from './own-roots.ts'
import { weaker } from './parent-time.ts'
import { createPostedFinder } from './posted/posted-finder.ts'
import { type L2Header, readAskedBlock, readL1Origin } from './read-l2-block.ts'
import { createRollupNode, type RollupNode } from './rollup-node.ts'

/** Reads how far blocks of a chain of the OP family have settled. */
export interface OptimismSettlement {
  readSettlement(call: DriverCall, block: BlockRef): Promise<Settlement>
}

/** What the reader takes of the options of a source. */
export interface OptimismSettlementOptions extends Pick<SourceOptions, 'parent' | 'runtime' | 'settlementCosts'> {
  /** Where blobs are found, so that batches in them can be read. */
  readonly blobs?: BlobSource
}

/** Claims made this long before a block's origin are about blocks before it, and say where its own claim begins. */
const BEFORE_MS = 4 * 3_600_000
/** A batcher posts at least this often, as set on most chains (`max-channel-duration`). */
const POSTING_MS = 1_800_000
/** How often outputs are proposed on OP Mainnet and most others. */
const CLAIM_INTERVAL_MS = 3_600_000
const ETHEREUM_BLOCK_MS = 12_000

/**
 * Settlement of OP Mainnet, Base and the rest of the family: where the data of a block were posted, the output or dispute game that
 * claims its state, what became of that. Claims name an output root: the endpoint must have the same.
 *
 * Asks the parent for headers, logs, views of the contracts, and of each piece of evidence its transaction and receipt; the network
 * for headers, `eth_getTransactionByBlockHashAndIndex`, and where it is offered `optimism_syncStatus`, `optimism_outputAtBlock`,
 * `optimism_safeHeadAtL1Block`. Of a network that was shut down the parent alone is asked, and nothing is anchored. Fails with
 * `UNSUPPORTED` without a parent, with `CONTRADICTION` where another state was settled.
 */
export function createOptimismSettlement(
  network: L2Network<'op-stack'>,
  driver: BlockDriver<'op-stack', EvmRaw>,
  { parent, runtime, blobs, settlementCosts: costs }: OptimismSettlementOptions,
): OptimismSettlement {
  if (!parent) {
    const why = `needs the source of its parent chain, ${network.parent ?? 'which is not known'}`
    throw new DefimonError('UNSUPPORTED', `settlement of ${network.id} ${why}`, { network: network.id })
  }
  const chain = createParentChain(parent, runtime, { costs })
  const shielded = shieldParent(chain)
  const node = createRollupNode()
  const states = createContractStates(network)
  const claims = createClaimFinder(network, chain.network)
  const posting = createPostedFinder(network, driver, chain.network, node, blobs)
  const parentBlockMs = parent.network.blockTimeMs ?? ETHEREUM_BLOCK_MS

  return {
    async readSettlement(call, block) {
      const view = await shielded.view(call)
      // Contracts are asked for functions that they may not have: what they answer then is no fault of the parent's.
      const state = states.at(await chain.view(call))
      const asked = await readAskedBlock(driver, call, block).catch(unlessSunset(network))
      const header = asked ?? blockByGenesis(network, block)
      const origin =
        (asked && (await readL1Origin(driver, call, asked))) ??
        (await blockBefore(view, header.timestampMs, { toleranceMs: 600_000, blockTimeMs: parentBlockMs }))
      const from = Math.max(0, origin - Math.floor(BEFORE_MS / parentBlockMs))
      const { claim, entries } = await claims.find(view, state, header, from)
      const posted = claim?.standing.settled
        ? []
        : await posting.find({ view, state, block: header, origin, entries, ...(asked && { call }) })
      const anchor = asked && claim && (await anchorOf(network, driver, call, node, claim))
      const reached = await stateOf(view, posted, claim, anchor)
      const { number, hash } = view.latest
      const dueMs = nextStepMs(reached, claim, header.timestampMs)
      return {
        block,
        network: network.id,
        asOf: { number, hash },
        ...(dueMs !== undefined && { nextExpectedMs: Math.max(0, dueMs - view.latest.timestampMs) }),
        state: reached,
      }
    },
  }
}

/** What cannot be asked any more is no failure of a network that was shut down: its parent still knows. */
function unlessSunset({ status }: L2Network<'op-stack'>): (error: unknown) => undefined {
  // `CONFIG` is how a transport without endpoints fails.
  const silent: readonly string[] = ['UNREACHABLE', 'TIMEOUT', 'TRANSIENT', 'CONFIG']
  const dead: readonly string[] = [...silent, 'RPC', 'MALFORMED', 'WRONG_NETWORK', 'UNSUPPORTED']
  return (error) => {
    if (status?.state === 'sunset' && DefimonError.isInstance(error) && dead.includes(error.code)) return undefined
    throw error
  }
}

/** A block of a network that was shut down, as far as its height tells. Nothing says that its hash is the one that was asked for. */
function blockByGenesis(network: L2Network<'op-stack'>, { number, hash }: BlockRef): L2Header {
  const grid = genesisGrid(network)
  if (!grid || number < grid.number) {
    const why = `${network.name} is sunset, and the time of its block ${number} is not known here`
    throw new DefimonError('UNSUPPORTED', why, { network: network.id })
  }
  return { number, hash, timestampMs: (grid.timestampS + (number - grid.number) * grid.blockTimeS) * 1000, fields: {} }
}

async function stateOf(
  view: ParentView,
  posted: readonly Evidence[],
  claim: FoundClaim | undefined,
  anchor: BlockRef | undefined,
): Promise<SettlementState> {
  if (!claim) return posted.length > 0 ? { stage: 'posted', posted } : { stage: 'sequenced' }
  const { entry, covers, standing } = claim
  const about = { covers, ...(anchor && { anchor }) }
  const { transactionHash } = entry.log
  const isProof = standing.proven?.transactionHash === transactionHash
  const [claimed, proven, settled] = await Promise.all([
    view.evidence({ kind: 'state-claim', log: entry.log, purpose: isProof ? 'proof' : 'claim', ...about }),
    standing.proven &&
      view.evidence({
        kind: 'validity-proof',
        log: standing.proven,
        ...about,
        // What one transaction cost is said once.
        ...(!isProof && { purpose: 'proof' as const }),
      }),
    standing.settled && settledEvidence(view, standing.settled, transactionHash, about),
  ])
  const before = posted.length > 0 ? { posted } : {}
  if (settled) return { stage: 'settled', ...before, claimed, ...(proven && { proven }), settled }
  return proven ? { stage: 'proven', ...before, claimed, proven } : { stage: 'claimed', ...before, claimed }
}

/** Where time alone settles, the transaction is the claim's own, whose cost is said there. */
async function settledEvidence(
  view: ParentView,
  { log, status }: NonNullable<FoundClaim['standing']['settled']>,
  claimHash: string,
  about: Pick<Evidence, 'covers' | 'anchor'>,
): Promise<Evidence> {
  const purpose = log.transactionHash === claimHash ? {} : ({ purpose: 'execute' } as const)
  const evidence = await view.evidence({ kind: 'settlement', log, ...purpose, ...about })
  return { ...evidence, parentStatus: weaker(evidence.parentStatus, status) }
}

/** The last block of a claim, where its output root is the claimed one. A claim that is open may be wrong; one that settled is not. */
async function anchorOf(
  network: L2Network<'op-stack'>,
  driver: BlockDriver<'op-stack', EvmRaw>,
  call: DriverCall,
  node: RollupNode,
  { entry, covers, standing, hasOutputRoot }: FoundClaim,
): Promise<BlockRef | undefined> {
  if (!hasOutputRoot || entry.kind === 'state-batch') return undefined
  const output = await readOutputRoot(driver, call, node, covers.to)
  if (!output) return undefined
  if (output.root === entry.root) return output.block
  if (!output.isFromHeader || hasOwnRoots(network) || !(standing.settled ?? standing.proven)) return undefined
  throw new ContradictionError(output.block, entry.root, output.root, {
    network: network.id,
    host: call.endpoint,
    detail: `the output root that was ${standing.settled ? 'settled' : 'proven'} by ${entry.log.transactionHash}`,
  })
}

/** When the next step is due, ms since 1970. */
function nextStepMs(state: SettlementState, claim: FoundClaim | undefined, blockMs: number): number | undefined {
  if (state.stage === 'settled') return undefined
  if (claim) return claim.standing.dueMs
  return blockMs + (state.stage === 'sequenced' ? POSTING_MS : CLAIM_INTERVAL_MS)
}
