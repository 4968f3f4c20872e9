import type { BlockRef, SettlementState } from '@defimon/core'
import type { BlockDriver, DriverCall } from '@defimon/core/adapter'
import type { EvmRaw } from '@defimon/evm'
import type { ParentView } from '@defimon/evm/parent'
import type { BatchBounds } from '../../settlement/batch-bounds.ts'
import type { EventScan, ScannedEvent } from '../../settlement/event-scan.ts'
import { readL2Header } from '../../settlement/l2-header.ts'
import { anchorOf } from './anchor-of.ts'
import type { TaikoEvent } from './scan-events.ts'

type Of<T extends TaikoEvent['type']> = ScannedEvent<Extract<TaikoEvent, { type: T }>>

/** Share of the base fee, then the proposal: seven bytes since Shasta, 32 before (taiko-geth, decode of the header's extraData). */
const SHASTA_EXTRA_DATA = /^0x[0-9a-f]{2}([0-9a-f]{12})$/i

/** The proposal that a block is of; undefined for blocks before Shasta. */
export function proposalOf(extraData: string | undefined): number | undefined {
  const id = SHASTA_EXTRA_DATA.exec(extraData ?? '')?.[1]
  return id === undefined ? undefined : Number.parseInt(id, 16)
}

/** The proposal of a block by number, 0 before Shasta: it never falls. Undefined where the endpoint has no such block. */
export function proposalReader(
  driver: BlockDriver<'taiko', EvmRaw>,
): (call: DriverCall, number: number) => Promise<number | undefined> {
  return async (call, number) => {
    const header = await readL2Header(driver, call, number)
    return header && (proposalOf(header.fields.extraData) ?? 0)
  }
}

/** What a block of Shasta is told by. */
export interface ShastaGround {
  readonly view: ParentView
  readonly call: DriverCall
  readonly block: BlockRef
  readonly scan: EventScan<TaikoEvent>
  readonly bounds: BatchBounds
  readonly driver: BlockDriver<'taiko', EvmRaw>
}

/**
 * How far a block of Shasta has come: its proposal, and the proof, which makes all proposals up to one final. A checkpoint that is saved with the proof
 * holds the hash of the last block: an anchor.
 */
export async function shastaState(ground: ShastaGround, proposal: number): Promise<SettlementState> {
  const { view, call, block, scan, bounds } = ground
  const provedAt = (): Of<'proved-proposals'> | undefined =>
    scan.events.find(
      (each): each is Of<'proved-proposals'> => each.event.type === 'proved-proposals' && each.event.last >= proposal,
    )
  while (!provedAt() && (await scan.forward(view))) {
    // A proof makes it final, and nothing takes it back.
  }
  const data = scan.events.findLast((each) => each.event.type === 'proposal' && each.event.id === proposal)
  const posted = data && [
    await view.evidence({
      kind: 'batch',
      transactionHash: data.transactionHash,
      covers: await bounds.blocksOf(call, { first: proposal, last: proposal }, block.number),
      dataAvailability: 'ethereum-blobs',
      purpose: 'data',
    }),
  ]
  const proof = provedAt()
  if (!proof) return posted ? { stage: 'posted', posted } : { stage: 'sequenced' }
  const { transactionHash, event } = proof
  const covers = await bounds.blocksOf(call, { first: event.first, last: event.last }, block.number)
  const anchor = await savedAnchor(ground, transactionHash)
  // One transaction proves and finalizes, and was paid for one purpose: so its cost counts once.
  const proven = await view.evidence({ kind: 'validity-proof', transactionHash, covers, purpose: 'proof' })
  const settled = await view.evidence({
    kind: 'settlement',
    transactionHash,
    covers,
    purpose: 'proof',
    ...(anchor && { anchor }),
  })
  return { stage: 'settled', ...(posted && { posted }), proven, settled }
}

async function savedAnchor({ call, block, scan, driver }: ShastaGround, transactionHash: string): Promise<BlockRef | undefined> {
  const saved = scan.events.find(
    (each): each is Of<'checkpoint'> => each.event.type === 'checkpoint' && each.transactionHash === transactionHash,
  )
  return saved && anchorOf(driver, call, { number: saved.event.block, hash: saved.event.hash }, block)
}
