import { DefimonError, type L2Network } from '@defimon/core'
import { blockBefore, type ContractFunction, contractsOn, defineFunction, type ParentView } from '@defimon/evm/parent'
import { numberOf } from './batch-calls.ts'

/** Bridge: messages of the chain that its batches have reported, forced ones among them (nitro-contracts src/bridge/IBridge.sol). */
export const reportedMessages: ContractFunction = /* @__PURE__ */ defineFunction(
  'sequencerReportedSubMessageCount()',
  '0x5fca4a16',
  'uint256 count',
)

/** Rollup, before BoLD and since: what was confirmed last, a node's number or an assertion's hash. */
export const latestConfirmed: ContractFunction = /* @__PURE__ */ defineFunction(
  'latestConfirmed()',
  '0x65f7f80d',
  'bytes32 latest',
)

/** Finds places on the parent by what its contracts answered in the past, where nothing else tells when a block was made. */
export interface MessageHeights {
  /** The parent block in which a message was reported; undefined where none has reported it. */
  reportedAt(view: ParentView, message: number): Promise<number | undefined>
  /** The parent block in which the last confirmation stands; undefined where there was none. */
  lastConfirmedAt(view: ParentView): Promise<number | undefined>
}

const NOTHING = '0x'
/** Answers that are kept: those of one search serve the next. */
const KEPT = 4_096
const MINUTE_MS = 60_000

/**
 * Halves the parent's blocks by `eth_call` at old ones: some thirty questions, which only an archive can answer. Fails with `UNSUPPORTED`
 * where the registry has no bridge of the network, with `PRUNED` where the parent's endpoints have dropped that state.
 */
export function createMessageHeights(network: L2Network<'arbitrum'>, blockTimeMs: number): MessageHeights {
  const answers = new Map<string, string>()

  /** What a view answered in a block; `0x` before there was the contract. */
  const ask = async (view: ParentView, to: string, question: ContractFunction, at: number): Promise<string> => {
    const key = `${to} ${question.selector} ${at}`
    const known = answers.get(key)
    if (known !== undefined) return known
    const answer = await view.call(to, question.encodeInput(), at).catch((error: unknown) => pruned(network, view, error))
    if (at <= view.finalized) answers.set(key, answer)
    if (answers.size > KEPT) answers.delete(answers.keys().next().value as string)
    return answer
  }

  /**
   * The last block in which a contract answers: the parent's latest, or that of the day on which the network was shut down, where the contract was
   * replaced by a stub since.
   */
  const answersUntil = async (view: ParentView, to: string, question: ContractFunction): Promise<number | undefined> => {
    const { number } = view.latest
    const answer = await ask(view, to, question, number).catch(() => NOTHING)
    if (answer !== NOTHING) return number
    const sinceMs = Date.parse(network.status?.since ?? '')
    if (!Number.isFinite(sinceMs)) return undefined
    const at = await blockBefore(view, sinceMs, { toleranceMs: MINUTE_MS, blockTimeMs })
    return (await ask(view, to, question, at)) === NOTHING ? undefined : at
  }

  /** The first block from which on an answer holds; undefined where it does not hold in block `high`. */
  const firstWhere = async (
    view: ParentView,
    { to, question, high }: { readonly to: string; readonly question: ContractFunction; readonly high: number },
    holds: (answer: string) => boolean,
  ): Promise<number | undefined> => {
    if (!holds(await ask(view, to, question, high))) return undefined
    let above = high
    let below = -1
    while (above - below > 1) {
      const middle = Math.floor((below + above) / 2)
      if (holds(await ask(view, to, question, middle))) above = middle
      else below = middle
    }
    return above
  }

  return {
    async reportedAt(view, message) {
      const bridge = contractsOn(network.contracts.bridge, view.network)[0]
      if (!bridge) {
        throw new DefimonError('UNSUPPORTED', `no bridge of ${network.name} is known on ${view.network}`, { network: network.id })
      }
      const [to, question] = [bridge.address, reportedMessages]
      const high = await answersUntil(view, to, question)
      if (high === undefined) return undefined
      const count = (answer: string): number => (answer === NOTHING ? 0 : numberOf(question.decodeOutput(answer)[0]))
      return firstWhere(view, { to, question, high }, (answer) => count(answer) > message)
    },
    async lastConfirmedAt(view) {
      let last: number | undefined
      for (const { address: to, toBlock } of contractsOn(network.contracts.rollup, view.network)) {
        const question = latestConfirmed
        const until = await answersUntil(view, to, question)
        if (until === undefined) continue
        const high = Math.min(toBlock ?? until, until)
        const final = await ask(view, to, question, high)
        const at = final === NOTHING ? undefined : await firstWhere(view, { to, question, high }, (answer) => answer === final)
        if (at !== undefined) last = Math.max(last ?? 0, at)
      }
      return last
    },
  }
}

/** Nodes that are no archives say in many words that they do not have old state; which of them it is makes no difference here. */
function pruned(network: L2Network<'arbitrum'>, view: ParentView, error: unknown): never {
  const cause = DefimonError.isInstance(error) ? error.cause : undefined
  const gone: readonly string[] = ['RPC', 'PRUNED', 'NOT_FOUND', 'NOT_YET']
  if (!DefimonError.isInstance(cause) || !gone.includes(cause.code)) throw error
  const why = `${network.name} is sunset: where its batches stand is found by the state of old blocks of ${view.network}, which needs an archive (${cause.message})`
  throw new DefimonError('PRUNED', why, { network: view.network, cause })
}
