import { type BlobSource, type DataAvailability, DefimonError, type L2Network, type NetworkId } from '@defimon/core'
import { contractsAt, decodeHex, type ParentTransaction, type ParentView, readBlobs } from '@defimon/evm/parent'
import { availabilityOf } from '../data-availability.ts'
import { readBlobPayload } from '../inbox/blob-payload.ts'
import type { BlockGrid } from '../inbox/block-grid.ts'
import { type AssembledChannel, type ChannelReader, createChannelAssembler } from '../inbox/channel-assembler.ts'
import type { DerivationRules } from '../inbox/derivation-rules.ts'
import { readFrames } from '../inbox/frames.ts'
import { CHANNEL_TIMEOUT_BLOCKS, createStagingChannel } from '../inbox/staging-channel.ts'
import { readMetisInbox } from '../metis-inbox.ts'
import { type FollowedBlock, readChannel } from './read-channel.ts'

/** A run of L2 blocks whose data were found on the parent chain. */
export interface PostedBatch {
  readonly from: number
  readonly to: number
  /** Absent: as the protocol takes them. */
  readonly exact?: boolean
  /** Those of the parent that carry it, in order. */
  readonly transactions: readonly string[]
  /** The last parent block that it takes. */
  readonly parentNumber: number
  readonly dataAvailability: DataAvailability
  readonly follows?: FollowedBlock
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
  readonly rules: DerivationRules
  isBatcher(sender: string, parentNumber: number): boolean
  /** Whether the chain has the block that a batch goes on from; also where nobody can tell. */
  isOfChain(follows: FollowedBlock): Promise<boolean>
}

interface Place {
  readonly hash: string
  readonly number: number
}

/** What a transaction of the batcher posted. */
interface Posting {
  readonly hash: string
  readonly input: string
  readonly isBlob: boolean
  /** Undefined: a blob that is not there, or no payload. */
  readonly payloads: readonly (Uint8Array | 'missing' | undefined)[]
}

interface Scan {
  readonly from: number
  readonly rules: DerivationRules
  /** Last parent block that was read, and its hash: where it is another one by now, all is read again. */
  to: number
  toHash: string | undefined
  readonly channels: ChannelReader<Place>
  batches: PostedBatch[]
  /** The first L2 block that was not posted yet. Not known before the first batch, and after data that could not be read. */
  next: number | undefined
  /** Before Holocene: a channel was passed over, of which parts may count. */
  isDoubtful: boolean
}

/** A channel may have begun this long before. */
const CHANNEL_BLOCKS = CHANNEL_TIMEOUT_BLOCKS
/** A batch comes minutes after its blocks; one question does not read for hours. */
const MOST_BLOCKS = 400
const MOST_BATCHES = 5_000
/** Questions go on from one another in few places: what is new, and what is caught up with. */
const MOST_SCANS = 3
/** Five minutes of Ethereum: whoever keeps blobs may not have those of younger blocks yet. */
const YOUNG_BLOCKS = 25

/** Whether a network's batches can be read with what there is. */
export function canReadInbox(network: L2Network<'op-stack'>, blobs: BlobSource | undefined): boolean {
  const { dataAvailability = '' } = network
  // Metis says in calldata what its blobs hold.
  if (blobs || network.id === 'metis') return true
  return dataAvailability === '' || dataAvailability.includes('calldata')
}

/**
 * Reads the inbox of a network. Without a source of blobs, only calldata. By the rules of Holocene the batches of a scan must follow each other; the first one, and the
 * first one after blobs that are not there, is taken to follow what was posted before.
 */
export function createInboxIndex(network: L2Network<'op-stack'>, parent: NetworkId, blobs?: BlobSource): InboxIndex {
  /** Latest used last. */
  let scans: Scan[] = []
  let turn: Promise<unknown> = Promise.resolve()

  const find = async (view: ParentView, search: InboxSearch): Promise<readonly PostedBatch[]> => {
    const current = await scanFor(view, search)
    const holding = (): readonly PostedBatch[] =>
      current.batches.filter(
        ({ from, to, parentNumber }) => from <= search.block && search.block <= to && parentNumber > search.origin,
      )
    const last = Math.min(view.latest.number, search.origin + MOST_BLOCKS)
    while (holding().length === 0 && current.to < last) {
      const number = current.to + 1
      const postings = await readPostings(view, number, search)
      if (blobs && view.latest.number - number < YOUNG_BLOCKS && postings.some(isMissing)) break
      try {
        await readBlock(view, current, postings, number, search)
      } catch (error) {
        // Frames that were taken cannot be given back.
        scans = scans.filter((each) => each !== current)
        throw error
      }
      if (current.batches.length > MOST_BATCHES) current.batches = current.batches.slice(-MOST_BATCHES / 2)
      current.to = number
      current.toHash = undefined
    }
    if (current.to >= 0 && current.toHash === undefined) current.toHash = await hashAt(view, current.to)
    return holding()
  }

  /** The scan that a question goes on from; what was read of blocks that are gone by now is forgotten. */
  const scanFor = async (view: ParentView, { origin, rules }: InboxSearch): Promise<Scan> => {
    const start = Math.max(0, origin + 1 - CHANNEL_BLOCKS)
    const there = await Promise.all(
      scans.map(async ({ to, toHash }) => toHash === undefined || (await hashAt(view, to)) === toHash),
    )
    scans = scans.filter((_, index) => there[index])
    const known = scans.find((each) => each.rules === rules && each.from <= origin + 1 && start <= each.to + 1)
    const used = known ?? {
      ...{ from: start, rules, to: start - 1, toHash: undefined, batches: [], next: undefined, isDoubtful: false },
      channels: rules === 'holocene' ? createStagingChannel<Place>() : createChannelAssembler<Place>(),
    }
    scans = [...scans.filter((each) => each !== used), used].slice(-MOST_SCANS)
    return used
  }

  /** What the batcher of that time posted in a block. */
  const readPostings = async (view: ParentView, number: number, search: InboxSearch): Promise<readonly Posting[]> => {
    const postings: Posting[] = []
    for (const { address } of contractsAt(network.contracts.batchInbox, parent, number)) {
      for (const transaction of await view.transactionsTo(number, address)) {
        const { hash, from, input, blobVersionedHashes } = transaction
        if (hash === undefined || from === undefined || !search.isBatcher(from, number)) continue
        const payloads = await payloadsOf(view, transaction, number)
        postings.push({ hash, input, payloads, isBlob: blobVersionedHashes.length > 0 })
      }
    }
    return postings
  }

  const payloadsOf = async (
    view: ParentView,
    { blobVersionedHashes, input, hash }: ParentTransaction,
    number: number,
  ): Promise<Posting['payloads']> => {
    if (blobVersionedHashes.length === 0) {
      const bytes = new Uint8Array(input.length / 2 - 1)
      decodeHex(input, bytes, 0)
      return [bytes]
    }
    if (!blobs) return ['missing']
    const { hash: blockHash, timestampMs } = await view.block(number)
    const place = { network: view.network, number, hash: blockHash, timestampMs, ...(hash && { transactionHash: hash }) }
    const { signal } = view
    const found = await readBlobs(blobs, blobVersionedHashes, place, signal && { signal })
    return found.map((blob) => (blob ? readBlobPayload(blob) : 'missing'))
  }

  const readBlock = async (
    view: ParentView,
    scan: Scan,
    postings: readonly Posting[],
    number: number,
    search: InboxSearch,
  ): Promise<void> => {
    for (const { hash, input, isBlob, payloads } of postings) {
      const metis = network.id === 'metis' ? readMetisInbox(input) : undefined
      if (metis) {
        const { batch: _, ...range } = metis
        scan.batches.push({ ...range, transactions: [hash], parentNumber: number })
        continue
      }
      for (const payload of payloads) {
        if (payload === 'missing') scan.next = undefined
        const frames = payload && payload !== 'missing' ? readFrames(payload) : undefined
        for (const frame of frames ?? []) {
          const channel = scan.channels.add(frame, { hash, number })
          if (channel) await readWhole(view, scan, channel, search, availabilityOf(network, isBlob ? 'blobs' : 'calldata'))
        }
      }
    }
  }

  const readWhole = async (
    view: ParentView,
    scan: Scan,
    channel: AssembledChannel<Place>,
    { grid, rules, isOfChain }: InboxSearch,
    dataAvailability: DataAvailability,
  ): Promise<void> => {
    const isOfParent = (number: number, hash: string): Promise<boolean> => hasParentBlock(view, number, hash)
    const blocks = await readChannel(channel, { grid, rules, next: scan.next, isOfParent })
    if (blocks === 'unreadable') scan.next = undefined
    if (blocks === undefined && rules !== 'holocene') scan.isDoubtful = true
    if (blocks === undefined || blocks === 'unreadable') return
    // A batch that goes on from another block is dropped, and its channel with it; before Holocene it might still come to count.
    if (rules === 'holocene' && !(await isOfChain(blocks.follows))) return
    scan.next = blocks.to + 1
    const { places } = channel
    scan.batches.push({
      ...blocks,
      exact: blocks.exact && !scan.isDoubtful,
      transactions: [...new Set(places.map(({ hash }) => hash))],
      parentNumber: Math.max(...places.map(({ number }) => number)),
      dataAvailability,
    })
  }

  return {
    find(...asked) {
      const finding = turn.then(() => find(...asked))
      turn = finding.catch(() => {})
      return finding
    },
  }
}

function isMissing({ payloads }: Posting): boolean {
  return payloads.includes('missing')
}

/** A header that the endpoint has no more speaks against nobody. */
async function hasParentBlock(view: ParentView, number: number, hash: string): Promise<boolean> {
  if (number > view.latest.number) return false
  const block = await view.block(number).catch((error: unknown) => {
    if (DefimonError.isInstance(error) && ['NOT_FOUND', 'PRUNED'].includes(error.code)) return undefined
    throw error
  })
  return block === undefined || block.hash.startsWith(hash)
}

async function hashAt(view: ParentView, number: number): Promise<string | undefined> {
  if (number === view.latest.number) return view.latest.hash
  return number > view.latest.number ? undefined : (await view.block(number)).hash
}
