import {
  BlockNotFoundError,
  type BlockRef,
  ContradictionError,
  DefimonError,
  type Evidence,
  type L2Network,
  type Settlement,
  type SettlementState,
  type SourceOptions,
} from '@defimon/core'
import type { BlockDriver, DriverCall } from '@defimon/core/adapter'
import { type EvmRaw, isPresent, malformed, parseHeight, type ScannedLog } from '@defimon/evm'
import {
  blockBefore,
  type CheckedHeader,
  contractsAt,
  createLogIndex,
  createParentChain,
  type LogIndex,
  type ParentView,
  readCheckedHeader,
  shieldParent,
} from '@defimon/evm/parent'
import { type BatchStep, type BatchSteps, type ExecutorEntry, reportedBlocks, type Span, stepsOfBatch } from './batch-steps.ts'
import { dataOf } from './describe-settlement.ts'
import { diamondProxies, isProxyKnown } from './diamond-proxy.ts'
import { readExecutorCall } from './executor-calls.ts'
import { EXECUTOR_TOPICS, readExecutorEvent } from './executor-events.ts'
import { createNodeBatches, type NodeBatches } from './node-batches.ts'

/** Reads how far blocks of a chain of the ZK Stack have settled. */
export interface ZksyncSettlement {
  readSettlement(call: DriverCall, block: BlockRef): Promise<Settlement>
}

/** Clocks differ; a batch is never committed before its blocks. */
const AHEAD_MS = 3_600_000
const TOLERANCE_MS = 6 * 3_600_000
/** Blocks this close to the one before are looked for from where that was committed. */
const NEAR_MS = 24 * 3_600_000
/** What commits and proofs take at most as a rule. */
const USUAL_STEP_MS = 3_600_000
/** From commit to execution at least (ZIP-4). */
const EXECUTION_DELAY_MS = 3 * 3_600_000
const ETHEREUM_BLOCK_MS = 12_000
/** Batch 0 is genesis: the contract is set up with it, and whatever is done with batch 1 stands on it. */
const FIRST_BATCH = 1
const KEPT_RANGES = 4_096

type Purpose = NonNullable<Evidence['cost']>['purpose']

/** The batch of a block, and the blocks of batches, by whoever knows them. */
interface BlockBatches {
  readonly batch: number
  blocksOf(batch: number): Promise<Span | undefined>
}

/**
 * Settlement of zkSync Era and the ZK Stack, from the events of their diamond proxy: commit, proof, execution, and what was reverted. A
 * node's word (`zks_getL1BatchDetails`) is no evidence: what it says was committed counts where the parent shows it. Which blocks a batch
 * has is told by the node (EraVM) or by the operator with the commit (ZKsync OS). A commit posts the data and the state root in one; it
 * is told as `posted`, and `claimed` is skipped. No L2 block hash stands on the parent, so nothing is anchored; the state root of an
 * executed batch must be the node's.
 *
 * Asks the parent for headers, logs, and of each piece of evidence its transaction and receipt; the network for headers,
 * `zks_getL1BatchBlockRange` and `zks_getL1BatchDetails`. Fails with `UNSUPPORTED` without a parent and where no diamond proxy is known
 * on it, nor a bridgehub to ask for it, with `NOT_FOUND` where the batch was committed elsewhere (a gateway), with `CONTRADICTION` where another state was executed.
 */
export function createZksyncSettlement(
  network: L2Network<'zksync'>,
  driver: BlockDriver<'zksync', EvmRaw>,
  { parent, runtime, settlementCosts = true }: SourceOptions,
): ZksyncSettlement {
  if (!parent) throw unsupported(network, `needs the source of its parent chain, ${network.parent ?? 'which is not known'}`)
  const chain = shieldParent(createParentChain(parent, runtime, { costs: settlementCosts }))
  if (!isProxyKnown(network, chain.network)) throw unsupported(network, `needs a diamond proxy that is known on ${chain.network}`)
  const parentChainId = parent.network.evmChainId
  const blockTimeMs = parent.network.blockTimeMs ?? ETHEREUM_BLOCK_MS
  let scanned: Promise<LogIndex<ExecutorEntry>> | undefined
  const ranges = new Map<number, Span>()
  let last: { readonly number: number; readonly timestampMs: number; readonly committedAt: number } | undefined

  /** The events of the diamond proxy. Which one that is, is asked once. */
  const eventsIn = (view: ParentView): Promise<LogIndex<ExecutorEntry>> => {
    scanned ??= createExecutorIndex(network, view)
    scanned.catch(() => {
      scanned = undefined
    })
    return scanned
  }

  const startOf = async (view: ParentView, header: CheckedHeader): Promise<number> => {
    if (last && last.number <= header.number && header.timestampMs - last.timestampMs < NEAR_MS) {
      // What is not final may stand elsewhere by now, but above what is.
      if (last.committedAt <= view.finalized) return last.committedAt
      if (view.finalized >= 0) return view.finalized
    }
    return blockBefore(view, header.timestampMs - AHEAD_MS, { toleranceMs: TOLERANCE_MS, blockTimeMs })
  }

  /** Keeps ranges of executed batches: they cannot be sealed anew. */
  const keep = (batch: number, range: Span): void => {
    ranges.set(batch, range)
    const oldest = ranges.keys().next().value
    if (ranges.size > KEPT_RANGES && oldest !== undefined) ranges.delete(oldest)
  }

  return {
    async readSettlement(call, block) {
      const view = await chain.view(call)
      const header = await readCheckedHeader(driver, call, block.number)
      const place = { network: network.id, host: call.endpoint }
      if (!header) throw new BlockNotFoundError(block.number, 'not-yet', place)
      if (header.hash !== block.hash.toLowerCase()) throw new BlockNotFoundError({ hash: block.hash }, 'unknown', place)
      const { number, hash } = view.latest
      const settlement = { block, network: network.id, asOf: { number, hash } }
      const expected = (timeMs: number): { readonly nextExpectedMs: number } => ({
        nextExpectedMs: Math.max(0, timeMs - view.latest.timestampMs),
      })
      const sequenced: Settlement = {
        ...settlement,
        ...expected(header.timestampMs + USUAL_STEP_MS),
        state: { stage: 'sequenced' },
      }
      const node = createNodeBatches(call, ranges)
      const ofNode = await batchByNode(node, header)
      if (ofNode === 'not-sealed') return sequenced

      const index = await eventsIn(view)
      const { found } = await index.readFrom(view, await startOf(view, header), (entries) => {
        const known = ofNode ?? batchByReports(entries, block.number)
        return known !== undefined && stepsOfBatch(entries, known.batch).execution !== undefined
      })
      const known = ofNode ?? batchByReports(found, block.number)
      const steps = known && stepsOfBatch(found, known.batch)
      if (!known || !steps?.commit) {
        if (ofNode) await assertSettlesHere(network, node, ofNode.batch, parentChainId)
        return sequenced
      }
      last = { number: block.number, timestampMs: header.timestampMs, committedAt: steps.commit.log.blockNumber }
      if (steps.execution) {
        if (ofNode) {
          await assertSameRoot(network, node, ofNode.batch, steps.execution, block)
          keep(ofNode.batch, (await ofNode.blocksOf(ofNode.batch)) ?? { from: block.number, to: block.number })
        }
      }
      const state = await stateOf(view, network, steps, known, block.number, settlementCosts)
      const committedMs = ('posted' in state && state.posted?.[0]?.timestampMs) || 0
      if (state.stage === 'settled') return { ...settlement, state }
      const dueMs = committedMs + (state.stage === 'posted' ? USUAL_STEP_MS : EXECUTION_DELAY_MS)
      return { ...settlement, ...expected(dueMs), state }
    },
  }
}

async function createExecutorIndex(network: L2Network<'zksync'>, view: ParentView): Promise<LogIndex<ExecutorEntry>> {
  const contracts = await diamondProxies(network, view)
  if (contracts.length === 0) throw unsupported(network, `needs a diamond proxy: the bridgehub on ${view.network} knows none`)
  const filter = { address: contracts.map(({ address }) => address), topics: [EXECUTOR_TOPICS] }
  return createLogIndex<ExecutorEntry>(filter, (log) => {
    const inCharge = contractsAt(contracts, view.network, log.blockNumber)
    const event = inCharge.some(({ address }) => address.toLowerCase() === log.address) ? readExecutorEvent(log) : undefined
    return event && { event, log }
  })
}

/** On EraVM the block names its batch once that is sealed. Undefined: the chain is no EraVM's. */
async function batchByNode(
  node: NodeBatches,
  { number, raw }: CheckedHeader<EvmRaw>,
): Promise<BlockBatches | 'not-sealed' | undefined> {
  if (!('l1BatchNumber' in raw.block)) return undefined
  const { l1BatchNumber } = raw.block
  if (!isPresent(l1BatchNumber)) return 'not-sealed'
  const batch = parseHeight(l1BatchNumber, 'l1BatchNumber')
  const range = await node.blocksOf(batch)
  if (!range) return 'not-sealed'
  if (number < range.from || range.to < number) throw malformed(`batch ${batch} does not hold block ${number}, which names it`)
  return { batch: Math.max(batch, FIRST_BATCH), blocksOf: async (asked) => (asked === batch ? range : node.blocksOf(asked)) }
}

function batchByReports(entries: readonly ExecutorEntry[], block: number): BlockBatches | undefined {
  const blocks = reportedBlocks(entries)
  for (const [batch, { from, to }] of blocks) {
    const isGenesis = batch === FIRST_BATCH && block < from
    if (isGenesis || (from <= block && block <= to)) return { batch, blocksOf: async (asked) => blocks.get(asked) }
  }
  return undefined
}

async function stateOf(
  view: ParentView,
  network: L2Network<'zksync'>,
  { commit, proof, execution }: BatchSteps,
  known: BlockBatches,
  block: number,
  hasTransactions: boolean,
): Promise<SettlementState> {
  // A transaction that does several of these at once was paid for once: for the furthest.
  const purposes = new Map<string, Purpose>()
  for (const [step, purpose] of [
    [commit, 'data'],
    [proof, 'proof'],
    [execution, 'execute'],
  ] as const) {
    if (step) purposes.set(step.log.transactionHash, purpose)
  }
  const evidence = async ({ log, batches }: BatchStep, kind: Evidence['kind']): Promise<Evidence> =>
    view.evidence({
      kind,
      purpose: purposes.get(log.transactionHash) ?? 'data',
      log,
      covers: await coversOf(batches, known, block),
      // The transaction tells where its data are; where none is read, the registry does.
      ...(kind === 'batch' && {
        dataAvailability: hasTransactions
          ? await dataAvailabilityOf(view, network, log)
          : (network.dataAvailability ?? 'unknown'),
      }),
    })
  const [posted, proven, settled] = await Promise.all([
    commit && evidence(commit, 'batch'),
    proof && evidence(proof, 'validity-proof'),
    execution && evidence(execution, 'settlement'),
  ])
  if (!posted) return { stage: 'sequenced' }
  if (settled) return { stage: 'settled', posted: [posted], ...(proven && { proven }), settled }
  return proven ? { stage: 'proven', posted: [posted], proven } : { stage: 'posted', posted: [posted] }
}

/** The blocks of all batches that a transaction took with it; those of the ends that are known, where some are not. */
async function coversOf(
  { from, to }: Span,
  { batch, blocksOf }: BlockBatches,
  block: number,
): Promise<NonNullable<Evidence['covers']>> {
  const [own, first, last] = await Promise.all([blocksOf(batch), blocksOf(from), blocksOf(to)])
  return {
    from: from === FIRST_BATCH ? 0 : (first?.from ?? own?.from ?? block),
    to: last?.to ?? own?.to ?? block,
    exact: (from === FIRST_BATCH || first !== undefined) && last !== undefined,
  }
}

async function dataAvailabilityOf(
  view: ParentView,
  network: L2Network<'zksync'>,
  log: ScannedLog,
): Promise<NonNullable<Evidence['dataAvailability']>> {
  const transaction = await view.transaction(log.transactionHash)
  let call: ReturnType<typeof readExecutorCall>
  try {
    call = readExecutorCall(transaction.input)
  } catch (error) {
    if (!DefimonError.isInstance(error) || error.code !== 'MALFORMED') throw error
  }
  return dataOf(call, transaction, network) ?? network.dataAvailability ?? 'unknown'
}

/** Chains that moved to a gateway commit there; what the node says of it is reason enough not to call their blocks unposted. */
async function assertSettlesHere(
  network: L2Network<'zksync'>,
  node: NodeBatches,
  batch: number,
  parentChainId: number | undefined,
): Promise<void> {
  const { commitChainId } = (await node.details(batch)) ?? {}
  if (commitChainId === undefined || commitChainId === parentChainId || parentChainId === undefined) return
  throw new DefimonError('NOT_FOUND', `batch ${batch} of ${network.id} was committed on chain ${commitChainId}, a gateway`, {
    network: network.id,
  })
}

/** The parent executed one state; a node of EraVM that has another one of that batch is on another chain. */
async function assertSameRoot(
  network: L2Network<'zksync'>,
  node: NodeBatches,
  batch: number,
  { batchHash }: BatchStep,
  block: BlockRef,
): Promise<void> {
  const rootHash = (await node.details(batch))?.rootHash
  if (rootHash === undefined || batchHash === undefined || rootHash === batchHash) return
  throw new ContradictionError(block, batchHash, rootHash, {
    network: network.id,
    detail: `state root of batch ${batch}, which holds the block`,
  })
}

function unsupported(network: L2Network<'zksync'>, why: string): DefimonError {
  return new DefimonError('UNSUPPORTED', `settlement of ${network.id} ${why}`, { network: network.id })
}
