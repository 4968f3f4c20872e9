import type { ScannedLog } from '@defimon/evm'
import type { ParentView } from '@defimon/evm/parent'
import { defenderWon, gameNullified, gameProved, gameProvedBy, gameResolved } from '../settlement-contracts.ts'
import type { ClaimEntry } from './claim-entry.ts'

type Game = Extract<ClaimEntry, { kind: 'game' }>

/** What became of a dispute game. */
export interface GameCourse {
  readonly resolved?: { readonly log: ScannedLog; readonly won: boolean }
  /** Proofs that stand, in order. Base's games say of which kind. */
  readonly proofs: readonly { readonly log: ScannedLog; readonly kind: 'tee' | 'zk' }[]
  /** Base's multi-proof game. */
  readonly isAggregate: boolean
}

/** The logs of dispute games, each of which is a contract of its own. */
export interface GameLogs {
  /** What became of a game as of the view. `others` are read along, so that many games cost one question. */
  read(view: ParentView, game: Game, others: readonly Game[]): Promise<GameCourse>
}

interface Watched {
  readonly address: string
  /** Last block that was read for it. */
  to: number
  /** Up to here nothing can change any more. */
  firmTo: number
  logs: ScannedLog[]
}

const TOPICS = [[gameResolved, gameProved, gameProvedBy, gameNullified].map(({ topic0 }) => topic0)]
const WINDOW_BLOCKS = 20_000
/** Addresses in one filter: endpoints refuse many. */
const MOST_TOGETHER = 100
const MOST_WATCHED = 5_000

/**
 * Reads the logs of games by wide ranges of blocks and many games at a time, once each as far as the parent is final; above that again
 * whenever its head has changed. A game that was resolved in a final block is not asked about any more.
 */
export function createGameLogs(): GameLogs {
  const watched = new Map<string, Watched>()
  let headHash: string | undefined
  let turn: Promise<unknown> = Promise.resolve()

  const watch = ({ game, log }: Game): Watched => {
    const known = watched.get(game)
    if (known) return known
    const added: Watched = { address: game, to: log.blockNumber - 1, firmTo: log.blockNumber - 1, logs: [] }
    watched.set(game, added)
    const oldest = watched.keys().next().value
    if (watched.size > MOST_WATCHED && oldest !== undefined) watched.delete(oldest)
    return added
  }

  const grow = async (view: ParentView, first: Watched, others: readonly Game[]): Promise<void> => {
    const from = first.to + 1
    const to = Math.min(first.to + WINDOW_BLOCKS, view.latest.number)
    const together = [
      first,
      ...others
        .filter(({ log, game }) => log.blockNumber <= to && game !== first.address)
        .map(watch)
        .filter((each) => each.to + 1 >= from && each.to < to && !isResolved(each)),
    ].slice(0, MOST_TOGETHER)
    const logs = await view.logs({ address: together.map(({ address }) => address), topics: TOPICS }, { from, to })
    for (const each of together) {
      each.logs.push(...logs.filter(({ address, blockNumber }) => address === each.address && blockNumber > each.to))
      each.to = to
      each.firmTo = Math.max(each.firmTo, Math.min(to, view.finalized))
    }
  }

  const read = async (view: ParentView, game: Game, others: readonly Game[]): Promise<GameCourse> => {
    if (headHash !== view.latest.hash) {
      headHash = view.latest.hash
      for (const each of watched.values()) {
        each.logs = each.logs.filter(({ blockNumber }) => blockNumber <= each.firmTo)
        each.to = Math.min(each.to, each.firmTo)
      }
    }
    const first = watch(game)
    while (!isResolved(first) && first.to < view.latest.number) await grow(view, first, others)
    return courseOf(first.logs)
  }

  return {
    read(...asked) {
      const reading = turn.then(() => read(...asked))
      turn = reading.catch(() => {})
      return reading
    },
  }
}

function isResolved({ logs }: Watched): boolean {
  return logs.some(({ topics }) => topics[0] === gameResolved.topic0)
}

function courseOf(logs: readonly ScannedLog[]): GameCourse {
  let proofs: GameCourse['proofs'] = []
  let isAggregate = false
  let resolved: GameCourse['resolved']
  for (const log of logs) {
    const [topic0] = log.topics
    if (topic0 === gameProved.topic0) {
      isAggregate = true
      const [, kind] = gameProved.decode(log)
      proofs = [...proofs, { log, kind: kind === 1n ? 'zk' : 'tee' }]
    } else if (topic0 === gameProvedBy.topic0) proofs = [...proofs, { log, kind: 'zk' }]
    // What contradicts each other counts no more, whichever of them was right.
    else if (topic0 === gameNullified.topic0) proofs = []
    else resolved = { log, won: defenderWon(log) }
  }
  return { proofs, isAggregate, ...(resolved && { resolved }) }
}
