import { type ContractAt, DefimonError, type L2Network } from '@defimon/core'
import { type AbiValue, type ContractFunction, contractsAt, type ParentView } from '@defimon/evm/parent'
import {
  anchorStateRegistry,
  batcherHash,
  disputeGameBlacklist,
  disputeGameFinalityDelaySeconds,
  FINALIZATION_PERIOD_SECONDS,
  FRAUD_PROOF_WINDOW,
  finalizationPeriodSeconds,
  getAnchorRoot,
  getL2Output,
  isGameClaimValid,
  l2BlockNumber,
  l2SequenceNumber,
  respectedGameType,
  wasRespectedGameTypeWhenCreated,
} from './settlement-views.ts'

/** What the contracts of a network say now. Undefined: they do not have the function, or are not known. */
export interface ContractState {
  respectedGameType(): Promise<number | undefined>
  airGapMs(): Promise<number>
  /** All conditions at once, air gap and guardian included. */
  isGameClaimValid(game: string): Promise<boolean | undefined>
  isBlacklisted(game: string): Promise<boolean>
  wasRespected(game: string): Promise<boolean | undefined>
  /** The block, or the time in seconds, that a game is about. */
  sequenceNumber(game: string): Promise<number | undefined>
  /** The newest L2 block that is beyond dispute. */
  anchorBlock(): Promise<number | undefined>
  /** The root that stands at an index. */
  outputRoot(oracle: string, index: number): Promise<string | undefined>
  /** How long an output is open to challenge. */
  outputPeriodMs(oracle: string): Promise<number>
  /** How long a batch of state roots is open to challenge. */
  fraudProofWindowMs(chain: string): Promise<number>
  batcher(): Promise<string | undefined>
}

/** OP Mainnet's (specs.optimism.io, fault-proof/stage-one/configurability): 3.5 days. */
const AIR_GAP_MS = 302_400_000
const CHALLENGE_PERIOD_MS = 604_800_000

/** Asks the contracts by `eth_call` at the parent's newest block. */
export interface ContractStates {
  at(view: ParentView): ContractState
}

/** How long an answer holds: while the head stands, for some hundred blocks (what an upgrade changes), for ever. */
type Keep = 'head' | 'blocks' | 'always'

interface Answer {
  readonly values: Promise<readonly AbiValue[] | undefined>
  readonly keep: Keep
  readonly number: number
  readonly hash: string
}

const KEPT_BLOCKS = 300
const MOST_ANSWERS = 4_096

/** Each thing is asked once, as long as it holds. */
export function createContractStates(network: L2Network<'op-stack'>): ContractStates {
  const answers = new Map<string, Answer>()

  const ask = (view: ParentView, keep: Keep, to: string, what: ContractFunction, ...values: readonly (string | number)[]) => {
    const data = what.encodeInput(...values)
    const key = `${to} ${data}`
    const { number, hash } = view.latest
    const known = answers.get(key)
    if (known && holds(known, view)) return known.values
    const asking = view
      .call(to, data)
      .then((output) => what.decodeOutput(output))
      .catch(unlessAbsent)
    answers.delete(key)
    answers.set(key, { values: asking, keep, number, hash })
    asking.catch(() => answers.delete(key))
    const oldest = answers.keys().next().value
    if (answers.size > MOST_ANSWERS && oldest !== undefined) answers.delete(oldest)
    return asking
  }

  return { at: (view) => stateAt(network, view, (...asked) => ask(view, ...asked)) }
}

function holds({ keep, number, hash }: Answer, { latest }: ParentView): boolean {
  if (keep === 'always' || hash === latest.hash) return true
  return keep === 'blocks' && Math.abs(latest.number - number) < KEPT_BLOCKS
}

type Ask = (
  keep: Keep,
  to: string,
  what: ContractFunction,
  ...values: readonly (string | number)[]
) => Promise<readonly AbiValue[] | undefined>

function stateAt({ contracts, challengePeriodMs }: L2Network<'op-stack'>, view: ParentView, ask: Ask): ContractState {
  const now = (role: readonly ContractAt[] | undefined): string | undefined =>
    contractsAt(role, view.network, view.latest.number).at(-1)?.address

  /** Where the portal names one, that one is in charge; it was replaced on several chains. */
  const judges = async (): Promise<readonly string[]> => {
    const portal = now(contracts.optimismPortal)
    const [named] = (portal && (await ask('blocks', portal, anchorStateRegistry))) || []
    const registry = typeof named === 'string' ? named : now(contracts.anchorStateRegistry)
    return [registry, portal].filter((address) => address !== undefined)
  }
  /** The first that has the function. */
  const askJudges = async (keep: Keep, what: ContractFunction, ...values: readonly string[]): Promise<readonly AbiValue[]> => {
    for (const judge of await judges()) {
      const answer = await ask(keep, judge, what, ...values)
      if (answer) return answer
    }
    return []
  }
  const millisecondsOf = async (to: string, ...functions: readonly ContractFunction[]): Promise<number | undefined> => {
    for (const each of functions) {
      const seconds = asNumber((await ask('blocks', to, each))?.[0])
      if (seconds !== undefined) return seconds * 1000
    }
    return undefined
  }

  return {
    respectedGameType: async () => asNumber((await askJudges('blocks', respectedGameType))[0]),
    airGapMs: async () => {
      const seconds = asNumber((await askJudges('blocks', disputeGameFinalityDelaySeconds))[0])
      return seconds === undefined ? AIR_GAP_MS : seconds * 1000
    },
    isGameClaimValid: async (game) => asBoolean((await askJudges('head', isGameClaimValid, game))[0]),
    isBlacklisted: async (game) => (await askJudges('head', disputeGameBlacklist, game))[0] === true,
    wasRespected: async (game) => asBoolean((await ask('always', game, wasRespectedGameTypeWhenCreated))?.[0]),
    sequenceNumber: async (game) =>
      asNumber(((await ask('always', game, l2SequenceNumber)) ?? (await ask('always', game, l2BlockNumber)))?.[0]),
    anchorBlock: async () => asNumber((await askJudges('head', getAnchorRoot))[1]),
    outputRoot: async (oracle, index) => {
      const output = (await ask('head', oracle, getL2Output, index))?.[0]
      return Array.isArray(output) ? String(output[0]) : undefined
    },
    outputPeriodMs: async (oracle) =>
      (await millisecondsOf(oracle, finalizationPeriodSeconds, FINALIZATION_PERIOD_SECONDS)) ??
      challengePeriodMs ??
      CHALLENGE_PERIOD_MS,
    fraudProofWindowMs: async (chain) =>
      (await millisecondsOf(chain, FRAUD_PROOF_WINDOW)) ?? challengePeriodMs ?? CHALLENGE_PERIOD_MS,
    batcher: async () => {
      const config = now(contracts.systemConfig)
      const [hash] = (config && (await ask('blocks', config, batcherHash))) || []
      return typeof hash === 'string' ? `0x${hash.slice(26)}` : undefined
    },
  }
}

function asBoolean(value: AbiValue | undefined): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined
}

function asNumber(value: AbiValue | undefined): number | undefined {
  const number = Number(value)
  return typeof value === 'bigint' && Number.isSafeInteger(number) ? number : undefined
}

/** A revert, or nothing where a value should be: the contract has no such function. */
function unlessAbsent(error: unknown): undefined {
  const codes: readonly string[] = ['RPC', 'MALFORMED', 'UNSUPPORTED', 'NOT_FOUND']
  if (DefimonError.isInstance(error) && codes.includes(error.code)) return undefined
  throw error
}
