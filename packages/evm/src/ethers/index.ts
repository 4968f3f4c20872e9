import { type BlockSource, DefimonError, type Transport } from '@defimon/core'
import { JsonRpcApiProvider, type JsonRpcError, type JsonRpcPayload, type JsonRpcResult, Network } from 'ethers'

/** What the provider needs of a source: any `BlockSource` of an EVM network has it. */
export interface EthersProviderInput {
  readonly network: Pick<BlockSource['network'], 'id' | 'name' | 'evmChainId'>
  readonly transport: Pick<Transport, 'request'>
}

/**
 * An ethers provider that asks through the source's transport: its limits, breakers, failover and recordings hold for what ethers
 * asks too. Destroying it leaves the source open. Fails with `CONFIG` where the network has no EVM chain id.
 *
 * What an endpoint answers with an error becomes the error that ethers makes of it; a failure of the transport itself
 * (`DefimonError` without `rpcCode`) reaches the caller as it is.
 */
export function toEthersProvider(source: EthersProviderInput): JsonRpcApiProvider {
  const { network, transport } = source
  if (network.evmChainId === undefined) {
    throw new DefimonError('CONFIG', `${network.id} has no EVM chain id`, { network: network.id })
  }
  return new TransportProvider(transport, new Network(network.name, network.evmChainId))
}

/** ethers wants a subclass: `_send` is the method that its documentation names for transports of one's own. */
class TransportProvider extends JsonRpcApiProvider {
  readonly #transport: Pick<Transport, 'request'>

  constructor(transport: Pick<Transport, 'request'>, network: Network) {
    // One call each: our transport batches by itself, and a cache would hide what was asked. With a static network, ethers does not
    // ask for the chain id before every call.
    super(network, { staticNetwork: network, batchMaxCount: 1, cacheTimeout: -1 })
    this.#transport = transport
    this._start()
  }

  override async _send(payload: JsonRpcPayload | JsonRpcPayload[]): Promise<(JsonRpcResult | JsonRpcError)[]> {
    const payloads = Array.isArray(payload) ? payload : [payload]
    return Promise.all(payloads.map((one) => this.#ask(one)))
  }

  async #ask({ id, method, params }: JsonRpcPayload): Promise<JsonRpcResult | JsonRpcError> {
    try {
      return { id, result: await this.#transport.request(method, params) }
    } catch (error) {
      if (!DefimonError.isInstance(error) || error.rpcCode === undefined) throw error
      return { id, error: { code: error.rpcCode, message: error.message, data: error.data } }
    }
  }
}
