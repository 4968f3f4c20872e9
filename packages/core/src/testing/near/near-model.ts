import type { L2Network, NetworkId } from '@defimon/core'
import { toBase58 } from '../encoding/base58.ts'
import { countTransactions } from '../ethereum/ethereum-model.ts'
import { seededRandom } from '../runtime/seeded-random.ts'
import type { BlockPlan, MadeBlock, StackModel } from '../simulation/stack-model.ts'
import { makeNearBlock, type NearBlock, type NearHeaderVersion } from './near-block.ts'
import { nearFaults } from './near-faults.ts'
import { answerNear } from './near-node.ts'

export type { NearHeaderVersion } from './near-block.ts'

/** What a simulated NEAR is. */
export interface NearModelOptions {
  readonly id?: NetworkId
  /** As `status` names it. Default `simulated`. */
  readonly chainName?: string
  /** Default 5. Headers before version 3 do not hold their parent's height. */
  readonly headerVersion?: NearHeaderVersion
  /** Default 3. */
  readonly shards?: number
  /** Transactions in a block, over all shards: a number, or drawn for each. Default 3. */
  readonly transactionsPerBlock?: number | ((draw: () => number) => number)
  /** Chance that no block is made at a height. Default 0.12. */
  readonly missingHeights?: number
}

/**
 * Blocks and answers of a NEAR-like chain: block hashes and the roots over chunk headers are right, heights are missing, and shards
 * miss blocks, so that an old chunk stands in their place. NEAR's blocks hold no outcomes, so there are no logs.
 */
export function nearModel(options: NearModelOptions = {}): StackModel<NearBlock> {
  const { id = 'simulated_near', chainName = 'simulated', headerVersion = 5, shards = 3, missingHeights = 0.12 } = options
  const network: L2Network<'near'> = {
    id,
    name: `Simulated ${id}`,
    stack: 'near',
    contracts: {},
    chainId: `near:${chainName}`,
    endpoints: [],
  }
  const blocksOfChunk = new Map<string, string[]>()

  const make = (plan: BlockPlan): MadeBlock<NearBlock> => {
    const random = seededRandom(`${chainName}/${plan.seed}`)
    const transactions = countTransactions(options.transactionsPerBlock, random)
    const content = makeNearBlock(random, plan, { version: headerVersion, shards, transactions })
    for (const hash of content.chunks.keys()) {
      const blocks = blocksOfChunk.get(hash) ?? []
      if (!blocks.includes(content.hash)) blocksOfChunk.set(hash, [...blocks, content.hash])
    }
    return { hash: content.hash, timestampMs: plan.timestampMs, transactionCount: transactions, logCount: 0, content }
  }

  return {
    network,
    make,
    answer: (call, view) => answerNear(call, view, { chainName, blocksOfChunk: (hash) => blocksOfChunk.get(hash) ?? [] }),
    nextNumber: (after, seed) => {
      const random = seededRandom(`${seed}/missing/${after}`)
      return after + 1 + (random.chance(missingHeights) ? random.integer(1, 2) : 0)
    },
    writeHash: toBase58,
    foreign: () => nearModel({ ...options, chainName: `${chainName}-other` }),
    faults: nearFaults,
  }
}
