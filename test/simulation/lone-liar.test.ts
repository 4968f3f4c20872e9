import type { L2Network } from '@defimon/core'
import { type SimulatedNetwork, simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { createSync, type SyncEvent } from '@defimon/sync'
import { memorySink } from '@defimon/sync/memory'
import { sourceFor } from 'defimon'
import { describe, expect, it } from 'vitest'
import { warmUp } from './warm-up.ts'

/** A sync at the head of a chain with so many endpoints, and what stopped it. */
async function follow(endpoints: number) {
  await warmUp()
  const runtime = virtualRuntime({ seed: endpoints })
  const simulated: SimulatedNetwork = simulateNetwork({
    ...{ stack: 'evm', runtime, blocks: 60, blockTimeMs: 4_000, finalizedDepth: 12, safeDepth: 6 },
    endpoints: Array.from({ length: endpoints }, (_, at) => ({ latencyMs: 10 + 20 * at })),
    transactionsPerBlock: 1,
  })
  runtime.connect(simulated)
  const source = await sourceFor(simulated.network as L2Network, { runtime })
  const rejected: string[] = []
  source.transport.onEvent(({ type, host }) => {
    if (type === 'rejected') rejected.push(host)
  })
  const sink = memorySink()
  const sync = createSync({ sources: [{ source, from: 1_000_000 }], sink, runtime })
  const stopped: (SyncEvent & { readonly type: 'stopped' })[] = []
  void (async () => {
    for await (const event of sync.events()) if (event.type === 'stopped') stopped.push(event)
  })()
  void sync.run()
  await runtime.advance(30_000)
  const { chain } = simulated
  const storedHead = (): number => sink.checkpoint(simulated.network.id)!.head!.number
  expect(chain.head.number - storedHead()).toBeLessThanOrEqual(1)
  return {
    sink,
    runtime,
    simulated,
    chain,
    sync,
    stopped,
    rejected,
    storedHead,
    host: (at: number) => simulated.endpoints[at]!.host,
  }
}

describe('a chain that parts from the stored one below its finality', () => {
  it.each(['wrong-network', 'deep-fork'])(
    'stops nothing where one endpoint alone shows it, which loses trust: %s',
    async (fault) => {
      const world = await follow(2)
      world.simulated.endpoints[0]!.setFaults([fault])
      await world.runtime.advance(120_000)
      expect(world.stopped).toEqual([])
      expect(new Set(world.rejected)).toEqual(new Set([world.host(0)]))
      expect(world.chain.head.number - world.storedHead()).toBeLessThanOrEqual(1)
      await world.sync.close()
    },
  )

  it('stops nothing where it is shown after a restart, when only the final block is remembered', async () => {
    const world = await follow(2)
    const { runtime, simulated, sink } = world
    await world.sync.close()
    simulated.endpoints[0]!.setFaults([{ fault: 'wrong-network', methods: ['eth_getBlockByNumber', 'eth_getBlockReceipts'] }])
    const source = await sourceFor(simulated.network as L2Network, { runtime })
    const sync = createSync({ sources: [{ source, from: 1_000_000 }], sink, runtime })
    void sync.run()
    await runtime.advance(120_000)
    simulated.endpoints[0]!.setFaults([])
    await runtime.advance(120_000)
    expect(sync.health()[0]!.state).toBe('live')
    await sync.close()
  })

  it.each([2, 3])('stops the network at once where all of %i endpoints show it', async (endpoints) => {
    const world = await follow(endpoints)
    world.chain.reorg(50, 55, { beyondFinality: true })
    await world.runtime.advance(20_000)
    expect(world.stopped).toMatchObject([{ reason: 'reorg-below-finality' }])
    await world.sync.close()
  })

  it('stops nothing where the others are silent for minutes', async () => {
    const world = await follow(2)
    world.simulated.endpoints[0]!.setFaults(['deep-fork'])
    world.simulated.endpoints[1]!.setFaults(['internal-server-error'])
    await world.runtime.advance(90_000)
    expect(world.stopped).toEqual([])
    world.simulated.endpoints[1]!.setFaults([])
    await world.runtime.advance(90_000)
    expect(world.stopped).toEqual([])
    expect(world.chain.head.number - world.storedHead()).toBeLessThanOrEqual(1)
    await world.sync.close()
  })

  it('stops the network where the only endpoint keeps to it, and not before', async () => {
    const world = await follow(1)
    world.chain.reorg(50, 55, { beyondFinality: true })
    await world.runtime.advance(20_000)
    expect(world.stopped).toEqual([])
    await world.runtime.advance(100_000)
    expect(world.stopped).toMatchObject([{ reason: 'reorg-below-finality' }])
    await world.sync.close()
  })

  it('stops nothing where the only endpoint takes it back', async () => {
    const world = await follow(1)
    world.simulated.endpoints[0]!.setFaults(['wrong-network'])
    await world.runtime.advance(20_000)
    world.simulated.endpoints[0]!.setFaults([])
    await world.runtime.advance(120_000)
    expect(world.stopped).toEqual([])
    expect(world.chain.head.number - world.storedHead()).toBeLessThanOrEqual(1)
    await world.sync.close()
  })
})
