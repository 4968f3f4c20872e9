import type { BlockSource, Evidence, L2Network, Settlement } from '@defimon/core'
import {
  type Fault,
  type SimulatedEndpointOptions,
  type SimulatedNetwork,
  type SimulatedStack,
  type SimulatedStackOptions,
  simulateNetwork,
  type VirtualRuntime,
  virtualRuntime,
} from '@defimon/core/testing'
import { createSync, type FindingName, type HealthFinding, type NetworkHealth, type Sync } from '@defimon/sync'
import { memorySink } from '@defimon/sync/memory'
import { sourceFor } from '../src/adapters.ts'

/** A network that is followed in virtual time, and everything that its health said. */
export interface HealthScene {
  readonly runtime: VirtualRuntime
  readonly simulated: SimulatedNetwork
  readonly sync: Sync
  now(): NetworkHealth
  /** All findings that ever were: names, with the first part of the host. */
  seen(): readonly string[]
  /** Lets time pass until a finding is there, or gone. Fails where that takes longer than `mostMs`. */
  until(name: FindingName, is: 'there' | 'gone', mostMs: number): Promise<void>
  /** Closes, and fails where a timer is left. */
  close(): Promise<void>
}

export interface SceneOptions {
  readonly stack: SimulatedStack
  readonly blockTimeMs: number
  /** What the blocks really take, where that is not what the network's facts say. */
  readonly realBlockTimeMs?: (draw: () => number) => number
  /** Default: three, the first of which answers fastest. */
  readonly endpoints?: readonly SimulatedEndpointOptions[]
  readonly reorgs?: SimulatedStackOptions<'evm'>['reorgs']
  /** Another network that is followed in the same sync, as the parent chain. */
  readonly parent?: { readonly simulate: (runtime: VirtualRuntime) => SimulatedNetwork }
  /** Puts another source in place of the adapter's. */
  readonly wrap?: (source: BlockSource, simulated: SimulatedNetwork, runtime: VirtualRuntime) => BlockSource
}

const WARM_UP_MS = 120_000
const STEP_MS = 5_000
const LOADING = { outsideMs: 60_000 }
const ENDPOINTS: readonly SimulatedEndpointOptions[] = [
  { latencyMs: [20, 40] },
  { latencyMs: [60, 90] },
  { latencyMs: [80, 120] },
]

/** Follows a simulated network for two minutes, so that its pace is known. */
export async function openScene(options: SceneOptions): Promise<HealthScene> {
  const { stack, blockTimeMs, endpoints = ENDPOINTS, reorgs, parent } = options
  const runtime = virtualRuntime({ seed: `health/${stack}` })
  const content = stack === 'solana' ? {} : { transactionsPerBlock: (draw: () => number) => 1 + Math.floor(draw() * 2) }
  const parentNetwork = parent?.simulate(runtime)
  const simulated = simulateNetwork({
    ...{ stack, seed: `health/${stack}`, runtime, blocks: 60, blockTimeMs, finalizedDepth: 40, endpoints, ...content },
    network: {
      ...{ id: stack.replaceAll('-', '_'), blockTimeMs },
      ...(parentNetwork && { parent: parentNetwork.network.id }),
    },
    ...(reorgs && { reorgs }),
    // Long ago: gaps that are drawn come to more than was reckoned with, and a head must not be of the future.
    ...(options.realBlockTimeMs && { blockTimeMs: options.realBlockTimeMs, startMs: runtime.now() - 14_400_000 }),
  } as SimulatedStackOptions<'evm'>) as SimulatedNetwork
  runtime.connect(simulated, ...(parentNetwork ? [parentNetwork] : []))
  const adapter = await sourceFor(simulated.network, { runtime })
  // What adapters load when first needed takes real time, which virtual time does not wait for.
  const first = await runtime.runUntil(adapter.getBlock(simulated.chain.first.number), LOADING)
  await runtime.runUntil(adapter.getSettlement(first), LOADING).catch(() => undefined)
  const source = options.wrap?.(adapter, simulated, runtime) ?? adapter
  const above = parentNetwork && (await sourceFor(parentNetwork.network as L2Network, { runtime }))
  const sync = createSync({ sources: [source, ...(above ? [above] : [])], sink: memorySink(), runtime })
  const seen = new Set<string>()
  const remember = ({ network, findings }: NetworkHealth): void => {
    if (network === simulated.network.id) for (const finding of findings) seen.add(keyOf(finding))
  }
  sync.onHealth(remember)
  const running = sync.run()
  await runtime.advance(WARM_UP_MS)
  const now = (): NetworkHealth => sync.health()[0]!
  return {
    ...{ runtime, simulated, sync, now },
    seen: () => [...seen].sort(),
    async until(name, is, mostMs) {
      const startMs = runtime.monotonicMs()
      while (now().findings.some((finding) => finding.name === name) !== (is === 'there')) {
        if (runtime.monotonicMs() - startMs > mostMs) {
          const { state, because, findings } = now()
          throw new Error(`${name} is not ${is} after ${mostMs} ms: ${state}, ${because}, ${JSON.stringify(findings)}`)
        }
        await runtime.advance(STEP_MS)
        remember(now())
      }
    },
    async close() {
      await runtime.runUntil(sync.close())
      await running
      if (runtime.pendingTimers > 0) throw new Error(`${runtime.pendingTimers} timers were left`)
    },
  }
}

function keyOf({ name, endpoint }: HealthFinding): string {
  return endpoint === undefined ? name : `${name} ${endpoint.split('.')[0]}`
}

/** A node that goes on answering, and has seen its last block. */
export function frozenAt(number: number): Fault {
  return {
    description: `has seen nothing above ${number}`,
    verdict: 'unseen',
    about: 'head',
    view: (view) => {
      const isSeen = (height: number | undefined): boolean => height !== undefined && height <= number
      return {
        ...view,
        tagged: (tag) => (isSeen(view.tagged(tag)?.number) ? view.tagged(tag) : view.block(number)),
        block: (height) => (isSeen(height) ? view.block(height) : undefined),
        at: (hash) => (isSeen(view.at(hash)?.number) ? view.at(hash) : undefined),
      }
    },
  }
}

/** A batcher that posts all blocks every so often, and what a settlement reader makes of it. */
export interface SimulatedBatcher {
  isSilent: boolean
  /** The parent chain makes no blocks either. */
  isParentHalted: boolean
  /** Gives the source this batcher's settlement. */
  wrap(source: BlockSource, simulated: SimulatedNetwork, runtime: VirtualRuntime): BlockSource
}

const PARENT_BLOCK_MS = 12_000

/** `says`: whether the evidence carries the time of the parent block, and whether the reader knows when the next one is due. */
export function simulateBatcher({
  everyMs,
  says,
}: {
  readonly everyMs: number
  readonly says: { readonly time?: boolean; readonly next?: boolean }
}): SimulatedBatcher {
  const posted: { readonly to: number; readonly atMs: number; readonly number: number }[] = []
  let parentNumber = 5_000
  let passedMs: number | undefined
  const batcher: SimulatedBatcher = {
    isSilent: false,
    isParentHalted: false,
    wrap(source, { chain, network }, runtime) {
      /** Lets the parent chain go on until now. */
      const catchUp = (): void => {
        passedMs ??= chain.first.timestampMs
        for (; passedMs + PARENT_BLOCK_MS <= runtime.now(); passedMs += PARENT_BLOCK_MS) {
          if (batcher.isParentHalted) continue
          parentNumber += 1
          const last = posted.at(-1)
          if (batcher.isSilent || (last && passedMs - last.atMs < everyMs)) continue
          const to = chain.canonical().findLast(({ timestampMs }) => timestampMs <= passedMs!)?.number
          if (to !== undefined) posted.push({ to, atMs: passedMs, number: parentNumber })
        }
      }
      const getSettlement: BlockSource['getSettlement'] = async ({ number, hash }) => {
        catchUp()
        const index = posted.findIndex(({ to }) => number <= to)
        const batch = posted[index]
        const evidence: Evidence | undefined = batch && {
          ...{ kind: 'batch', network: 'parent', number: batch.number, parentStatus: 'included' },
          ...(says.time && { timestampMs: batch.atMs }),
          covers: { from: (posted[index - 1]?.to ?? chain.first.number - 1) + 1, to: batch.to, exact: true },
        }
        const state: Settlement['state'] = evidence ? { stage: 'posted', posted: [evidence] } : { stage: 'sequenced' }
        const asOf = { number: parentNumber, hash: `0x${parentNumber}` }
        const nextExpectedMs = Math.max(0, (posted.at(-1)?.atMs ?? 0) + everyMs - runtime.now())
        return { block: { number, hash }, network: network.id, asOf, state, ...(says.next && !evidence && { nextExpectedMs }) }
      }
      return { ...source, getSettlement }
    },
  }
  return batcher
}
