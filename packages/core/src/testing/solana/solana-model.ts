import type { L2Network, NetworkId } from '@defimon/core'
import { sha256 } from '@noble/hashes/sha2'
import { toBase58 } from '../encoding/base58.ts'
import { countTransactions } from '../ethereum/ethereum-model.ts'
import { seededRandom } from '../runtime/seeded-random.ts'
import type { BlockPlan, MadeBlock, StackModel } from '../simulation/stack-model.ts'
import { solanaFaults } from './solana-faults.ts'
import { answerSolana } from './solana-node.ts'
import { makeSolanaTransaction, type SolanaTransaction, type SolanaTransactionVersion } from './transaction.ts'

/** What a simulated Solana is. */
export interface SolanaModelOptions {
  readonly id?: NetworkId
  /** Stands for the genesis hash, and so for the chain. Default 1. */
  readonly genesis?: number
  /** What the genesis hash begins with, as CAIP-2 names a chain: the 32 characters after `solana:`. Default: made of `genesis`. */
  readonly chainReference?: string
  /** Transactions in a block, votes among them: a number, or drawn for each. Default 3. */
  readonly transactionsPerBlock?: number | ((draw: () => number) => number)
  /** Chance that a leader misses its slots. Default 0.12. */
  readonly skippedSlots?: number
  /** Versions of transactions. Default all three. */
  readonly transactionVersions?: readonly SolanaTransactionVersion[]
  /**
   * The first slot under Alpenglow: from then on blocks hold no votes. `soon`: its nodes know the question and say that it has not come.
   * Default: they are older than that and know no such question.
   */
  readonly alpenglow?: number | 'soon'
}

/** A simulated block: what its nodes answer from. */
export interface SolanaBlock {
  readonly slot: number
  readonly blockHeight: number
  readonly blockTime: number
  readonly blockhash: string
  readonly parentSlot: number
  readonly previousBlockhash: string
  readonly transactions: readonly SolanaTransaction[]
  readonly rewards: readonly object[]
}

/** A leader has four slots in a row; so many are missed at most at once. */
const MOST_SKIPPED = 4

function isAlpenglow({ alpenglow }: SolanaModelOptions, slot: number): boolean {
  return typeof alpenglow === 'number' && slot >= alpenglow
}

/**
 * Blocks and answers of a Solana-like chain. Slots are skipped, blockhashes follow from the parent's (no more can be known of them from
 * outside), and transactions are signed.
 */
export function solanaModel(options: SolanaModelOptions = {}): StackModel<SolanaBlock> {
  const { id = 'simulated_solana', genesis = 1, skippedSlots = 0.12, transactionVersions = ['legacy', 0, 1] } = options
  const ofNumber = toBase58(sha256(new TextEncoder().encode(`genesis/${genesis}`)))
  const genesisHash = options.chainReference === undefined ? ofNumber : options.chainReference + ofNumber.slice(32)
  const heights = new Map<string, number>()
  const network: L2Network<'solana'> = {
    id,
    name: `Simulated ${id}`,
    stack: 'solana',
    contracts: {},
    chainId: `solana:${genesisHash.slice(0, 32)}`,
    endpoints: [],
  }

  const make = (plan: BlockPlan): MadeBlock<SolanaBlock> => {
    const random = seededRandom(`${genesisHash}/${plan.seed}`)
    const blockhash = toBase58(sha256(new TextEncoder().encode(`${plan.parent.hash}/${genesisHash}/${plan.seed}`)))
    const blockHeight = (heights.get(plan.parent.hash) ?? Math.floor(plan.parent.number * 0.9)) + 1
    heights.set(blockhash, blockHeight)
    const count = countTransactions(options.transactionsPerBlock, random)
    const transactions = Array.from({ length: count }, () =>
      makeSolanaTransaction(random, random.pick(transactionVersions), plan.parent.hash, !isAlpenglow(options, plan.number)),
    )
    const content: SolanaBlock = {
      slot: plan.number,
      blockHeight,
      blockTime: Math.floor(plan.timestampMs / 1000),
      blockhash,
      parentSlot: plan.parent.number,
      previousBlockhash: plan.parent.hash,
      transactions,
      rewards: [
        {
          pubkey: toBase58(random.bytes(32)),
          lamports: random.integer(5_000, 50_000_000),
          postBalance: random.integer(10 ** 9, 2 ** 52),
          rewardType: 'Fee',
          commission: null,
        },
      ],
    }
    return {
      hash: blockhash,
      timestampMs: content.blockTime * 1000,
      transactionCount: transactions.length,
      logCount: transactions.reduce((sum, { logCount }) => sum + logCount, 0),
      content,
    }
  }

  return {
    network,
    make,
    answer: (call, view) => answerSolana(call, view, { genesisHash, alpenglow: options.alpenglow }),
    nextNumber: (after, seed) => {
      const random = seededRandom(`${seed}/skipped/${after}`)
      return after + 1 + (random.chance(skippedSlots) ? random.integer(1, MOST_SKIPPED) : 0)
    },
    writeHash: toBase58,
    // Nodes know three commitments; `safe` is the same block as `latest`.
    safeDepth: 0,
    foreign: () => {
      const { chainReference: _, ...others } = options
      return solanaModel({ ...others, genesis: genesis + 1 })
    },
    faults: solanaFaults,
  }
}
