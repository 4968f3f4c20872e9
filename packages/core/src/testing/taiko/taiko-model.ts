import type { L2Network, NetworkId } from '@defimon/core'
import { type EthereumBlock, type EthereumBlockParts, sealBlock } from '../ethereum/block.ts'
import { ethereumFaults, inTransactions } from '../ethereum/ethereum-faults.ts'
import { asMadeBlock, contractOf, countTransactions, makeTransactions, makeUserReceipt } from '../ethereum/ethereum-model.ts'
import { answerEthereum, createTransactionIndex, ethereumNewHead } from '../ethereum/ethereum-node.ts'
import { concatBytes, fixedBytes, toBytes, toHex } from '../ethereum/hex.ts'
import { keccakHex } from '../ethereum/keccak.ts'
import { type EthereumReceipt, makeReceipt } from '../ethereum/receipt.ts'
import { EMPTY_TRIE_ROOT } from '../ethereum/trie.ts'
import { seededRandom } from '../runtime/seeded-random.ts'
import type { Fault } from '../simulation/fault.ts'
import type { BlockPlan, MadeBlock, StackModel } from '../simulation/stack-model.ts'
import { type AnchoredL1Block, anchorInput, makeAnchor } from './anchor.ts'

/** Forks of Taiko that changed the anchor, oldest first. */
export const TAIKO_FORKS = ['katla', 'ontake', 'pacaya', 'shasta'] as const

/** A fork of Taiko that changed the anchor. */
export type TaikoFork = (typeof TAIKO_FORKS)[number]

/** What a simulated Taiko chain is. */
export interface TaikoModelOptions {
  readonly id?: NetworkId
  readonly chainId?: number
  /** Default `shasta`. */
  readonly fork?: TaikoFork
  /** Transactions of users in a block, beside the anchor: a number, or drawn for each. Default 3. */
  readonly transactionsPerBlock?: number | ((draw: () => number) => number)
  /** Shasta: the proposal that a block is of, which its extraData names. Default: as before Shasta, where it names none. */
  readonly proposalOf?: (number: number) => number | undefined
}

const L1_SLOT_MS = 12_000

/** The newest L1 block at a time, made up. */
function anchoredAt(timestampMs: number): AnchoredL1Block {
  const number = Math.floor(timestampMs / L1_SLOT_MS)
  const of = (salt: string): string => keccakHex(concatBytes(toBytes(salt), fixedBytes(number, 32)))
  return { number, hash: of('0x6c31'), stateRoot: of('0x6c32') }
}

const taikoFaults: Readonly<Record<string, Fault>> = {
  ...ethereumFaults,
  'anchor-changed': inTransactions('an anchor to another L1 block', (transactions) => {
    const anchor = transactions[0]
    if (anchor) anchor['input'] = String(anchor['input']).replace(/.{8}$/, 'deadbeef')
  }),
}

/** The share of the base fee; since Shasta, the proposal after it. */
function extraDataOf(proposal: number | undefined): string {
  return toHex(proposal === undefined ? fixedBytes(75, 32) : concatBytes(fixedBytes(75, 1), fixedBytes(proposal, 6)))
}

/** Blocks and answers of a Taiko chain: Ethereum's, with an anchor first in every block (taikoxyz/taiko-mono). */
export function taikoModel(options: TaikoModelOptions = {}): StackModel<EthereumBlock> {
  const { id = 'simulated_taiko', chainId = 1_337_040, fork = 'shasta' } = options
  const transactionIndex = createTransactionIndex()
  const network: L2Network<'taiko'> = {
    id,
    name: `Simulated ${id}`,
    stack: 'taiko',
    contracts: {},
    parent: 'ethereum',
    chainId: `eip155:${chainId}`,
    evmChainId: chainId,
    endpoints: [],
  }

  const make = (plan: BlockPlan): MadeBlock<EthereumBlock> => {
    const random = seededRandom(plan.seed)
    const { number } = plan
    const baseFeePerGasWei = BigInt(random.integer(1_000_000, 50_000_000))
    const input = anchorInput(fork, anchoredAt(plan.timestampMs), BigInt(random.integer(0, 30_000_000)))
    const anchor = makeAnchor({ chainId, number, baseFeePerGasWei }, input)
    const gasUsed = BigInt(random.integer(100_000, 300_000))
    const users = makeTransactions(random, countTransactions(options.transactionsPerBlock, random), {
      number,
      chainId,
      baseFeePerGasWei,
      types: [0, 1, 2, 2, 2],
    })
    const receipts: EthereumReceipt[] = [makeReceipt({ type: 2, statusOrRoot: 1, gasUsed, cumulativeGasUsed: gasUsed, logs: [] })]
    for (const user of users) receipts.push(makeUserReceipt(random, user, receipts.at(-1)!.cumulativeGasUsed))
    const parts: EthereumBlockParts = {
      number,
      parentHash: plan.parent.hash,
      timestampSeconds: Math.floor(plan.timestampMs / 1000),
      miner: random.hex(20),
      stateRoot: random.hex(32),
      difficulty: 0n,
      gasLimit: 240_000_000n,
      extraData: extraDataOf(options.proposalOf?.(number)),
      mixHash: random.hex(32),
      nonce: '0x0000000000000000',
      baseFeePerGasWei,
      withdrawals: [],
      withdrawalsRoot: EMPTY_TRIE_ROOT,
      transactions: [anchor, ...users],
      receipts,
    }
    return asMadeBlock(sealBlock(parts, contractOf), parts)
  }

  return {
    network,
    make,
    answer: (call, view) => answerEthereum(call, view, chainId, transactionIndex),
    newHead: ethereumNewHead,
    foreign: () => taikoModel({ ...options, chainId: chainId + 1 }),
    faults: taikoFaults,
  }
}
