import { DefimonError, type L2Network } from '@defimon/core'
import { type SimulatedNetwork, simulateNetwork, starknetModel, virtualRuntime } from '@defimon/core/testing'
import { describe, expect, it } from 'vitest'
import { starknetSource } from '../../src/starknet/index.ts'

const model = starknetModel()
const bodyFaults = Object.entries(model.faults).flatMap(([name, { check }]) =>
  check === 'transactions-root' || check === 'receipts-root' ? [name] : [],
)

function networkOf(simulated: SimulatedNetwork): L2Network<'starknet'> {
  return simulated.network as L2Network<'starknet'>
}

describe('a source that recomputes commitments', () => {
  it('passes every check of blocks of every Poseidon era', async () => {
    for (const starknetVersion of ['0.13.2', '0.13.3', '0.13.4', '0.14.1'] as const) {
      const runtime = virtualRuntime()
      const simulated = simulateNetwork({ stack: starknetModel({ starknetVersion }), runtime, blocks: 4 })
      runtime.connect(simulated)
      const source = starknetSource(networkOf(simulated), { runtime, recomputeCommitments: true })
      for await (const { verification, number } of source.getBlocks({ from: simulated.chain.first.number, to: 'latest' })) {
        expect(verification.skipped.filter(({ check }) => check !== 'parent-link')).toEqual([])
        expect(verification.passed).toEqual(expect.arrayContaining(['block-hash', 'transactions-root', 'receipts-root']))
        if (number === simulated.chain.head.number) break
      }
      await source.close()
    }
  })

  it('asks for the state diff where JSON-RPC is before 0.10, and proves the hash with it', async () => {
    for (const specVersion of ['0.8.1', '0.9.0', '0.10.2'] as const) {
      const runtime = virtualRuntime()
      const simulated = simulateNetwork({ stack: starknetModel({ specVersion }), runtime, blocks: 4, mining: 'manual' })
      runtime.connect(simulated)
      const endpoint = simulated.endpoint()
      const source = starknetSource(networkOf(simulated), { runtime, recomputeCommitments: true, endpoints: [endpoint.endpoint] })
      const { verification } = await runtime.runUntil(source.getBlock(simulated.chain.head.number))
      expect(verification.passed).toEqual(expect.arrayContaining(['block-hash', 'transactions-root', 'receipts-root']))
      // The chain id, the block, and before 0.10 its state update.
      expect(endpoint.statistics.calls).toBe(specVersion === '0.10.2' ? 2 : 3)
      await source.close()
    }
  })

  it.each(bodyFaults)('rejects %s, which headers alone do not show', async (fault) => {
    const runtime = virtualRuntime()
    const simulated = simulateNetwork({ stack: model, runtime, blocks: 6, mining: 'manual' })
    runtime.connect(simulated)
    const faulty = simulated.endpoint({ faults: [fault] })
    const { number } = simulated.chain
      .canonical()
      .findLast(({ logCount, transactionCount }) => logCount > 1 && transactionCount > 1)!
    const strict = starknetSource(networkOf(simulated), { runtime, endpoints: [faulty.endpoint], recomputeCommitments: true })
    const error = await runtime.runUntil(strict.getBlock(number).catch((caught: unknown) => caught))
    expect(DefimonError.isInstance(error) && error.code).toMatch(/^(VERIFICATION|MALFORMED)$/)
    const lenient = starknetSource(networkOf(simulated), { runtime, endpoints: [faulty.endpoint] })
    const { verification } = await runtime.runUntil(lenient.getBlock(number))
    expect(verification.passed).toContain('block-hash')
    expect(verification.skipped.map(({ check }) => check)).toEqual(expect.arrayContaining(['transactions-root', 'receipts-root']))
    await strict.close()
    await lenient.close()
  })
})
