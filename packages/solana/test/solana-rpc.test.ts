import { DefimonError } from '@defimon/core'
import { simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { solanaSource } from '@defimon/solana'
import { toSolanaRpc, toSolanaRpcTransport } from '@defimon/solana/web3'
import { createSolanaRpcFromTransport, isSolanaError, type RpcTransport } from '@solana/web3.js'
import { describe, expect, it } from 'vitest'

function makeSource() {
  const runtime = virtualRuntime()
  const simulated = simulateNetwork({ stack: 'solana', runtime, mining: 'manual' })
  runtime.connect(simulated)
  const source = solanaSource(simulated.network, { runtime })
  return { simulated, source, runtime, until: <T>(promise: Promise<T>): Promise<T> => runtime.runUntil(promise) }
}

describe('the Rpc of kit', () => {
  it('asks through the source, with bigints in its params', async () => {
    const { simulated, source, until } = makeSource()
    const rpc = toSolanaRpc(source)
    const { head } = simulated.chain
    expect(await until(rpc.getSlot().send())).toBe(BigInt(head.number))
    const block = await until(
      rpc.getBlock(BigInt(head.number), { maxSupportedTransactionVersion: 0, transactionDetails: 'none' }).send(),
    )
    expect(block?.blockhash).toBe(head.hash)
    expect(await until(rpc.getBlocks(BigInt(head.parentNumber), BigInt(head.number)).send())).toEqual([
      BigInt(head.parentNumber),
      BigInt(head.number),
    ])
    expect(simulated.endpoints[0]?.statistics.calls).toBeGreaterThan(2)
    await until(source.close())
  })

  it('refuses a param above 2^53, which JSON would round', async () => {
    const { source, until } = makeSource()
    const payload = { id: '0', jsonrpc: '2.0', method: 'getBlockTime', params: [2n ** 60n] }
    const error: unknown = await until(toSolanaRpcTransport(source)({ payload }).catch((reason: unknown) => reason))
    expect(DefimonError.isInstance(error) && error.code).toBe('CONFIG')
    await until(source.close())
  })

  it('gives the SDK’s errors for what an endpoint answers, and ours for the rest', async () => {
    const { simulated, source, until } = makeSource()
    const rpc = toSolanaRpc(source)
    const pruned: unknown = await until(
      rpc
        .getBlockTime(1n)
        .send()
        .catch((reason: unknown) => reason),
    )
    expect((pruned as { context?: { __code?: number } }).context?.__code).toBe(-32001)
    simulated.endpoints[0]?.setFaults(['connection-refused'])
    const dead: unknown = await until(
      rpc
        .getSlot()
        .send()
        .catch((reason: unknown) => reason),
    )
    expect(DefimonError.isInstance(dead) && dead.code).toBe('UNREACHABLE')
    await until(source.close())
  })

  it('ends with the signal of its caller', async () => {
    const { simulated, source, until, runtime } = makeSource()
    simulated.endpoints[0]?.setFaults(['hang'])
    const controller = new AbortController()
    const failed = toSolanaRpc(source)
      .getSlot()
      .send({ abortSignal: controller.signal })
      .catch((reason: unknown) => reason)
    await runtime.advance(100)
    controller.abort()
    expect(await until(failed)).toBeInstanceOf(Error)
    await until(source.close())
  })
})

it('the Rpc of web3.js 2 rides on the same transport', async () => {
  const { simulated, source, until } = makeSource()
  const rpc = createSolanaRpcFromTransport(toSolanaRpcTransport(source) as RpcTransport)
  expect(await until(rpc.getSlot().send())).toBe(BigInt(simulated.chain.head.number))
  const failure: unknown = await until(
    rpc
      .getBlockTime(1n)
      .send()
      .catch((reason: unknown) => reason),
  )
  expect(isSolanaError(failure)).toBe(true)
  await until(source.close())
})
