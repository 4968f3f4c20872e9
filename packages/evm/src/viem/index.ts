import { type BlockSource, DefimonError, type Transport } from '@defimon/core'
import { type CustomTransport, custom, RpcRequestError } from 'viem'

/** What the transport needs of a source: any `BlockSource` of an EVM network has it. */
export interface ViemTransportInput {
  readonly network: Pick<BlockSource['network'], 'id'>
  readonly transport: Pick<Transport, 'request'>
}

/**
 * A viem transport that asks through the source's: `createPublicClient({ transport: toViemTransport(source) })`. Its limits, breakers,
 * failover and recordings hold for what viem asks too, and viem itself does not retry. An error of an endpoint becomes viem's own by
 * its code; a failure of the transport itself is the cause of viem's error.
 */
export function toViemTransport(source: ViemTransportInput): CustomTransport {
  const { network, transport } = source
  return custom(
    {
      async request({ method, params }: { method: string; params?: unknown }) {
        try {
          return await transport.request(method, params ?? [])
        } catch (error) {
          if (!DefimonError.isInstance(error) || error.rpcCode === undefined) throw error
          throw new RpcRequestError({
            body: { method },
            error: { code: error.rpcCode, message: error.message, data: error.data },
            // Only the host is known here, and only that may be told.
            url: `https://${error.host ?? network.id}`,
          })
        }
      },
    },
    { retryCount: 0, key: network.id, name: `DEFIMON ${network.id}` },
  )
}
