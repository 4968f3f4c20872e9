import type { BlobSource, DataAvailability, L2Network, NetworkId } from '@defimon/core'
import { readBlobs } from '@defimon/evm/blobs'
import { contractsAt, decodeHex, type ParentTransaction, type ParentView } from '@defimon/evm/parent'
import { availabilityOf } from '../data-availability.ts'
import { type Batch, readBatches } from '../inbox/batches.ts'
import { readBlobPayload } from '../inbox/blob-payload.ts'
import { type BlockGrid, rangeOfBatches } from '../inbox/block-grid.ts'
import { type AssembledChannel, type ChannelAssembler, createChannelAssembler } from '../inbox/channel-assembler.ts'
import { readFrames } from '../inbox/frames.ts'
import { inflateChannel } from '../inbox/inflate-channel.ts'
import { readMetisInbox } from '../metis-inbox.ts'

/** A run of L2 blocks whose data were found on the parent chain. */
export interface PostedBatch {
  readonly from: number
  readonly to: number
  /** Those of the parent that carry it, in order. */
  readonly transactions: readonly string[]
  /** The last parent block that it takes. */
  readonly parentNumber: number
  readonly dataAvailability: DataAvailability
  /** What the batch says of the hash of the block before its first one: all of it, or the first 20 bytes. */
  readonly parentHash?: string
}

/** Batches in the inbox, found by reading whole parent blocks one after the other. For blocks near the tip. */
export interface InboxIndex {
  /** The batches that hold a block, first posted first. Reads on from the block's origin, some hundred parent blocks at most. */
  find(view: ParentView, search: InboxSearch): Promise<readonly PostedBatch[]>
}

/** What is looked for. */
export interface InboxSearch {
  readonly block: number
  /** The L1 origin of the block: its batch comes after it. */
  readonly origin: number
  readonly grid: BlockGrid
  isBatcher(sender: string, parentNumber: number): boolean
}

interface Place {
  readonly hash: string
  readonly number: number
}

interface Scan {
  readonly from: number
  /** Last parent block that was read, and its hash: where it is another one by now, all is read again. */
  to: number
  toHash: string | undefined
  readonly assembler: ChannelAssembler<Place>
  batches: PostedBatch[]
}

/** CHANNEL_TIMEOUT since Granite (specs.optimism.io, granite/derivation): a channel may have begun this long before. */
const CHANNEL_BLOCKS = 50
/** A batch comes minutes after its blocks; one question does not read for hours. */
const MOST_BLOCKS = 400
const MOST_BATCHES = 5_000
/** Questions go on from one another in few places: what is new, and what is caught up with. */
const MOST_SCANS = 3

/** Whether a network's batches can be read with what there is. */
export function canReadInbox(network: L2Network<'op-stack'>, blobs: BlobSource | undefined): boolean {
  const { dataAvailability = '' } = network
  // Metis says in calldata what its blobs hold.
  if (blobs || network.id === 'metis') return true
  return dataAvailability === '' || dataAvailability.includes('calldata')
}

/** Reads the inbox of a network. Without a source of blobs, only calldata. */
export function createInboxIndex(network: L2Network<'op-stack'>, parent: NetworkId, blobs?: BlobSource): InboxIndex {
  /** Latest used last. */
  let scans: Scan[] = []
  let turn: Promise<unknown> = Promise.resolve()

  const find = async (view: ParentView, search: InboxSearch): Promise<readonly PostedBatch[]> => {
    const start = Math.max(0, search.origin + 1 - CHANNEL_BLOCKS)
    const current = await scanFor(view, search.origin, start)
    const holding = (): readonly PostedBatch[] =>
      current.batches.filter(
        ({ from, to, parentNumber }) => from <= search.block && search.block <= to && parentNumber > search.origin,
      )
    const last = Math.min(view.latest.number, search.origin + MOST_BLOCKS)
    while (holding().length === 0 && current.to < last) {
      const number = current.to + 1
      const found = await readBlock(view, current.assembler, number, search)
      current.batches.push(...found)
      if (current.batches.length > MOST_BATCHES) current.batches = current.batches.slice(-MOST_BATCHES / 2)
      current.to = number
      current.toHash = undefined
    }
    if (current.to >= 0 && current.toHash === undefined) current.toHash = await hashAt(view, current.to)
    return holding()
  }

  /** The scan that a question goes on from; what was read of blocks that are gone by now is forgotten. */
  const scanFor = async (view: ParentView, origin: number, start: number): Promise<Scan> => {
    const there = await Promise.all(
      scans.map(async ({ to, toHash }) => toHash === undefined || (await hashAt(view, to)) === toHash),
    )
    scans = scans.filter((_, index) => there[index])
    const known = scans.find(({ from, to }) => from <= origin + 1 && start <= to + 1)
    const used = known ?? { from: start, to: start - 1, toHash: undefined, assembler: createChannelAssembler(), batches: [] }
    scans = [...scans.filter((each) => each !== used), used].slice(-MOST_SCANS)
    return used
  }

  const readBlock = async (
    view: ParentView,
    assembler: ChannelAssembler<Place>,
    number: number,
    search: InboxSearch,
  ): Promise<readonly PostedBatch[]> => {
    const batches: PostedBatch[] = []
    for (const { address } of contractsAt(network.contracts.batchInbox, parent, number)) {
      for (const transaction of await view.transactionsTo(number, address)) {
        const { hash, from } = transaction
        if (hash === undefined || from === undefined || !search.isBatcher(from, number)) continue
        const metis = network.id === 'metis' ? readMetisInbox(transaction.input) : undefined
        if (metis) {
          const { batch: _, ...range } = metis
          batches.push({ ...range, transactions: [hash], parentNumber: number })
          continue
        }
        const isBlob = transaction.blobVersionedHashes.length > 0
        for (const payload of await payloadsOf(view, transaction, number)) {
          for (const frame of (payload && readFrames(payload)) || []) {
            const channel = assembler.add(frame, { hash, number })
            const batch = channel && (await readChannel(channel, search.grid))
            if (batch) batches.push({ ...batch, dataAvailability: availabilityOf(network, isBlob ? 'blobs' : 'calldata') })
          }
        }
      }
    }
    return batches
  }

  const payloadsOf = async (
    view: ParentView,
    { blobVersionedHashes, input, hash }: ParentTransaction,
    number: number,
  ): Promise<readonly (Uint8Array | undefined)[]> => {
    if (blobVersionedHashes.length === 0) {
      const bytes = new Uint8Array(input.length / 2 - 1)
      decodeHex(input, bytes, 0)
      return [bytes]
    }
    if (!blobs) return []
    const { hash: blockHash, timestampMs } = await view.block(number)
    const place = { network: view.network, number, hash: blockHash, timestampMs, ...(hash && { transactionHash: hash }) }
    const { signal } = view
    const found = await readBlobs(blobs, blobVersionedHashes, place, signal && { signal })
    return found.map((blob) => blob && readBlobPayload(blob))
  }

  return {
    find(...asked) {
      const finding = turn.then(() => find(...asked))
      turn = finding.catch(() => {})
      return finding
    },
  }
}

async function hashAt(view: ParentView, number: number): Promise<string | undefined> {
  if (number === view.latest.number) return view.latest.hash
  return number > view.latest.number ? undefined : (await view.block(number)).hash
}

async function readChannel(
  { data, places }: AssembledChannel<Place>,
  grid: BlockGrid,
): Promise<Omit<PostedBatch, 'dataAvailability'> | undefined> {
  const inflated = await inflateChannel(data)
  const read = inflated && readBatches(inflated.bytes)
  const range = read?.whole ? rangeOfBatches(read.batches, grid) : undefined
  const [first] = read?.batches ?? []
  if (!range?.contiguous || !first) return undefined
  return {
    from: range.from,
    to: range.to,
    transactions: [...new Set(places.map(({ hash }) => hash))],
    parentNumber: Math.max(...places.map(({ number }) => number)),
    parentHash: parentOf(first),
  }
}

function parentOf(batch: Batch): string {
  return batch.type === 'span' ? batch.parentCheck : batch.parentHash
}
