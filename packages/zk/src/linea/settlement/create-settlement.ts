import type { Evidence, L2Network, SourceOptions } from '@defimon/core'
import type { BlockDriver } from '@defimon/core/adapter'
import type { EvmRaw } from '@defimon/evm'
import type { ParentView } from '@defimon/evm/parent'
import { coverTime, scanBackUntil, scanUntil } from '../../settlement/cover-time.ts'
import type { EventScan, ScannedEvent } from '../../settlement/event-scan.ts'
import { readAskedHeader } from '../../settlement/l2-header.ts'
import { nextExpectedMs } from '../../settlement/next-expected.ts'
import { createSettlementReader, type SettlementReader } from '../../settlement/settlement-reader.ts'
import { finalizeBlocksV1 } from './rollup-contract.ts'
import { type LineaEvent, scanLineaEvents } from './scan-events.ts'

type Scan = EventScan<LineaEvent>
type At<T extends LineaEvent['type']> = ScannedEvent<Extract<LineaEvent, { type: T }>>

/** More data than any finalization took: bounds the walk along a chain of hashes. */
const MOST_DATA = 256

/**
 * Settlement of Linea, from the events of its contract in all versions. A finalization proves its blocks and makes them final at once.
 *
 * Until V5 data name their blocks, so a block is `posted` as soon as they stand on the parent. Since V6 they do not: a block is `sequenced`
 * until it is final, and then its data are those on the chain of hashes between the finalization and the one before, `exact: false`
 * where there are several. The state roots that the contract holds are of another tree than the header's, so there is no anchor.
 */
export function createLineaSettlement(
  network: L2Network<'linea'>,
  driver: BlockDriver<'linea', EvmRaw>,
  options: SourceOptions,
): SettlementReader {
  return createSettlementReader(network, options, network.contracts.rollup, ({ contracts, pace }) => {
    const scan = scanLineaEvents(contracts)
    return async ({ view, call, block }) => {
      const header = await readAskedHeader(driver, call, block)
      await coverTime(view, scan, header.timestampMs, pace)
      const { number } = block
      const finalized = await scanUntil(view, scan, ({ events }) => finalizedAt(events, number))
      if (finalized) return { state: await settledState(view, scan, finalized, number) }
      const waits = nextExpectedMs(view, placesOf(scan.events, 'finalized'), pace.blockTimeMs)
      const data = dataOfBlock(scan.events, number)
      if (data) return { state: { stage: 'posted', posted: [await postedOf(view, data)] }, nextExpectedMs: waits }
      const submissions = placesOf(scan.events, 'data-of-blocks')
      return {
        state: { stage: 'sequenced' },
        nextExpectedMs: submissions.length > 0 ? nextExpectedMs(view, submissions, pace.blockTimeMs) : waits,
      }
    }
  })
}

async function settledState(view: ParentView, scan: Scan, finalized: At<'finalized'>, number: number) {
  const { event, transactionHash } = finalized
  const before = await scanBackUntil(view, scan, ({ events }) => finalizedBefore(events, event.from ?? number))
  const covers = { from: event.from ?? (before?.event.to ?? 0) + 1, to: event.to, exact: true }
  const { input } = await view.transaction(transactionHash)
  const posted = finalizeBlocksV1.matches(input)
    ? [await view.evidence({ kind: 'batch', transactionHash, covers, dataAvailability: 'ethereum-calldata', purpose: 'proof' })]
    : await dataOfFinalization(view, scan, finalized, before, number, covers)
  // One transaction proves and finalizes, and was paid for one purpose: so its cost counts once.
  const proven = await view.evidence({ kind: 'validity-proof', transactionHash, covers, purpose: 'proof' })
  const settled = await view.evidence({ kind: 'settlement', transactionHash, covers, purpose: 'proof' })
  return { stage: 'settled', ...(posted.length > 0 && { posted }), proven, settled } as const
}

async function dataOfFinalization(
  view: ParentView,
  scan: Scan,
  { event }: At<'finalized'>,
  before: At<'finalized'> | undefined,
  number: number,
  covers: NonNullable<Evidence['covers']>,
): Promise<readonly Evidence[]> {
  if (event.shnarf === undefined) {
    const data = await scanBackUntil(view, scan, ({ events }) => dataOfBlock(events, number))
    return data ? [await postedOf(view, data)] : []
  }
  const chain = walkShnarfs(scan.events, event.shnarf, before?.event.shnarf)
  const evidence: Evidence[] = []
  for (const { transactionHash } of chain) {
    const part = { ...covers, exact: chain.length === 1 }
    evidence.push(await evidenceOfData(view, transactionHash, part))
  }
  return evidence
}

/** The data between two finalizations, in order. */
function walkShnarfs(
  events: readonly ScannedEvent<LineaEvent>[],
  last: string,
  end: string | undefined,
): readonly ScannedEvent<LineaEvent>[] {
  const chain: ScannedEvent<LineaEvent>[] = []
  for (let shnarf = last; shnarf !== end && chain.length < MOST_DATA; ) {
    const data = events.findLast((each): each is At<'data'> => each.event.type === 'data' && each.event.shnarf === shnarf)
    if (!data) break
    chain.unshift(data)
    shnarf = data.event.parentShnarf
  }
  return chain
}

async function postedOf(view: ParentView, { transactionHash, event: { from, to } }: At<'data-of-blocks'>): Promise<Evidence> {
  return evidenceOfData(view, transactionHash, { from, to, exact: true })
}

async function evidenceOfData(
  view: ParentView,
  transactionHash: string,
  covers: NonNullable<Evidence['covers']>,
): Promise<Evidence> {
  const { blobVersionedHashes } = await view.transaction(transactionHash)
  const dataAvailability = blobVersionedHashes.length > 0 ? 'ethereum-blobs' : 'ethereum-calldata'
  return view.evidence({ kind: 'batch', transactionHash, covers, dataAvailability, purpose: 'data' })
}

function finalizedAt(events: Scan['events'], number: number): At<'finalized'> | undefined {
  return events.find((each): each is At<'finalized'> => each.event.type === 'finalized' && each.event.to >= number)
}

function finalizedBefore(events: Scan['events'], number: number): At<'finalized'> | undefined {
  return events.findLast((each): each is At<'finalized'> => each.event.type === 'finalized' && each.event.to < number)
}

function dataOfBlock(events: Scan['events'], number: number): At<'data-of-blocks'> | undefined {
  return events.findLast(
    (each): each is At<'data-of-blocks'> =>
      each.event.type === 'data-of-blocks' && each.event.from <= number && number <= each.event.to,
  )
}

function placesOf(events: Scan['events'], type: LineaEvent['type']): readonly number[] {
  return events.filter(({ event }) => event.type === type).map(({ blockNumber }) => blockNumber)
}
