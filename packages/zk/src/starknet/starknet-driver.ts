import { type BlockTag, DefimonError, type Detail, type Exchange, type Hash, type L2Network } from '@defimon/core'
import {
  assertNetwork,
  type BlockDriver,
  type DriverCall,
  type HeadClaim,
  isObject,
  readNumber,
  readObject,
  readString,
} from '@defimon/core/adapter'
import { decodeStarknetBlock } from './decode-block.ts'
import { feltToShortString } from './felt.ts'
import type {} from './fields.ts'
import { loadStarknetHashes, type StarknetHashes } from './hashes.ts'
import { isUnfinished, readHeader } from './read-header.ts'
import { createSpecVersions } from './spec-version.ts'
import type { StarknetRaw } from './starknet-raw.ts'
import { answerStarknetQuestion, recordedStarknetBlocks } from './starknet-recordings.ts'
import { needsStateUpdate, starknetChecks, verifyStarknetBlock } from './verify-block.ts'

/** What a StarkNet driver can be told. */
export interface StarknetDriverOptions {
  /**
   * Recompute the commitments to transactions, events and receipts from the whole block. Costs about 0.15 ms for each Poseidon
   * permutation (half a second for a block of 200 transactions), and before StarkNet 0.13.2 about 0.2 ms for each Pedersen hash (1 to 4 s
   * for such a block), all of it on the calling thread; and where the endpoint's headers hold no commitments (JSON-RPC before 0.10),
   * one more call a block, `starknet_getStateUpdate`. Default false: the block hash is recomputed from the commitments that the
   * header states, two Poseidon hashes a block.
   */
  readonly recomputeCommitments?: boolean
  /** The hash functions, for who has native ones or keeps what they gave. Default: `loadStarknetHashes`, in plain JavaScript. */
  readonly hashes?: StarknetHashes
}

const METHOD: Readonly<Record<Detail, string>> = {
  header: 'starknet_getBlockWithTxHashes',
  transactions: 'starknet_getBlockWithTxs',
  receipts: 'starknet_getBlockWithReceipts',
}

/** How many blocks a node may be behind what it has heard of before it counts as catching up. */
const SYNCING_BLOCKS = 10

/** JSON-RPC 0.8 to 0.10: 24 is BLOCK_NOT_FOUND, for heights of the future and of the past alike. */
function isUnknown(error: unknown): boolean {
  return DefimonError.isInstance(error) && error.code === 'NOT_FOUND' && error.rpcCode !== undefined
}

function headOf(block: unknown): HeadClaim {
  const header = readHeader(readObject(block, 'block'))
  return {
    number: header.number,
    hash: header.hash,
    timestampMs: header.timestamp * 1000,
    parentHash: header.parentHash,
  }
}

async function readChainId(call: DriverCall): Promise<string> {
  const felt = readString(await call.request('starknet_chainId', []), 'starknet_chainId')
  return `starknet:${feltToShortString(felt, 'starknet_chainId')}`
}

async function isSyncing(call: DriverCall): Promise<boolean> {
  const status = await call.request('starknet_syncing', [])
  // Nodes that follow the head give an object as well, whose two numbers are close.
  if (!isObject(status)) return false
  const highest = readNumber(status['highest_block_num'], 'highest_block_num')
  return highest - readNumber(status['current_block_num'], 'current_block_num') > SYNCING_BLOCKS
}

async function fetchBlock(
  call: DriverCall,
  id: number | { readonly hash: Hash },
  detail: Detail,
  recomputeCommitments: boolean,
): Promise<StarknetRaw | undefined> {
  const blockId = typeof id === 'number' ? { block_number: id } : { block_hash: id.hash }
  try {
    const block = await call.request(METHOD[detail], [blockId])
    // Asked by number, a node may show the block that it is making.
    if (!isObject(block) || isUnfinished(block)) return isObject(block) ? undefined : { block }
    if (!recomputeCommitments || detail !== 'receipts' || !needsStateUpdate(readHeader(block))) return { block }
    return { block, stateUpdate: await call.request('starknet_getStateUpdate', [{ block_hash: block['block_hash'] }]) }
  } catch (error) {
    if (isUnknown(error)) return undefined
    throw error
  }
}

/**
 * StarkNet and its appchains by JSON-RPC 0.8 to 0.10: `starknet_getBlockWithReceipts` (or `…WithTxs`, `…WithTxHashes`), one call a
 * block; `starknet_chainId`, `starknet_specVersion`, `starknet_syncing`. `safe` and `finalized` are both the newest block accepted on
 * L1: until then a block rests on the sequencer's word alone, and nothing is in between.
 */
export function starknetDriver(
  network: L2Network<'starknet'>,
  options: StarknetDriverOptions = {},
): BlockDriver<'starknet', StarknetRaw> {
  assertNetwork(network, 'starknet')
  const specVersions = createSpecVersions()
  const verifyOptions = {
    chainName: network.chainId?.replace(/^starknet:/, ''),
    recomputeCommitments: options.recomputeCommitments === true,
    hashes: async () => options.hashes ?? loadStarknetHashes(),
  }

  async function readHead(call: DriverCall, tag: BlockTag): Promise<HeadClaim> {
    if (tag === 'latest') return headOf(await call.request(METHOD.header, ['latest']))
    if (await specVersions.hasL1AcceptedTag(call)) return headOf(await call.request(METHOD.header, ['l1_accepted']))
    throw new DefimonError(
      'RPC',
      `an endpoint of JSON-RPC ${await specVersions.read(call)}, which has no tag for ${tag} blocks`,
      {
        network: network.id,
        host: call.endpoint,
        method: METHOD.header,
      },
    )
  }

  return {
    network,
    settlementStages: async () => (await import('./settlement/settlement-stages.ts')).starknetStages(network),
    checks: starknetChecks,
    readChainId,
    readHead,
    isSyncing,
    fetchBlock: (call, id, detail) => fetchBlock(call, id, detail, verifyOptions.recomputeCommitments),
    decode: decodeStarknetBlock,
    verify: (raw, block) => verifyStarknetBlock(raw, block, verifyOptions),
    newHeads: { method: 'starknet_subscribeNewHeads', params: {}, decode: headOf },
    recordedBlocks: (exchanges: readonly Exchange[]) => recordedStarknetBlocks(network, exchanges),
    answerFromRecording: (exchanges: readonly Exchange[]) => answerStarknetQuestion(network, exchanges),
  }
}
