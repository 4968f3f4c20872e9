import { type EthereumBlock, type EthereumBlockParts, sealBlock } from '../ethereum/block.ts'
import { ethereumFaults } from '../ethereum/ethereum-faults.ts'
import { asMadeBlock, contractOf, countTransactions, makeTransactions } from '../ethereum/ethereum-model.ts'
import { toQuantity } from '../ethereum/hex.ts'
import { type EthereumReceipt, makeLogs, makeReceipt } from '../ethereum/receipt.ts'
import { withUnseen } from '../ethereum/unseen-faults.ts'
import { seededRandom } from '../runtime/seeded-random.ts'
import type { Fault } from '../simulation/fault.ts'
import type { BlockPlan, MadeBlock } from '../simulation/stack-model.ts'

/** The type under which Nitro nodes serve transactions from before Nitro (OffchainLabs/go-ethereum core/types/arb_types.go). */
const CLASSIC_TYPE = 0x78
const ZERO_ROOT = `0x${'00'.repeat(32)}`
const L1_SLOT_MS = 12_000

/** What a simulated chain of the first Arbitrum is made with. */
export interface ClassicOptions {
  readonly chainId: number
  readonly transactionsPerBlock: number | ((draw: () => number) => number) | undefined
}

/**
 * A block of the first Arbitrum as Nitro nodes serve it. The header hashes as Ethereum's. Transactions kept the hashes that the old node
 * gave them, so neither these nor the root over them follow from what is shown; nor does the receipts root. The gas of a receipt is
 * ArbGas, which the cumulative gas does not count.
 */
export function makeClassicBlock(plan: BlockPlan, { chainId, transactionsPerBlock }: ClassicOptions): MadeBlock<EthereumBlock> {
  const random = seededRandom(plan.seed)
  const l1BlockNumber = toQuantity(Math.floor(plan.timestampMs / L1_SLOT_MS))
  const signed = makeTransactions(random, countTransactions(transactionsPerBlock, random), {
    number: plan.number,
    chainId,
    baseFeePerGasWei: undefined,
    types: [0],
  })
  const transactions = signed.map((transaction) => {
    const hash = random.hex(32)
    const { chainId: _, ...json } = transaction.json
    return { ...transaction, type: CLASSIC_TYPE, hash, json: { ...json, type: toQuantity(CLASSIC_TYPE), hash } }
  })
  const receipts: EthereumReceipt[] = []
  for (const transaction of transactions) {
    const failed = random.chance(0.1)
    const gasUsed = 21_000n + BigInt(random.integer(0, Number(transaction.gasLimit) - 21_000))
    receipts.push(
      makeReceipt({
        type: CLASSIC_TYPE,
        statusOrRoot: failed ? 0 : 1,
        gasUsed,
        cumulativeGasUsed: (receipts.at(-1)?.cumulativeGasUsed ?? 0n) + gasUsed,
        logs: failed ? [] : makeLogs(random, 3),
        json: { gasUsed: toQuantity(gasUsed + BigInt(random.integer(1, 1_000_000))), gasUsedForL1: '0x0', l1BlockNumber },
      }),
    )
  }
  const parts: EthereumBlockParts = {
    number: plan.number,
    parentHash: plan.parent.hash,
    timestampSeconds: Math.floor(plan.timestampMs / 1000),
    miner: `0x${'00'.repeat(20)}`,
    stateRoot: ZERO_ROOT,
    difficulty: 0n,
    gasLimit: 200_000_000n,
    extraData: '0x',
    mixHash: ZERO_ROOT,
    nonce: '0x0000000000000000',
    transactions,
    receipts,
    seal: { roots: { transactions: random.hex(32), receipts: random.hex(32) } },
    json: { l1BlockNumber, totalDifficulty: '0x0' },
  }
  return asMadeBlock(sealBlock(parts, contractOf), parts)
}

/** What a node can do wrong about blocks from before Nitro: what neither the header nor transactions and receipts among them show, nobody sees. */
export const classicFaults: Readonly<Record<string, Fault>> = withUnseen(
  withUnseen(
    ethereumFaults,
    ['transaction-value-changed'],
    'hashes of transactions from before Nitro were taken over, and no public recipe gives the root over them',
  ),
  ['receipt-status-flipped', 'receipt-gas-changed', 'log-data-changed', 'log-topic-changed', 'log-address-changed'],
  'no public recipe gives the receipts root of blocks from before Nitro',
)
