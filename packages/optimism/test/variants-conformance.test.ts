import type { L2Network, NetworkId } from '@defimon/core'
import { defineSource } from '@defimon/core/adapter'
import { describeSource, OP_STACK_CHAINS, type OpStackChain, simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { evmDriver } from '@defimon/evm'
import { optimismDialect, optimismSource } from '@defimon/optimism'
import { describe, expect, it } from 'vitest'

/** The network of the registry that a simulated chain stands for, and a height of its era. */
const NETWORKS: Readonly<Record<OpStackChain, { readonly id: NetworkId; readonly startBlock?: number }>> = {
  celo: { id: 'celo', startBlock: 31_100_000 },
  'celo-gingerbread': { id: 'celo', startBlock: 21_700_000 },
  'celo-own-chain': { id: 'celo' },
  kroma: { id: 'kroma' },
  mantle: { id: 'mantle' },
  metis: { id: 'metis' },
  opbnb: { id: 'opbnb' },
  'ronin-own-chain': { id: 'ronin' },
}

/** What is tolerated, for no record has proven it, is held to the letter here: the rule is right for blocks that follow it. */
function strictly(network: L2Network<'op-stack'>): ReturnType<typeof evmDriver<'op-stack'>> {
  return evmDriver(network, { ...optimismDialect(network), quirks: [] })
}

describe.each(OP_STACK_CHAINS)('the rules of %s', (chain) => {
  const { id, startBlock } = NETWORKS[chain]

  it('prove simulated blocks whole, nothing tolerated and nothing skipped', async () => {
    const runtime = virtualRuntime()
    const simulated = simulateNetwork({
      stack: 'op-stack',
      chain,
      runtime,
      blocks: 40,
      mining: 'manual',
      network: { id },
      ...(startBlock && { startBlock }),
    })
    runtime.connect(simulated)
    const source = optimismSource(simulated.network, { runtime })
    for (const { number, hash } of simulated.chain.canonical()) {
      const block = await runtime.runUntil(source.getBlock(number))
      expect(block.hash).toBe(hash)
      expect(block.verification.skipped.filter(({ check }) => check !== 'parent-link')).toEqual([])
      expect(block.verification.passed).toEqual(
        expect.arrayContaining(['block-hash', 'transactions-root', 'receipts-root', 'logs-bloom']),
      )
    }
    await runtime.runUntil(source.close())
  })

  describeSource({
    describe,
    it,
    name: 'pass the conformance kit',
    create: (setup) => {
      const simulated = simulateNetwork({
        stack: 'op-stack',
        chain,
        ...setup,
        network: { ...setup.network, id },
        ...(startBlock && { startBlock }),
      })
      return { simulated, source: (options) => defineSource(strictly(simulated.network), options) }
    },
  })
})
