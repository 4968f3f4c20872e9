import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Checkpoint, Sink } from '@defimon/core'
import { simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { createSync } from '@defimon/sync'
import { expect, it } from 'vitest'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

it('holds no block while it waits for the next one', async () => {
  const runtime = virtualRuntime({ seed: 'held-blocks' })
  const simulated = [1, 2, 3].map((seed) => simulateNetwork({ stack: 'evm', seed, runtime, network: { id: `held_${seed}` } }))
  runtime.connect(...simulated)
  const blocks: WeakRef<object>[] = []
  let checkpoint: Checkpoint | undefined
  const close = async (): Promise<void> => {}
  const sink: Sink = {
    ...{ specVersion: 1, delivery: 'transactional', close, [Symbol.asyncDispose]: close },
    async open() {},
    readCheckpoint: async () => undefined,
    async write(batch) {
      checkpoint = batch.checkpoint
      for (const block of batch.blocks) blocks.push(new WeakRef(block))
    },
  }
  const sources = simulated.map(({ network }) => ({ source: evmSource(network, { runtime }), from: 'latest' as const }))
  const sync = createSync({ sources, sink, runtime })
  const running = sync.run()
  await runtime.advance(30_000)
  collect()
  expect(blocks.length).toBeGreaterThan(30)
  expect(blocks.filter((block) => block.deref() !== undefined)).toHaveLength(0)
  expect(checkpoint?.head).toBeDefined()
  await runtime.runUntil(sync.close())
  await running
})
