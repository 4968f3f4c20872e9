import { DefimonError, type Evidence, type SettlementState, type SourceOptions } from '@defimon/core'
import type { BlockDriver } from '@defimon/core/adapter'
import type { EvmRaw } from '@defimon/evm'
import type { ParentView } from '@defimon/evm/parent'
import { coverTime, scanBackUntil } from '../../settlement/cover-time.ts'
import type { EventScan } from '../../settlement/event-scan.ts'
import { readAskedHeader } from '../../settlement/l2-header.ts'
import { nextExpectedMs } from '../../settlement/next-expected.ts'
import { createSettlementReader, type SettlementReader } from '../../settlement/settlement-reader.ts'
import type { MorphNetwork } from '../morph-source.ts'
import { type CommitCall, readCommitCall } from './commit-calls.ts'
import { finalizationPeriodSeconds } from './rollup-contract.ts'
import { type MorphBatch, type MorphEvent, type MorphStep, scanMorphEvents, standingMorphBatches } from './scan-events.ts'

type Covers = NonNullable<Evidence['covers']>

/** What one question is answered with. */
interface Ground {
  readonly view: ParentView
  readonly scan: EventScan<MorphEvent>
  readonly calls: CommitCalls
}

/** A batch that holds a block. */
interface FoundBatch {
  readonly batch: MorphBatch
  readonly call: CommitCall
}

type CommitCalls = (view: ParentView, commit: MorphStep) => Promise<CommitCall | undefined>

/** Calls are decoded once. */
const KEPT = 4_096

/**
 * Settlement of Morph: a batch is committed (its data in blobs, the state after it in the call, open to challenge), proven where somebody
 * challenged it or its call holds a proof, final when the challenge period has passed; reverted. The call names the batch's last block, and
 * since version 1 the header of the batch before names that one's, so blocks are exact. No hash of a block is on the parent, so there is no
 * anchor.
 */
export function createMorphSettlement(
  network: MorphNetwork,
  driver: BlockDriver<'evm', EvmRaw>,
  options: SourceOptions,
): SettlementReader {
  return createSettlementReader(network, options, network.contracts.rollup, ({ contracts, pace }) => {
    const scan = scanMorphEvents(contracts)
    const calls = createCommitCalls()
    return async ({ view, call, block }) => {
      const header = await readAskedHeader(driver, call, block)
      await coverTime(view, scan, header.timestampMs, pace)
      const ground = { view, scan, calls }
      const found = await findBatch(ground, block.number)
      if (!found) {
        const places = standingMorphBatches(scan.events).map(({ commit }) => commit.blockNumber)
        return { state: { stage: 'sequenced' }, nextExpectedMs: nextExpectedMs(view, places, pace.blockTimeMs) }
      }
      const state = await stateOf(ground, found, block.number)
      if (state.stage === 'settled') return { state }
      const { timestampMs } = await view.block(found.batch.commit.blockNumber)
      const periodMs = await periodOf(view, contracts.at(-1)?.address ?? '')
      return {
        state,
        nextExpectedMs: periodMs === undefined ? undefined : Math.max(0, timestampMs + periodMs - view.latest.timestampMs),
      }
    }
  })
}

/** Scans on until the batch of the block is final, since only then nothing can take it back; or to the head. */
async function findBatch(ground: Ground, number: number): Promise<FoundBatch | undefined> {
  for (;;) {
    const found = await batchOf(ground, number)
    if (found?.batch.finalization || !(await ground.scan.forward(ground.view))) return found
  }
}

/** Batches follow each other, so it halves what is left. A commit by a call that is not known tells no blocks, and holds none here. */
async function batchOf({ view, scan, calls }: Ground, number: number): Promise<FoundBatch | undefined> {
  const batches = standingMorphBatches(scan.events)
  let low = 0
  let high = batches.length
  let found: FoundBatch | undefined
  while (low < high) {
    const middle = (low + high) >>> 1
    let probe = middle
    let call = await calls(view, (batches[probe] as MorphBatch).commit)
    while (!call && probe + 1 < high) {
      probe += 1
      call = await calls(view, (batches[probe] as MorphBatch).commit)
    }
    if (call && call.to < number) low = probe + 1
    else {
      if (call) found = { batch: batches[probe] as MorphBatch, call }
      high = middle
    }
  }
  if (!found || found.call.from === undefined || found.call.from <= number) return found
  return undefined
}

async function stateOf(ground: Ground, { batch, call }: FoundBatch, number: number): Promise<SettlementState> {
  const { view } = ground
  const { commit, finalization } = batch
  const proof = batch.proof ?? (call.isProven ? commit : undefined)
  // A transaction that does several of these at once was paid for once: for the furthest.
  const purposes = new Map<string, NonNullable<Evidence['cost']>['purpose']>()
  for (const [step, purpose] of [
    [commit, call.postsData ? 'data' : 'claim'],
    [proof, 'proof'],
    [finalization, 'execute'],
  ] as const) {
    if (step) purposes.set(step.transactionHash, purpose)
  }
  const covers = await coversOf(ground, batch, call, number)
  const evidence = async ({ transactionHash }: MorphStep, kind: Evidence['kind'], parts: Partial<Evidence> = {}) =>
    view.evidence({ kind, transactionHash, covers, purpose: purposes.get(transactionHash) ?? 'data', ...parts })
  const posted = call.postsData && [
    await evidence(commit, 'batch', { dataAvailability: await dataOf(view, commit.transactionHash) }),
  ]
  const before = posted ? { posted } : {}
  const claimed = await evidence(commit, 'state-claim')
  const proven = proof && (await evidence(proof, 'validity-proof'))
  if (finalization) {
    return {
      stage: 'settled',
      ...before,
      claimed,
      ...(proven && { proven }),
      settled: await evidence(finalization, 'settlement'),
    }
  }
  return proven ? { stage: 'proven', ...before, claimed, proven } : { stage: 'claimed', ...before, claimed }
}

/** Where the header of the batch before is of version 0, that batch's own call tells its last block. */
async function coversOf(
  { view, scan, calls }: Ground,
  { commit }: MorphBatch,
  call: CommitCall,
  number: number,
): Promise<Covers> {
  const { to } = call
  if (call.from !== undefined) return { from: call.from, to, exact: true }
  const before = await scanBackUntil(view, scan, ({ events }) =>
    standingMorphBatches(events).find((each) => each.commit.event.batch === commit.event.batch - 1),
  )
  const last = before && (await calls(view, before.commit))?.to
  return last === undefined ? { from: number, to, exact: false } : { from: last + 1, to, exact: true }
}

async function dataOf(view: ParentView, transactionHash: string): Promise<NonNullable<Evidence['dataAvailability']>> {
  const { blobVersionedHashes } = await view.transaction(transactionHash)
  return blobVersionedHashes.length > 0 ? 'ethereum-blobs' : 'ethereum-calldata'
}

function createCommitCalls(): CommitCalls {
  const known = new Map<string, CommitCall | undefined>()
  return async (view, { transactionHash, event }) => {
    if (!known.has(transactionHash)) known.set(transactionHash, await readCall(view, transactionHash))
    if (known.size > KEPT) known.delete(known.keys().next().value as string)
    const call = known.get(transactionHash)
    return call?.batch === event.batch ? call : undefined
  }
}

async function readCall(view: ParentView, transactionHash: string): Promise<CommitCall | undefined> {
  const { input } = await view.transaction(transactionHash)
  try {
    return readCommitCall(input)
  } catch (error) {
    // Whatever was called, the contract took the batch.
    if (DefimonError.isInstance(error) && error.code === 'MALFORMED') return undefined
    throw error
  }
}

/** How long a batch stands open; undefined where the contract does not say. A challenge makes it longer. */
async function periodOf(view: ParentView, rollup: string): Promise<number | undefined> {
  try {
    const answer = await view.call(rollup, finalizationPeriodSeconds.encodeInput())
    return Number(finalizationPeriodSeconds.decodeOutput(answer)[0]) * 1000
  } catch (error) {
    if (DefimonError.isInstance(error)) return undefined
    throw error
  }
}
