import { DefimonError, type Evidence, type L2Network, type SettlementState, type SourceOptions } from '@defimon/core'
import type { ScannedLog } from '@defimon/evm'
import { contractsAt, createLogIndex, createParentChain, type ParentView, shieldParent } from '@defimon/evm/parent'
import { type BatchPlaces, createBatchPlaces } from '../../settlement/batch-places.ts'
import type { ReadBatchSettlement } from '../../settlement/batch-settlement.ts'
import { type BatchStep, type BatchSteps, type ExecutorEntry, reportedBlocks, type Span, stepsOfBatch } from './batch-steps.ts'
import { dataOf } from './describe-settlement.ts'
import { diamondProxies, isProxyKnown } from './diamond-proxy.ts'
import { readExecutorCall } from './executor-calls.ts'
import { blockExecution, EXECUTOR_TOPICS, readExecutorEvent } from './executor-events.ts'

/** zkSync Era came to Ethereum in March 2023, before all others of its kind. */
const NOT_BEFORE_MS = Date.UTC(2023, 1, 1)
const ETHEREUM_BLOCK_MS = 12_000
/** How long before an execution its commit and proof are looked for, in turn. */
const BEFORE_MS = [24 * 3_600_000, 7 * 24 * 3_600_000, 60 * 24 * 3_600_000]
/** How long after the last execution batches are looked for that came no further. */
const AFTER_MS = 30 * 24 * 3_600_000

interface Ground {
  readonly places: BatchPlaces
  entries(view: ParentView, from: number, to: number): Promise<readonly ExecutorEntry[]>
}

/**
 * Settlement of batches of zkSync Era and the ZK Stack, from the events of the diamond proxy on the parent alone: no node is asked, so it
 * works for chains that were shut down. Which L2 blocks a batch holds stands on the parent for ZKsync OS only. Fails with `UNSUPPORTED`
 * without a parent and where no diamond proxy is known on it.
 *
 * Asks the parent for headers, logs, and of each piece of evidence its transaction and receipt.
 */
export function zksyncBatchSettlement(
  network: L2Network<'zksync'>,
  { parent, runtime }: Pick<SourceOptions, 'parent' | 'runtime'>,
): ReadBatchSettlement {
  if (!parent || !isProxyKnown(network, parent.network.id)) {
    const what = parent ? `a diamond proxy that is known on ${parent.network.id}` : 'the source of its parent chain'
    throw new DefimonError('UNSUPPORTED', `batches of ${network.id} need ${what}`, { network: network.id })
  }
  const chain = shieldParent(createParentChain(parent, runtime))
  const blockTimeMs = parent.network.blockTimeMs ?? ETHEREUM_BLOCK_MS
  const span = (ms: number): number => Math.ceil(ms / blockTimeMs)
  let ground: Promise<Ground> | undefined

  return async (batch, options) => {
    const view = await chain.view(options)
    ground ??= createGround(network, view, blockTimeMs).catch((error: unknown) => {
      ground = undefined
      throw error
    })
    const { places, entries } = await ground
    const { first, last = view.latest.number } = await places.bounds(view)
    const executedAt = await places.placeOf(view, batch)
    let found: readonly ExecutorEntry[] = []
    if (executedAt === undefined) {
      const since = (await places.lastPlace(view)) ?? first
      const until = Math.min(view.latest.number, last, since + span(AFTER_MS))
      found = await entries(view, Math.max(first, since - span(BEFORE_MS[0] ?? 0)), until)
    } else {
      for (const beforeMs of BEFORE_MS) {
        const from = Math.max(first, executedAt - span(beforeMs))
        found = await entries(view, from, executedAt)
        const { commit, proof } = stepsOfBatch(found, batch)
        if ((commit && proof) || from === first) break
      }
    }
    const steps = stepsOfBatch(found, batch)
    const stateRoot = (steps.execution ?? steps.commit)?.batchHash
    if (stateRoot === undefined) {
      throw new DefimonError('NOT_FOUND', `${view.network} holds no batch ${batch} of ${network.name}`, { network: network.id })
    }
    const reported = reportedBlocks(found)
    const blocks = reported.get(batch)
    const { number, hash } = view.latest
    return {
      network: network.id,
      batch,
      asOf: { number, hash },
      stateRoot,
      ...(blocks && { blocks }),
      state: await stateOf(view, network, steps, reported),
    }
  }
}

async function createGround(network: L2Network<'zksync'>, view: ParentView, blockTimeMs: number): Promise<Ground> {
  const contracts = await diamondProxies(network, view)
  if (contracts.length === 0) {
    throw new DefimonError('UNSUPPORTED', `the bridgehub on ${view.network} knows no diamond proxy of ${network.id}`, {
      network: network.id,
    })
  }
  const eventIn = (log: ScannedLog): ReturnType<typeof readExecutorEvent> => {
    const inCharge = contractsAt(contracts, view.network, log.blockNumber)
    return inCharge.some(({ address }) => address.toLowerCase() === log.address) ? readExecutorEvent(log) : undefined
  }
  const places = createBatchPlaces({
    network,
    contracts,
    notBeforeMs: NOT_BEFORE_MS,
    blockTimeMs,
    topics: [blockExecution.topic0],
    batchOf(log) {
      const event = eventIn(log)
      return event?.does === 'execute' ? event.batch : undefined
    },
  })
  const filter = { address: contracts.map(({ address }) => address), topics: [EXECUTOR_TOPICS] }
  const index = createLogIndex<ExecutorEntry>(filter, (log) => {
    const event = eventIn(log)
    return event && { event, log }
  })
  return {
    places,
    async entries(at, from, to) {
      const { found } = await index.readFrom({ ...at, latest: await at.block(to) }, from, () => false)
      return found.filter(({ log }) => log.blockNumber <= to)
    },
  }
}

async function stateOf(
  view: ParentView,
  network: L2Network<'zksync'>,
  { commit, proof, execution }: BatchSteps,
  reported: ReadonlyMap<number, Span>,
): Promise<SettlementState> {
  // A transaction that does several of these at once was paid for once: for the furthest.
  const purposes = new Map<string, NonNullable<Evidence['cost']>['purpose']>()
  for (const [step, purpose] of [
    [commit, 'data'],
    [proof, 'proof'],
    [execution, 'execute'],
  ] as const) {
    if (step) purposes.set(step.log.transactionHash, purpose)
  }
  const evidence = async ({ log, batches }: BatchStep, kind: Evidence['kind']): Promise<Evidence> => {
    const { transactionHash } = log
    const [from, to] = [reported.get(batches.from)?.from, reported.get(batches.to)?.to]
    return view.evidence({
      kind,
      purpose: purposes.get(transactionHash) ?? 'data',
      transactionHash,
      ...(from !== undefined && to !== undefined && { covers: { from, to, exact: true } }),
      ...(kind === 'batch' && { dataAvailability: await dataIn(view, network, transactionHash) }),
    })
  }
  const posted = commit && [await evidence(commit, 'batch')]
  const proven = proof && (await evidence(proof, 'validity-proof'))
  const settled = execution && (await evidence(execution, 'settlement'))
  if (settled) return { stage: 'settled', ...(posted && { posted }), ...(proven && { proven }), settled }
  if (proven) return { stage: 'proven', ...(posted && { posted }), proven }
  return posted ? { stage: 'posted', posted } : { stage: 'sequenced' }
}

async function dataIn(
  view: ParentView,
  network: L2Network<'zksync'>,
  transactionHash: string,
): Promise<NonNullable<Evidence['dataAvailability']>> {
  const transaction = await view.transaction(transactionHash)
  try {
    return dataOf(readExecutorCall(transaction.input), transaction, network) ?? network.dataAvailability ?? 'unknown'
  } catch (error) {
    if (!DefimonError.isInstance(error) || error.code !== 'MALFORMED') throw error
    return network.dataAvailability ?? 'unknown'
  }
}
