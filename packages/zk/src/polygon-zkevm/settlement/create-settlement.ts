import { ContradictionError, DefimonError, type Evidence, type L2Network, type SourceOptions } from '@defimon/core'
import type { BlockDriver } from '@defimon/core/adapter'
import type { EvmRaw } from '@defimon/evm'
import { type BatchBounds, createBatchBounds } from '../../settlement/batch-bounds.ts'
import { coverTime, scanBackUntil } from '../../settlement/cover-time.ts'
import type { EventScan, ScannedEvent } from '../../settlement/event-scan.ts'
import { readAskedHeader, readL2Header } from '../../settlement/l2-header.ts'
import { nextExpectedMs } from '../../settlement/next-expected.ts'
import { createSettlementReader, type SettlementQuestion, type SettlementReader } from '../../settlement/settlement-reader.ts'
import { sequenceData } from './batch-data.ts'
import { batchOfBlock } from './batch-of-block.ts'
import { rollupIdOf } from './rollup-id.ts'
import { type BatchStep, scanBatchSteps, standingSteps } from './scan-batches.ts'

type Step = ScannedEvent<BatchStep>
type Scan = EventScan<BatchStep>

/** A question, the block's batch and what it is answered with. */
interface Ground extends SettlementQuestion {
  readonly scan: Scan
  readonly bounds: BatchBounds
  readonly batch: number
  readonly network: L2Network<'polygon-zkevm'>
  /** By endpoint, verifications whose state root its header has. */
  readonly compared: Set<string>
}

/** Verifications that an endpoint was found to agree with. */
const KEPT_COMPARED = 1_024

/**
 * Settlement of Polygon zkEVM and CDK chains: batches sequenced (`posted`), proven, and consolidated (`settled`; by the trusted aggregator in
 * the transaction of the proof), before and since Etrog; rolled back since Banana. Which blocks a batch holds is a node's word
 * (`zkevm_batchNumberByBlockNumber`). The block hash that is proven is another one than the node's, so there is no anchor; the state root that
 * was verified since Etrog must be in the header of its batch's last block, else `CONTRADICTION`.
 */
export function createPolygonZkevmSettlement(
  network: L2Network<'polygon-zkevm'>,
  driver: BlockDriver<'polygon-zkevm', EvmRaw>,
  options: SourceOptions,
): SettlementReader {
  const { rollup = [], rollupManager = [] } = network.contracts
  // The manager serves many: without the network's number nothing that it says is the network's.
  const all = rollupIdOf(network) === undefined ? rollup : [...rollup, ...rollupManager]
  return createSettlementReader(network, options, all, ({ pace }) => {
    const scan = scanBatchSteps(network, options.parent?.network.id ?? '')
    const bounds = createBatchBounds(batchOfBlock)
    const compared = new Set<string>()
    return async (question) => {
      const { view, call, block } = question
      const header = await readAskedHeader(driver, call, block)
      const batch = await batchOfBlock(call, block.number)
      if (batch === undefined) {
        throw new DefimonError('NOT_YET', `the endpoint does not know the batch of block ${block.number}`, {
          network: network.id,
          host: call.endpoint,
        })
      }
      await coverTime(view, scan, header.timestampMs, pace)
      const ground: Ground = { ...question, scan, bounds, batch, network, compared }
      const verified = await firstStanding(ground, 'verify')
      const steps = standingSteps(scan.events)
      const places = (type: BatchStep['type']): readonly number[] =>
        steps.filter(({ event }) => event.type === type).map(({ blockNumber }) => blockNumber)
      const sequenced = steps.find(isAt('sequence', batch))
      const pending = steps.find(isAt('pend', batch))
      const posted = sequenced ? [await evidenceOfSequence(ground, sequenced)] : []
      if (verified) {
        const covers = await coversOf(ground, verified)
        await assertSameRoot(ground, driver, verified, covers.to)
        const isConsolidated = pending !== undefined && pending.blockNumber <= verified.blockNumber
        const proof = isConsolidated ? pending : verified
        const proven = await view.evidence({
          kind: 'validity-proof',
          transactionHash: proof.transactionHash,
          covers: isConsolidated ? await coversOf(ground, pending) : covers,
          purpose: 'proof',
        })
        const purpose = isConsolidated ? 'execute' : 'proof'
        const settled = await view.evidence({ kind: 'settlement', transactionHash: verified.transactionHash, covers, purpose })
        return { state: { stage: 'settled', ...(posted.length > 0 && { posted }), proven, settled } }
      }
      const expected = nextExpectedMs(view, places(sequenced ? 'verify' : 'sequence'), pace.blockTimeMs)
      if (pending) {
        const covers = await coversOf(ground, pending)
        const { transactionHash } = pending
        const proven = await view.evidence({ kind: 'validity-proof', transactionHash, covers, purpose: 'proof' })
        return { state: { stage: 'proven', ...(posted.length > 0 && { posted }), proven }, nextExpectedMs: expected }
      }
      if (posted.length > 0) return { state: { stage: 'posted', posted }, nextExpectedMs: expected }
      return { state: { stage: 'sequenced' }, nextExpectedMs: expected }
    }
  })
}

function isAt(type: BatchStep['type'], batch: number): (step: Step) => boolean {
  return ({ event }) => event.type === type && event.batch >= batch
}

/** Scans on until the batch has come so far, or to the head. */
async function firstStanding({ view, scan, batch }: Ground, type: BatchStep['type']): Promise<Step | undefined> {
  for (;;) {
    const found = standingSteps(scan.events).find(isAt(type, batch))
    if (found || !(await scan.forward(view))) return found
  }
}

/** The blocks of the batches that a step is about: those after the last step of its kind. What is verified needs no other proof. */
async function coversOf(ground: Ground, { event }: Step): Promise<NonNullable<Evidence['covers']>> {
  const { view, call, scan, bounds, batch, block } = ground
  const before = await scanBackUntil(view, scan, ({ events }) =>
    standingSteps(events).findLast((step) => isOfKind(step, event.type) && step.event.batch < batch),
  )
  const batches = { first: (before?.event.batch ?? 0) + 1, last: event.batch }
  return bounds.blocksOf(call, batches, block.number)
}

/**
 * The parent verified one state; an endpoint that has another one in the last block of that batch is on another chain. Nodes compare the same
 * (0xPolygonHermez/cdk-erigon, zk/stages, `blockComparison`). It is no anchor: a state root can be copied onto another block.
 */
async function assertSameRoot(
  { call, batch, network, compared }: Ground,
  driver: BlockDriver<'polygon-zkevm', EvmRaw>,
  { event, transactionHash }: Step,
  last: number,
): Promise<void> {
  const { stateRoot } = event
  const key = `${call.endpoint} ${transactionHash} ${event.batch}`
  if (stateRoot === undefined || compared.has(key)) return
  // Only where the endpoint has the batch to its end: above it must be another one.
  const [at, above] = await Promise.all([batchOfBlock(call, last), batchOfBlock(call, last + 1)])
  if (at !== event.batch || above === undefined || above <= event.batch) return
  const own = await readL2Header(driver, call, last)
  if (own?.stateRoot === undefined) return
  if (own.stateRoot !== stateRoot) {
    const { number, hash } = own
    throw new ContradictionError({ number, hash }, stateRoot, own.stateRoot, {
      network: network.id,
      host: call.endpoint,
      detail: `the state root after batch ${event.batch}, which was verified with batch ${batch} by ${transactionHash}`,
    })
  }
  compared.add(key)
  if (compared.size > KEPT_COMPARED) compared.delete(compared.values().next().value as string)
}

function isOfKind({ event }: Step, type: BatchStep['type']): boolean {
  return event.type === type || (type === 'pend' && event.type === 'verify')
}

async function evidenceOfSequence(ground: Ground, step: Step): Promise<Evidence> {
  const { view, network } = ground
  const { transactionHash } = step
  const { input } = await view.transaction(transactionHash)
  return view.evidence({
    kind: 'batch',
    transactionHash,
    covers: await coversOf(ground, step),
    dataAvailability: sequenceData(input, network),
    purpose: 'data',
  })
}
