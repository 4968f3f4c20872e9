import { join } from 'node:path'
import { recordingFetch, recordPlan, systemRuntime } from '@defimon/core'
import { writeRecording } from '@defimon/core/node'
import { simulateNetwork } from '@defimon/core/testing'
import { loadAdapter } from '../src/adapters.ts'

const folder = join(import.meta.dirname, '..', '..', '..', 'recordings')

// One block per simulated stack. The chains are seeded and stand still, so a later run writes the same files.
for (const [stack, id] of [
  ['evm', 'simulated_ethereum'],
  ['op-stack', 'simulated_base'],
] as const) {
  const simulated = simulateNetwork({ stack, seed: id, network: { id }, mining: 'manual' })
  const { network } = simulated
  const adapter = await loadAdapter(stack)
  if (!adapter) throw new Error(`no adapter for ${stack}`)
  const results = recordPlan([{ network: id, block: simulated.chain.head.number }], {
    open: (_, onExchange) => {
      const fetch = recordingFetch(simulated.fetch, onExchange, { network: id, endpoints: network.endpoints })
      return adapter.sourceFor(network, { runtime: { ...systemRuntime(), fetch } })
    },
    write: async (exchange) => {
      await writeRecording(folder, exchange)
    },
  })
  for await (const { blocks, exchanges, error } of results) {
    if (error) throw error
    process.stdout.write(`${id} ${blocks.map(({ number }) => number).join(', ')}: ${exchanges} exchanges\n`)
  }
}
