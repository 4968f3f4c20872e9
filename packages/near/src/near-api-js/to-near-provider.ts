import { type BlockSource, DefimonError, type Transport } from '@defimon/core'
import { JsonRpcProvider } from 'near-api-js'
import { rpcErrorOf, viewErrorOf } from './rpc-error-of.ts'

/** What the provider needs of a source: any `BlockSource` of NEAR has it. */
export interface NearProviderInput {
  readonly network: Pick<BlockSource['network'], 'id'>
  readonly transport: Pick<Transport, 'request'>
}

/** Never resolved: every call goes through our transport. */
const UNUSED_URL = 'https://transport.invalid'

/**
 * A near-api-js provider that asks through the source's transport: its limits, breakers, failover and recordings hold for what the SDK
 * asks too, and the SDK's own retries are off. Closing the source ends it; it holds nothing of its own.
 *
 * What an endpoint answers with an error becomes the SDK's error class (`UnknownBlockError`, …), with ours as its `cause`; a failure of
 * the transport itself (`DefimonError` without `rpcCode`) reaches the caller as it is.
 */
export function toNearProvider(source: NearProviderInput): JsonRpcProvider {
  return new TransportProvider(source.transport)
}

/** near-api-js has no option for a fetch or transport: `sendJsonRpc` is the method that all others go through. */
class TransportProvider extends JsonRpcProvider {
  readonly #transport: Pick<Transport, 'request'>

  constructor(transport: Pick<Transport, 'request'>) {
    super({ url: UNUSED_URL }, { retries: 0 })
    this.#transport = transport
  }

  override async sendJsonRpc<_Method, Params, Result>(method: _Method, params: Params): Promise<Result> {
    let result: unknown
    try {
      result = await this.#transport.request(String(method), withoutAbsent(params))
    } catch (error) {
      throw DefimonError.isInstance(error) && error.rpcCode !== undefined ? rpcErrorOf(error) : error
    }
    const failed = viewErrorOf(result)
    if (failed) throw failed
    return result as Result
  }
}

/** The SDK names both of `block_id` and `finality` and leaves one undefined; a node wants one. */
function withoutAbsent(params: unknown): unknown {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return params
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined))
}
