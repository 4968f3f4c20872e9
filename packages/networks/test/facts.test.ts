import { findNetworks, networks } from '@defimon/networks'
import { getAddress } from 'ethers'
import { describe, expect, it } from 'vitest'

const ids = new Set(networks.map(({ id }) => id))

/** Live networks that truly share an id: whoever looks up by chain id must know. */
const SHARED_CHAIN_IDS: readonly string[] = ['eip155:360 molten shape']

/** Addresses of a network, with where they stand. */
function addresses(
  network: (typeof networks)[number],
): { readonly where: string; readonly address: string; readonly chain: string }[] {
  const lists = { ...network.contracts, operators: network.operators ?? [] } as Record<
    string,
    readonly { readonly address: string; readonly chain: string; readonly fromBlock?: number; readonly toBlock?: number }[]
  >
  return Object.entries(lists).flatMap(([name, list]) =>
    list.map(({ address, chain }) => ({ where: `${network.id}.${name}`, address, chain })),
  )
}

describe('the networks', () => {
  it('are all there: 122 of the registry and 15 testnets of which recordings exist', () => {
    expect(findNetworks({ testnet: false })).toHaveLength(122)
    expect(findNetworks({ testnet: true })).toHaveLength(15)
  })

  it('have unique snake_case ids', () => {
    expect(ids.size).toBe(networks.length)
    expect(networks.filter(({ id }) => !/^[a-z0-9]+(_[a-z0-9]+)*$/.test(id)).map(({ id }) => id)).toEqual([])
  })

  it('that are live have unique chain ids, but for the pairs that truly collide', () => {
    const byChainId = new Map<string, string[]>()
    for (const { id, chainId, status } of networks) {
      if (chainId === undefined || status?.state === 'sunset') continue
      byChainId.set(chainId, [...(byChainId.get(chainId) ?? []), id])
    }
    const collisions = [...byChainId]
      .filter(([, group]) => group.length > 1)
      .map(([chainId, group]) => [chainId, ...group.sort()].join(' '))
    expect(collisions).toEqual(SHARED_CHAIN_IDS)
  })

  it('write their chain id by CAIP-2, the same as their EVM chain id', () => {
    const wrong = networks.filter(({ chainId, evmChainId }) =>
      chainId === undefined || !chainId.startsWith('eip155:') ? evmChainId !== undefined : chainId !== `eip155:${evmChainId}`,
    )
    expect(wrong.map(({ id }) => id)).toEqual([])
    const malformed = networks.filter(
      ({ chainId }) => chainId !== undefined && !/^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/.test(chainId),
    )
    expect(malformed.map(({ id }) => id)).toEqual([])
  })

  it('name a parent, a mainnet and a successor that the registry knows', () => {
    const named = networks.flatMap(({ id, parent, testnetOf, status }) =>
      [parent, testnetOf, status?.successor].flatMap((other) => (other === undefined ? [] : [{ id, other }])),
    )
    expect(named.filter(({ other }) => !ids.has(other))).toEqual([])
    expect(named.filter(({ id, other }) => id === other)).toEqual([])
  })

  it('reach a chain without a parent by their parents', () => {
    const parentOf = new Map(networks.map(({ id, parent }) => [id, parent]))
    for (const { id } of networks) {
      let at: string | undefined = id
      for (let step = 0; at !== undefined; step++) {
        expect(step, `the parents of ${id} go round`).toBeLessThan(5)
        at = parentOf.get(at)
      }
    }
  })

  it('are testnets of a network with the same stack', () => {
    const stackOf = new Map(networks.map(({ id, stack }) => [id, stack]))
    const wrong = networks.filter(({ testnetOf, stack }) => testnetOf !== undefined && stackOf.get(testnetOf) !== stack)
    expect(wrong.map(({ id }) => id)).toEqual([])
  })

  it('say on which day they were checked', () => {
    const wrong = networks.filter(({ asOf }) => asOf === undefined || new Date(asOf).toISOString().slice(0, 10) !== asOf)
    expect(wrong.map(({ id }) => id)).toEqual([])
  })
})

describe('addresses', () => {
  it('carry the checksum of EIP-55', () => {
    const all = networks.flatMap(addresses)
    expect(all.length).toBeGreaterThan(500)
    expect(all.filter(({ address }) => getAddress(address.toLowerCase()) !== address)).toEqual([])
  })

  it('stand on a chain that the registry knows, which is the parent', () => {
    const wrong = networks.flatMap((network) => addresses(network).filter(({ chain }) => chain !== network.parent))
    expect(wrong).toEqual([])
    expect(networks.flatMap(addresses).filter(({ chain }) => !ids.has(chain))).toEqual([])
  })

  it('stand once in a list, with block ranges that go forward', () => {
    for (const network of networks) {
      const lists = Object.entries(network.contracts) as [
        string,
        readonly { address: string; fromBlock?: number; toBlock?: number }[],
      ][]
      for (const [name, list] of lists) {
        expect(new Set(list.map(({ address }) => address)).size, `${network.id}.${name}`).toBe(list.length)
        for (const { fromBlock = 0, toBlock = Number.MAX_SAFE_INTEGER } of list) {
          expect(fromBlock, `${network.id}.${name}`).toBeLessThanOrEqual(toBlock)
        }
      }
    }
  })
})

describe('endpoints', () => {
  const all = networks.flatMap(({ id, endpoints }) => endpoints.map((endpoint) => ({ id, ...endpoint })))

  it('are https, and wss for sockets', () => {
    expect(all.filter(({ url }) => new URL(url).protocol !== 'https:')).toEqual([])
    expect(all.filter(({ webSocketUrl }) => webSocketUrl && new URL(webSocketUrl).protocol !== 'wss:')).toEqual([])
  })

  it('hold no key and no credentials', () => {
    // A key is a long piece of a path or query that mixes digits and letters, and capitals too or at least twenty characters.
    const keyed = all.filter(({ url, webSocketUrl }) =>
      [url, webSocketUrl ?? url].some((address) => {
        const { pathname, search, username, password } = new URL(address)
        const pieces = `${pathname}${search}`.split(/[/?&=.]/)
        return username || password || pieces.some((piece) => piece.length >= 16 && /\d/.test(piece) && /[a-zA-Z]/.test(piece))
      }),
    )
    expect(keyed).toEqual([])
  })

  it('stand once in a network', () => {
    for (const { id, endpoints } of networks) expect(new Set(endpoints.map(({ url }) => url)).size, id).toBe(endpoints.length)
  })

  it('are missing only where no public one is known', () => {
    const without = findNetworks({ testnet: false }).filter(({ endpoints }) => endpoints.length === 0)
    expect(without.map(({ id }) => id).sort()).toEqual(['aztec', 'fuel', 'grvt', 'lighter', 'proof_of_play_boss', 'rhinofi'])
  })
})
