import { DefimonError, type ErrorCode } from '@defimon/core'
import type { ParentChain, ParentView } from './parent-chain.ts'

/** Codes by which a source takes its endpoint for a liar. */
const UNTRUE: readonly ErrorCode[] = ['VERIFICATION', 'MALFORMED', 'WRONG_NETWORK']
/** Codes by which it looks for another endpoint. */
const ABSENT: readonly ErrorCode[] = ['NOT_FOUND', 'NOT_YET', 'PRUNED', 'RPC']

/**
 * A parent chain whose failures are its own: where its endpoints lie, or have lost what they gave a moment ago, the endpoint of the
 * network that settles there is not to blame, and would lose trust. Such a failure comes out as `TRANSIENT`, with the cause.
 */
export function shieldParent(chain: ParentChain): ParentChain {
  const { network } = chain
  const shield =
    <A extends readonly unknown[], R>(ask: (...asked: A) => Promise<R>, codes: readonly ErrorCode[] = [...UNTRUE, ...ABSENT]) =>
    async (...asked: A): Promise<R> => {
      try {
        return await ask(...asked)
      } catch (cause) {
        if (!DefimonError.isInstance(cause) || !codes.includes(cause.code)) throw cause
        throw new DefimonError('TRANSIENT', `the parent chain ${network}: ${cause.message}`, { network, cause })
      }
    }
  const shieldView = (view: ParentView): ParentView => ({
    ...view,
    logs: shield(view.logs),
    // That a header is not there is an answer, to those who look for the oldest.
    block: shield(view.block, UNTRUE),
    timeOf: shield(view.timeOf),
    transactionsTo: shield(view.transactionsTo),
    transaction: shield(view.transaction),
    receipt: shield(view.receipt),
    call: shield(view.call),
    evidence: shield(view.evidence),
  })
  const look = shield(chain.view)
  return { network, view: async (options) => shieldView(await look(options)) }
}
