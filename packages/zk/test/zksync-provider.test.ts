import { DefimonError, type L2Network } from '@defimon/core'
import { replaySource } from '@defimon/core/adapter'
import { simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { describe, expect, it } from 'vitest'
import { Provider } from 'zksync-ethers'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { zksyncDriver, zksyncSource } from '../src/zksync/index.ts'
import { toZksyncProvider, type ZksyncProviderInput } from '../src/zksync-ethers/index.ts'

const NETWORK: L2Network<'zksync'> = {
  id: 'zksync_era',
  name: 'zkSync Era',
  stack: 'zksync',
  contracts: {},
  endpoints: [],
  evmChainId: 324,
}

/** A source that answers from a table and keeps what was asked. */
function source(answers: Readonly<Record<string, unknown>>): ZksyncProviderInput & { readonly asked: unknown[] } {
  const asked: unknown[] = []
  return {
    network: NETWORK,
    asked,
    transport: {
      async request(method, params) {
        asked.push([method, params])
        const answer = answers[method]
        if (answer instanceof Error) throw answer
        return answer
      },
    },
  }
}

describe('a zksync-ethers provider', () => {
  it('is the real one, and asks nothing beside what it is asked for', async () => {
    const from = source({ zks_L1BatchNumber: '0x72ae1', eth_blockNumber: '0x5' })
    const provider = toZksyncProvider(from)
    expect(provider).toBeInstanceOf(Provider)
    expect(await provider.getL1BatchNumber()).toBe(0x72ae1)
    expect(await provider.getBlockNumber()).toBe(5)
    expect((await provider.getNetwork()).chainId).toBe(324n)
    expect(from.asked).toEqual([
      ['zks_L1BatchNumber', []],
      ['eth_blockNumber', []],
    ])
    provider.destroy()
  })

  it('makes its own error of what an endpoint refused, and passes on a failure of the transport', async () => {
    const broken = new DefimonError('UNREACHABLE', 'no endpoint answers')
    const provider = toZksyncProvider(
      source({ zks_L1BatchNumber: new DefimonError('RPC', 'method not found', { rpcCode: -32601 }), eth_chainId: broken }),
    )
    await expect(provider.send('zks_L1BatchNumber', [])).rejects.toMatchObject({ code: -32601, shortMessage: 'method not found' })
    await expect(provider.send('eth_chainId', [])).rejects.toBe(broken)
    provider.destroy()
  })

  it('needs a chain id', () => {
    const { evmChainId: _, ...network } = NETWORK
    expect(() => toZksyncProvider({ ...source({}), network })).toThrow(expect.objectContaining({ code: 'CONFIG' }))
  })

  it('rides on a source over a simulated network, and reads its batches', async () => {
    const runtime = virtualRuntime()
    const simulated = simulateNetwork({ stack: 'zksync', runtime, mining: 'manual' })
    runtime.connect(simulated)
    const over = zksyncSource(simulated.network, { runtime })
    const provider = toZksyncProvider(over)
    const sealed = simulated.chain.finalized!
    const block = await runtime.runUntil(provider.getBlock(sealed.number, true))
    expect([block.hash, block.prefetchedTransactions.length]).toEqual([sealed.hash, sealed.transactionCount])
    const range = await runtime.runUntil(provider.getL1BatchBlockRange(block.l1BatchNumber!))
    expect(range![0] <= sealed.number && sealed.number <= range![1]).toBe(true)
    const details = await runtime.runUntil(provider.getBlockDetails(sealed.number))
    expect(details).toMatchObject({ number: sealed.number, l1BatchNumber: block.l1BatchNumber, status: 'verified' })
    provider.destroy()
    await runtime.runUntil(over.close())
  })
})

describe('zks_ methods on recordings', () => {
  const [recorded] = recordedNetworks(/^zksync_era$/)

  it(recorded ? 'are decoded by zksync-ethers' : 'are left out, for there are no real recordings here', async () => {
    if (!recorded) return
    const over = replaySource(zksyncDriver(NETWORK), recorded.exchanges)
    const provider = toZksyncProvider(over)
    expect(await provider.getBlockDetails(140_599)).toMatchObject({ number: 140_599, l1BatchNumber: 1617, status: 'verified' })
    expect(await provider.getL1BatchDetails(468_355)).toMatchObject({ number: 468_355, l2TxCount: 2363 })
    expect(await provider.getRawBlockTransactions(30_098_049)).toHaveLength(1)
    const block = await provider.getBlock(30_496_030)
    expect([block.number, block.l1BatchNumber, block.transactions.length]).toEqual([30_496_030, 0x72ae1, 11])
    provider.destroy()
    await over.close()
  })
})
