import { type BlockSource, DefimonError, type Transport } from '@defimon/core'
import type { JsonRpcError, JsonRpcPayload, JsonRpcResult } from 'ethers'
import { Provider } from 'zksync-ethers'

/** What the provider needs of a source: any `BlockSource` of the ZK Stack has it. */
export interface ZksyncProviderInput {
  readonly network: Pick<BlockSource['network'], 'id' | 'evmChainId'>
  readonly transport: Pick<Transport, 'request'>
}

/**
 * A zksync-ethers provider that asks through the source's transport: its limits, breakers, failover and recordings hold for what
 * zksync-ethers asks too, `zks_` methods included. Destroying it leaves the source open. Fails with `CONFIG` where the network has no EVM
 * chain id.
 *
 * What an endpoint answers with an error becomes the error that zksync-ethers makes of it, whose `code` is the endpoint's number; a
 * failure of the transport itself (`DefimonError` without `rpcCode`) reaches the caller as it is.
 */
export function toZksyncProvider(source: ZksyncProviderInput): Provider {
  const { network, transport } = source
  if (network.evmChainId === undefined) {
    throw new DefimonError('CONFIG', `${network.id} has no EVM chain id`, { network: network.id })
  }
  return new TransportProvider(transport, network.evmChainId)
}

/** zksync-ethers wants a URL, and takes what is not empty. It is never resolved. */
const NO_URL = 'http://transport.invalid'

/** zksync-ethers offers no other place for a transport of one's own than `_send`, as ethers does. */
class TransportProvider extends Provider {
  readonly #transport: Pick<Transport, 'request'>

  constructor(transport: Pick<Transport, 'request'>, chainId: number) {
    // Plain values only: zksync-ethers may bring a second copy of ethers, which does not know objects of the first. One call each, since
    // our transport batches by itself; no cache, since it would hide what was asked; and a static network, so that ethers does not ask
    // for the chain id before every call.
    super(NO_URL, chainId, { staticNetwork: true, batchMaxCount: 1, cacheTimeout: -1 })
    this.#transport = transport
  }

  override async _send(payload: JsonRpcPayload | JsonRpcPayload[]): Promise<JsonRpcResult[]> {
    const payloads = Array.isArray(payload) ? payload : [payload]
    const answers = await Promise.all(payloads.map((one) => this.#ask(one)))
    // ethers takes errors too; zksync-ethers declares fewer than it hands on.
    return answers as JsonRpcResult[]
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
