import type { BlockRef, DataAvailability, Evidence, SettlementState } from '@defimon/core'
import type { ParentView } from '@defimon/evm/parent'
import { scanBackUntil } from '../../settlement/cover-time.ts'
import type { EventScan, ScannedEvent } from '../../settlement/event-scan.ts'
import { anchorOf } from './anchor-of.ts'
import type { TaikoEvent } from './scan-events.ts'
import type { ShastaGround } from './shasta-settlement.ts'

type Of<T extends TaikoEvent['type']> = ScannedEvent<Extract<TaikoEvent, { type: T }>>
type Covers = NonNullable<Evidence['covers']>
type Blocks = Of<'blocks'>

/** A verification: the blocks that it made final, and the hash of the last. */
interface Verified {
  readonly transactionHash: string
  readonly covers: Covers
  readonly last: BlockRef
}

/**
 * How far a block of Katla, Ontake or Pacaya has come: proposed alone or in a batch, proven (which a higher proof may replace), verified.
 * A verification names the hash of its last block: an anchor. It happens within other proposals and proofs, so it costs nothing of its own.
 */
export async function earlierState(ground: Omit<ShastaGround, 'bounds'>): Promise<SettlementState> {
  const { view, call, block, scan, driver } = ground
  const { number } = block
  while (!verifiedAt(scan.events, number) && (await scan.forward(view))) {
    // Until it is verified, a later proof may count.
  }
  const data = blocksWith(scan.events, number)
  const posted = data && [await evidenceOfData(view, data)]
  const proof = data && proofOf(scan.events, data.event)
  const proven =
    proof &&
    (await view.evidence({
      kind: 'validity-proof',
      transactionHash: proof.transactionHash,
      covers: { from: data.event.from, to: data.event.to, exact: true },
      purpose: 'proof',
    }))
  const verified = await verification(view, scan, number)
  if (verified) {
    const anchor = await anchorOf(driver, call, verified.last, block)
    const { transactionHash, covers } = verified
    const settled = await view.evidence({ kind: 'settlement', transactionHash, covers, ...(anchor && { anchor }) })
    return { stage: 'settled', ...(posted && { posted }), ...(proven && { proven }), settled }
  }
  if (proven) return { stage: 'proven', ...(posted && { posted }), proven }
  return posted ? { stage: 'posted', posted } : { stage: 'sequenced' }
}

function blocksWith(events: EventScan<TaikoEvent>['events'], number: number): Blocks | undefined {
  return events.findLast(
    (each): each is Blocks => each.event.type === 'blocks' && each.event.from <= number && number <= each.event.to,
  )
}

function blocksOfBatch(events: EventScan<TaikoEvent>['events'], batch: number): Blocks | undefined {
  return events.findLast((each): each is Blocks => each.event.type === 'blocks' && each.event.batch === batch)
}

/** The newest proof: one of a higher tier, or a conflicting one, replaces those before. */
function proofOf(
  events: EventScan<TaikoEvent>['events'],
  { from, batch }: Blocks['event'],
): ScannedEvent<TaikoEvent> | undefined {
  return events.findLast(({ event }) =>
    batch === undefined
      ? event.type === 'proved-block' && event.block === from
      : event.type === 'proved-batches' && event.batches.includes(batch),
  )
}

/** The first verification that a block is within. */
function verifiedAt(
  events: EventScan<TaikoEvent>['events'],
  number: number,
): Of<'verified-block'> | Of<'verified-batch'> | undefined {
  const batch = blocksWith(events, number)?.event.batch
  return events.find((each): each is Of<'verified-block'> | Of<'verified-batch'> =>
    each.event.type === 'verified-block'
      ? batch === undefined && each.event.block >= number
      : each.event.type === 'verified-batch' && batch !== undefined && each.event.batch >= batch,
  )
}

async function verification(view: ParentView, scan: EventScan<TaikoEvent>, number: number): Promise<Verified | undefined> {
  const found = verifiedAt(scan.events, number)
  if (!found) return undefined
  const { transactionHash, event } = found
  const last = (each: TaikoEvent): number | undefined =>
    each.type === 'verified-block'
      ? each.block
      : each.type === 'verified-batch'
        ? blocksOfBatch(scan.events, each.batch)?.event.to
        : undefined
  const to = last(event)
  if (to === undefined) return undefined
  const before = await scanBackUntil(view, scan, ({ events }) => {
    const ends = events.map((each) => last(each.event)).filter((end) => end !== undefined && end < number)
    return ends.at(-1)
  })
  const covers = { from: before === undefined ? number : before + 1, to, exact: before !== undefined || to === number }
  return { transactionHash, covers, last: { number: to, hash: event.hash } }
}

async function evidenceOfData(view: ParentView, { transactionHash, event: { from, to } }: Blocks): Promise<Evidence> {
  const { blobVersionedHashes } = await view.transaction(transactionHash)
  const dataAvailability: DataAvailability = blobVersionedHashes.length > 0 ? 'ethereum-blobs' : 'ethereum-calldata'
  return view.evidence({ kind: 'batch', transactionHash, covers: { from, to, exact: true }, dataAvailability, purpose: 'data' })
}
