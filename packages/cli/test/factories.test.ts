import { DefimonError, type L2Network } from '@defimon/core'
import { base, ethereum } from '@defimon/networks'
import { stacksWithAdapter } from 'defimon'
import { describe, expect, it } from 'vitest'

type Factory = (network: L2Network, options?: object) => { close(): Promise<void> }

const MODULES: readonly (() => Promise<object>)[] = [
  () => import('@defimon/evm'),
  () => import('@defimon/optimism'),
  () => import('@defimon/arbitrum'),
  () => import('@defimon/zk/zksync'),
  () => import('@defimon/zk/zksync/lite'),
  () => import('@defimon/zk/linea'),
  () => import('@defimon/zk/scroll'),
  () => import('@defimon/zk/taiko'),
  () => import('@defimon/zk/polygon-zkevm'),
  () => import('@defimon/zk/starknet'),
  () => import('@defimon/zk/loopring'),
  () => import('@defimon/zk/immutable'),
  () => import('@defimon/sidechain'),
  () => import('@defimon/solana'),
  () => import('@defimon/near'),
]

const exported = (await Promise.all(MODULES.map((load) => load()))).flatMap((module) => Object.entries(module))
/** What makes a source of a network. */
const factories = exported.filter(([name, value]) => /^(?!create)\w+Source$/.test(name) && typeof value === 'function') as [
  string,
  Factory,
][]

/** What JavaScript may hand in by mistake; and a network of another stack. */
function mistakes(name: string): readonly (readonly [what: string, network: unknown])[] {
  return [
    ['undefined', undefined],
    ['null', null],
    ['the id alone', 'base'],
    ['an empty object', {}],
    ['a network of another stack', name === 'evmSource' ? base : ethereum],
  ]
}

describe('the factories of all stacks', () => {
  it('are all here', () => {
    expect(factories).toHaveLength(stacksWithAdapter().length)
  })

  it.each(factories)('%s says with CONFIG that it was not given a network of its stack', (name, factory) => {
    for (const [what, network] of mistakes(name)) {
      let thrown: unknown
      try {
        factory(network as L2Network)
      } catch (error) {
        thrown = error
      }
      expect(DefimonError.isInstance(thrown) && thrown.code, what).toBe('CONFIG')
      expect(String(thrown), what).toMatch(/network of stack/)
    }
  })

  it('name the network and both stacks', () => {
    const optimism = factories.find(([name]) => name === 'optimismSource')![1]
    expect(() => optimism(ethereum)).toThrow('ethereum is a network of stack evm, not op-stack')
  })

  it('say that a network has no list of endpoints', () => {
    const optimism = factories.find(([name]) => name === 'optimismSource')![1]
    const { endpoints: _, ...without } = base
    expect(() => optimism(without as unknown as L2Network)).toThrow('base has no list of endpoints')
  })
})
