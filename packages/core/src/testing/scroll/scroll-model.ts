import type { L2Network, NetworkId } from '@defimon/core'
import { type EthereumBlock, type EthereumBlockParts, sealBlock } from '../ethereum/block.ts'
import { asMadeBlock, contractOf, countTransactions, makeTransactions, makeUserReceipt } from '../ethereum/ethereum-model.ts'
import { answerEthereum, createTransactionIndex, ethereumNewHead } from '../ethereum/ethereum-node.ts'
import { toQuantity } from '../ethereum/hex.ts'
import { type EthereumReceipt, makeLogs, makeReceipt } from '../ethereum/receipt.ts'
import { SIMULATED_ACCOUNTS } from '../ethereum/signature.ts'
import type { EthereumTransaction } from '../ethereum/transaction.ts'
import { type SeededRandom, seededRandom } from '../runtime/seeded-random.ts'
import type { BlockPlan, MadeBlock, StackModel } from '../simulation/stack-model.ts'
import { L1_MESSAGE_TYPE, makeL1Message } from './l1-message.ts'
import { scrollFaults } from './scroll-faults.ts'

/** Eras of Scroll's block format: before base fees, with them, and without the seal of Clique. */
export const SCROLL_FORKS = ['bernoulli', 'curie', 'euclid-v2'] as const

/** An era of Scroll's block format. */
export type ScrollFork = (typeof SCROLL_FORKS)[number]

/** What a simulated Scroll chain is. */
export interface ScrollModelOptions {
  readonly id?: NetworkId
  readonly chainId?: number
  /** Default `euclid-v2`. */
  readonly fork?: ScrollFork
  /** Transactions of users in a block, beside the messages from L1: a number, or drawn for each. Default 3. */
  readonly transactionsPerBlock?: number | ((draw: () => number) => number)
}

/** Messages come first in a block. */
function messagesOf(random: SeededRandom, number: number): EthereumTransaction[] {
  return Array.from({ length: random.integer(1, 2) }, (_, index) =>
    makeL1Message({
      queueIndex: number * 4 + index,
      gasLimit: BigInt(random.integer(100_000, 200_000)),
      to: random.hex(20),
      valueWei: random.chance(0.5) ? BigInt(random.integer(1, 2 ** 40)) : 0n,
      input: random.hex(random.pick([0, 4, 68])),
      sender: random.pick(SIMULATED_ACCOUNTS).address,
    }),
  )
}

function messageReceipt(random: SeededRandom, gasBefore: bigint): EthereumReceipt {
  const gasUsed = BigInt(random.integer(21_000, 90_000))
  return makeReceipt({
    type: L1_MESSAGE_TYPE,
    statusOrRoot: 1,
    gasUsed,
    cumulativeGasUsed: gasBefore + gasUsed,
    logs: makeLogs(random, 2),
    json: { l1Fee: '0x0' },
  })
}

/** Blocks and answers of a Scroll chain: Ethereum's, with messages from L1 under the number of OP's deposits (scroll-tech/go-ethereum). */
export function scrollModel(options: ScrollModelOptions = {}): StackModel<EthereumBlock> {
  const { id = 'simulated_scroll', chainId = 1_337_030, fork = 'euclid-v2' } = options
  const clique = fork !== 'euclid-v2'
  const transactionIndex = createTransactionIndex()
  const network: L2Network<'scroll'> = {
    id,
    name: `Simulated ${id}`,
    stack: 'scroll',
    contracts: {},
    chainId: `eip155:${chainId}`,
    evmChainId: chainId,
    endpoints: [],
  }

  const make = (plan: BlockPlan): MadeBlock<EthereumBlock> => {
    const random = seededRandom(plan.seed)
    const baseFeePerGasWei = fork === 'bernoulli' ? undefined : BigInt(random.integer(1_000_000, 50_000_000))
    const messages = messagesOf(random, plan.number)
    const users = makeTransactions(random, countTransactions(options.transactionsPerBlock, random), {
      number: plan.number,
      chainId,
      baseFeePerGasWei,
      types: { bernoulli: [0], curie: [0, 0, 1, 2], 'euclid-v2': [0, 0, 1, 2, 4] }[fork],
    })
    const receipts: EthereumReceipt[] = []
    const gasBefore = (): bigint => receipts.at(-1)?.cumulativeGasUsed ?? 0n
    for (const _ of messages) receipts.push(messageReceipt(random, gasBefore()))
    for (const user of users) {
      const l1Fee = toQuantity(user.encoded.length * random.integer(1_000, 100_000))
      receipts.push(makeUserReceipt(random, user, gasBefore(), { l1Fee }))
    }
    const parts: EthereumBlockParts = {
      number: plan.number,
      parentHash: plan.parent.hash,
      timestampSeconds: Math.floor(plan.timestampMs / 1000),
      miner: `0x${'00'.repeat(20)}`,
      stateRoot: random.hex(32),
      difficulty: clique ? 2n : 1n,
      gasLimit: 20_000_000n,
      // Clique: 32 bytes of vanity and a seal of 65 (EIP-225).
      extraData: clique ? random.hex(97) : '0x',
      mixHash: `0x${'00'.repeat(32)}`,
      nonce: '0x0000000000000000',
      baseFeePerGasWei,
      transactions: [...messages, ...users],
      receipts,
    }
    return asMadeBlock(sealBlock(parts, contractOf), parts)
  }

  return {
    network,
    make,
    answer: (call, view) => answerEthereum(call, view, chainId, transactionIndex),
    newHead: ethereumNewHead,
    foreign: () => scrollModel({ ...options, chainId: chainId + 1 }),
    faults: scrollFaults,
  }
}
