import type { L2Network, NetworkId } from '@defimon/core'
import { type SeededRandom, seededRandom } from '../runtime/seeded-random.ts'
import type { BlockPlan, MadeBlock, SimulatedBlock, StackModel } from '../simulation/stack-model.ts'
import { type EthereumBlock, type EthereumBlockParts, sealBlock } from './block.ts'
import { ethereumFaults } from './ethereum-faults.ts'
import { answerCall, answerEthereum, createTransactionIndex, ethereumNewHead } from './ethereum-node.ts'
import { makePlanned, type PlannedTransaction } from './planned-transaction.ts'
import { type EthereumReceipt, makeLogs, makeReceipt } from './receipt.ts'
import { createdContract, type EthereumTransaction, makeTransaction } from './transaction.ts'

/** Eras of Ethereum's block format, oldest first. */
export const ETHEREUM_FORKS = ['homestead', 'byzantium', 'berlin', 'london', 'shanghai', 'cancun', 'prague'] as const

/** An era of Ethereum's block format. */
export type EthereumFork = (typeof ETHEREUM_FORKS)[number]

/** What a simulated Ethereum-like chain is. */
export interface EthereumModelOptions {
  readonly id?: NetworkId
  readonly chainId?: number
  /** Default `prague`. */
  readonly fork?: EthereumFork
  /** User transactions in a block: a number, or drawn for each. Default 3. */
  readonly transactionsPerBlock?: number | ((draw: () => number) => number)
  /** Transactions that a test puts into a block, before the drawn ones: what rollups do on their parent. Must be pure. London on. */
  readonly planned?: (plan: BlockPlan) => readonly PlannedTransaction[]
  /** Answers `eth_call` as of a block. Fails with `RpcFailure`. Default: no method. */
  readonly call?: (request: { readonly to: string; readonly data: string }, block: SimulatedBlock) => string
}

/** sha256 of nothing: the hash of no requests (EIP-7685). */
const NO_REQUESTS = '0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
/** EIP-4844: gas of one blob. */
const BLOB_GAS = 131_072n
const TYPES_BY_FORK: Readonly<Record<EthereumFork, readonly number[]>> = {
  homestead: [0],
  byzantium: [0],
  berlin: [0, 1],
  london: [0, 1, 2, 2, 2, 2],
  shanghai: [0, 1, 2, 2, 2, 2],
  cancun: [0, 1, 2, 2, 2, 2, 3],
  prague: [0, 1, 2, 2, 2, 2, 3, 4],
}

/** How many transactions a block holds, by the option that says it. */
export function countTransactions(option: number | ((draw: () => number) => number) | undefined, random: SeededRandom): number {
  return typeof option === 'function' ? Math.max(0, Math.floor(option(random.next))) : (option ?? 3)
}

/** Signed transactions of the types given, with nonces that no other block of the chain uses. */
export function makeTransactions(
  random: SeededRandom,
  count: number,
  context: {
    readonly number: number
    readonly chainId: number
    readonly baseFeePerGasWei: bigint | undefined
    readonly types: readonly number[]
    readonly replayProtected?: boolean
    readonly accessLists?: boolean
  },
): EthereumTransaction[] {
  const { number, replayProtected = true, ...rest } = context
  return Array.from({ length: count }, (_, index) =>
    makeTransaction({ ...rest, random, replayProtected, nonce: BigInt(number) * 10_000n + BigInt(index) }),
  )
}

/** The receipt of a user transaction: most succeed, and a failed one has no logs. */
export function makeUserReceipt(
  random: SeededRandom,
  transaction: EthereumTransaction,
  gasBefore: bigint,
  json: EthereumReceipt['json'] = {},
  preByzantium = false,
): EthereumReceipt {
  const failed = random.chance(0.1)
  const gasUsed = 21_000n + BigInt(random.integer(0, Number(transaction.gasLimit) - 21_000))
  return makeReceipt({
    type: transaction.type,
    statusOrRoot: preByzantium ? random.bytes(32) : failed ? 0 : 1,
    gasUsed,
    cumulativeGasUsed: gasBefore + gasUsed,
    logs: failed ? [] : makeLogs(random, 3),
    json,
  })
}

/** The address of the contract that a transaction made. */
export function contractOf(transaction: EthereumTransaction): string {
  return createdContract(transaction.from, transaction.nonce)
}

/** A sealed block as its chain keeps it. */
export function asMadeBlock(
  block: EthereumBlock,
  parts: Pick<EthereumBlockParts, 'timestampSeconds' | 'transactions'>,
): MadeBlock<EthereumBlock> {
  return {
    hash: block.hash,
    timestampMs: parts.timestampSeconds * 1000,
    transactionCount: parts.transactions.length,
    logCount: block.logCount,
    content: block,
  }
}

/** What the blocks of an Ethereum-like chain are drawn with. */
export interface EthereumPartsOptions {
  readonly chainId: number
  readonly fork: EthereumFork
  readonly transactionsPerBlock: EthereumModelOptions['transactionsPerBlock']
  /** Default: all types of the fork. */
  readonly types?: readonly number[]
  readonly planned?: EthereumModelOptions['planned']
}

/** Whether a fork is another one or after it. */
export function isSince(fork: EthereumFork, first: EthereumFork): boolean {
  return ETHEREUM_FORKS.indexOf(fork) >= ETHEREUM_FORKS.indexOf(first)
}

/** The parts of a block of an Ethereum-like chain, before it is sealed: a stack that deviates changes them. */
export function ethereumParts(plan: BlockPlan, random: SeededRandom, options: EthereumPartsOptions): EthereumBlockParts {
  const { chainId, fork } = options
  const since = (first: EthereumFork): boolean => isSince(fork, first)
  const merged = since('shanghai')
  const baseFeePerGasWei = since('london') ? BigInt(random.integer(1_000_000, 50_000_000_000)) : undefined
  const drawn = makeTransactions(random, countTransactions(options.transactionsPerBlock, random), {
    number: plan.number,
    chainId,
    baseFeePerGasWei,
    types: options.types ?? TYPES_BY_FORK[fork],
    replayProtected: since('byzantium'),
  })
  const receipts: EthereumReceipt[] = []
  const planned = (options.planned?.(plan) ?? []).map((each, index) => {
    const made = makePlanned(each, {
      chainId,
      nonce: BigInt(plan.number) * 10_000n + 5_000n + BigInt(index),
      baseFeePerGasWei: baseFeePerGasWei ?? 0n,
      gasBefore: receipts.at(-1)?.cumulativeGasUsed ?? 0n,
    })
    receipts.push(made.receipt)
    return made.transaction
  })
  const transactions = [...planned, ...drawn]
  for (const transaction of drawn) {
    const blobGasUsed = BigInt(transaction.blobCount) * BLOB_GAS
    const json = blobGasUsed > 0n ? { blobGasUsed: `0x${blobGasUsed.toString(16)}`, blobGasPrice: '0x1' } : {}
    receipts.push(makeUserReceipt(random, transaction, receipts.at(-1)?.cumulativeGasUsed ?? 0n, json, !since('byzantium')))
  }
  return {
    number: plan.number,
    parentHash: plan.parent.hash,
    timestampSeconds: Math.floor(plan.timestampMs / 1000),
    miner: random.hex(20),
    stateRoot: random.hex(32),
    difficulty: merged ? 0n : BigInt(random.integer(1, 2 ** 48)),
    gasLimit: 36_000_000n,
    extraData: random.hex(random.integer(0, 32)),
    mixHash: random.hex(32),
    nonce: merged ? '0x0000000000000000' : random.hex(8),
    baseFeePerGasWei,
    withdrawals: since('shanghai')
      ? Array.from({ length: random.integer(0, 2) }, (_, index) => ({
          index: plan.number * 16 + index,
          validatorIndex: random.integer(0, 1_000_000),
          address: random.hex(20),
          amountGwei: random.integer(0, 40_000_000),
        }))
      : undefined,
    blobGasUsed: since('cancun') ? transactions.reduce((sum, each) => sum + BigInt(each.blobCount) * BLOB_GAS, 0n) : undefined,
    excessBlobGas: since('cancun') ? 0n : undefined,
    parentBeaconBlockRoot: since('cancun') ? random.hex(32) : undefined,
    requestsHash: since('prague') ? NO_REQUESTS : undefined,
    transactions,
    receipts,
  }
}

/** Blocks and answers of an Ethereum-like chain, by the recipes of the yellow paper and the EIPs. */
export function ethereumModel(options: EthereumModelOptions = {}): StackModel<EthereumBlock> {
  const { id = 'simulated_ethereum', chainId = 1_337_001, fork = 'prague', transactionsPerBlock, planned } = options
  const transactionIndex = createTransactionIndex()
  const network: L2Network<'evm'> = {
    id,
    name: `Simulated ${id}`,
    stack: 'evm',
    contracts: {},
    chainId: `eip155:${chainId}`,
    evmChainId: chainId,
    endpoints: [],
  }

  const make = (plan: BlockPlan): MadeBlock<EthereumBlock> => {
    const parts = ethereumParts(plan, seededRandom(plan.seed), { chainId, fork, transactionsPerBlock, planned })
    return asMadeBlock(sealBlock(parts, contractOf), parts)
  }

  return {
    network,
    make,
    answer: (call, view) =>
      options.call && call.method === 'eth_call'
        ? answerCall(options.call, call, view)
        : answerEthereum(call, view, chainId, transactionIndex),
    newHead: ethereumNewHead,
    foreign: () => ethereumModel({ ...options, chainId: chainId + 1 }),
    faults: ethereumFaults,
  }
}
