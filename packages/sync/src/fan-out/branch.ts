import { type Batch, type Checkpoint, DefimonError, type Runtime, type Sink } from '@defimon/core'
import { createBackOff } from '../back-off.ts'
import { isCaughtUp, type OwnPosition, ownBatch } from './own-batch.ts'

/** One sink's way through the batches of one network. */
export interface Branch {
  /** Blocks of batches that are not stored yet. */
  readonly waitingBlocks: number
  /** Why the first of them is not; undefined: nothing failed. */
  readonly because: string | undefined
  /**
   * Takes a batch, once. Resolves to true when it is stored, and to false when it is not after `patienceMs` and others can go on
   * without this sink. Rejects where the sink will never take it.
   */
  take(batch: Batch, patienceMs: number): Promise<boolean>
  /** No more tries after the one under way; what is stored by then is stored. Resolves when it has ended. */
  stop(): Promise<void>
}

/** What a branch is made of. */
export interface BranchOptions {
  readonly sink: Sink
  readonly runtime: Runtime
  readonly maxWaitingBlocks: number
  /** Undefined: the sink stands where all do. */
  readonly position: OwnPosition | undefined
}

interface Waiting {
  readonly batch: Batch
  /** Others went on without it: from then on nothing may come in its place. */
  isLetGo: boolean
  readonly stored: Promise<void>
  readonly settle: { resolve(): void; reject(error: unknown): void }
}

/** Writes batches one after the other, and tries again by itself what may go well another time. */
export function createBranch({ sink, runtime, maxWaitingBlocks, position }: BranchOptions): Branch {
  const queue: Waiting[] = []
  const stopping = new AbortController()
  const backOff = createBackOff(runtime)
  let own = position
  let because: string | undefined
  let failure: unknown
  let running: Promise<void> | undefined
  const roomWanted: (() => void)[] = []

  const waitingBlocks = (): number => queue.reduce((sum, { batch }) => sum + batch.blocks.length, 0)

  const writeOne = async (batch: Batch): Promise<void> => {
    const whole = own ? ownBatch(batch, own) : batch
    await sink.write(whole)
    if (!own) return
    const stored: Checkpoint = whole.checkpoint
    own = isCaughtUp(batch, stored) ? undefined : { checkpoint: stored, isAligned: true }
  }
  /** Resolves to false where another try makes no sense, or where there is no time for one. */
  const pause = async (error: unknown): Promise<boolean> => {
    if (DefimonError.isInstance(error) && !error.retryable) return false
    return backOff.wait(error, stopping.signal).then(
      () => true,
      () => false,
    )
  }
  const fail = (error: unknown): void => {
    const waiting = queue.splice(0)
    // Whoever still waits for the first one hears of it, and will not send what comes after it.
    if (stopping.signal.aborted || waiting.some(({ isLetGo }) => isLetGo)) failure = error
    for (const { settle } of waiting) settle.reject(error)
  }
  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      const { batch, settle } = queue[0]!
      try {
        await writeOne(batch)
        because = undefined
        backOff.reset()
        queue.shift()
        settle.resolve()
      } catch (error) {
        because = error instanceof Error ? error.message : String(error)
        if (!(await pause(error))) fail(error)
      }
      for (const wake of roomWanted.splice(0)) wake()
    }
    running = undefined
  }
  const enqueue = (batch: Batch): Waiting => {
    // A batch that is written again while it still waits is the same batch.
    const known = queue.find((each) => each.batch === batch)
    if (known) return known
    const settle: Waiting['settle'] = { resolve: () => {}, reject: () => {} }
    const stored = new Promise<void>((resolve, reject) => {
      Object.assign(settle, { resolve, reject })
    })
    stored.catch(() => undefined)
    const waiting: Waiting = { batch, stored, settle, isLetGo: false }
    queue.push(waiting)
    running ??= run()
    return waiting
  }
  const roomFor = async (batch: Batch): Promise<void> => {
    while (failure === undefined && queue.length > 0 && waitingBlocks() + batch.blocks.length > maxWaitingBlocks) {
      await new Promise<void>((resolve) => {
        roomWanted.push(resolve)
      })
    }
  }

  return {
    get waitingBlocks() {
      return waitingBlocks()
    },
    get because() {
      return because
    },
    async take(batch, patienceMs) {
      if (!queue.some((each) => each.batch === batch)) await roomFor(batch)
      if (failure !== undefined) throw failure
      const waiting = enqueue(batch)
      const patience = new AbortController()
      const isTooLong = runtime.sleep(patienceMs, patience.signal).then(
        () => false,
        () => false,
      )
      try {
        const isStored = await Promise.race([waiting.stored.then(() => true), isTooLong])
        waiting.isLetGo = !isStored
        return isStored
      } finally {
        patience.abort()
      }
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}
