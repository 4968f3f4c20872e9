import type { L2Network, NetworkId } from '@defimon/core'
import { createLogIndex, type ParentView } from '@defimon/evm/parent'
import type { ContractState } from '../contract-state.ts'
import type { L2Header } from '../read-l2-block.ts'
import { createGame, createGameWithProof } from '../settlement-contracts.ts'
import { type ClaimEntry, type ContractEntry, contractLogs, isClaim } from './claim-entry.ts'
import { type ClaimStanding, standingOf } from './claim-standing.ts'
import { createGameLogs } from './game-logs.ts'

/** The claim about a block, and where it stands. */
export interface FoundClaim {
  readonly entry: ClaimEntry
  readonly covers: { readonly from: number; readonly to: number; readonly exact: boolean }
  readonly standing: ClaimStanding
  /** Its root is an output root of one chain. */
  readonly hasOutputRoot: boolean
}

/** What the contracts say of a block. */
export interface ContractsOfBlock {
  readonly claim?: FoundClaim
  /** All that was read, from before the block on. */
  readonly entries: readonly ContractEntry[]
}

/** Finds claims about blocks. */
export interface ClaimFinder {
  /** Looks from a parent block on. */
  find(view: ParentView, state: ContractState, block: L2Header, from: number): Promise<ContractsOfBlock>
}

/** How far a claim reaches. */
interface Reach {
  readonly entry: ClaimEntry
  readonly to: number
}

/** SUPER_CANNON, SUPER_PERMISSIONED, SUPER_ASTERISC_KONA, SUPER_CANNON_KONA: of several chains, and they count seconds. */
const SUPER_GAMES: ReadonlySet<number> = /* @__PURE__ */ new Set([4, 5, 7, 9])
/** What could be respected before games remembered it: CANNON and PERMISSIONED_CANNON. */
const EARLY_GAMES: ReadonlySet<number> = /* @__PURE__ */ new Set([0, 1])
const KEPT_GAMES = 20_000
/** Games that nobody ended are passed over, so many at most. */
const MOST_LEFT = 64

/**
 * Finds claims by the events of the dispute game factory, the output oracle and the state commitment chain. Of each game its creating
 * transaction is read, since the event does not name the block; of games that are not respected nothing counts.
 */
export function createClaimFinder(network: L2Network<'op-stack'>, parent: NetworkId): ClaimFinder {
  const { addresses, topics, firstBlock, read } = contractLogs(network, parent)
  const index = createLogIndex<ContractEntry>({ address: addresses, topics: [topics] }, read)
  const games = createGameLogs()
  /** Of games: the block or the time that they are about. It does not change. */
  const sequenceNumbers = new Map<string, number>()

  return {
    async find(view, state, block, from) {
      if (addresses.length === 0) return { entries: [] }
      const respectedType = await state.respectedGameType()
      /** Claims that fell: blocks that they covered are covered by the next one. */
      const fallen = new Set<ClaimEntry>()
      /** The first claim, where nobody ended its game though the contracts have gone on. */
      let left: FoundClaim | undefined

      const isRespected = async (game: Extract<ClaimEntry, { kind: 'game' }>): Promise<boolean> => {
        if (respectedType === undefined || game.gameType === respectedType) return true
        return (await state.wasRespected(game.game)) ?? EARLY_GAMES.has(game.gameType)
      }
      const endOf = async (entry: ClaimEntry): Promise<number | undefined> => {
        if (entry.kind !== 'game') return entry.to
        const known = sequenceNumbers.get(entry.game) ?? (await readSequenceNumber(view, state, entry))
        if (known === undefined) return undefined
        sequenceNumbers.set(entry.game, known)
        const oldest = sequenceNumbers.keys().next().value
        if (sequenceNumbers.size > KEPT_GAMES && oldest !== undefined) sequenceNumbers.delete(oldest)
        return SUPER_GAMES.has(entry.gameType) ? blockAt(known * 1000, block, network.blockTimeMs) : known
      }
      /** The first claim that covers the block, and how far those before it reach. */
      const firstOf = async (
        entries: readonly ContractEntry[],
      ): Promise<{ readonly entry: ClaimEntry; readonly to: number; readonly before?: Reach } | undefined> => {
        let before: Reach | undefined
        for (const entry of entries) {
          if (!isClaim(entry) || fallen.has(entry) || isDeleted(entry, entries)) continue
          if (entry.kind === 'game' && !(await isRespected(entry))) continue
          const to = await endOf(entry)
          if (to === undefined) continue
          if (to >= block.number) return { entry, to, ...(before !== undefined && { before }) }
          if (to >= (before?.to ?? to)) before = { entry, to }
        }
        return undefined
      }

      for (;;) {
        const { found } = await index.readFrom(view, from, async (entries) => (await firstOf(entries)) !== undefined)
        const first = await firstOf(found)
        if (!first) return { entries: found, ...(left && { claim: left }) }
        const { entry, to, before } = first
        const whole = entry.kind === 'state-batch' ? await readPastWindow(view, state, entry, from) : found
        const others = found.filter((each) => isClaim(each) && each.kind === 'game')
        const standing = isDeleted(entry, whole)
          ? 'fallen'
          : await standingOf(entry, block.number, { view, state, network, course: (game) => games.read(view, game, others) })
        if (standing === 'fallen') {
          fallen.add(entry)
          continue
        }
        // What the one before it covers is its own only where that one stands.
        if (before?.entry.kind === 'game') {
          const { resolved } = await games.read(view, before.entry, others)
          if (resolved ? !resolved.won : await state.isBlacklisted(before.entry.game)) {
            fallen.add(before.entry)
            continue
          }
        }
        // Where all was read that these contracts ever said, the first claim covers what there was before it.
        const start = entry.kind === 'state-batch' ? entry.from - 1 : (before?.to ?? (from <= firstBlock ? -1 : undefined))
        const covers = start === undefined ? { from: block.number, to, exact: false } : { from: start + 1, to, exact: true }
        const hasOutputRoot = entry.kind === 'output' || (entry.kind === 'game' && !SUPER_GAMES.has(entry.gameType))
        const claim = { entry, covers, standing, hasOutputRoot }
        // The contracts hold the block for settled by a later game: that one is looked for.
        const isLeft = entry.kind === 'game' && !standing.settled && fallen.size < MOST_LEFT
        if (isLeft && block.number <= ((await state.anchorBlock()) ?? -1)) {
          left ??= claim
          fallen.add(entry)
          continue
        }
        return { claim: standing.settled ? claim : (left ?? claim), entries: found }
      }
    },
  }

  /** As far as its window is open, or what came after it tells that it has closed. */
  async function readPastWindow(
    view: ParentView,
    state: ContractState,
    { log }: ClaimEntry,
    from: number,
  ): Promise<readonly ContractEntry[]> {
    const claimedMs = await view.timeOf(log)
    const endMs = claimedMs + (await state.fraudProofWindowMs(log.address))
    const { found } = await index.readFrom(view, from, async (entries) => {
      const last = entries.at(-1)
      return last !== undefined && (await view.timeOf(last.log)) > endMs
    })
    return found
  }
}

async function readSequenceNumber(
  view: ParentView,
  state: ContractState,
  { game, root, log }: Extract<ClaimEntry, { kind: 'game' }>,
): Promise<number | undefined> {
  const { input } = await view.transaction(log.transactionHash)
  const call = [createGame, createGameWithProof].find((each) => each.matches(input))
  if (call) {
    const [, claimed, extraData] = call.decodeInput(input)
    const word = String(extraData).slice(2, 66)
    const number = word.length === 64 ? Number(BigInt(`0x${word}`)) : Number.NaN
    if (claimed === root && Number.isSafeInteger(number)) return number
  }
  // Made through another contract, or several at once.
  return state.sequenceNumber(game)
}

/** The block of a time, where blocks come evenly. */
function blockAt(timeMs: number, { number, timestampMs }: L2Header, blockTimeMs = 2_000): number {
  return number + Math.floor((timeMs - timestampMs) / blockTimeMs)
}

function isDeleted(entry: ClaimEntry, entries: readonly ContractEntry[]): boolean {
  if (entry.kind === 'game') return false
  const kind = entry.kind === 'output' ? 'outputs-deleted' : 'state-batch-deleted'
  return entries.some(
    (each) =>
      each.kind === kind &&
      each.index <= entry.index &&
      (each.log.blockNumber > entry.log.blockNumber ||
        (each.log.blockNumber === entry.log.blockNumber && each.log.logIndex > entry.log.logIndex)),
  )
}
