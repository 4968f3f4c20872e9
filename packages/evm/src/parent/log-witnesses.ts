import type { BlockSource, CallOptions } from '@defimon/core'
import { isPresent } from '../encoding/rpc-object.ts'
import type { LogSource, ScannedLog } from '../logs/get-logs.ts'

/** Which endpoint of a parent chain gave a log, so that another one can be asked whether it is so. */
export interface LogWitnesses {
  /** For one question for logs: what to ask, and to be told of what came. */
  listen(): { readonly source: LogSource; came(logs: readonly ScannedLog[]): void }
  /**
   * `eth_getTransactionReceipt` of another endpoint than the one that gave the log. Undefined where that is not known, or where no other
   * has the receipt.
   */
  secondReceipt(log: ScannedLog, options: CallOptions): Promise<unknown>
}

/** Endpoints are told apart by their hosts: those of one host are one voice. */
export function createLogWitnesses(parent: BlockSource): LogWitnesses {
  const hosts = new WeakMap<ScannedLog, string>()
  return {
    listen() {
      let host: string | undefined
      const request: BlockSource['transport']['request'] = async (method, params, options) => {
        const session = parent.transport.session()
        const answer = await session.request(method, params, options)
        host = session.endpoint
        return answer
      }
      const { network, getBlock, getBlocks } = parent
      return {
        source: { network, getBlock, getBlocks, transport: { ...parent.transport, request } },
        came(logs) {
          if (host !== undefined) for (const log of logs) hosts.set(log, host)
        },
      }
    },
    async secondReceipt(log, options) {
      const first = hosts.get(log)
      if (first === undefined) return undefined
      const session = parent.transport.session({ avoid: [first] })
      const answer = await session.request('eth_getTransactionReceipt', [log.transactionHash], options)
      return isPresent(answer) && session.endpoint !== first ? answer : undefined
    },
  }
}
