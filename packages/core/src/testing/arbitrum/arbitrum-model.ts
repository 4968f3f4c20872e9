import type { L2Network, NetworkId } from '@defimon/core'
import { type EthereumBlock, type EthereumBlockParts, sealBlock } from '../ethereum/block.ts'
import { asMadeBlock, contractOf, countTransactions, makeTransactions } from '../ethereum/ethereum-model.ts'
import { answerCall, answerEthereum, createTransactionIndex, ethereumNewHead } from '../ethereum/ethereum-node.ts'
import { concatBytes, fixedBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import { makePlanned, type PlannedTransaction } from '../ethereum/planned-transaction.ts'
import { type EthereumReceipt, makeLogs, makeReceipt } from '../ethereum/receipt.ts'
import type { EthereumTransaction } from '../ethereum/transaction.ts'
import { type SeededRandom, seededRandom } from '../runtime/seeded-random.ts'
import type { BlockPlan, MadeBlock, SimulatedBlock, StackModel } from '../simulation/stack-model.ts'
import { classicFaults, makeClassicBlock } from './arbitrum-classic.ts'
import { arbitrumFaults } from './arbitrum-faults.ts'
import {
  ARBITRUM_TYPES,
  type ArbitrumContext,
  makeEtherDeposit,
  makeInboxCall,
  makeRetryable,
  makeStartBlock,
} from './arbitrum-transaction.ts'

/** What a simulated Nitro chain is. */
export interface ArbitrumModelOptions {
  readonly id?: NetworkId
  readonly chainId?: number
  /** `rollup`: data on the parent, as One. `anytrust`: a committee keeps them, as for Nova. Blocks are the same. Default `rollup`. */
  readonly data?: 'rollup' | 'anytrust'
  /** The parent chain: `ethereum`, or `arbitrum_one` or `base` for an L3. Default `ethereum`. */
  readonly parent?: NetworkId
  /** `nitro`, or `classic`: One before August 2022, as Nitro nodes serve it. Default `nitro`. */
  readonly era?: 'classic' | 'nitro'
  /** ArbOS version in the header. Default 40. */
  readonly arbosVersion?: number
  /** Whether senders pay their tips; the header says it. Default false, as on One. */
  readonly collectsTips?: boolean
  /** User transactions in a block, beside ArbOS's own and those of the inbox: a number, or drawn for each. Default 3. */
  readonly transactionsPerBlock?: number | ((draw: () => number) => number)
  /** Transactions that a test puts into a block, after ArbOS's own: what an L3 does on its parent. Must be pure. */
  readonly planned?: (plan: BlockPlan) => readonly PlannedTransaction[]
  /** Answers `eth_call` as of a block: the contract that nodes answer for themselves. Fails with `RpcFailure`. Default: no method. */
  readonly call?: (request: { readonly to: string; readonly data: string }, block: SimulatedBlock) => string
}

const SEQUENCER = '0xa4b000000000000000000073657175656e636572'
/** 2^50: Nitro has no limit of its own. */
const GAS_LIMIT = 1n << 50n
const L1_SLOT_MS = 12_000

/** What came through the inbox of the parent: nothing in most blocks. */
function fromInbox(context: ArbitrumContext, firstRequest: number): EthereumTransaction[] {
  const { random } = context
  const made: EthereumTransaction[] = []
  let request = firstRequest
  const next = (): string => toHex(fixedBytes(request++, 32))
  if (random.chance(0.3)) made.push(makeEtherDeposit(context, next()))
  if (random.chance(0.2)) made.push(makeInboxCall(context))
  if (random.chance(0.2)) made.push(makeInboxCall(context, next()))
  if (random.chance(0.3)) made.push(...makeRetryable(context, next()))
  return made
}

function receiptOf(
  random: SeededRandom,
  transaction: EthereumTransaction,
  gasBefore: bigint,
  paid: { readonly priceWei: bigint; readonly l1BlockNumber: number },
): EthereumReceipt {
  const { type } = transaction
  // ArbOS and deposits of ether use no gas.
  const free = type === ARBITRUM_TYPES.internal || type === ARBITRUM_TYPES.deposit
  const failed = !free && random.chance(0.1)
  const gasUsed = free ? 0n : 21_000n + BigInt(random.integer(0, Number(transaction.gasLimit) - 21_000))
  return makeReceipt({
    type,
    statusOrRoot: failed ? 0 : 1,
    gasUsed,
    cumulativeGasUsed: gasBefore + gasUsed,
    logs: failed || free ? [] : makeLogs(random, 3),
    json: {
      effectiveGasPrice: toQuantity(free ? 0n : paid.priceWei),
      gasUsedForL1: toQuantity(type <= 4 ? gasUsed / 4n : 0n),
      l1BlockNumber: toQuantity(paid.l1BlockNumber),
    },
  })
}

/**
 * Blocks and answers of a Nitro chain (OffchainLabs/go-ethereum core/types/arb_types.go, `HeaderInfo` in core/types/block.go): ArbOS
 * begins every block, all types come from the inbox, mixHash and extraData hold what the JSON repeats.
 */
export function arbitrumModel(options: ArbitrumModelOptions = {}): StackModel<EthereumBlock> {
  const { id = 'simulated_arbitrum', chainId = 1_337_020, data = 'rollup', parent = 'ethereum' } = options
  const { arbosVersion = 40, collectsTips = false, era = 'nitro', transactionsPerBlock } = options
  const transactionIndex = createTransactionIndex()
  const network: L2Network<'arbitrum'> = {
    id,
    name: `Simulated ${id}`,
    stack: 'arbitrum',
    contracts: {},
    chainId: `eip155:${chainId}`,
    evmChainId: chainId,
    category: data === 'anytrust' ? 'optimium' : 'optimistic_rollup',
    dataAvailability: data === 'anytrust' ? 'dac' : 'ethereum-blobs',
    parent,
    endpoints: [],
  }

  const make = (plan: BlockPlan): MadeBlock<EthereumBlock> => {
    const random = seededRandom(plan.seed)
    const baseFeePerGasWei = 10_000_000n + BigInt(random.integer(0, 5_000_000))
    const l1BlockNumber = Math.floor(plan.timestampMs / L1_SLOT_MS)
    const context: ArbitrumContext = { random, chainId, baseFeePerGasWei }
    const start = makeStartBlock(chainId, {
      l1BaseFeeWei: BigInt(random.integer(1, 30_000_000_000)),
      l1BlockNumber,
      number: plan.number,
      secondsPassed: random.integer(0, 3),
    })
    const users = makeTransactions(random, countTransactions(transactionsPerBlock, random), {
      number: plan.number,
      chainId,
      baseFeePerGasWei,
      types: arbosVersion >= 40 ? [0, 1, 2, 2, 2, 4] : [0, 1, 2, 2, 2],
    })
    const receipts: EthereumReceipt[] = [receiptOf(random, start, 0n, { priceWei: baseFeePerGasWei, l1BlockNumber })]
    const planned = (options.planned?.(plan) ?? []).map((each, index) => {
      const gasBefore = receipts.at(-1)?.cumulativeGasUsed ?? 0n
      const nonce = BigInt(plan.number) * 10_000n + 5_000n + BigInt(index)
      const made = makePlanned(each, { chainId, nonce, baseFeePerGasWei, gasBefore })
      receipts.push(made.receipt)
      return made.transaction
    })
    const drawn = [...fromInbox(context, plan.number * 8), ...users]
    const transactions = [start, ...planned, ...drawn]
    for (const transaction of drawn) {
      const priceWei = collectsTips && transaction.type <= 4 ? transaction.effectiveGasPriceWei : baseFeePerGasWei
      receipts.push(receiptOf(random, transaction, receipts.at(-1)?.cumulativeGasUsed ?? 0n, { priceWei, l1BlockNumber }))
    }
    const sendCount = Math.floor(plan.number / 100)
    const sendRoot = random.hex(32)
    const parts: EthereumBlockParts = {
      number: plan.number,
      parentHash: plan.parent.hash,
      timestampSeconds: Math.floor(plan.timestampMs / 1000),
      miner: SEQUENCER,
      stateRoot: random.hex(32),
      difficulty: 1n,
      gasLimit: GAS_LIMIT,
      extraData: sendRoot,
      mixHash: toHex(
        concatBytes(
          fixedBytes(sendCount, 8),
          fixedBytes(l1BlockNumber, 8),
          fixedBytes(arbosVersion, 8),
          Uint8Array.of(0, collectsTips ? 1 : 0, 0, 0, 0, 0, 0, 0),
        ),
      ),
      nonce: toHex(fixedBytes(plan.number * 2, 8)),
      baseFeePerGasWei,
      transactions,
      receipts,
      json: { l1BlockNumber: toQuantity(l1BlockNumber), sendCount: toQuantity(sendCount), sendRoot },
    }
    return asMadeBlock(sealBlock(parts, contractOf), parts)
  }

  return {
    network,
    make: era === 'nitro' ? make : (plan) => makeClassicBlock(plan, { chainId, transactionsPerBlock }),
    answer: (call, view) =>
      options.call && call.method === 'eth_call'
        ? answerCall(options.call, call, view)
        : answerEthereum(call, view, chainId, transactionIndex),
    newHead: ethereumNewHead,
    foreign: () => arbitrumModel({ ...options, chainId: chainId + 1 }),
    faults: era === 'nitro' ? arbitrumFaults : classicFaults,
  }
}
