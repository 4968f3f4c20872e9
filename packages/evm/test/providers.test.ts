import { DefimonError } from '@defimon/core'
import { createPublicClient } from 'viem'
import { describe, expect, it } from 'vitest'
import { toEthersProvider } from '../src/ethers/index.ts'
import { toViemTransport } from '../src/viem/index.ts'
import { makeBlock, NETWORK } from './block-fixture.ts'

const { block } = makeBlock(5, 2)

/** A source that answers from a table and counts what was asked. */
function source(
  answers: Readonly<Record<string, unknown>>,
): Parameters<typeof toEthersProvider>[0] & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    network: NETWORK,
    asked,
    transport: {
      async request(method) {
        asked.push(method)
        const answer = answers[method]
        if (answer instanceof Error) throw answer
        return answer
      },
    },
  }
}

const refused = new DefimonError('RPC', 'execution reverted', { rpcCode: 3, data: '0x08c379a0', host: 'rpc.example.org' })
const broken = new DefimonError('UNREACHABLE', 'no endpoint answers')

describe('an ethers provider', () => {
  it('reads through the transport, and asks nothing else', async () => {
    const from = source({ eth_blockNumber: '0x5', eth_getBlockByNumber: block })
    const provider = toEthersProvider(from)
    expect(await provider.getBlockNumber()).toBe(5)
    expect((await provider.getBlock(5, true))?.prefetchedTransactions).toHaveLength(2)
    expect((await provider.getNetwork()).chainId).toBe(1n)
    expect(from.asked).toEqual(['eth_blockNumber', 'eth_getBlockByNumber'])
    provider.destroy()
  })

  it('makes its own error of what an endpoint refused, and passes on a failure of the transport', async () => {
    const provider = toEthersProvider(source({ eth_blockNumber: refused, eth_chainId: broken }))
    await expect(provider.send('eth_blockNumber', [])).rejects.toMatchObject({
      error: { code: 3, message: 'execution reverted' },
    })
    await expect(provider.send('eth_chainId', [])).rejects.toBe(broken)
    provider.destroy()
  })

  it('needs a chain id', () => {
    const { evmChainId: _, ...network } = NETWORK
    expect(() => toEthersProvider({ ...source({}), network })).toThrow(expect.objectContaining({ code: 'CONFIG' }))
  })
})

describe('a viem transport', () => {
  it('reads through the transport', async () => {
    const from = source({ eth_blockNumber: '0x5', eth_getBlockByNumber: block })
    const client = createPublicClient({ transport: toViemTransport(from) })
    expect(await client.getBlockNumber()).toBe(5n)
    expect((await client.getBlock({ blockNumber: 5n })).hash).toBe(block['hash'])
    expect(from.asked).toEqual(['eth_blockNumber', 'eth_getBlockByNumber'])
  })

  it("makes viem's own error of what an endpoint refused, does not ask again, and keeps the cause", async () => {
    const from = source({ eth_blockNumber: refused, eth_chainId: broken })
    const client = createPublicClient({ transport: toViemTransport(from) })
    await expect(client.getBlockNumber()).rejects.toMatchObject({
      name: 'RpcRequestError',
      code: 3,
      details: 'execution reverted',
    })
    const failure = await client.getChainId().catch((error: unknown) => error)
    expect(causes(failure)).toContain(broken)
    expect(from.asked).toEqual(['eth_blockNumber', 'eth_chainId'])
  })
})

function causes(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : []
}
