import { type BlockSource, DefimonError, type Transport } from '@defimon/core'
import { createSolanaRpcFromTransport, type Rpc, type SolanaRpcApi } from '@solana/rpc'

/** What the SDK needs of a source: any `BlockSource` of Solana has it. */
export interface SolanaRpcInput {
  readonly network: Pick<BlockSource['network'], 'id'>
  readonly transport: Pick<Transport, 'request'>
}

/** The SDK's own object: `rpc.getBlock(slot).send()`. Every method of the RPC API, as typed by `@solana/rpc`. */
export type SolanaRpc = Rpc<SolanaRpcApi>

/** The transport that web3.js 2 and kit take; they differ in the version of the types, not in the shape. */
export type SolanaRpcTransport = <TResponse>(request: {
  readonly payload: unknown
  readonly signal?: AbortSignal | undefined
}) => Promise<TResponse>

/**
 * The `Rpc` of web3.js 2 and kit, asking through the source's transport: its limits, breakers, failover and recordings hold for what
 * the SDK asks too. `@solana/rpc` is the part of both that makes it, at the version that is installed.
 *
 * What an endpoint answers with an error becomes the `SolanaError` that the SDK makes of it; a failure of the transport itself
 * (`DefimonError` without `rpcCode`) reaches the caller as it is. `send({ abortSignal })` ends the call.
 */
export function toSolanaRpc(source: SolanaRpcInput): SolanaRpc {
  return createSolanaRpcFromTransport(toSolanaRpcTransport(source)) as SolanaRpc
}

/**
 * The transport alone, for `createSolanaRpcFromTransport` of another copy or version of the SDK (`@solana/web3.js` 2, `@solana/kit`),
 * or to put the SDK's own layers around it.
 */
export function toSolanaRpcTransport(source: SolanaRpcInput): SolanaRpcTransport {
  const { network, transport } = source
  return async <TResponse>({ payload, signal }: Parameters<SolanaRpcTransport>[0]): Promise<TResponse> => {
    const { id, method, params } = readPayload(payload, network.id)
    try {
      const result = await transport.request(method, withoutBigInts(params, network.id, method), signal ? { signal } : {})
      return { jsonrpc: '2.0', id, result } as TResponse
    } catch (error) {
      if (!DefimonError.isInstance(error) || error.rpcCode === undefined) throw error
      const { rpcCode: code, message, data } = error
      return { jsonrpc: '2.0', id, error: { code, message, ...(data !== undefined && { data }) } } as TResponse
    }
  }
}

function readPayload(
  payload: unknown,
  network: string,
): { readonly id: unknown; readonly method: string; readonly params: unknown } {
  const { id, method, params } = (typeof payload === 'object' && payload !== null ? payload : {}) as Record<string, unknown>
  if (typeof method !== 'string') throw new DefimonError('CONFIG', 'not a JSON-RPC call', { network })
  return { id, method, params: params ?? [] }
}

/**
 * kit keeps bigints in params, which JSON cannot hold. Up to 2^53 they are the same as numbers; no slot, limit or amount of lamports
 * that a question names is above it, so a larger one is refused and not rounded.
 */
function withoutBigInts(value: unknown, network: string, method: string): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value)
    if (Number.isSafeInteger(number)) return number
    throw new DefimonError('CONFIG', `a parameter above 2^53 cannot be sent without loss: ${value}`, { network, method })
  }
  if (Array.isArray(value)) return value.map((entry) => withoutBigInts(entry, network, method))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutBigInts(entry, network, method)]))
}
