import { DefimonError, type Evidence, type L2Network, type SettlementState, type SourceOptions } from '@defimon/core'
import { createLogIndex, createParentChain, type IndexedLog, type ParentView, shieldParent } from '@defimon/evm/parent'
import { createBatchPlaces } from '../../settlement/batch-places.ts'
import type { ReadBatchSettlement } from '../../settlement/batch-settlement.ts'
import type { ScannedEvent } from '../../settlement/event-scan.ts'
import { sequenceData } from './batch-data.ts'
import { rollupIdOf } from './rollup-id.ts'
import { type BatchStep, batchContracts, batchTopics, readBatchStep, standingSteps } from './scan-batches.ts'

/** Polygon zkEVM, the first of its kind, began on Ethereum on 2023-03-27. */
const NOT_BEFORE_MS = Date.UTC(2023, 2, 1)
const ETHEREUM_BLOCK_MS = 12_000
/** How long before its verification the sequence of a batch is looked for, in turn. */
const BEFORE_MS = [24 * 3_600_000, 7 * 24 * 3_600_000, 60 * 24 * 3_600_000]
/** How long after the last verification batches are looked for that came no further. */
const AFTER_MS = 30 * 24 * 3_600_000

type Step = ScannedEvent<BatchStep>

/**
 * Settlement of batches of Polygon zkEVM and CDK chains, from the events of the rollup's contract and the manager on the parent alone: no node
 * is asked, so it works for chains that were shut down. Which L2 blocks a batch holds does not stand there. The state root is known of
 * the last batch of each verification, since Etrog. Fails with `UNSUPPORTED` without a parent and where no contract is known on it.
 *
 * Asks the parent for headers, logs, and of each piece of evidence its transaction and receipt.
 */
export function polygonZkevmBatchSettlement(
  network: L2Network<'polygon-zkevm'>,
  { parent, runtime }: Pick<SourceOptions, 'parent' | 'runtime'>,
): ReadBatchSettlement {
  // The manager serves many: without the network's number nothing that it says is the network's.
  const contracts = parent ? batchContracts(network, parent.network.id) : []
  if (!parent || contracts.length === 0 || rollupIdOf(network) === undefined) {
    const what = parent ? `its contract and number on ${parent.network.id}` : 'the source of its parent chain'
    throw new DefimonError('UNSUPPORTED', `batches of ${network.id} need ${what}`, { network: network.id })
  }
  const chain = shieldParent(createParentChain(parent, runtime))
  const blockTimeMs = parent.network.blockTimeMs ?? ETHEREUM_BLOCK_MS
  const span = (ms: number): number => Math.ceil(ms / blockTimeMs)
  const places = createBatchPlaces({
    network,
    contracts,
    notBeforeMs: NOT_BEFORE_MS,
    blockTimeMs,
    topics: batchTopics('verify'),
    batchOf: (log) => readBatchStep(network, log)?.batch,
  })
  const address = contracts.map((contract) => contract.address)
  const index = createLogIndex<IndexedLog & { readonly event: BatchStep }>({ address, topics: [batchTopics()] }, (log) => {
    const event = readBatchStep(network, log)
    return event && { event, log }
  })
  const stepsIn = async (view: ParentView, from: number, to: number): Promise<readonly Step[]> => {
    const { found } = await index.readFrom({ ...view, latest: await view.block(to) }, from, () => false)
    const events = found.map(({ event, log: { blockNumber, transactionHash } }) => ({ event, blockNumber, transactionHash }))
    return standingSteps(events.filter(({ blockNumber }) => blockNumber <= to))
  }

  return async (batch, options) => {
    const view = await chain.view(options)
    const { first, last = view.latest.number } = await places.bounds(view)
    const verifiedAt = await places.placeOf(view, batch)
    const since = verifiedAt ?? (await places.lastPlace(view)) ?? first
    const until = verifiedAt ?? Math.min(view.latest.number, last, since + span(AFTER_MS))
    let steps: readonly Step[] = []
    for (const beforeMs of BEFORE_MS) {
      const from = Math.max(first, since - span(beforeMs))
      steps = await stepsIn(view, from, until)
      // The first that comes as far is known for the first where one before it does not.
      if (from === first || steps.some(({ event }) => event.type === 'sequence' && event.batch < batch)) break
    }
    const find = (type: BatchStep['type']): Step | undefined =>
      steps.find(({ event }) => event.type === type && event.batch >= batch)
    const [sequenced, pending, verified] = [find('sequence'), find('pend'), find('verify')]
    if (!sequenced && !verified) {
      throw new DefimonError('NOT_FOUND', `${view.network} holds no batch ${batch} of ${network.name}`, { network: network.id })
    }
    const { number, hash } = view.latest
    const stateRoot = verified?.event.batch === batch ? verified.event.stateRoot : undefined
    return {
      network: network.id,
      batch,
      asOf: { number, hash },
      ...(stateRoot !== undefined && { stateRoot }),
      state: await stateOf(view, network, { sequenced, pending, verified }),
    }
  }
}

async function stateOf(
  view: ParentView,
  network: L2Network<'polygon-zkevm'>,
  { sequenced, pending, verified }: Readonly<Record<'sequenced' | 'pending' | 'verified', Step | undefined>>,
): Promise<SettlementState> {
  const posted = sequenced && [
    await view.evidence({
      kind: 'batch',
      transactionHash: sequenced.transactionHash,
      dataAvailability: sequenceData((await view.transaction(sequenced.transactionHash)).input, network),
      purpose: 'data',
    }),
  ]
  const isConsolidated = verified && pending && pending.blockNumber <= verified.blockNumber
  const proof = !verified || isConsolidated ? pending : verified
  const proven: Evidence | undefined =
    proof && (await view.evidence({ kind: 'validity-proof', transactionHash: proof.transactionHash, purpose: 'proof' }))
  if (verified) {
    const { transactionHash } = verified
    const purpose = isConsolidated ? 'execute' : 'proof'
    const settled = await view.evidence({ kind: 'settlement', transactionHash, purpose })
    return { stage: 'settled', ...(posted && { posted }), ...(proven && { proven }), settled }
  }
  if (proven) return { stage: 'proven', ...(posted && { posted }), proven }
  return posted ? { stage: 'posted', posted } : { stage: 'sequenced' }
}
