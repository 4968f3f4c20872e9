import type { EthereumBlock, EthereumBlockParts, SealRules } from '../ethereum/block.ts'
import { ethereumFaults } from '../ethereum/ethereum-faults.ts'
import { type EthereumFork, makeUserReceipt } from '../ethereum/ethereum-model.ts'
import { ethereumVariantModel, unseenFaults, type VariantModelOptions } from '../ethereum/ethereum-variant.ts'
import { concatBytes, integerBytes, toBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import { type EthereumReceipt, makeReceipt } from '../ethereum/receipt.ts'
import { rlpEncode } from '../ethereum/rlp.ts'
import type { EthereumTransaction } from '../ethereum/transaction.ts'
import { listRoot } from '../ethereum/trie.ts'
import type { SeededRandom } from '../runtime/seeded-random.ts'
import type { Fault } from '../simulation/fault.ts'
import type { BlockPlan, StackModel } from '../simulation/stack-model.ts'
import { makeCeloTransaction } from './celo-transaction.ts'
import type { OwnChain } from './op-stack-chain.ts'
import { makeQueued, makeSponsored } from './own-chain-transaction.ts'

const FORKS: Readonly<Record<OwnChain, EthereumFork>> = {
  'celo-gingerbread': 'london',
  'celo-own-chain': 'byzantium',
  metis: 'byzantium',
  'ronin-own-chain': 'london',
}

const L1_SLOT_MS = 12_000
const EMPTY = new Uint8Array()

/** The block with one more transaction at its end. */
function withTransaction(parts: EthereumBlockParts, random: SeededRandom, transaction: EthereumTransaction): EthereumBlockParts {
  const before = parts.receipts.at(-1)?.cumulativeGasUsed ?? 0n
  return {
    ...parts,
    transactions: [...parts.transactions, transaction],
    receipts: [...parts.receipts, makeUserReceipt(random, transaction, before)],
  }
}

function asMetis(bare: EthereumBlockParts, plan: BlockPlan, random: SeededRandom): EthereumBlockParts {
  const queued = random.chance(0.3)
  const parts = queued ? withTransaction(bare, random, makeQueued(random, BigInt(plan.number))) : bare
  const last = parts.transactions.length - 1
  return {
    ...parts,
    transactions: parts.transactions.map((each, index) => ({
      ...each,
      json: {
        ...each.json,
        queueOrigin: queued && index === last ? 'l1' : 'sequencer',
        l1BlockNumber: toQuantity(Math.floor(plan.timestampMs / L1_SLOT_MS)),
        l1Timestamp: toQuantity(Math.floor(plan.timestampMs / 1000)),
        index: toQuantity(plan.number - 1),
        rawTransaction: toHex(each.encoded),
      },
    })),
  }
}

/** Celo's seals behind 32 bytes of vanity: what validators came and went, the proposer's seal, the joint seals of this block and its parent. */
function celoExtraData(random: SeededRandom): { readonly shown: string; readonly hashed: string } {
  const vanity = random.bytes(32)
  const [bitmap, seal, parentSeal, proposerSeal] = [random.bytes(14), random.bytes(48), random.bytes(48), random.bytes(65)]
  const of = (joint: Uint8Array[]): string =>
    toHex(concatBytes(vanity, rlpEncode([[], [], EMPTY, proposerSeal, joint, [bitmap, parentSeal, integerBytes(1)]])))
  return { shown: of([bitmap, seal, EMPTY]), hashed: of([EMPTY, EMPTY, EMPTY]) }
}

/** What the core contracts did at the end of a block has a receipt too: the last one under the root. */
function celoBlockReceipt(gasBefore: bigint): EthereumReceipt {
  return makeReceipt({ type: 0, statusOrRoot: 1, gasUsed: 0n, cumulativeGasUsed: gasBefore, logs: [] })
}

function asCelo(gingerbread: boolean) {
  return (bare: EthereumBlockParts, plan: BlockPlan, random: SeededRandom): EthereumBlockParts => {
    const type = random.pick(gingerbread ? ([0x7b, 0x7c, 'legacy'] as const) : ([0x7c, 'legacy'] as const))
    const nonce = BigInt(plan.number) * 10_000n + 9_000n
    const transaction = makeCeloTransaction(type, { random, chainId: chainIdOf(bare), nonce })
    const parts = withTransaction(bare, random, transaction)
    const { shown, hashed } = celoExtraData(random)
    const gasUsed = parts.receipts.at(-1)?.cumulativeGasUsed ?? 0n
    const receipts = [...parts.receipts, celoBlockReceipt(gasUsed)].map((receipt) => receipt.encoded)
    const seal: SealRules = {
      header: (items) => {
        const sealed = [...items.slice(0, 12), toBytes(hashed), ...items.slice(13)]
        // Without uncles, difficulty, gas limit, mix hash and nonce.
        return gingerbread ? sealed : [0, 2, 3, 4, 5, 6, 8, 10, 11, 12].map((index) => sealed[index]!)
      },
      roots: { receipts: listRoot(receipts) },
    }
    const absent = { sha3Uncles: undefined, difficulty: undefined, gasLimit: undefined, mixHash: undefined, nonce: undefined }
    const randomness = { committed: random.hex(32), revealed: random.hex(32) }
    return {
      ...parts,
      extraData: shown,
      seal,
      json: { randomness, epochSnarkData: null, ...(!gingerbread && { ...absent, uncles: undefined }) },
    }
  }
}

/** The chain id that the block's other transactions name. */
function chainIdOf({ transactions }: EthereumBlockParts): number {
  const named = transactions.find(({ json }) => json['chainId'] !== undefined)
  return named ? Number(named.json['chainId']) : 1
}

const SHAPES = {
  'celo-gingerbread': asCelo(true),
  'celo-own-chain': asCelo(false),
  metis: asMetis,
  'ronin-own-chain': (bare: EthereumBlockParts, plan: BlockPlan, random: SeededRandom) =>
    withTransaction(bare, random, makeSponsored(random, chainIdOf(bare), BigInt(plan.number))),
}

/** Block receipts of a Celo block, its own behind those of its transactions. */
function withBlockReceipt(receipts: unknown): unknown {
  if (!Array.isArray(receipts) || receipts.length === 0) return receipts
  const last = receipts.at(-1) as Readonly<Record<string, unknown>>
  const { blockHash, blockNumber, cumulativeGasUsed } = last
  return [
    ...receipts,
    {
      blockHash,
      blockNumber,
      transactionHash: blockHash,
      transactionIndex: toQuantity(receipts.length),
      type: '0x0',
      from: `0x${'0'.repeat(40)}`,
      to: null,
      contractAddress: null,
      status: '0x1',
      gasUsed: '0x0',
      cumulativeGasUsed,
      logsBloom: `0x${'0'.repeat(512)}`,
      logs: [],
    },
  ]
}

const CELO_FAULTS: Readonly<Record<string, Fault>> = {
  ...ethereumFaults,
  ...unseenFaults(
    ethereumFaults,
    ['block-receipts-unsupported'],
    "the block's own receipt belongs to no transaction and cannot be asked for alone",
  ),
}

/** Blocks of chains of the family from before they joined it, and of Metis, which stayed on the first OVM: no deposits, no attributes. */
export function ownChainModel(chain: OwnChain, options: VariantModelOptions): StackModel<EthereumBlock> {
  const isCelo = chain === 'celo-own-chain' || chain === 'celo-gingerbread'
  return ethereumVariantModel(
    {
      stack: 'op-stack',
      id: 'simulated_op_stack',
      chainId: 1_337_010,
      fork: FORKS[chain],
      ...(chain === 'celo-gingerbread' && { types: [0, 2] }),
      shape: SHAPES[chain],
      ...(isCelo && {
        answer: (call, _view, ethereum) =>
          call.method === 'eth_getBlockReceipts' ? withBlockReceipt(ethereum(call)) : ethereum(call),
      }),
      faults: isCelo ? CELO_FAULTS : ethereumFaults,
      foreign: (chainId) => ownChainModel(chain, { ...options, chainId }),
    },
    options,
  )
}
