import type { L2Network, NetworkId } from '@defimon/core'
import { type EthereumBlock, type EthereumBlockParts, sealBlock } from '../ethereum/block.ts'
import { ethereumFaults } from '../ethereum/ethereum-faults.ts'
import { asMadeBlock, contractOf, countTransactions, makeTransactions, makeUserReceipt } from '../ethereum/ethereum-model.ts'
import { answerEthereum, createTransactionIndex, ethereumNewHead } from '../ethereum/ethereum-node.ts'
import type { EthereumReceipt } from '../ethereum/receipt.ts'
import { withUnseen } from '../ethereum/unseen-faults.ts'
import { seededRandom } from '../runtime/seeded-random.ts'
import type { BlockPlan, ChainView, MadeBlock, RpcCall, StackModel } from '../simulation/stack-model.ts'

/** Eras of the block format of cdk-erigon: before base fees, and with them. */
export const POLYGON_ZKEVM_FORKS = ['etrog', 'london'] as const

/** An era of the block format of cdk-erigon. */
export type PolygonZkevmFork = (typeof POLYGON_ZKEVM_FORKS)[number]

/** What a simulated chain of Polygon's CDK is. */
export interface PolygonZkevmModelOptions {
  readonly id?: NetworkId
  readonly chainId?: number
  /** Default `etrog`. */
  readonly fork?: PolygonZkevmFork
  /** Transactions in a block: a number, or drawn for each. Default 3. */
  readonly transactionsPerBlock?: number | ((draw: () => number) => number)
}

/** Names of faults that show although hashes that do not come out are only skipped: the answer cannot be read, or is not of the block. */
const SEEN: ReadonlySet<string> = new Set([
  'header-field-missing',
  'number-beyond-safe',
  'quantity-endless',
  'quantity-not-hex',
  'hash-too-short',
  'transactions-not-a-list',
  'receipts-emptied',
  'receipt-of-other-block',
])

const faults = withUnseen(
  ethereumFaults,
  Object.entries(ethereumFaults)
    .filter(([name, { verdict, check }]) => verdict === 'rejected' && check && check !== 'identity' && !SEEN.has(name))
    .map(([name]) => name)
    .concat('transaction-of-other-block'),
  'how nodes make their hashes and roots is not known for certain, so one that does not come out is skipped',
)

/** The tags `safe` and `finalized` are both the last verified block. */
function withoutSafe(call: RpcCall): RpcCall {
  const params = Array.isArray(call.params) ? (call.params as unknown[]) : []
  return params[0] === 'safe' ? { ...call, params: ['finalized', ...params.slice(1)] } : call
}

/** Blocks and answers of a chain of Polygon's CDK as cdk-erigon makes them: Ethereum's as far as is known, with exit roots beside. */
export function polygonZkevmModel(options: PolygonZkevmModelOptions = {}): StackModel<EthereumBlock> {
  const { id = 'simulated_polygon_zkevm', chainId = 1_337_050, fork = 'etrog' } = options
  const transactionIndex = createTransactionIndex()
  const network: L2Network<'polygon-zkevm'> = {
    id,
    name: `Simulated ${id}`,
    stack: 'polygon-zkevm',
    contracts: {},
    chainId: `eip155:${chainId}`,
    evmChainId: chainId,
    endpoints: [],
  }

  const make = (plan: BlockPlan): MadeBlock<EthereumBlock> => {
    const random = seededRandom(plan.seed)
    const baseFeePerGasWei = fork === 'london' ? BigInt(random.integer(1_000_000, 50_000_000)) : undefined
    const transactions = makeTransactions(random, countTransactions(options.transactionsPerBlock, random), {
      number: plan.number,
      chainId,
      baseFeePerGasWei,
      types: fork === 'london' ? [0, 1, 2] : [0],
    })
    const receipts: EthereumReceipt[] = []
    for (const transaction of transactions) {
      receipts.push(makeUserReceipt(random, transaction, receipts.at(-1)?.cumulativeGasUsed ?? 0n))
    }
    const parts: EthereumBlockParts = {
      number: plan.number,
      parentHash: plan.parent.hash,
      timestampSeconds: Math.floor(plan.timestampMs / 1000),
      miner: '0x148ee7daf16574cd020afa34cc658f8f3fbd2800',
      stateRoot: random.hex(32),
      difficulty: 0n,
      gasLimit: 1_125_899_906_842_624n,
      extraData: '0x',
      mixHash: `0x${'00'.repeat(32)}`,
      nonce: '0x0000000000000000',
      baseFeePerGasWei,
      transactions,
      receipts,
      json: { globalExitRoot: random.hex(32), blockInfoRoot: random.hex(32) },
    }
    return asMadeBlock(sealBlock(parts, contractOf), parts)
  }

  return {
    network,
    make,
    answer: (call: RpcCall, view: ChainView<EthereumBlock>) => answerEthereum(withoutSafe(call), view, chainId, transactionIndex),
    newHead: ethereumNewHead,
    foreign: () => polygonZkevmModel({ ...options, chainId: chainId + 1 }),
    faults,
  }
}
