import type { Evidence, L2Network } from '@defimon/core'
import type { ScannedLog } from '@defimon/evm'
import type { ParentView } from '@defimon/evm/parent'
import type { ContractState } from '../contract-state.ts'
import { passedAs, weaker } from '../parent-time.ts'
import { proposeProvenOutput, proposeProvenOutputBy } from '../settlement-contracts.ts'
import type { ClaimEntry } from './claim-entry.ts'
import type { GameCourse } from './game-logs.ts'

type Game = Extract<ClaimEntry, { kind: 'game' }>
type Output = Extract<ClaimEntry, { kind: 'output' }>
type Status = Evidence['parentStatus']

/** Where a claim stands. */
export interface ClaimStanding {
  /** The transaction that a validity proof was accepted in. */
  readonly proven?: ScannedLog
  /** Exits can run: the transaction that ended the game, else the claim itself, and how firm it is that the time has passed. */
  readonly settled?: { readonly log: ScannedLog; readonly status: Status }
  /** When exits can run, ms since 1970, as things stand. */
  readonly dueMs?: number
}

/** What a standing is worked out from. */
export interface StandingContext {
  readonly view: ParentView
  readonly state: ContractState
  readonly network: L2Network<'op-stack'>
  course(game: Game): Promise<GameCourse>
}

/** The longest that a game takes which nobody disputes (specs.optimism.io, configurability: the clock), OP Succinct Lite's too. */
const GAME_MS = 302_400_000
/** Base's AggregateVerifier: with one proof, and with two (github.com/base/contracts). */
const ONE_PROOF_MS = 432_000_000
const TWO_PROOFS_MS = 86_400_000

/** Where a claim stands, for a block that it covers; `fallen` where it does not count any more. */
export async function standingOf(entry: ClaimEntry, block: number, context: StandingContext): Promise<ClaimStanding | 'fallen'> {
  if (entry.kind === 'game') return standingOfGame(entry, block, context)
  const { view, state, network } = context
  if (entry.kind === 'output') {
    const root = await state.outputRoot(entry.log.address, entry.index)
    if (root !== undefined && root !== entry.root) return 'fallen'
  }
  const periodMs =
    entry.kind === 'output' ? await state.outputPeriodMs(entry.log.address) : await state.fraudProofWindowMs(entry.log.address)
  const dueMs = (await view.timeOf(entry.log)) + periodMs
  const passed = await passedAs(view, dueMs)
  const isProven = entry.kind === 'output' && (await hasProof(view, network, entry))
  return {
    ...(isProven && { proven: entry.log }),
    ...(passed && { settled: { log: entry.log, status: passed } }),
    dueMs,
  }
}

/** OP Succinct proves each output that is proposed; what stands in the AggLayer was proven before it came there. */
async function hasProof(view: ParentView, { contracts }: L2Network<'op-stack'>, { log }: Output): Promise<boolean> {
  if (contracts.aggchainFep?.some(({ address }) => address.toLowerCase() === log.address)) return true
  const { input } = await view.transaction(log.transactionHash)
  return proposeProvenOutput.matches(input) || proposeProvenOutputBy.matches(input)
}

async function standingOfGame(entry: Game, block: number, context: StandingContext): Promise<ClaimStanding | 'fallen'> {
  const { view, state } = context
  const course = await context.course(entry)
  const { resolved, proofs } = course
  if (resolved && !resolved.won) return 'fallen'
  const proof = proofs.find(({ kind }) => kind === 'zk')
  const proven = proof && { proven: proof.log }
  const airGapMs = await state.airGapMs()
  if (!resolved) {
    if (await state.isBlacklisted(entry.game)) return 'fallen'
    return { ...proven, dueMs: (await endOfGameMs(entry, course, view)) + airGapMs }
  }
  const dueMs = (await view.timeOf(resolved.log)) + airGapMs
  const passed = await passedAs(view, dueMs)
  const settled = passed && { settled: { log: resolved.log, status: weaker(passed, view.statusOf(resolved.log.blockNumber)) } }
  const isValid = passed ? await state.isGameClaimValid(entry.game) : undefined
  if (isValid !== true && (await state.isBlacklisted(entry.game))) return 'fallen'
  // An upgrade retires the games before it; what the anchor stands over is beyond dispute all the same.
  if (isValid === false && block > ((await state.anchorBlock()) ?? -1)) return { ...proven }
  return { ...proven, ...settled, dueMs }
}

async function endOfGameMs({ log }: Game, { isAggregate, proofs }: GameCourse, view: ParentView): Promise<number> {
  const startMs = await view.timeOf(log)
  if (!isAggregate) return startMs + GAME_MS
  const [first, second] = await Promise.all(proofs.slice(0, 2).map((each) => view.timeOf(each.log)))
  const oneMs = (first ?? startMs) + ONE_PROOF_MS
  return second === undefined ? oneMs : Math.min(oneMs, second + TWO_PROOFS_MS)
}
