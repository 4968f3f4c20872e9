import type { BlobSource, BlockSource, Evidence, L2Network, Settlement } from '@defimon/core'
import {
  type OpStackChain,
  type OpStackFork,
  type SimulatedNetwork,
  simulateNetwork,
  virtualRuntime,
} from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { optimismSource } from '@defimon/optimism'
import { id } from 'ethers'
import { evidenceOf, type Happening, type ParentOptions, simulateParent } from './simulated-parent.ts'

/** When the rollups and their parents begin. */
export const START_MS: number = Date.UTC(2025, 5, 1)

/** A rollup on its parent, and who reads them. */
export interface Scene {
  readonly parent: SimulatedNetwork<'evm'>
  readonly source: BlockSource<'op-stack'>
  /** Methods that the L2's node was asked. */
  readonly asked: readonly string[]
  settlementOf(number: number): Promise<Settlement>
  evidence(name: string, parts: Pick<Evidence, 'kind' | 'covers' | 'dataAvailability' | 'anchor'>): Promise<Evidence>
  anchor(number: number): { readonly number: number; readonly hash: string }
}

/** What a scene is made of. */
export interface SceneOptions extends Partial<ParentOptions> {
  readonly network: Partial<L2Network<'op-stack'>>
  /** What the L2's node answers beside `eth_*`, by method. */
  readonly answers?: Readonly<Record<string, (l2: SimulatedNetwork, parameter: unknown) => unknown>>
  /** Formats of its own; default: OP Mainnet's of Holocene. */
  readonly chain?: OpStackChain
  readonly fork?: OpStackFork
  readonly blockTimeMs?: number
  readonly blobs?: BlobSource
}

const closing: (() => Promise<void>)[] = []

/** After each test. */
export async function closeScenes(): Promise<void> {
  for (const close of closing.splice(0)) await close()
}

/** 120 blocks, of 2 s by default, on a parent of 41 blocks of 12 s that began with them. */
export async function scene(
  happeningsOf: (l2: SimulatedNetwork) => Promise<readonly Happening[]>,
  { network, answers, chain, fork = 'holocene', blockTimeMs = 2_000, blobs, ...parentOptions }: SceneOptions,
): Promise<Scene> {
  const runtime = virtualRuntime({ startMs: START_MS + 500_000 })
  const l2 = simulateNetwork({
    stack: 'op-stack',
    network: { id: 'base', evmChainId: 8453, parent: 'ethereum' },
    startBlock: 0,
    blocks: 121,
    blockTimeMs,
    startMs: START_MS,
    safeDepth: 40,
    finalizedDepth: 60,
    mining: 'manual',
    transactionsPerBlock: 0,
    fork,
    ...(chain && { chain }),
    l1Origin: (timestampMs) => {
      const number = Math.floor((timestampMs - START_MS) / 12_000)
      return { number, hash: id(`origin ${number}`), timestampMs: START_MS + number * 12_000 }
    },
    seed: 'variants',
    runtime,
  })
  const asked: string[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const body = JSON.parse(String(init?.body)) as { id: number; method: string; params: readonly unknown[] }
    const one = Array.isArray(body) ? (body as (typeof body)[]) : [body]
    asked.push(...one.map(({ method }) => method))
    const answer = Array.isArray(body) ? undefined : answers?.[body.method]
    if (!answer) return l2.fetch(input, init)
    return Response.json({ jsonrpc: '2.0', id: body.id, result: answer(l2, body.params[0]) })
  }
  runtime.connect({ hosts: l2.hosts, fetch })
  const happenings = await happeningsOf(l2)
  const parent = simulateParent(happenings, { runtime, blocks: 41, startMs: START_MS, ...parentOptions })
  const facts = { ...l2.network, ...network, id: network.id ?? 'base' } as L2Network<'op-stack'>
  const parentSource = evmSource(parent.network, { runtime })
  const endpoints = facts.endpoints.map((endpoint) => ({ ...endpoint, maxBatch: 1 }))
  const source = optimismSource(facts, { runtime, parent: parentSource, endpoints, ...(blobs && { blobs }) })
  closing.push(
    () => source.close(),
    () => parentSource.close(),
  )
  const hashOf = (number: number): string => l2.chain.block(number)?.hash ?? ''
  return {
    parent,
    source,
    asked,
    settlementOf: (number) => runtime.runUntil(source.getSettlement({ number, hash: hashOf(number) })),
    evidence: (name, parts) => evidenceOf(parent, happenings, name, parts),
    anchor: (number) => ({ number, hash: hashOf(number) }),
  }
}
