import { type BlockRef, ContradictionError, type Hash, type L2Network, type NetworkId } from '@defimon/core'
import type { ScannedLog } from '@defimon/evm'
import { contractsAt, contractsOn, createLogIndex, type IndexedLog, type ParentView } from '@defimon/evm/parent'
import { isInCharge } from './batch-finder.ts'
import { firstIndex } from './first-index.ts'
import {
  assertionConfirmed,
  assertionCreated,
  type Confirmation,
  type GlobalState,
  nodeConfirmed,
  nodeCreated,
  nodeRejected,
  readClaim,
  readConfirmation,
  type StateClaim,
  sendRootUpdated,
} from './rollup-events.ts'

/** What a network's endpoint says of its own blocks. */
export interface OwnBlocks {
  /** The height of a block by its hash; undefined where it is not known. */
  numberOf(hash: Hash): Promise<number | undefined>
  /** The block at a height; undefined above the head. */
  at(number: number): Promise<BlockRef | undefined>
  /** The block that stands last before a place in the inbox, by the counts of its batches. */
  before(state: GlobalState): Promise<number | undefined>
}

/** The claim about a block, and its confirmation. */
export interface FoundClaim {
  readonly covers: { readonly from: number; readonly to: number; readonly exact: boolean }
  readonly claimed?: ScannedLog
  readonly confirmPeriodBlocks?: number
  readonly settled?: ScannedLog
  /** The hash that was confirmed for the last of these blocks. */
  readonly confirmedHash?: Hash
  /** The last of these blocks, where the endpoint has it with the hash that the claim names. */
  readonly anchor?: BlockRef
}

/** Finds claims about blocks. */
export interface ClaimFinder {
  /** Looks from a parent block on. Fails with `CONTRADICTION` where the endpoint has another block than was confirmed. */
  find(view: ParentView, blocks: OwnBlocks, number: number, from: number): Promise<FoundClaim | undefined>
}

type RollupEntry = IndexedLog &
  (
    | { readonly kind: 'claim'; readonly claim: StateClaim }
    | { readonly kind: 'confirmation'; readonly confirmation: Confirmation }
    | { readonly kind: 'rejection'; readonly key: string }
  )
type ClaimEntry = Extract<RollupEntry, { kind: 'claim' }>
type ConfirmationEntry = Extract<RollupEntry, { kind: 'confirmation' }>

const ROLLUP_EVENTS = [assertionCreated, assertionConfirmed, nodeCreated, nodeConfirmed, nodeRejected]

/**
 * Finds claims by the events of the rollup contracts, of BoLD and before, and confirmations also by the outbox. What they name is the
 * hash of the last block; the claim before it names the hash of the block before the first.
 */
export function createClaimFinder(network: L2Network<'arbitrum'>, parent: NetworkId): ClaimFinder {
  const rollups = contractsOn(network.contracts.rollup, parent)
  const outboxes = contractsOn(network.contracts.outbox, parent)
  const filter = {
    address: [...rollups, ...outboxes].map(({ address }) => address),
    topics: [[...ROLLUP_EVENTS, sendRootUpdated].map(({ topic0 }) => topic0)],
  }
  const index = createLogIndex<RollupEntry>(filter, (log) => {
    const isOutbox = log.topics[0] === sendRootUpdated.topic0
    return isInCharge(isOutbox ? outboxes : rollups, parent, log) ? readEntry(log) : undefined
  })

  return {
    async find(view, blocks, number, from) {
      if (filter.address.length === 0) return undefined
      const endOf = async (entry: ConfirmationEntry, entries: readonly RollupEntry[]): Promise<number | undefined> => {
        const known = await blocks.numberOf(entry.confirmation.blockHash)
        if (known !== undefined) return known
        const claim = claimOf(entry, entries)
        return claim && blocks.before(claim.claim.after)
      }
      const { found } = await index.readFrom(view, from, async (entries) => {
        const newest = entries.findLast((entry) => entry.kind === 'confirmation')
        return newest !== undefined && ((await endOf(newest, entries)) ?? -1) >= number
      })
      const confirmations = confirmationsIn(found)
      const at = await firstIndex(
        confirmations.length,
        async (place) => ((await endOf(confirmations[place]!, found)) ?? -1) >= number,
      )
      const confirmed = confirmations[at]
      if (!confirmed) {
        const inCharge = contractsAt(rollups, parent, view.latest.number).map(({ address }) => address.toLowerCase())
        // What stood open at a contract that was replaced is of no account any more.
        return pendingClaim(
          blocks,
          number,
          found.filter(({ log }) => inCharge.includes(log.address)),
        )
      }
      const to = (await endOf(confirmed, found)) ?? number
      const claim = claimOf(confirmed, found)
      const previous = claim
        ? await startOf(blocks, claim)
        : confirmations[at - 1] && (await endOf(confirmations[at - 1]!, found))
      const anchor = await anchorOf(blocks, to, confirmed.confirmation.blockHash, network.id)
      return {
        covers: previous === undefined ? { from: number, to, exact: false } : { from: previous + 1, to, exact: true },
        ...(claim && { claimed: claim.log }),
        settled: confirmed.log,
        confirmedHash: confirmed.confirmation.blockHash,
        ...(anchor && { anchor }),
      }
    },
  }
}

function readEntry(log: ScannedLog): RollupEntry | undefined {
  const claim = readClaim(log)
  if (claim) return { kind: 'claim', claim, log }
  const confirmation = readConfirmation(log)
  if (confirmation) return { kind: 'confirmation', confirmation, log }
  return { kind: 'rejection', key: String(nodeRejected.decode(log)[0]), log }
}

/** Confirmations, each once: the rollup's word, which names the claim, goes before that of its outbox. */
function confirmationsIn(entries: readonly RollupEntry[]): readonly ConfirmationEntry[] {
  const confirmations = entries.filter((entry) => entry.kind === 'confirmation')
  const idOf = ({ confirmation, log }: ConfirmationEntry): string => `${log.transactionHash} ${confirmation.blockHash}`
  const keyed = new Set(confirmations.filter(({ confirmation }) => confirmation.key !== undefined).map(idOf))
  return confirmations.filter((entry) => entry.confirmation.key !== undefined || !keyed.has(idOf(entry)))
}

/** The claim that was confirmed: by its key at the same contract, or, of the outbox's word, by the block that it names. */
function claimOf({ confirmation, log }: ConfirmationEntry, entries: readonly RollupEntry[]): ClaimEntry | undefined {
  return entries.find(
    (entry): entry is ClaimEntry =>
      entry.kind === 'claim' &&
      (confirmation.key === undefined
        ? entry.claim.after.blockHash === confirmation.blockHash
        : entry.claim.key === confirmation.key && entry.log.address === log.address),
  )
}

/** The block before the first of a claim. */
async function startOf(blocks: OwnBlocks, { claim }: ClaimEntry): Promise<number | undefined> {
  return (await blocks.numberOf(claim.before.blockHash)) ?? blocks.before(claim.before)
}

/**
 * The first claim that stands open about a block. One that names another block than the endpoint has is not about this chain: who of
 * them is right is what the challenge is for.
 */
async function pendingClaim(blocks: OwnBlocks, number: number, entries: readonly RollupEntry[]): Promise<FoundClaim | undefined> {
  const rejected = new Set(entries.flatMap((entry) => (entry.kind === 'rejection' ? [`${entry.log.address} ${entry.key}`] : [])))
  for (const entry of entries) {
    if (entry.kind !== 'claim' || rejected.has(`${entry.log.address} ${entry.claim.key}`)) continue
    const { after, confirmPeriodBlocks } = entry.claim
    const to = (await blocks.numberOf(after.blockHash)) ?? (await blocks.before(after))
    if (to === undefined || to < number) continue
    const own = await blocks.at(to)
    if (own && own.hash !== after.blockHash) continue
    const previous = await startOf(blocks, entry)
    if (previous !== undefined && previous >= number) continue
    return {
      covers: previous === undefined ? { from: number, to, exact: false } : { from: previous + 1, to, exact: true },
      claimed: entry.log,
      ...(confirmPeriodBlocks !== undefined && { confirmPeriodBlocks }),
      ...(own && { anchor: own }),
    }
  }
  return undefined
}

async function anchorOf(blocks: OwnBlocks, number: number, hash: Hash, network: NetworkId): Promise<BlockRef | undefined> {
  const own = await blocks.at(number)
  if (!own) return undefined
  if (own.hash === hash) return own
  throw new ContradictionError(own, hash, own.hash, { network, detail: 'the rollup confirmed another block at this height' })
}
