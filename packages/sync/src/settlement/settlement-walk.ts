import { type BlockRef, type BlockSource, DefimonError, type Runtime, type Settlement, type Sink } from '@defimon/core'
import type { HeightRange } from '../done-ranges.ts'
import type { StoredChain } from '../stored-chain.ts'
import { createWakeUp } from '../wake-up.ts'
import { checkAnchors } from './anchors.ts'
import { createBlockedHeights } from './blocked-heights.ts'
import { holdsFor, intersection } from './holds-for.ts'
import { type KnownSettlement, takesBack } from './known-settlement.ts'
import { nextQuestion, type Question } from './next-question.ts'
import { createPendingSettlements, type WrittenSettlements } from './pending-settlements.ts'
import { spanAt } from './span-map.ts'

/** An answer that takes a step back is asked for again after this long, so that a parent endpoint that lags is not believed. */
const CONFIRM_MS = 5_000
/** New blocks are asked about together, not one by one. */
const HEAD_PAUSE_MS = 12_000
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 60_000

/** What walking settlement needs. */
export interface SettlementWalkOptions {
  readonly source: BlockSource
  readonly sink: Sink
  readonly chain: StoredChain
  readonly runtime: Runtime
  readonly signal: AbortSignal
  /** Told of every answer of the reader, whether it says anything new or not. */
  onAnswer?(answer: Settlement): void
  /** Told after it was stored. */
  onStored(written: WrittenSettlements): void
}

/** The settlement of one network, on its way behind the head. */
export interface SettlementWalk {
  /** Blocks were stored, or removed. */
  ring(): void
  /** Resolves when nothing is left to ask for at present, or the walk has ended. */
  caughtUp(): Promise<void>
  /**
   * Resolves where the source reads no settlement, which costs one question. Rejects with `CONTRADICTION` where the parent chain holds
   * another block than the one that is stored, with `SINK`, and when aborted. Whatever else fails is asked for again later, and holds
   * nothing else up.
   */
  run(): Promise<void>
}

/**
 * Walks settlement: one question for each batch, applied to all stored blocks that it is about, from the lowest block that nothing is
 * known of; then again and again for those whose stage can still rise, or whose parent block can still go.
 */
export function createSettlementWalk(options: SettlementWalkOptions): SettlementWalk {
  const { source, sink, chain, runtime, signal } = options
  const network = source.network.id
  const bell = createWakeUp()
  const blocked = createBlockedHeights()
  const pending = createPendingSettlements(chain, runtime, options.onStored)
  const waiters = new Set<() => void>()
  let headDueMs = Number.NEGATIVE_INFINITY
  let hasEnded = false

  const storedRef = async (number: number): Promise<BlockRef | undefined> =>
    chain.recent(number) ?? (await sink.readRef?.(network, number)) ?? readHeader(source, number, signal)

  /** Asks for a stored block. A contradiction is asked for once more before it is believed. */
  const ask = async (number: number): Promise<Settlement> => {
    const block = await storedRef(number)
    if (!block) throw new DefimonError('NOT_FOUND', `block ${number} is not stored any more`, { network, retryable: true })
    const question = async (): Promise<Settlement> => {
      const answer = await source.getSettlement({ number: block.number, hash: block.hash }, { signal })
      const anchor = await checkAnchors(network, chain, answer, storedRef)
      if (anchor) pending.anchor(anchor)
      options.onAnswer?.(answer)
      return answer
    }
    const before = pending.epoch()
    try {
      return await question()
    } catch (error) {
      if (!DefimonError.isInstance(error) || error.code !== 'CONTRADICTION') throw error
      await runtime.sleep(CONFIRM_MS, signal)
      // A reorg came between: what was asked about is not stored any more.
      if (pending.epoch() !== before) throw new DefimonError('TRANSIENT', 'the chain was reorganised', { network, cause: error })
      return question()
    }
  }

  /** Where one answer stands for more than its block: within what is stored without a hole. */
  const reach = (answer: Settlement, within: HeightRange): HeightRange => {
    const { number } = answer.block
    if (answer.state.stage === 'sequenced') return { from: number, to: within.to }
    return intersection(holdsFor(answer), within) ?? { from: number, to: number }
  }

  const learn = async (question: Question): Promise<void> => {
    const answer = await ask(question.height)
    const known = spanAt(pending.spans(), question.height)?.value
    if (takesBack(known, answer)) {
      await takeBack(question, known!, answer)
      return
    }
    const range = reach(answer, question.within)
    blocked.worked(range)
    const changed = pending.add(answer, range, known)
    if (question.kind === 'unknown') {
      if (answer.state.stage === 'sequenced' || range.to === chain.tip?.number) headDueMs = runtime.monotonicMs() + HEAD_PAUSE_MS
      return
    }
    // Batches are posted, proven and settled in order: where the lowest stands as it stood, so do those above it. What is taken back
    // is taken from the top, or, a claim that fell, from anywhere.
    if (changed) return
    if (known!.stage !== 'sequenced') {
      for (const height of [question.within.to, between(runtime, question.within)]) {
        if (height <= range.to || spanAt(pending.spans(), height)?.value.stage !== known!.stage) continue
        const other = await ask(height)
        if (takesBack(known, other)) return takeBack({ ...question, height }, known!, other)
        pending.add(other, reach(other, question.within), known)
      }
    }
    pending.postpone(question.within, known!)
  }

  /** A step back is believed when a second answer says so too, and reaches as far as the answers on both sides of it. */
  const takeBack = async (question: Question, known: KnownSettlement, answer: Settlement): Promise<void> => {
    const { within } = question
    const hasSeen = answer.asOf !== undefined && known.parentNumber !== undefined && answer.asOf.number >= known.parentNumber
    if (answer.asOf && known.parentNumber !== undefined && !hasSeen) return pending.postpone(within, known)
    if (!hasSeen) {
      await runtime.sleep(CONFIRM_MS, signal)
      const again = await ask(question.height)
      if (!takesBack(known, again)) {
        pending.add(again, reach(again, within), known)
        return
      }
    }
    const isBack = async (height: number): Promise<boolean> => takesBack(known, await ask(height))
    const from = await border(isBack, question.height, within.from)
    const to = await border(isBack, question.height, within.to)
    for (let height = from; height <= to; ) {
      const now = await ask(height)
      const range = intersection(reach(now, within), { from: height, to }) ?? { from: height, to: height }
      if (takesBack(known, now)) pending.takeBack(now, range)
      else pending.add(now, range, known)
      height = range.to + 1
    }
    // In one batch steps back come after steps forward: what goes forward again belongs in the next.
    await pending.write()
  }

  const rest = async (untilMs: number | undefined): Promise<void> => {
    for (const wake of waiters) wake()
    waiters.clear()
    const waiting = new AbortController()
    const either = AbortSignal.any([signal, waiting.signal])
    const ends = [bell.wait(either)]
    if (untilMs !== undefined) ends.push(runtime.sleep(Math.max(0, untilMs - runtime.monotonicMs()), either))
    await Promise.race(ends).finally(() => {
      waiting.abort()
      for (const end of ends) end.catch(() => undefined)
    })
  }

  const walk = async (): Promise<void> => {
    let failures = 0
    for (;;) {
      signal.throwIfAborted()
      pending.refresh()
      const nowMs = runtime.monotonicMs()
      const next = nextQuestion({ ...{ spans: pending.spans(), done: chain.checkpoint.done, blocked, nowMs, headDueMs } })
      pending.absorb(next.absorbed)
      const { question } = next
      if (!question) {
        await pending.write()
        await rest(next.dueMs)
        continue
      }
      try {
        await learn(question)
        failures = 0
        if (pending.isFull()) await pending.write()
      } catch (error) {
        signal.throwIfAborted()
        const code = DefimonError.isInstance(error) ? error.code : undefined
        if (code === 'SINK' || code === 'CONTRADICTION' || code === 'UNSUPPORTED') {
          await pending.write()
          if (code === 'UNSUPPORTED') return
          throw error
        }
        blocked.failed(question.height, question.within, runtime.monotonicMs())
        failures += 1
        // The first failure may be of that window alone; the next ones are of the endpoint.
        if (failures > 1) {
          await pending.write()
          await rest(runtime.monotonicMs() + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 20)))
        }
      }
    }
  }

  return {
    ring: () => bell.ring(),
    async caughtUp() {
      if (hasEnded) return
      const caught = new Promise<void>((resolve) => waiters.add(resolve))
      bell.ring()
      await caught
    },
    async run() {
      try {
        await walk()
      } finally {
        hasEnded = true
        for (const wake of waiters) wake()
      }
    },
  }
}

/** How far a step back reaches from `start`, where it is known to be, towards `end`: doubling steps, then halving ones. */
async function border(isBack: (height: number) => Promise<boolean>, start: number, end: number): Promise<number> {
  const sign = Math.sign(end - start)
  if (sign === 0) return start
  let back = start
  let step = 1
  while (Math.abs(end - back) >= step && (await isBack(back + sign * step))) {
    back += sign * step
    step *= 2
  }
  // What lies beyond the last probe that stood, or beyond the end, was not taken back.
  let stands = Math.abs(end - back) >= step ? back + sign * step : end + sign
  while (Math.abs(stands - back) > 1) {
    const middle = Math.floor((stands + back) / 2)
    if (await isBack(middle)) back = middle
    else stands = middle
  }
  return back
}

function between(runtime: Runtime, { from, to }: HeightRange): number {
  return from + Math.floor(runtime.random() * (to - from))
}

/** What the endpoint has at a height, where the store cannot tell what it holds. */
async function readHeader(source: BlockSource, number: number, signal: AbortSignal): Promise<BlockRef | undefined> {
  const { hash } = await source.getBlock(number, { detail: 'header', signal })
  return { number, hash }
}
