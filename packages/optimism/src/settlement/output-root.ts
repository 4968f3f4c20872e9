import { type BlockRef, DefimonError, type Hash, VerificationError } from '@defimon/core'
import type { BlockDriver, DriverCall } from '@defimon/core/adapter'
import { asObject, type EvmRaw, encodeHex, isPresent, loadWorkspace, parseHash, toQuantity } from '@defimon/evm'
import { type L2Header, readL2Header } from './read-l2-block.ts'
import type { RollupNode } from './rollup-node.ts'

/** L2ToL1MessagePasser, whose storage holds the withdrawals. */
const MESSAGE_PASSER = '0x4200000000000000000000000000000000000016'

/** The output root of a block, computed from what the network's endpoint gave. */
export interface OutputRoot {
  readonly block: BlockRef
  readonly root: Hash
  /** Everything in it is in the block's hash; otherwise the storage root is another word of the endpoint. */
  readonly isFromHeader: boolean
}

/**
 * The output root of the block at a height: keccak(0 ‖ state root ‖ storage root of the message passer ‖ block hash)
 * (specs.optimism.io, protocol/proposals). Since Isthmus the header holds the storage root; before, op-node or a proof gives it.
 * Undefined where the endpoint does not have it. Asks `eth_getBlockByNumber`, `optimism_outputAtBlock`, `eth_getProof`.
 */
export async function readOutputRoot(
  driver: BlockDriver<'op-stack', EvmRaw>,
  call: DriverCall,
  node: RollupNode,
  number: number,
): Promise<OutputRoot | undefined> {
  const header = await readL2Header(driver, call, number).catch(unlessUntrue)
  if (!header) return undefined
  const { stateRoot, withdrawalsRoot, requestsHash } = header.fields
  // Requests came with Isthmus, and the storage root with them (specs.optimism.io, isthmus/exec-engine).
  const isFromHeader = isPresent(requestsHash)
  const storageRoot = isFromHeader
    ? parseHash(withdrawalsRoot, 'withdrawalsRoot')
    : ((await node.withdrawalsRootAt(call, number)) ?? (await readStorageRoot(call, number).catch(unlessAborted)))
  if (storageRoot === undefined) return undefined
  const root = await outputRootOf(parseHash(stateRoot, 'stateRoot'), storageRoot, header)
  return { block: { number: header.number, hash: header.hash }, root, isFromHeader }
}

async function outputRootOf(stateRoot: string, storageRoot: string, { hash }: L2Header): Promise<string> {
  const { writer } = await loadWorkspace()
  const { memory } = writer
  writer.position = 0
  writer.rawHex(`0x${'00'.repeat(32)}`, 'version')
  writer.rawHex(stateRoot, 'stateRoot')
  writer.rawHex(storageRoot, 'storage root')
  writer.rawHex(hash, 'block hash')
  memory.hash(0, 128, 128)
  return encodeHex(memory.bytes, 128, 160)
}

async function readStorageRoot(call: DriverCall, number: number): Promise<string | undefined> {
  const answer = await call.request('eth_getProof', [MESSAGE_PASSER, [], toQuantity(number)])
  const root = isPresent(answer) ? asObject(answer, 'proof')['storageHash'] : undefined
  return isPresent(root) ? parseHash(root, 'storageHash') : undefined
}

/** A proof is asked for where it can be had. */
function unlessAborted(error: unknown): undefined {
  if (!DefimonError.isInstance(error) || error.code === 'ABORTED') throw error
  return undefined
}

/** That an endpoint does not have something is no fault; that it contradicts itself is. */
function unlessUntrue(error: unknown): undefined {
  const codes: readonly string[] = ['RPC', 'UNSUPPORTED', 'NOT_FOUND', 'NOT_YET', 'PRUNED']
  if (DefimonError.isInstance(error) && !(error instanceof VerificationError) && codes.includes(error.code)) return undefined
  throw error
}
