import { type ContractAt, DefimonError } from '@defimon/core'
import type { LogFilter, ScannedLog } from '@defimon/evm'
import type { ParentView } from '@defimon/evm/parent'
import { readParentData } from './parent-data.ts'

/** An event of a rollup's contract, and where on the parent chain it stands. */
export interface ScannedEvent<E> {
  readonly blockNumber: number
  readonly transactionHash: string
  readonly event: E
}

/** What is scanned for. */
export interface EventScanOptions<E> {
  /** On the parent chain; a log of one that was not in charge in its block is left out. */
  readonly contracts: readonly ContractAt[]
  readonly topics: NonNullable<LogFilter['topics']>
  /** What a log says; undefined where it is of no interest. */
  read(log: ScannedLog): E | undefined
}

/**
 * The events of a rollup's contracts in one stretch of the parent chain, which grows at both ends. What stands above the parent's
 * finalized block is read again whenever its head has moved, so that events of blocks that are gone are gone.
 */
export interface EventScan<E> {
  /** In the order of the chain. */
  readonly events: readonly ScannedEvent<E>[]
  /** The parent blocks that were scanned. Empty where `to` is below `from`. */
  readonly from: number
  readonly to: number
  /** Forgets what may be gone. Must be called with each new view before anything else. */
  refresh(view: ParentView): void
  /** Makes the stretch begin at a block, unless it lies in it or next to it. */
  startAt(number: number): void
  /** Scans on towards the head. False where it was reached before. */
  forward(view: ParentView): Promise<boolean>
  /** Scans back. False where the contracts, or the endpoint's history, begin. */
  backward(view: ParentView): Promise<boolean>
}

/** Parent blocks of the first question; each one after it asks for twice as many. */
const FIRST_BLOCKS = 2_000
const MOST_BLOCKS = 32_000
/** Events that are kept. The oldest are dropped first, and scanned again where they are asked for. */
const KEPT_EVENTS = 20_000

/** Scans for the events of contracts. Asks nothing before its first use. */
export function createEventScan<E>(options: EventScanOptions<E>): EventScan<E> {
  const { contracts, topics, read } = options
  const address = [...new Set(contracts.map((contract) => contract.address.toLowerCase()))]
  const firstOf = Math.min(...contracts.map(({ fromBlock }) => fromBlock ?? 0))
  let lowest = Number.isFinite(firstOf) ? firstOf : 0
  let events: readonly ScannedEvent<E>[] = []
  let from = 0
  let to = -1
  /** Up to here, blocks were final when they were read. */
  let firmTo = -1
  let headHash: string | undefined
  let step = FIRST_BLOCKS

  const ask = async (view: ParentView, first: number, last: number): Promise<readonly ScannedEvent<E>[]> => {
    const logs = await view.logs({ address, topics }, { from: first, to: last })
    return logs.flatMap((log): readonly ScannedEvent<E>[] => {
      if (!inCharge(contracts, log)) return []
      const event = readParentData(() => read(log))
      return event === undefined ? [] : [{ blockNumber: log.blockNumber, transactionHash: log.transactionHash, event }]
    })
  }
  const nextStep = (): number => {
    const blocks = step
    step = Math.min(MOST_BLOCKS, step * 2)
    return blocks
  }
  const isEmpty = (): boolean => to < from

  return {
    get events() {
      return events
    },
    get from() {
      return from
    },
    get to() {
      return to
    },
    refresh(view) {
      if (view.latest.hash === headHash) return
      headHash = view.latest.hash
      if (firmTo >= to) return
      to = Math.max(from - 1, Math.min(firmTo, to))
      events = events.filter(({ blockNumber }) => blockNumber <= to)
    },
    startAt(number) {
      const start = Math.max(lowest, number)
      step = FIRST_BLOCKS
      if (!isEmpty() && from <= start && start <= to + 1) return
      from = start
      to = start - 1
      firmTo = to
      events = []
    },
    async forward(view) {
      if (to >= view.latest.number) return false
      const last = Math.min(view.latest.number, to + nextStep())
      const found = await ask(view, to + 1, last)
      firmTo = Math.max(firmTo, Math.min(last, view.finalized))
      to = last
      events = [...events, ...found]
      if (events.length > KEPT_EVENTS) {
        events = events.slice(events.length - KEPT_EVENTS)
        from = (events[0]?.blockNumber ?? to) + 1
        events = events.filter(({ blockNumber }) => blockNumber >= from)
      }
      return true
    },
    async backward(view) {
      if (from <= lowest) return false
      const first = Math.max(lowest, from - nextStep())
      try {
        const found = await ask(view, first, from - 1)
        events = [...found, ...events]
      } catch (error) {
        if (!isDropped(error)) throw error
        lowest = from
        return false
      }
      // What was read of blocks that may still go is forgotten with them, and so is what lies above.
      if (from - 1 > view.finalized) firmTo = Math.min(firmTo, Math.max(first - 1, view.finalized))
      from = first
      return true
    },
  }
}

function inCharge(contracts: readonly ContractAt[], log: ScannedLog): boolean {
  return contracts.some(
    ({ address, fromBlock, toBlock }) =>
      address.toLowerCase() === log.address &&
      (fromBlock === undefined || fromBlock <= log.blockNumber) &&
      (toBlock === undefined || log.blockNumber <= toBlock),
  )
}

/** Whether the endpoint has dropped that history, as it says itself or as a shielded parent passes it on. */
function isDropped(error: unknown): boolean {
  if (!DefimonError.isInstance(error)) return false
  return error.code === 'PRUNED' || error.code === 'NOT_FOUND' || isDropped(error.cause)
}
