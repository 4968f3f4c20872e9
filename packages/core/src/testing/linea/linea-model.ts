import type { L2Network, NetworkId } from '@defimon/core'
import { type EthereumBlock, type EthereumBlockParts, sealBlock } from '../ethereum/block.ts'
import { ethereumFaults } from '../ethereum/ethereum-faults.ts'
import { asMadeBlock, contractOf, countTransactions, makeTransactions, makeUserReceipt } from '../ethereum/ethereum-model.ts'
import { answerEthereum, createTransactionIndex, ethereumNewHead } from '../ethereum/ethereum-node.ts'
import { concatBytes, fixedBytes, toHex } from '../ethereum/hex.ts'
import type { EthereumReceipt } from '../ethereum/receipt.ts'
import { EMPTY_TRIE_ROOT } from '../ethereum/trie.ts'
import { seededRandom } from '../runtime/seeded-random.ts'
import { RpcFailure } from '../simulation/rpc-failure.ts'
import type { BlockPlan, MadeBlock, StackModel } from '../simulation/stack-model.ts'

/** Eras of Linea's block format: with the seal of Clique in the header, and since Maru without. */
export const LINEA_FORKS = ['clique', 'maru'] as const

/** An era of Linea's block format. */
export type LineaFork = (typeof LINEA_FORKS)[number]

/** What a simulated Linea chain is. */
export interface LineaModelOptions {
  readonly id?: NetworkId
  readonly chainId?: number
  /** Default `maru`. */
  readonly fork?: LineaFork
  /** Transactions in a block: a number, or drawn for each. Default 3. */
  readonly transactionsPerBlock?: number | ((draw: () => number) => number)
}

const NO_REQUESTS = '0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const ZERO_WORD = `0x${'00'.repeat(32)}`
const SEAL_BYTES = 65

/** Blocks and answers of a Linea chain: Ethereum's, with prices in `extraData` (docs.linea.build) and, under Clique, a seal (EIP-225). */
export function lineaModel(options: LineaModelOptions = {}): StackModel<EthereumBlock> {
  const { id = 'simulated_linea', chainId = 1_337_020, fork = 'maru' } = options
  const clique = fork === 'clique'
  const transactionIndex = createTransactionIndex()
  const network: L2Network<'linea'> = {
    id,
    name: `Simulated ${id}`,
    stack: 'linea',
    contracts: {},
    chainId: `eip155:${chainId}`,
    evmChainId: chainId,
    endpoints: [],
  }

  const make = (plan: BlockPlan): MadeBlock<EthereumBlock> => {
    const random = seededRandom(plan.seed)
    const transactions = makeTransactions(random, countTransactions(options.transactionsPerBlock, random), {
      number: plan.number,
      chainId,
      baseFeePerGasWei: 7n,
      types: clique ? [0, 1, 2] : [0, 1, 2, 2, 4],
    })
    const receipts: EthereumReceipt[] = []
    for (const transaction of transactions) {
      receipts.push(makeUserReceipt(random, transaction, receipts.at(-1)?.cumulativeGasUsed ?? 0n))
    }
    const prices = [30_000, random.integer(1, 2_000_000), random.integer(1, 2_000_000)].map((kwei) => fixedBytes(kwei, 4))
    const vanity = concatBytes(Uint8Array.of(1), ...prices, new Uint8Array(19))
    const parts: EthereumBlockParts = {
      number: plan.number,
      parentHash: plan.parent.hash,
      timestampSeconds: Math.floor(plan.timestampMs / 1000),
      miner: clique ? `0x${'00'.repeat(20)}` : '0x8f81e2e3f8b46467523463835f965ffe476e1c9e',
      stateRoot: random.hex(32),
      difficulty: clique ? 2n : 0n,
      gasLimit: 2_000_000_000n,
      extraData: toHex(clique ? concatBytes(vanity, random.bytes(SEAL_BYTES)) : vanity),
      mixHash: clique ? ZERO_WORD : random.hex(32),
      nonce: '0x0000000000000000',
      baseFeePerGasWei: 7n,
      ...(!clique && {
        withdrawals: [],
        withdrawalsRoot: EMPTY_TRIE_ROOT,
        blobGasUsed: 0n,
        excessBlobGas: 0n,
        parentBeaconBlockRoot: ZERO_WORD,
        requestsHash: NO_REQUESTS,
      }),
      transactions,
      receipts,
    }
    return asMadeBlock(sealBlock(parts, contractOf), parts)
  }

  return {
    network,
    make,
    answer: (call, view) => {
      const [first] = Array.isArray(call.params) ? (call.params as unknown[]) : []
      // Linea Besu sets the finalized block only.
      if (call.method === 'eth_getBlockByNumber' && first === 'safe') throw new RpcFailure(-39001, 'Unknown block')
      return answerEthereum(call, view, chainId, transactionIndex)
    },
    newHead: ethereumNewHead,
    foreign: () => lineaModel({ ...options, chainId: chainId + 1 }),
    faults: ethereumFaults,
  }
}
