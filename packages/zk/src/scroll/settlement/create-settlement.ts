import {
  type BlobSource,
  ContradictionError,
  DefimonError,
  type Evidence,
  type L2Network,
  type SettlementState,
  type SourceOptions,
} from '@defimon/core'
import type { BlockDriver, DriverCall } from '@defimon/core/adapter'
import type { EvmRaw } from '@defimon/evm'
import type { ParentView } from '@defimon/evm/parent'
import { coverTime, scanBackUntil } from '../../settlement/cover-time.ts'
import type { EventScan } from '../../settlement/event-scan.ts'
import { readAskedHeader, readL2Header } from '../../settlement/l2-header.ts'
import { nextExpectedMs } from '../../settlement/next-expected.ts'
import { createSettlementReader, type SettlementReader } from '../../settlement/settlement-reader.ts'
import { type CommittedBlocks, createCommittedBlocks, firstBatchFrom } from './committed-blocks.ts'
import {
  type BatchEvent,
  type Committed,
  type Finalized,
  type StandingBatches,
  scanBatches,
  standingBatches,
} from './scan-batches.ts'
import { createStateRoots, type StateRoots } from './state-roots.ts'

type Covers = NonNullable<Evidence['covers']>

/** What one question is answered with. */
interface Ground {
  readonly view: ParentView
  readonly call: DriverCall
  readonly scan: EventScan<BatchEvent>
  readonly blocksOf: CommittedBlocks
  readonly roots: StateRoots
  readonly driver: BlockDriver<'scroll', EvmRaw>
  readonly network: L2Network<'scroll'>
  /** By endpoint, finalization: those whose state root its header has. */
  readonly compared: Set<string>
}

/** What a reader is made with. */
export interface ScrollSettlementOptions extends SourceOptions {
  /** Where blobs of the parent are found: with it, batches of codec 7 on are exact as soon as they are committed. */
  readonly blobs?: BlobSource
}

/** Finalizations that an endpoint was found to agree with. */
const KEPT_COMPARED = 1_024
/** Commits of one bundle whose evidence is given; none had so many. */
const MOST_COMMITS = 64

/**
 * Settlement of Scroll: batches committed, finalized in bundles (a proof makes all batches up to one final), reverted.
 *
 * Codecs 0 to 6 hold the blocks of a batch in the calldata, so all is exact. From codec 7 on they are in the blob. A finalization holds
 * the state root of its last block then, which is the header's (Euclid): the block is found by it, and the bundle is exact; its commits are
 * so together, and each by itself where there is one. Before that, what the endpoint calls `safe` is taken to be committed by the newest commit at
 * the latest, `exact: false`. No hash of a block is on the parent, so there is no anchor; the state root that was made final must be in the header
 * of its batch's last block, else `CONTRADICTION`.
 */
export function createScrollSettlement(
  network: L2Network<'scroll'>,
  driver: BlockDriver<'scroll', EvmRaw>,
  options: ScrollSettlementOptions,
): SettlementReader {
  return createSettlementReader(network, options, network.contracts.rollup, ({ contracts, pace }) => {
    const scan = scanBatches(contracts)
    const blocksOf = createCommittedBlocks(options.blobs)
    const roots = createStateRoots(async (call, number) => {
      const header = await readL2Header(driver, call, number)
      return header && { number, hash: header.hash, stateRoot: header.stateRoot ?? '', timestampMs: header.timestampMs }
    })
    const compared = new Set<string>()
    return async ({ view, call, block }) => {
      const header = await readAskedHeader(driver, call, block)
      await coverTime(view, scan, header.timestampMs, pace)
      const ground = { view, call, scan, blocksOf, roots, driver, network, compared }
      const state = await stateOfBlock(ground, block.number)
      const { commits, finalizations } = standingBatches(scan.events)
      const awaited = state.stage === 'sequenced' ? commits : finalizations
      const places = awaited.map(({ blockNumber }) => blockNumber)
      return { state, nextExpectedMs: state.stage === 'settled' ? undefined : nextExpectedMs(view, places, pace.blockTimeMs) }
    }
  })
}

/** Scans on until the block is final, since only then nothing later can take its batch back; or to the head. */
async function stateOfBlock(ground: Ground, number: number): Promise<SettlementState> {
  const { view, scan, blocksOf } = ground
  for (;;) {
    const standing = standingBatches(scan.events)
    const found = await firstBatchFrom(view, standing.commits, number, blocksOf)
    if (found?.blocks && found.blocks.from <= number) {
      const finalized = standing.finalizations.find(({ event }) => event.index >= found.commit.event.index)
      if (finalized) return settledByBlocks(ground, finalized, found.commit, found.blocks)
      if (await scan.forward(view)) continue
      return { stage: 'posted', posted: [await evidenceOfBatch(ground, found.commit, found.blocks)] }
    }
    const bundle = found && !found.blocks ? await bundleOf(ground, standing, number) : undefined
    if (bundle) return settledByRoot(ground, bundle)
    if (await scan.forward(view)) continue
    return found && !found.blocks ? postedAtTheLatest(ground, standing, number) : { stage: 'sequenced' }
  }
}

async function settledByBlocks(
  ground: Ground,
  finalized: Finalized,
  commit: Committed,
  blocks: { readonly from: number; readonly to: number },
): Promise<SettlementState> {
  const { view, scan, blocksOf } = ground
  const last = finalized.event.index
  const before = await scanBackUntil(view, scan, ({ events }) => finalizedBefore(events, last))
  const first = (before?.event.index ?? commit.event.index - 1) + 1
  let covers: Covers = { ...blocks, exact: true }
  if (commit.event.index === last) await assertSameRoot(ground, finalized, blocks.to)
  if (first !== last) {
    const ends = await scanBackUntil(view, scan, ({ events }) => {
      const { commits } = standingBatches(events)
      const from = commits.find(({ event }) => event.index === first)
      const to = commits.find(({ event }) => event.index === last)
      return from && to && { from, to, commits }
    })
    const from = ends && (await blocksOf.ofBatch(view, ends.from, ends.commits))?.from
    const to = ends && (await blocksOf.ofBatch(view, ends.to, ends.commits))?.to
    if (from !== undefined && to !== undefined) covers = { from, to, exact: true }
    if (to !== undefined && commit.event.index !== last) await assertSameRoot(ground, finalized, to)
  }
  const purpose = commit.transactionHash === finalized.transactionHash ? 'proof' : 'data'
  return settledState(view, [await evidenceOfBatch(ground, commit, blocks, purpose)], finalized, covers)
}

/**
 * The parent made one state final; an endpoint that has another one in the last block of that batch is on another chain. Nodes compare the same
 * (scroll-tech/go-ethereum, rollup/rollup_sync_service). It is no anchor: a state root can be copied onto another block.
 */
async function assertSameRoot(
  { call, roots, network, compared }: Ground,
  { event, transactionHash }: Finalized,
  last: number,
): Promise<void> {
  const key = `${call.endpoint} ${transactionHash} ${event.index}`
  if (compared.has(key)) return
  const own = await roots.read(call, last)
  if (!own) return
  if (own.stateRoot !== event.stateRoot) {
    const { number, hash } = own
    throw new ContradictionError({ number, hash }, event.stateRoot, own.stateRoot, {
      network: network.id,
      host: call.endpoint,
      detail: `the state root after batch ${event.index}, which was made final by ${transactionHash}`,
    })
  }
  compared.add(key)
  if (compared.size > KEPT_COMPARED) compared.delete(compared.values().next().value as string)
}

/** A bundle whose last block was found by its state root. */
interface Bundle {
  readonly finalized: Finalized
  readonly covers: Covers
  readonly commits: readonly Committed[]
}

async function bundleOf(
  { view, call, scan, roots }: Ground,
  standing: StandingBatches,
  number: number,
): Promise<Bundle | undefined> {
  const newest = standing.finalizations.at(-1)
  if (!newest) return undefined
  const wanted = new Set(standing.finalizations.map(({ event }) => event.stateRoot))
  const untilMs = (await view.block(newest.blockNumber)).timestampMs
  const end = await roots.next(call, number, wanted, untilMs)
  const finalized = end && standing.finalizations.find(({ event }) => event.stateRoot === end.stateRoot)
  if (!finalized) return undefined
  const before = await scanBackUntil(view, scan, ({ events }) => finalizedBefore(events, finalized.event.index))
  const start =
    before &&
    (await roots.previous(call, number, new Set([before.event.stateRoot]), (await view.block(scan.from)).timestampMs - DAY_MS))
  const after = await roots.read(call, end.number + 1)
  const first = before?.event.index ?? finalized.event.index - 1
  return {
    finalized,
    // A block that changed nothing has the root of the one before: then it cannot be told which of them is the last.
    covers: {
      from: start ? start.number + 1 : number,
      to: end.number,
      exact: start !== undefined && after?.stateRoot !== end.stateRoot,
    },
    commits: standingBatches(scan.events).commits.filter(
      ({ event }) => first < event.index && event.index <= finalized.event.index,
    ),
  }
}

/** How long before its finalization a bundle may have begun. */
const DAY_MS = 24 * 3_600_000

async function settledByRoot({ view }: Ground, { finalized, covers, commits }: Bundle): Promise<SettlementState> {
  const byTransaction = [...new Map(commits.map((commit) => [commit.transactionHash, commit])).values()].slice(-MOST_COMMITS)
  const posted: Evidence[] = []
  for (const commit of byTransaction) {
    // Committed and finalized in one transaction, by anyone while the sequencer is silent.
    const purpose = commit.transactionHash === finalized.transactionHash ? 'proof' : 'data'
    posted.push(await evidenceOfCommit(view, commit, { ...covers, exact: covers.exact && byTransaction.length === 1 }, purpose))
  }
  return settledState(view, posted, finalized, covers)
}

async function postedAtTheLatest(ground: Ground, standing: StandingBatches, number: number): Promise<SettlementState> {
  const { view, call, driver, roots } = ground
  const newest = standing.commits.at(-1)
  const safe = await driver.readHead(call, 'safe').catch(absentTag)
  if (!newest || !safe || safe.number < number) return { stage: 'sequenced' }
  // What was made after the newest commit cannot be in it, whatever the endpoint says.
  const last = await roots.read(call, safe.number)
  if (!last || last.timestampMs > (await view.block(newest.blockNumber)).timestampMs) return { stage: 'sequenced' }
  return { stage: 'posted', posted: [await evidenceOfCommit(view, newest, { from: number, to: safe.number, exact: false })] }
}

/** Endpoints that do not follow the parent know no safe block. */
function absentTag(error: unknown): undefined {
  const codes: readonly string[] = ['UNSUPPORTED', 'NOT_FOUND', 'NOT_YET', 'RPC']
  if (DefimonError.isInstance(error) && codes.includes(error.code)) return undefined
  throw error
}

/** A transaction that commits several batches is about the blocks of all of them. */
async function evidenceOfBatch(
  { view, blocksOf }: Ground,
  commit: Committed,
  blocks: { readonly from: number; readonly to: number },
  purpose: 'data' | 'proof' = 'data',
): Promise<Evidence> {
  const all = (await blocksOf.ofTransaction(view, commit)) ?? blocks
  return evidenceOfCommit(view, commit, { ...all, exact: true }, purpose)
}

async function evidenceOfCommit(
  view: ParentView,
  { transactionHash }: Committed,
  covers: Covers,
  purpose: 'data' | 'proof' = 'data',
): Promise<Evidence> {
  const { blobVersionedHashes } = await view.transaction(transactionHash)
  const dataAvailability = blobVersionedHashes.length > 0 ? 'ethereum-blobs' : 'ethereum-calldata'
  return view.evidence({ kind: 'batch', transactionHash, covers, dataAvailability, purpose })
}

async function settledState(
  view: ParentView,
  posted: readonly Evidence[],
  { transactionHash }: Finalized,
  covers: Covers,
): Promise<SettlementState> {
  // One transaction proves and finalizes, and was paid for one purpose: so its cost counts once.
  const proven = await view.evidence({ kind: 'validity-proof', transactionHash, covers, purpose: 'proof' })
  const settled = await view.evidence({ kind: 'settlement', transactionHash, covers, purpose: 'proof' })
  return { stage: 'settled', ...(posted.length > 0 && { posted }), proven, settled }
}

function finalizedBefore(events: EventScan<BatchEvent>['events'], index: number): Finalized | undefined {
  return standingBatches(events).finalizations.findLast(({ event }) => event.index < index)
}
