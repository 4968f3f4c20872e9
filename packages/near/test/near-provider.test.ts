import { DefimonError } from '@defimon/core'
import { simulateNetwork, virtualRuntime } from '@defimon/core/testing'
import { nearSource } from '@defimon/near'
import { toNearProvider } from '@defimon/near/near-api-js'
import {
  GarbageCollectedBlockError,
  RpcError,
  RpcMethodNotFoundError,
  UnknownBlockError,
  UnknownChunkError,
} from 'near-api-js/rpc-errors'
import { expect, it } from 'vitest'

function makeProvider() {
  const runtime = virtualRuntime()
  const simulated = simulateNetwork({ stack: 'near', runtime, mining: 'manual' })
  runtime.connect(simulated)
  const source = nearSource(simulated.network, { runtime })
  const until = <T>(promise: Promise<T>): Promise<T> => runtime.runUntil(promise)
  return { simulated, source, provider: toNearProvider(source), until, runtime }
}

it('asks through the source, in the SDK’s own terms', async () => {
  const { simulated, provider, source, until } = makeProvider()
  const { head } = simulated.chain
  const block = await until(provider.viewBlock({ finality: 'optimistic' }))
  expect(block.header.hash).toBe(head.hash)
  expect((await until(provider.viewBlock({ blockId: head.hash }))).header.height).toBe(head.number)
  expect((await until(provider.viewNodeStatus())).chain_id).toBe('simulated')
  await until(source.close())
})

it('gives the SDK’s errors for what an endpoint answers, with ours as the cause', async () => {
  const { simulated, provider, source, until } = makeProvider()
  const failure = (promise: Promise<unknown>): Promise<Error> =>
    until(
      promise.then(
        () => new Error('it did not fail'),
        (error: Error) => error,
      ),
    )
  const missing = await failure(provider.viewBlock({ blockId: simulated.chain.head.number + 100 }))
  expect(missing).toBeInstanceOf(UnknownBlockError)
  expect(missing.cause).toMatchObject({ code: 'NOT_FOUND', rpcCode: -32000 })
  expect(await failure(provider.viewChunk('8qbHbw2BbbTHBW1sbeqakYXVKRQM8Ne7pLK7m6CVfeR'))).toBeInstanceOf(UnknownChunkError)
  expect(await failure(provider.viewGasPrice())).toBeInstanceOf(RpcMethodNotFoundError)
  simulated.endpoints[0]?.setFaults(['block-garbage-collected'])
  expect(await failure(provider.viewBlock({ blockId: simulated.chain.first.number }))).toBeInstanceOf(GarbageCollectedBlockError)
  await until(source.close())
})

it('lets failures of the transport through as they are', async () => {
  const { simulated, provider, source, until } = makeProvider()
  simulated.endpoints[0]?.setFaults(['connection-refused'])
  const error: unknown = await until(provider.viewBlock({ finality: 'final' }).catch((reason: unknown) => reason))
  expect(DefimonError.isInstance(error) && error.code).toBe('UNREACHABLE')
  await until(source.close())
})

it('throws where a view call answers with an error inside its result', async () => {
  const provider = toNearProvider({
    network: { id: 'near' },
    transport: { request: async () => ({ error: 'wasm execution failed', block_hash: 'x', block_height: 1 }) },
  })
  await expect(provider.query({ request_type: 'view_account' } as never)).rejects.toBeInstanceOf(RpcError)
})
