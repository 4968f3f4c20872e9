import { DefimonError, type KnownNetworkId, type L2Network, type NetworkId } from '@defimon/core'
import * as registry from '@defimon/networks'
import { aliases, arbitrum_one, base, findNetworks, getNetwork, klaytn, networks } from '@defimon/networks'
import { describe, expect, expectTypeOf, it } from 'vitest'

/** The message of the error that looking up a name throws. */
function messageOf(name: string): string {
  try {
    getNetwork(name)
  } catch (error) {
    if (DefimonError.isInstance(error) && error.code === 'CONFIG') return error.message
    throw error
  }
  throw new Error(`${name} was found`)
}

describe('getNetwork', () => {
  it('finds every network by its id, the same that is exported by that name', () => {
    const exported: Readonly<Record<string, unknown>> = { ...registry }
    for (const network of networks) {
      expect(getNetwork(network.id)).toBe(network)
      expect(exported[network.id], network.id).toBe(network)
    }
  })

  it('exports no network that it does not find', () => {
    const exported = Object.entries(registry).filter(([, value]) => typeof value === 'object' && 'endpoints' in value)
    expect(exported.map(([name]) => name).sort()).toEqual(networks.map(({ id }) => id).sort())
  })

  it('finds every network by its aliases', () => {
    for (const [alias, id] of Object.entries(aliases)) expect(getNetwork(alias).id, alias).toBe(id)
    expect(getNetwork('kaia')).toBe(klaytn)
  })

  it('has no alias that is an id', () => {
    const ids = new Set<string>(networks.map(({ id }) => id))
    expect(Object.keys(aliases).filter((alias) => ids.has(alias))).toEqual([])
  })

  it.each([
    ['optimsm', 'optimism'],
    ['arbitrum-one', 'arbitrum_one'],
    ['Base', 'base'],
    ['polygon_zk', 'polygon_zkevm'],
    ['kaya', 'klaytn'],
  ])('says of %s that %s is near', (wrong, near) => {
    expect(messageOf(wrong)).toContain(`no network named "${wrong}"`)
    expect(messageOf(wrong).split('near: ')[1]?.split(', ')).toContain(near)
  })

  it('names nothing where nothing is near, and repeats only the beginning of a long name', () => {
    expect(messageOf('qqqqqqqqqqqq')).toBe('no network named "qqqqqqqqqqqq" in the registry')
    expect(messageOf(`${'q'.repeat(5_000)}`).length).toBeLessThan(120)
    expect(messageOf('')).toContain('no network named ""')
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('does not take %s for a network', (name) => {
    expect(() => getNetwork(name)).toThrow('no network named')
  })
})

describe('findNetworks', () => {
  const idsOf = (found: readonly { readonly id: string }[]): string[] => found.map(({ id }) => id).sort()

  it('gives all networks without a filter', () => {
    expect(findNetworks()).toEqual(networks)
  })

  it('filters by stack', () => {
    expect(idsOf(findNetworks({ stack: 'lachesis' }))).toEqual(['fantom', 'sonic'])
    expect(findNetworks({ stack: 'op-stack' }).every(({ stack }) => stack === 'op-stack')).toBe(true)
  })

  it('filters by category', () => {
    expect(idsOf(findNetworks({ category: 'based_rollup' }))).toEqual(['taiko'])
  })

  it('filters by the phase of the seed document', () => {
    expect(idsOf(findNetworks({ phase: 2 }))).toEqual([
      'arbitrum_nova',
      'boba',
      'celo',
      'cronos',
      'fantom',
      'gnosis',
      'immutable_x',
      'ronin',
    ])
  })

  it('filters by status', () => {
    expect(idsOf(findNetworks({ status: 'renamed' }))).toEqual(['klaytn'])
  })

  it('filters by parent, by id or alias', () => {
    expect(idsOf(findNetworks({ parent: 'base' }))).toEqual(['b3', 'degen', 'ham', 'world_mobile', 'xmtp'])
    expect(findNetworks({ parent: 'mainnet' })).toEqual(findNetworks({ parent: 'ethereum' }))
    expect(findNetworks({ parent: 'nowhere' })).toEqual([])
  })

  it('tells testnets from the rest', () => {
    expect(idsOf(findNetworks({ stack: 'near', testnet: false }))).toEqual(['near'])
    expect(idsOf(findNetworks({ stack: 'near', testnet: true }))).toEqual(['near_testnet'])
  })

  it('asks for all that is named', () => {
    expect(idsOf(findNetworks({ stack: 'zksync', category: 'zk_rollup', status: 'sunset' }))).toEqual(['zero_network'])
  })
})

describe('types', () => {
  it('give the stack of a known id, alias or filter', () => {
    expectTypeOf(getNetwork('base')).toEqualTypeOf<L2Network<'op-stack'>>()
    expectTypeOf(getNetwork('kaia')).toEqualTypeOf<L2Network<'kaia'>>()
    expectTypeOf(getNetwork('solana_devnet')).toEqualTypeOf<L2Network<'solana'>>()
    expectTypeOf(getNetwork('base' as string)).toEqualTypeOf<L2Network>()
    expectTypeOf(findNetworks({ stack: 'arbitrum' })).toEqualTypeOf<readonly L2Network<'arbitrum'>[]>()
    expectTypeOf(findNetworks({ phase: 1 })).toEqualTypeOf<readonly L2Network[]>()
  })

  it('know the contracts of a stack and no others', () => {
    expectTypeOf(base.contracts.disputeGameFactory).not.toBeAny()
    // @ts-expect-error Base has no sequencer inbox
    expect(base.contracts.sequencerInbox).toBeUndefined()
    // @ts-expect-error an Arbitrum chain is not an OP Stack chain
    const wrong: L2Network<'op-stack'> = arbitrum_one
    expect(wrong).toBe(arbitrum_one)
  })

  it('complete the ids of the contract', () => {
    expectTypeOf<'arbitrum_one'>().toExtend<KnownNetworkId>()
    expectTypeOf<'nowhere'>().not.toExtend<KnownNetworkId>()
    expectTypeOf<'my_chain'>().toExtend<NetworkId>()
  })

  it('refuse a wrong entry', () => {
    const literal = { name: 'Wrong', endpoints: [] } as const
    // @ts-expect-error the stack does not exist
    const wrongStack: L2Network = { ...literal, id: 'wrong', stack: 'op_stack', contracts: {} }
    // @ts-expect-error the category does not exist
    const wrongCategory: L2Network<'evm'> = { ...literal, id: 'wrong', stack: 'evm', contracts: {}, category: 'rollup' }
    // @ts-expect-error the contract belongs to another stack
    const wrongContract: L2Network<'op-stack'> = { ...literal, id: 'wrong', stack: 'op-stack', contracts: { sequencerInbox: [] } }
    const contracts = { rollup: [{ address: '0x' }] }
    // @ts-expect-error an address stands on a chain
    const noChain: L2Network<'arbitrum'> = { ...literal, id: 'wrong', stack: 'arbitrum', contracts }
    expect([wrongStack, wrongCategory, wrongContract, noChain]).toHaveLength(4)
  })
})
