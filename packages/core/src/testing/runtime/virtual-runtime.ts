import { DefimonError, type Runtime, systemRuntime } from '@defimon/core'
import { macrotask } from './macrotask.ts'
import { seededRandom } from './seeded-random.ts'
import { createTimerQueue, type Timer } from './timer-queue.ts'

/** What a virtual runtime can reach: a simulated network, or several. */
export interface VirtualHost {
  /** Host names that it answers for; more may come. */
  readonly hosts: readonly string[]
  readonly fetch: typeof globalThis.fetch
  readonly webSocket?: (url: string) => WebSocket
}

/** How a virtual runtime starts. */
export interface VirtualRuntimeOptions {
  /** Decides `random()`. Default 1. */
  readonly seed?: number | string
  /** The wall clock at the start, ms since 1970. Default 1,750,000,000,000 (June 2025). */
  readonly startMs?: number
  /** Who answers for hosts that `connect` does not know. Default: nobody, `fetch` rejects as it does for an unknown host. */
  readonly fetch?: typeof globalThis.fetch
}

/** A runtime whose time passes only when told to, so that hours take milliseconds and every run is the same. */
export interface VirtualRuntime extends Runtime {
  readonly webSocket: (url: string) => WebSocket
  /** Sleeps that have not ended. 0 after everything was closed. */
  readonly pendingTimers: number
  /** Lets these networks answer `fetch` and `webSocket`, by the host of the URL. */
  connect(...hosts: readonly VirtualHost[]): void
  /** Runs all that can run without time passing. */
  settle(): Promise<void>
  /** Lets this much time pass. Sleeps end in order, and what follows from one runs before the next ends. */
  advance(ms: number): Promise<void>
  /**
   * Lets time pass until the promise settles, and gives its value or rejects as it does. Rejects when more than `maxMs` (default one
   * virtual hour) would pass, or when nothing is left that could settle it.
   */
  runUntil<T>(goal: Promise<T>, options?: RunOptions): Promise<T>
  /** Lets time pass until the condition holds; it is tried after each step. */
  runUntil(goal: () => boolean, options?: RunOptions): Promise<void>
  /** Moves the wall clock (`now`) without time passing: NTP, a suspended laptop, a wrong administrator. */
  jumpWallClock(ms: number): void
}

/** How long a run may last. */
export interface RunOptions {
  /** Virtual ms. Default one hour. */
  readonly maxMs?: number
  /** Real ms to wait, when no sleep is left, for work outside of virtual time (wasm being compiled, a database). Default 2000. */
  readonly outsideMs?: number
}

/** A runtime with a virtual clock, seeded randomness, and no network but those given to `connect`. */
export function virtualRuntime(options: VirtualRuntimeOptions = {}): VirtualRuntime {
  const random = seededRandom(options.seed ?? 1)
  const timers = createTimerQueue()
  const connected: VirtualHost[] = []
  const realClock = systemRuntime().monotonicMs
  let elapsedMs = 0
  let wallOffsetMs = options.startMs ?? 1_750_000_000_000

  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const timer: Timer = {
        atMs: elapsedMs + Math.max(ms || 0, 0),
        fire: () => {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        },
      }
      const onAbort = (): void => {
        timers.remove(timer)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      timers.add(timer)
    })

  /** Ends the next sleep that is due until then. False: there is none. */
  const fireNext = async (untilMs: number): Promise<boolean> => {
    const timer = timers.next
    if (timer === undefined || timer.atMs > untilMs) return false
    elapsedMs = Math.max(elapsedMs, timer.atMs)
    timers.remove(timer)
    timer.fire()
    await macrotask()
    return true
  }

  const run = async (done: () => boolean, { maxMs = 3_600_000, outsideMs = 2000 }: RunOptions): Promise<void> => {
    const untilMs = elapsedMs + maxMs
    await macrotask()
    let idleSince: number | undefined
    while (!done()) {
      if (await fireNext(untilMs)) {
        idleSince = undefined
        continue
      }
      if (timers.next !== undefined) throw new Error(`not reached within ${maxMs} virtual ms (${timers.size} timers pending)`)
      // No sleep is left. Either something real is still under way, or the goal can never be reached.
      idleSince ??= realClock()
      if (realClock() - idleSince > outsideMs) throw new Error('never reached: no timer is pending, nothing is left to run')
      await macrotask()
    }
  }

  const runUntil = async <T>(goal: Promise<T> | (() => boolean), runOptions: RunOptions = {}): Promise<T | undefined> => {
    if (typeof goal === 'function') {
      await run(goal, runOptions)
      return undefined
    }
    let settled = false
    const mark = (): void => {
      settled = true
    }
    goal.then(mark, mark)
    await run(() => settled, runOptions)
    return goal
  }

  const hostOf = (name: string): VirtualHost | undefined => connected.find(({ hosts }) => hosts.includes(name))

  const unknownHost = (host: string): TypeError =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' }) })

  return {
    now: () => wallOffsetMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    random: random.next,
    sleep,
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input)
      const known = hostOf(url.host)
      if (known) return known.fetch(input, init)
      if (options.fetch) return options.fetch(input, init)
      throw unknownHost(url.host)
    },
    webSocket: (url) => {
      const known = hostOf(new URL(url).host)
      if (!known?.webSocket) throw new DefimonError('UNREACHABLE', `no simulated socket at ${new URL(url).host}`)
      return known.webSocket(url)
    },
    get pendingTimers() {
      return timers.size
    },
    connect: (...added) => {
      connected.push(...added)
    },
    settle: macrotask,
    advance: async (ms) => {
      const untilMs = elapsedMs + ms
      await macrotask()
      while (await fireNext(untilMs));
      elapsedMs = Math.max(elapsedMs, untilMs)
    },
    runUntil: runUntil as VirtualRuntime['runUntil'],
    jumpWallClock: (ms) => {
      wallOffsetMs += ms
    },
  }
}
