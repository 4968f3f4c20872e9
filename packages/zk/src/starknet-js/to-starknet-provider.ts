import { type BlockSource, DefimonError, type Transport } from '@defimon/core'
import { RpcError, RpcProvider, type RpcProviderOptions } from 'starknet'

/** What the provider needs of a source: any `BlockSource` of a StarkNet network has it. */
export interface StarknetProviderInput {
  readonly network: Pick<BlockSource['network'], 'id'>
  readonly transport: Pick<Transport, 'request'>
}

/** How the provider is made. */
export interface StarknetProviderOptions {
  /**
   * The version of JSON-RPC that starknet.js is to speak: it has a channel for 0.9 and one for 0.10, and asks nobody. Default `0.10.2`.
   * Give `0.9.0` where the endpoints are older.
   */
  readonly specVersion?: NonNullable<RpcProviderOptions['specVersion']>
}

/** Stands where starknet.js wants a URL; without one it would ask a public node of its own choice. Never resolved. */
const NOWHERE = 'http://transport.invalid'

/**
 * The `RpcProvider` of starknet.js (10) that asks through the source's transport: its limits, breakers, failover and recordings hold for
 * what starknet.js asks too. The source stays open when the provider goes.
 *
 * What an endpoint answers with an error becomes starknet.js' `RpcError`; a failure of the transport itself (`DefimonError` without
 * `rpcCode`) reaches the caller as it is. WebSocket channels of starknet.js are not covered.
 */
export function toStarknetProvider(source: StarknetProviderInput, options: StarknetProviderOptions = {}): RpcProvider {
  const { transport } = source
  const provider = new RpcProvider({ nodeUrl: NOWHERE, specVersion: options.specVersion ?? '0.10.2' })
  // A fetch of our own (`baseFetch`) would do as well, but starknet.js makes plain errors of what a fetch throws.
  Object.defineProperty(provider.channel, 'fetchEndpoint', {
    value: async (method: string, params?: unknown): Promise<unknown> => {
      try {
        return await transport.request(method, params ?? [])
      } catch (error) {
        if (!DefimonError.isInstance(error) || error.rpcCode === undefined) throw error
        const { rpcCode: code, message, data } = error
        throw new RpcError({ code, message, data } as ConstructorParameters<typeof RpcError>[0], method, params)
      }
    },
  })
  return provider
}
