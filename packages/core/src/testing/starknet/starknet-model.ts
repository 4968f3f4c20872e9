import type { L2Network, NetworkId } from '@defimon/core'
import { seededRandom } from '../runtime/seeded-random.ts'
import type { BlockPlan, MadeBlock, StackModel } from '../simulation/stack-model.ts'
import { type StarknetBlock, sealBlock } from './block.ts'
import { drawFelt, drawFelts, toFelt } from './felt.ts'
import { starknetFaults } from './starknet-faults.ts'
import { answerStarknet, type StarknetSpecVersion, starknetNewHead } from './starknet-node.ts'
import { drawStateDiff } from './state-diff.ts'
import { makeTransaction } from './transaction.ts'

/** What a simulated StarkNet is. */
export interface StarknetModelOptions {
  readonly id?: NetworkId
  /** The chain id as text, at most 31 characters. Default `SN_SIMULATED`. */
  readonly chainName?: string
  /** The JSON-RPC that its nodes speak. Default `0.10.2`; before it, headers hold no commitments. */
  readonly specVersion?: StarknetSpecVersion
  /** The version in its headers, which decides how blocks are hashed. Default `0.14.0`. Blocks before 0.13.2 (Pedersen) cannot be made. */
  readonly starknetVersion?: '0.13.2' | '0.13.2.1' | '0.13.3' | '0.13.4' | '0.13.5' | '0.14.0' | '0.14.1'
  /** Transactions in a block: a number, or drawn for each. Default 3. */
  readonly transactionsPerBlock?: number | ((draw: () => number) => number)
  /**
   * Whether the commitments in headers are those of the transactions, events, receipts and state diffs. Default true. False draws them, which makes
   * blocks several times faster, for readers that check headers only.
   */
  readonly commitments?: boolean
}

/** Blocks that are kept, so that a model that serves several chains with one seed makes each block once. */
const KEPT_BLOCKS = 1024

/** Blocks and answers of StarkNet, with Poseidon hashes of its own. */
export function starknetModel(options: StarknetModelOptions = {}): StackModel<StarknetBlock> {
  const { id = 'simulated_starknet', chainName = 'SN_SIMULATED', specVersion = '0.10.2', starknetVersion = '0.14.0' } = options
  const { transactionsPerBlock = 3, commitments = true } = options
  const made = new Map<string, MadeBlock<StarknetBlock>>()
  const network: L2Network<'starknet'> = {
    id,
    name: `Simulated ${id}`,
    stack: 'starknet',
    chainId: `starknet:${chainName}`,
    contracts: {},
    endpoints: [],
  }

  const make = (plan: BlockPlan): MadeBlock<StarknetBlock> => {
    const random = seededRandom(`${chainName}/${plan.seed}`)
    const count = typeof transactionsPerBlock === 'function' ? transactionsPerBlock(random.next) : transactionsPerBlock
    const transactions = Array.from({ length: Math.max(0, Math.floor(count)) }, (_, index) =>
      makeTransaction(random, plan.number * 1000 + index),
    )
    const timestampSeconds = Math.floor(plan.timestampMs / 1000)
    const draw = (most: number): bigint => BigInt(random.integer(1, most))
    const block = sealBlock({
      number: plan.number,
      parentHash: plan.parent.hash,
      stateRoot: drawFelt(random),
      sequencerAddress: drawFelt(random),
      timestampSeconds,
      starknetVersion,
      gasPrices: [
        [draw(2 ** 40), draw(2 ** 50)],
        [draw(2 ** 20), draw(2 ** 40)],
        [draw(2 ** 20), draw(2 ** 40)],
      ],
      blobs: random.chance(0.9),
      stateDiff: drawStateDiff(random),
      transactions,
      ...(!commitments && { drawnCommitments: drawFelts(random, 4) as [string, string, string, string] }),
    })
    return {
      hash: block.hash,
      timestampMs: timestampSeconds * 1000,
      transactionCount: transactions.length,
      logCount: block.eventCount,
      content: block,
    }
  }

  return {
    network,
    make: (plan) => {
      const key = `${plan.seed} ${plan.number} ${plan.timestampMs} ${plan.parent.hash}`
      const kept = made.get(key) ?? make(plan)
      made.delete(key)
      made.set(key, kept)
      if (made.size > KEPT_BLOCKS) made.delete(made.keys().next().value!)
      return kept
    },
    writeHash: (bytes) => toFelt(bytes.subarray(0, 31).reduce((value, byte) => value * 256n + BigInt(byte), 0n)),
    answer: (call, view) => answerStarknet(call, view, chainName, specVersion),
    ...(specVersion !== '0.8.1' && { newHead: starknetNewHead }),
    foreign: () => starknetModel({ ...options, chainName: `${chainName.slice(0, 24)}_OTHER` }),
    faults: starknetFaults,
  }
}
