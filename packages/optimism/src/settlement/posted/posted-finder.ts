import { type BlobSource, DefimonError, type Evidence, type L2Network, type NetworkId } from '@defimon/core'
import type { BlockDriver, DriverCall } from '@defimon/core/adapter'
import type { EvmRaw } from '@defimon/evm'
import type { ParentView } from '@defimon/evm/parent'
import type { ContractEntry } from '../claims/claim-entry.ts'
import type { ContractState } from '../contract-state.ts'
import { availabilityOf } from '../data-availability.ts'
import { genesisGrid } from '../genesis.ts'
import type { BlockGrid } from '../inbox/block-grid.ts'
import { rulesOf } from '../inbox/derivation-rules.ts'
import { type L2Header, readL2Header } from '../read-l2-block.ts'
import type { RollupNode } from '../rollup-node.ts'
import { canReadInbox, createInboxIndex, type PostedBatch } from './inbox-index.ts'
import type { FollowedBlock } from './read-channel.ts'

type Driver = BlockDriver<'op-stack', EvmRaw>
type LiveSearch = PostedSearch & { readonly call: DriverCall }

/** What is known when the data of a block are looked for. */
export interface PostedSearch {
  readonly view: ParentView
  /** Absent: the network cannot be asked any more. */
  readonly call?: DriverCall
  readonly state: ContractState
  readonly block: L2Header
  /** Its L1 origin. */
  readonly origin: number
  /** What the contracts said since. */
  readonly entries: readonly ContractEntry[]
}

/** Finds where the data of blocks were posted. */
export interface PostedFinder {
  /** Empty: not posted, as far as can be known. */
  find(search: PostedSearch): Promise<readonly Evidence[]>
}

/** The inbox is read for newer blocks only: it takes a question for each block of the parent. */
const READ_MS = 3_600_000
/** Of older blocks the data are final long since. */
const RECENT_MS = 6 * READ_MS
/** SEQUENCING_WINDOW of OP Mainnet, in L1 blocks: what comes later does not count. */
const WINDOW_BLOCKS = 3_600

/**
 * Finds the data of blocks. In this order: batches of the OVM by their events; batches in the inbox, which are read for recent blocks where
 * they can be decoded; the L1 block by op-node's safe-head database; what the endpoint calls safe and finalized. The last two say no
 * transaction or not exactly which (`exact: false`).
 */
export function createPostedFinder(
  network: L2Network<'op-stack'>,
  driver: Driver,
  parent: NetworkId,
  node: RollupNode,
  blobs: BlobSource | undefined,
): PostedFinder {
  const inbox = createInboxIndex(network, parent, blobs)
  const registered = new Set(
    (network.operators ?? [])
      .filter(({ role, chain }) => role === 'batcher' && chain === parent)
      .map(({ address }) => address.toLowerCase()),
  )

  const gridOf = async (call: DriverCall, { number, timestampMs }: L2Header): Promise<BlockGrid | undefined> => {
    const { blockTimeMs = 2_000 } = network
    // Chains that count milliseconds write other times into their batches.
    if (blockTimeMs % 1_000 !== 0) return undefined
    const known = genesisGrid(network)
    const genesisS = known?.genesisS ?? (await readL2Header(driver, call, 0).catch(absent))?.timestampMs
    const timestampS = timestampMs / 1_000
    return { genesisS: known ? known.genesisS : (genesisS ?? 0) / 1_000, number, timestampS, blockTimeS: blockTimeMs / 1_000 }
  }

  const findInInbox = async (search: LiveSearch): Promise<readonly Evidence[]> => {
    const { view, call, state, block, origin, entries } = search
    if (!canReadInbox(network, blobs) || view.latest.timestampMs - block.timestampMs > READ_MS) return []
    const grid = await gridOf(call, block)
    if (!grid) return []
    const isBatcher = await batchersOf(state, entries)
    const rules = rulesOf(block.fields['extraData'])
    const isOfChain = (follows: FollowedBlock): Promise<boolean> => hasBlock(call, follows)
    for (const batch of await inbox.find(view, { block: block.number, origin, grid, rules, isBatcher, isOfChain })) {
      if (!batch.follows || (await isOfChain(batch.follows))) return evidenceOf(view, batch)
    }
    return []
  }

  /** By the changes that SystemConfig told of; before them those that are registered. */
  const batchersOf = async (
    state: ContractState,
    entries: readonly ContractEntry[],
  ): Promise<(sender: string, parentNumber: number) => boolean> => {
    const current = await state.batcher()
    const changes = entries.filter((entry) => entry.kind === 'batcher')
    return (sender, parentNumber) => {
      const last = changes.findLast(({ log }) => log.blockNumber <= parentNumber)
      if (last) return sender === last.batcher
      return (changes.length === 0 && sender === current) || registered.has(sender)
    }
  }

  /** A batch is of this chain where the block that it goes on from is the chain's. */
  const hasBlock = async (call: DriverCall, { number, hash }: FollowedBlock): Promise<boolean> => {
    const before = number < 0 ? undefined : await readL2Header(driver, call, number).catch(absent)
    return before === undefined || before.hash.startsWith(hash)
  }

  const findByNode = async ({ view, call, block, origin }: LiveSearch): Promise<readonly Evidence[]> => {
    const known = await node.safeHeadAt(call, view.latest.number)
    if (known === undefined || known < block.number) return []
    let low = origin
    let high = Math.min(view.latest.number, origin + WINDOW_BLOCKS)
    /** What is safe after `high`, and after `low`. */
    let to = known
    let before = block.number - 1
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      const head = await node.safeHeadAt(call, middle)
      if (head === undefined) return []
      if (head >= block.number) [high, to] = [middle, head]
      else [low, before] = [middle, head]
    }
    const { hash, timestampMs } = await view.block(high)
    const place = { network: view.network, number: high, hash, timestampMs, parentStatus: view.statusOf(high) }
    return [{ kind: 'batch', ...place, covers: { from: before + 1, to, exact: false } }]
  }

  const findByTag = async ({ view, call, block }: LiveSearch): Promise<readonly Evidence[]> => {
    const status = await node.syncStatus(call)
    for (const tag of ['finalized', 'safe'] as const) {
      const head = status
        ? tag === 'finalized'
          ? status.finalizedL2
          : status.safeL2
        : await driver.readHead(call, tag).catch(absent)
      if (!head || head.number < block.number) continue
      const by = status && (tag === 'finalized' ? status.finalizedL1 : status.currentL1)
      const number = Math.min(by?.number ?? view.latest.number, tag === 'finalized' ? view.finalized : view.latest.number)
      if (number < 0) continue
      const { hash, timestampMs } = number === view.latest.number ? view.latest : await view.block(number)
      const place = { network: view.network, number, hash, timestampMs, parentStatus: view.statusOf(number) }
      return [{ kind: 'batch', ...place, covers: { from: block.number, to: head.number, exact: false } }]
    }
    return []
  }

  return {
    async find(search) {
      const { view, block, entries, call } = search
      const ovm = entries.find((entry) => entry.kind === 'ovm-batch' && entry.from <= block.number && block.number <= entry.to)
      if (ovm?.kind === 'ovm-batch') {
        const { from, to, log } = ovm
        const dataAvailability = availabilityOf(network, 'calldata')
        return evidenceOf(view, {
          from,
          to,
          transactions: [log.transactionHash],
          parentNumber: log.blockNumber,
          dataAvailability,
        })
      }
      if (!call) return []
      const live = { ...search, call }
      const found = await findInInbox(live)
      if (found.length > 0) return found
      const isRecent = view.latest.timestampMs - block.timestampMs <= RECENT_MS
      const byNode = isRecent ? await findByNode(live) : []
      const known = byNode.length > 0 ? byNode : await findByTag(live)
      const { dataAvailability } = network
      return dataAvailability === undefined ? known : known.map((evidence) => ({ ...evidence, dataAvailability }))
    },
  }
}

function evidenceOf(
  view: ParentView,
  { from, to, exact = true, transactions, dataAvailability }: PostedBatch,
): Promise<readonly Evidence[]> {
  return Promise.all(
    transactions.map((transactionHash) =>
      view.evidence({ kind: 'batch', transactionHash, purpose: 'data', covers: { from, to, exact }, dataAvailability }),
    ),
  )
}

function absent(error: unknown): undefined {
  const codes: readonly string[] = ['RPC', 'UNSUPPORTED', 'NOT_FOUND', 'NOT_YET', 'PRUNED']
  if (DefimonError.isInstance(error) && codes.includes(error.code)) return undefined
  throw error
}
