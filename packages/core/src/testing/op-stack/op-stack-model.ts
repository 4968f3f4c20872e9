import type { L2Network, NetworkId } from '@defimon/core'
import { type EthereumBlock, type EthereumBlockParts, sealBlock } from '../ethereum/block.ts'
import { asMadeBlock, contractOf, countTransactions, makeTransactions, makeUserReceipt } from '../ethereum/ethereum-model.ts'
import { answerCall, answerEthereum, createTransactionIndex, ethereumNewHead } from '../ethereum/ethereum-node.ts'
import { concatBytes, fixedBytes, integerBytes, toBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import { keccakHex } from '../ethereum/keccak.ts'
import { makePlanned, type PlannedTransaction } from '../ethereum/planned-transaction.ts'
import { type EthereumReceipt, makeLogs, makeReceipt } from '../ethereum/receipt.ts'
import { SIMULATED_ACCOUNTS } from '../ethereum/signature.ts'
import type { EthereumTransaction } from '../ethereum/transaction.ts'
import { EMPTY_TRIE_ROOT } from '../ethereum/trie.ts'
import { type SeededRandom, seededRandom } from '../runtime/seeded-random.ts'
import type { BlockPlan, MadeBlock, SimulatedBlock, StackModel } from '../simulation/stack-model.ts'
import { makeCeloTransaction } from './celo-transaction.ts'
import { DEPOSIT_TYPE, depositSource, makeDeposit } from './deposit.ts'
import { type L1Attributes, l1AttributesInput } from './l1-attributes.ts'
import { isOwnChain, type OpStackChain } from './op-stack-chain.ts'
import { opStackFaults } from './op-stack-faults.ts'
import { ownChainModel } from './own-chain-model.ts'

/** Eras of the OP Stack's block format, oldest first. Forks that change nothing in a block are left out. */
export const OP_STACK_FORKS = ['bedrock', 'regolith', 'canyon', 'ecotone', 'holocene', 'isthmus', 'jovian'] as const

/** An era of the OP Stack's block format. */
export type OpStackFork = (typeof OP_STACK_FORKS)[number]

/** An L1 block that L2 blocks are derived from. */
export interface SimulatedL1Origin {
  readonly number: number
  readonly hash: string
  readonly timestampMs: number
}

/** What a simulated OP Stack chain is. */
export interface OpStackModelOptions {
  readonly id?: NetworkId
  readonly chainId?: number
  /** Default `jovian`. */
  readonly fork?: OpStackFork
  /** A chain of the family with formats of its own. Its own chain, before it joined the family, has no forks of the OP Stack. */
  readonly chain?: OpStackChain
  /** User transactions in a block, beside the L1 attributes: a number, or drawn for each. Default 3. */
  readonly transactionsPerBlock?: number | ((draw: () => number) => number)
  /** The newest L1 block at a time, for chains that belong to a simulated L1. Default: one every 12 s, with made-up hashes. */
  readonly l1Origin?: (timestampMs: number) => SimulatedL1Origin
  /** Transactions that a test puts into a block, after the deposits: what an L3 does on its parent. Must be pure. */
  readonly planned?: (plan: BlockPlan) => readonly PlannedTransaction[]
  /** Answers `eth_call` as of a block. Fails with `RpcFailure`. Default: no method. */
  readonly call?: (request: { readonly to: string; readonly data: string }, block: SimulatedBlock) => string
}

const NO_REQUESTS = '0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const ATTRIBUTES_SENDER = '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001'
const L1_BLOCK_CONTRACT = '0x4200000000000000000000000000000000000015'
const SEQUENCER_FEE_VAULT = '0x4200000000000000000000000000000000000011'
const L1_SLOT_MS = 12_000
/** Mantle: what one ETH is worth in its token. */
const TOKEN_RATIO = '0xfa0'

/** Several blocks in a row have the same origin, so the last one is remembered. */
function createMadeUpOrigins(): (timestampMs: number) => SimulatedL1Origin {
  let last: SimulatedL1Origin | undefined
  return (timestampMs) => {
    const number = Math.floor(timestampMs / L1_SLOT_MS)
    if (last?.number !== number) last = madeUpOrigin(number)
    return last
  }
}

function madeUpOrigin(number: number): SimulatedL1Origin {
  return { number, timestampMs: number * L1_SLOT_MS, hash: keccakHex(concatBytes(toBytes('0x6c31'), fixedBytes(number, 32))) }
}

function extraData(fork: OpStackFork): string {
  const parameters = concatBytes(fixedBytes(250, 4), fixedBytes(6, 4))
  if (fork === 'holocene' || fork === 'isthmus') return toHex(concatBytes(Uint8Array.of(0), parameters))
  if (fork === 'jovian') return toHex(concatBytes(Uint8Array.of(1), parameters, fixedBytes(1_000_000, 8)))
  return '0x'
}

interface Era {
  since(fork: OpStackFork): boolean
  readonly fork: OpStackFork
}

/**
 * What the receipt of a user transaction says of its fees. The estimated size is the length of the encoding, where a node compresses it
 * (Fjord): nothing in a block commits to it.
 */
function feeFields(
  era: Era,
  transaction: EthereumTransaction,
  attributes: L1Attributes,
): { json: Record<string, unknown>; daFootprint: bigint } {
  const { baseFeeWei, blobBaseFeeWei } = attributes
  const size = BigInt(Math.max(100, transaction.encoded.length))
  const l1GasUsed = size * 16n
  const json: Record<string, unknown> = { l1GasPrice: toQuantity(baseFeeWei), l1GasUsed: toQuantity(l1GasUsed) }
  if (!era.since('ecotone')) {
    const l1FeeWei = ((l1GasUsed + 188n) * baseFeeWei * 684_000n) / 1_000_000n
    Object.assign(json, { l1Fee: toQuantity(l1FeeWei), l1FeeScalar: '0.684' })
    return { json, daFootprint: 0n }
  }
  const scaled = 16n * baseFeeWei * BigInt(attributes.baseFeeScalar) + blobBaseFeeWei * BigInt(attributes.blobBaseFeeScalar)
  Object.assign(json, {
    l1Fee: toQuantity((size * scaled) / 1_000_000n),
    l1BaseFeeScalar: toQuantity(attributes.baseFeeScalar),
    l1BlobBaseFee: toQuantity(blobBaseFeeWei),
    l1BlobBaseFeeScalar: toQuantity(attributes.blobBaseFeeScalar),
  })
  if (era.since('isthmus')) {
    Object.assign(json, {
      operatorFeeScalar: toQuantity(attributes.operatorFeeScalar),
      operatorFeeConstant: toQuantity(attributes.operatorFeeConstant),
    })
  }
  if (!era.since('jovian')) return { json, daFootprint: 0n }
  const daFootprint = size * BigInt(attributes.daFootprintGasScalar)
  Object.assign(json, { daFootprintGasScalar: toQuantity(attributes.daFootprintGasScalar), blobGasUsed: toQuantity(daFootprint) })
  return { json, daFootprint }
}

/** Before Canyon a deposit's receipt has four fields whatever the JSON says; then nonce and version are encoded too. */
function depositReceipt(
  era: Era,
  random: SeededRandom,
  deposit: EthereumTransaction,
  gasBefore: bigint,
  most: number,
  mantle: boolean,
): EthereumReceipt {
  const gasUsed = era.since('regolith') ? BigInt(random.integer(21_000, 60_000)) : 0n
  // Mantle never took the nonce into the root.
  const canyon = era.since('canyon') && !mantle
  return makeReceipt(
    {
      type: DEPOSIT_TYPE,
      statusOrRoot: 1,
      gasUsed,
      cumulativeGasUsed: gasBefore + gasUsed,
      logs: makeLogs(random, most),
      json: {
        ...(era.since('regolith') && { depositNonce: toQuantity(deposit.nonce) }),
        ...(canyon && { depositReceiptVersion: '0x1' }),
      },
    },
    canyon ? [integerBytes(deposit.nonce), integerBytes(1)] : [],
  )
}

/** CIP-64: since Celo is an L2 the receipt ends with the base fee in the token. */
function celoReceipt(random: SeededRandom, transaction: EthereumTransaction, gasBefore: bigint): EthereumReceipt {
  if (transaction.type !== 0x7b) return makeUserReceipt(random, transaction, gasBefore)
  const gasUsed = 21_000n + BigInt(random.integer(0, 30_000))
  const baseFee = BigInt(random.integer(1, 1_000_000))
  return makeReceipt(
    {
      type: transaction.type,
      statusOrRoot: 1,
      gasUsed,
      cumulativeGasUsed: gasBefore + gasUsed,
      logs: makeLogs(random, 3),
      json: { baseFee: toQuantity(baseFee) },
    },
    [integerBytes(baseFee)],
  )
}

/** Blocks and answers of an OP Stack chain, by the recipes of the OP Stack specs. */
export function opStackModel(options: OpStackModelOptions = {}): StackModel<EthereumBlock> {
  const { chain } = options
  if (isOwnChain(chain)) return ownChainModel(chain, options)
  const format = chain === 'mantle' || chain === 'kroma' ? chain : 'op-stack'
  const { id = 'simulated_op_stack', chainId = 1_337_010, fork = 'jovian', l1Origin = createMadeUpOrigins() } = options
  const era: Era = { fork, since: (first) => OP_STACK_FORKS.indexOf(fork) >= OP_STACK_FORKS.indexOf(first) }
  const transactionIndex = createTransactionIndex()
  const network: L2Network<'op-stack'> = {
    id,
    name: `Simulated ${id}`,
    stack: 'op-stack',
    contracts: {},
    chainId: `eip155:${chainId}`,
    evmChainId: chainId,
    endpoints: [],
  }

  const depositsOf = (
    random: SeededRandom,
    number: number,
    origin: SimulatedL1Origin,
    attributes: L1Attributes,
  ): EthereumTransaction[] => {
    const canyon = era.since('canyon') && chain !== 'mantle'
    const first = makeDeposit(
      {
        sourceHash: depositSource(1, origin.hash, attributes.sequenceNumber),
        from: ATTRIBUTES_SENDER,
        to: L1_BLOCK_CONTRACT,
        mintWei: undefined,
        valueWei: 0n,
        gasLimit: era.since('regolith') ? 1_000_000n : 150_000_000n,
        isSystemTransaction: !era.since('regolith'),
        input: l1AttributesInput(fork, attributes),
        nonce: era.since('regolith') ? BigInt(number) : 0n,
      },
      canyon,
      format,
    )
    // Deposits of users come with the first block of an origin.
    const users = attributes.sequenceNumber === 0 ? random.integer(0, 2) : 0
    const others = Array.from({ length: users }, (_, index) => {
      const mintWei = random.chance(0.5) ? BigInt(random.integer(1, 2 ** 40)) : undefined
      return makeDeposit(
        {
          sourceHash: depositSource(0, origin.hash, index * 3),
          from: random.pick(SIMULATED_ACCOUNTS).address,
          to: random.chance(0.1) ? undefined : random.hex(20),
          mintWei,
          valueWei: mintWei ?? 0n,
          gasLimit: BigInt(random.integer(100_000, 500_000)),
          isSystemTransaction: false,
          input: random.hex(random.pick([0, 4, 68])),
          nonce: era.since('regolith') ? BigInt(number) * 10_000n + 5_000n + BigInt(index) : 0n,
          ...(chain === 'mantle' && { ethValueWei: BigInt(random.integer(1, 2 ** 40)) }),
          ...(chain === 'mantle' && random.chance(0.5) && { ethTransferWei: BigInt(random.integer(1, 2 ** 40)) }),
        },
        canyon,
        format,
      )
    })
    return [first, ...others]
  }

  const make = (plan: BlockPlan): MadeBlock<EthereumBlock> => {
    const random = seededRandom(plan.seed)
    const origin = l1Origin(plan.timestampMs)
    const baseFeePerGasWei = BigInt(random.integer(1_000_000, 50_000_000))
    const attributes: L1Attributes = {
      number: origin.number,
      timestampSeconds: Math.floor(origin.timestampMs / 1000),
      hash: origin.hash,
      sequenceNumber: Math.floor((plan.timestampMs - origin.timestampMs) / 2000),
      baseFeeWei: BigInt(random.integer(100_000_000, 20_000_000_000)),
      blobBaseFeeWei: BigInt(random.integer(1, 1_000_000)),
      batcher: '0x6887246668a3b87f54deb3b94ba47a6f63f32985',
      baseFeeScalar: 2269,
      blobBaseFeeScalar: 1_055_762,
      operatorFeeScalar: 7,
      operatorFeeConstant: 11,
      daFootprintGasScalar: 400,
    }
    const transactions = depositsOf(random, plan.number, origin, attributes)
    const receipts: EthereumReceipt[] = []
    const gasBefore = (): bigint => receipts.at(-1)?.cumulativeGasUsed ?? 0n
    for (const [index, deposit] of transactions.entries())
      receipts.push(depositReceipt(era, random, deposit, gasBefore(), index === 0 ? 0 : 2, chain === 'mantle'))
    const users = makeTransactions(random, countTransactions(options.transactionsPerBlock, random), {
      number: plan.number,
      chainId,
      baseFeePerGasWei,
      types: era.since('isthmus') ? [0, 1, 2, 2, 2, 2, 4] : [0, 1, 2, 2, 2, 2],
    })
    let daFootprint = 0n
    for (const [index, each] of (options.planned?.(plan) ?? []).entries()) {
      const nonce = BigInt(plan.number) * 10_000n + 5_500n + BigInt(index)
      const made = makePlanned(each, { chainId, nonce, baseFeePerGasWei, gasBefore: gasBefore() })
      const fee = feeFields(era, made.transaction, attributes)
      daFootprint += fee.daFootprint
      receipts.push({ ...made.receipt, json: { ...made.receipt.json, ...fee.json } })
      transactions.push(made.transaction)
    }
    for (const transaction of users) {
      const fee = feeFields(era, transaction, attributes)
      daFootprint += fee.daFootprint
      const json = chain === 'mantle' ? { ...fee.json, tokenRatio: TOKEN_RATIO } : fee.json
      receipts.push(makeUserReceipt(random, transaction, gasBefore(), json))
      transactions.push(transaction)
    }
    if (chain === 'celo') {
      const nonce = BigInt(plan.number) * 10_000n + 9_000n
      const transaction = makeCeloTransaction(random.pick([0x7a, 0x7b, 0x7b, 0x7c] as const), { random, chainId, nonce })
      receipts.push(celoReceipt(random, transaction, gasBefore()))
      transactions.push(transaction)
    }
    const milliseconds = plan.timestampMs % 1000
    const parts: EthereumBlockParts = {
      number: plan.number,
      parentHash: plan.parent.hash,
      timestampSeconds: Math.floor(plan.timestampMs / 1000),
      miner: SEQUENCER_FEE_VAULT,
      stateRoot: random.hex(32),
      difficulty: 0n,
      gasLimit: 60_000_000n,
      extraData: extraData(fork),
      // opBNB: its milliseconds in front.
      mixHash: chain === 'opbnb' ? toHex(concatBytes(fixedBytes(milliseconds, 2), new Uint8Array(30))) : random.hex(32),
      nonce: '0x0000000000000000',
      baseFeePerGasWei,
      withdrawals: era.since('canyon') ? [] : undefined,
      // Isthmus: the storage root of the message passer, not of the withdrawals.
      withdrawalsRoot: era.since('isthmus') ? random.hex(32) : era.since('canyon') ? EMPTY_TRIE_ROOT : undefined,
      // Jovian: the sum of the data-availability footprints, without any blob.
      blobGasUsed: era.since('ecotone') ? daFootprint : undefined,
      excessBlobGas: era.since('ecotone') ? 0n : undefined,
      parentBeaconBlockRoot: era.since('ecotone') ? seededRandom(origin.hash).hex(32) : undefined,
      requestsHash: era.since('isthmus') ? NO_REQUESTS : undefined,
      transactions,
      receipts,
      ...(chain === 'opbnb' && { json: { milliTimestamp: toQuantity(plan.timestampMs) } }),
    }
    const made = asMadeBlock(sealBlock(parts, contractOf), parts)
    return chain === 'opbnb' ? { ...made, timestampMs: plan.timestampMs } : made
  }

  return {
    network,
    make,
    answer: (call, view) =>
      options.call && call.method === 'eth_call'
        ? answerCall(options.call, call, view)
        : answerEthereum(call, view, chainId, transactionIndex),
    newHead: ethereumNewHead,
    foreign: () => opStackModel({ ...options, chainId: chainId + 1 }),
    faults: opStackFaults,
  }
}
