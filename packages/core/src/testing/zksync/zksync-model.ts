import type { L2Network, NetworkId } from '@defimon/core'
import { type EthereumBlock, type EthereumBlockParts, sealBlock } from '../ethereum/block.ts'
import { asMadeBlock, contractOf, countTransactions, makeTransactions, makeUserReceipt } from '../ethereum/ethereum-model.ts'
import { answerEthereum, createTransactionIndex, ethereumNewHead } from '../ethereum/ethereum-node.ts'
import { keccakHex } from '../ethereum/keccak.ts'
import type { EthereumReceipt } from '../ethereum/receipt.ts'
import type { EthereumTransaction } from '../ethereum/transaction.ts'
import { type SeededRandom, seededRandom } from '../runtime/seeded-random.ts'
import type { BlockPlan, ChainView, MadeBlock, RpcCall, StackModel } from '../simulation/stack-model.ts'
import { rollingHash, sealEraVmBlock } from './zksync-block.ts'
import { zksyncFaults } from './zksync-faults.ts'
import { answerZks, withBatches } from './zksync-node.ts'
import { asEraVmShows, makeEip712Transaction, makePriorityTransaction } from './zksync-transactions.ts'

/** What runs a chain of the ZK Stack: EraVM before protocol version 13, EraVM, or ZKsync OS. */
export const ZKSYNC_FORKS = ['era-vm-before-13', 'era-vm', 'zksync-os'] as const

/** What runs a chain of the ZK Stack. */
export type ZksyncFork = (typeof ZKSYNC_FORKS)[number]

/** What a simulated chain of the ZK Stack is. */
export interface ZksyncModelOptions {
  readonly id?: NetworkId
  readonly chainId?: number
  /** Default `era-vm`. Before version 13 a block's hash is its number's, so such a chain cannot fork. */
  readonly fork?: ZksyncFork
  /** Transactions in a block that Ethereum has too: a number, or drawn for each. Default 3. */
  readonly transactionsPerBlock?: number | ((draw: () => number) => number)
}

/** Blocks and answers of a chain of the ZK Stack (matter-labs/zksync-era, zksync-os). */
export function zksyncModel(options: ZksyncModelOptions = {}): StackModel<EthereumBlock> {
  const { id = 'simulated_zksync', chainId = 1_337_060, fork = 'era-vm' } = options
  const eraVm = fork !== 'zksync-os'
  const transactionIndex = createTransactionIndex()
  const network: L2Network<'zksync'> = {
    id,
    name: `Simulated ${id}`,
    stack: 'zksync',
    contracts: {},
    chainId: `eip155:${chainId}`,
    evmChainId: chainId,
    endpoints: [],
  }

  /** What L1 queued comes first, then typed data; what can be hashed from its JSON comes last. */
  const transactionsOf = (random: SeededRandom, number: number, gasPriceWei: bigint): EthereumTransaction[] => {
    const own: EthereumTransaction[] = []
    const context = { random, chainId, gasPriceWei, nonce: number }
    if (number % 3 === 0) own.push(makePriorityTransaction(context, eraVm ? 0xff : 0x2a))
    if (eraVm && number % 2 === 0) own.push(makeEip712Transaction(context))
    const users = makeTransactions(random, countTransactions(options.transactionsPerBlock, random), {
      number,
      chainId,
      baseFeePerGasWei: gasPriceWei,
      types: [0, 0, 1, 2],
      replayProtected: number % 5 !== 0,
      accessLists: !eraVm,
    })
    return [...own, ...(eraVm ? users.map((user) => asEraVmShows(user, chainId, number % 7 === 0)) : users)]
  }

  const make = (plan: BlockPlan): MadeBlock<EthereumBlock> => {
    const random = seededRandom(plan.seed)
    const baseFeePerGasWei = BigInt(random.integer(25_000_000, 50_000_000))
    const transactions = transactionsOf(random, plan.number, baseFeePerGasWei)
    const receipts: EthereumReceipt[] = []
    for (const transaction of transactions) {
      receipts.push(makeUserReceipt(random, transaction, receipts.at(-1)?.cumulativeGasUsed ?? 0n))
    }
    const parts = {
      number: plan.number,
      parentHash: plan.parent.hash,
      timestampSeconds: Math.floor(plan.timestampMs / 1000),
      baseFeePerGasWei,
      transactions,
      receipts,
    }
    const block = eraVm
      ? sealEraVmBlock({ ...parts, hashIsOfNumber: fork === 'era-vm-before-13' })
      : sealBlock(zksyncOsParts(random, parts), contractOf)
    return asMadeBlock(block, parts)
  }

  const answer = (call: RpcCall, view: ChainView<EthereumBlock>): unknown => {
    const zks = answerZks(call, view)
    if (zks !== undefined) return zks
    const shown = answerEthereum(call, view, chainId, transactionIndex)
    return eraVm ? withBatches(shown, view) : shown
  }

  return {
    network,
    make,
    answer,
    newHead: ethereumNewHead,
    foreign: () => zksyncModel({ ...options, chainId: chainId + 1 }),
    faults: zksyncFaults,
  }
}

type CommonParts = Pick<
  EthereumBlockParts,
  'number' | 'parentHash' | 'timestampSeconds' | 'baseFeePerGasWei' | 'transactions' | 'receipts'
>

/** ZKsync OS has Ethereum's header, with a rolling hash where the transactions root stands and nothing for state, receipts and bloom. */
function zksyncOsParts(random: SeededRandom, parts: CommonParts): EthereumBlockParts {
  return {
    ...parts,
    miner: random.hex(20),
    stateRoot: `0x${'00'.repeat(32)}`,
    difficulty: 0n,
    gasLimit: 100_000_000n,
    extraData: '0x',
    mixHash: random.hex(32),
    nonce: '0x0000000000000000',
    commitments: {
      transactionsRoot: rollingHash(keccakHex(new Uint8Array()), parts.transactions),
      receiptsRoot: `0x${'00'.repeat(32)}`,
      logsBloom: new Uint8Array(256),
    },
  }
}
