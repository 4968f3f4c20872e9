import { DefimonError } from '@defimon/core'
import type { DriverCall } from '@defimon/core/adapter'
import { parseData } from '@defimon/evm'
import { type ContractFunction, defineFunction } from '@defimon/evm/parent'
import { numberOf } from './batch-calls.ts'

/** A contract that nodes of Nitro answer for themselves (nitro-contracts src/node-interface/NodeInterface.sol). */
const NODE_INTERFACE = '0x00000000000000000000000000000000000000c8'

/** The batch that holds an L2 block, as the node knows it. Reverts for genesis, and for what is not posted. */
export const findBatchContainingBlock: ContractFunction = defineFunction(
  'findBatchContainingBlock(uint64 blockNum)',
  '0x81f1adaf',
  'uint64 batch',
)

/** The batch of a block; undefined where the node does not tell. Asks `eth_call`. */
export async function askBatchOf(call: DriverCall, block: number): Promise<number | undefined> {
  const question = { to: NODE_INTERFACE, data: findBatchContainingBlock.encodeInput(block) }
  try {
    const answer = parseData(await call.request('eth_call', [question, 'latest']), 'batch of a block')
    return numberOf(findBatchContainingBlock.decodeOutput(answer)[0])
  } catch (error) {
    // A revert: not posted, or of genesis. Nodes of other software have no such contract.
    if (DefimonError.isInstance(error) && ['RPC', 'UNSUPPORTED', 'MALFORMED', 'NOT_FOUND'].includes(error.code)) return undefined
    throw error
  }
}

/** The blocks of a batch that one block is known of, by steps that double and then halve: some twenty calls. */
export async function askBlocksOf(
  call: DriverCall,
  batch: number,
  inside: number,
  genesis: number,
): Promise<{ readonly from: number; readonly to: number }> {
  const isInside = async (block: number): Promise<boolean> => block >= genesis && (await askBatchOf(call, block)) === batch
  return { from: await edge(isInside, inside, -1), to: await edge(isInside, inside, 1) }
}

async function edge(isInside: (block: number) => Promise<boolean>, start: number, direction: 1 | -1): Promise<number> {
  let inside = start
  let step = 1
  while (await isInside(inside + direction * step)) {
    inside += direction * step
    step *= 2
  }
  // The edge is less than `step` away.
  for (step = Math.floor(step / 2); step >= 1; step = Math.floor(step / 2)) {
    if (await isInside(inside + direction * step)) inside += direction * step
  }
  return inside
}
