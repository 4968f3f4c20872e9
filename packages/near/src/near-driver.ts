import { type BlockTag, DefimonError, type Exchange, type Hash, type L2Network, VerificationError } from '@defimon/core'
import { type Absence, assertNetwork, type BlockDriver, type DriverCall, type HeadClaim } from '@defimon/core/adapter'
import { decodeNearBlock, GENESIS_PARENT } from './decode-block.ts'
import type {} from './fields.ts'
import { headerOf, type NearRaw, wantedChunkHashes } from './near-raw.ts'
import { answerNearQuestion, recordedNearBlocks } from './near-recordings.ts'
import { readNumber, readObject, readString } from './read-json.ts'
import { nearChecks, verifyNearBlock } from './verify-block.ts'

/**
 * NEAR's words for our tags (docs.near.org, blocks and finality): an optimistic block may go, a near-final one has one more on top
 * (doomslug), a final one stays.
 */
const FINALITY: Readonly<Record<BlockTag, string>> = { latest: 'optimistic', safe: 'near-final', finalized: 'final' }

/** `status` names the network without its namespace: `mainnet`, `testnet`. */
async function readChainId(call: DriverCall): Promise<string> {
  const status = readObject(await call.request('status', []), 'status')
  return `near:${readString(status['chain_id'], 'chain_id')}`
}

async function readHead(call: DriverCall, tag: BlockTag): Promise<HeadClaim> {
  const block = decodeNearBlock({ block: await call.request('block', { finality: FINALITY[tag] }) }, 'header')
  return {
    number: block.number,
    hash: block.hash,
    timestampMs: block.timestampMs,
    ...(block.parent && { parentHash: block.parent.hash }),
  }
}

async function isSyncing(call: DriverCall): Promise<boolean> {
  const status = readObject(await call.request('status', []), 'status')
  return readObject(status['sync_info'], 'sync_info')['syncing'] === true
}

/** `UNKNOWN_BLOCK` says skipped, pruned or future alike, so it is only "there is none here". */
function isUnknown(error: unknown): boolean {
  return DefimonError.isInstance(error) && error.code === 'NOT_FOUND' && error.rpcCode !== undefined
}

async function fetchBlock(call: DriverCall, id: number | { readonly hash: Hash }): Promise<NearRaw | undefined> {
  let block: unknown
  try {
    block = await call.request('block', { block_id: typeof id === 'number' ? id : id.hash })
  } catch (error) {
    if (isUnknown(error)) return undefined
    throw error
  }
  const [chunks, parentBlock] = await Promise.all([fetchChunks(call, block), fetchParent(call, block)])
  return { block, chunks, ...(parentBlock !== undefined && { parentBlock }) }
}

/** A block does not say how many transactions it has: only its chunks do, whatever detail is wanted. */
function fetchChunks(call: DriverCall, block: unknown): Promise<readonly unknown[]> {
  return Promise.all(
    wantedChunkHashes({ block }).map(async (hash) => {
      try {
        return await call.request('chunk', { chunk_id: hash })
      } catch (error) {
        if (!isUnknown(error)) throw error
        assertChunkList(call, block)
        // The block names the chunk, so the node that gave the block lost it: another one may have it.
        throw new DefimonError('PRUNED', `chunk ${hash} of a block that is there`, { cause: error, method: 'chunk' })
      }
    }),
  )
}

/** A chunk that nobody has may stand in a list that the header rules out: then it is the block that is wrong. */
function assertChunkList(call: DriverCall, block: unknown): void {
  for (const result of verifyNearBlock({ block }, 'header')) {
    if (result.outcome !== 'mismatch') continue
    const { check, claimed, computed, detail } = result
    throw new VerificationError(check, claimed, computed, { host: call.endpoint, ...(detail !== undefined && { detail }) })
  }
}

/** Headers before version 3 name their parent by its hash alone; its height is in the parent. */
async function fetchParent(call: DriverCall, block: unknown): Promise<unknown> {
  const { prev_height: height, prev_hash: hash } = headerOf({ block })
  if (typeof height === 'number' || hash === GENESIS_PARENT) return undefined
  try {
    return await call.request('block', { block_id: readString(hash, 'prev_hash') })
  } catch (error) {
    if (isUnknown(error)) return undefined
    throw error
  }
}

/** How many heights behind a missing one are looked at for a block that stands after it. More are rarely missing in a row. */
const LOOK_AHEAD_HEIGHTS = 8

/**
 * Why a height has no block: nodes say the same of heights to come, skipped ones and ones that they have dropped. `status` tells the range
 * that the node holds; within it, the next block's `prev_height` proves a gap.
 */
async function explainAbsence(call: DriverCall, number: number): Promise<Absence> {
  const status = readObject(await call.request('status', []), 'status')
  const sync = readObject(status['sync_info'], 'sync_info')
  const latest = readNumber(sync['latest_block_height'], 'latest_block_height')
  if (number > latest) return 'not-yet'
  const earliest = sync['earliest_block_height']
  if (typeof earliest === 'number' && number < earliest) return 'pruned'
  for (let height = number + 1; height <= Math.min(latest, number + LOOK_AHEAD_HEIGHTS); height += 1) {
    const block = await askHeight(call, height)
    if (block === undefined) continue
    const previous = headerOf({ block })['prev_height']
    return typeof previous === 'number' && previous < number ? 'skipped' : 'unknown'
  }
  return 'unknown'
}

async function askHeight(call: DriverCall, height: number): Promise<unknown> {
  try {
    return await call.request('block', { block_id: height })
  } catch (error) {
    if (isUnknown(error)) return undefined
    throw error
  }
}

/**
 * NEAR by JSON-RPC: `block`, one `chunk` for each new chunk that holds transactions, `status`. Heights have gaps; the parent is
 * `prev_hash` at `prev_height`.
 */
export function nearDriver(network: L2Network<'near'>): BlockDriver<'near', NearRaw> {
  assertNetwork(network, 'near')
  return {
    network,
    checks: nearChecks,
    hasGaps: true,
    settlementStages: { settled: 'final by Doomslug and its finality gadget: two blocks above it, about 1.2 seconds' },
    readChainId,
    readHead,
    isSyncing,
    fetchBlock,
    decode: decodeNearBlock,
    verify: (raw, _block, detail) => verifyNearBlock(raw, detail),
    explainAbsence,
    recordedBlocks: (exchanges: readonly Exchange[]) => recordedNearBlocks(network, exchanges),
    answerFromRecording: (exchanges: readonly Exchange[]) => answerNearQuestion(network, exchanges),
  }
}
