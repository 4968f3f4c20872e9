import type { BlockSource, L2Network, Runtime } from '@defimon/core'
import { sourceFor } from '../adapters.ts'
import { describeError } from '../terminal/report-error.ts'

/** Which networks answered within the time given, and why the others did not. */
export interface ReachableNetworks {
  /** Open sources of the networks that gave a head; the caller closes them. */
  readonly reached: readonly BlockSource[]
  readonly missed: readonly { readonly network: L2Network; readonly reason: string }[]
}

/** How long, and until when, to ask. */
export interface FindReachableOptions {
  readonly runtime: Runtime
  readonly signal: AbortSignal
  /** For all networks together: they are asked at the same time. */
  readonly timeoutMs: number
}

/** Asks the public endpoints of all these networks for their head, at once, within one bound of time. */
export async function findReachable(
  networks: readonly L2Network[],
  { runtime, signal, timeoutMs }: FindReachableOptions,
): Promise<ReachableNetworks> {
  const answered = new AbortController()
  const late = new AbortController()
  const timer = runtime.sleep(timeoutMs, answered.signal).then(
    () => late.abort(new Error(`no answer within ${timeoutMs / 1_000} s`)),
    () => {},
  )
  const reached: BlockSource[] = []
  const missed: { network: L2Network; reason: string }[] = []
  await Promise.all(
    networks.map(async (network) => {
      const source = await sourceFor(network, { runtime })
      try {
        await source.getBlock('latest', { detail: 'header', signal: AbortSignal.any([signal, late.signal]) })
        reached.push(source)
      } catch (error) {
        await source.close()
        missed.push({ network, reason: late.signal.aborted ? describeError(late.signal.reason) : describeError(error) })
      }
    }),
  )
  answered.abort()
  await timer
  return { reached, missed }
}
