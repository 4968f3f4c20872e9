import type { L2Network, NetworkId } from '@defimon/core'
import { countTransactions } from '../ethereum/ethereum-model.ts'
import { seededRandom } from '../runtime/seeded-random.ts'
import type { BlockPlan, MadeBlock, StackModel } from '../simulation/stack-model.ts'
import { answerLoopring } from './loopring-node.ts'
import { restFaults } from './rest-faults.ts'
import { answerZksyncLite } from './zksync-lite-node.ts'

/** What a simulated REST rollup is. */
export interface RestModelOptions {
  readonly id?: NetworkId
  /** As answers name it. Default `mainnet`. */
  readonly networkName?: string
  /** Transactions in a block: a number, or drawn for each. Default 3. */
  readonly transactionsPerBlock?: number | ((draw: () => number) => number)
}

/** A simulated block of a REST rollup; each API words it in its way. */
export interface RestBlock {
  readonly number: number
  readonly root: string
  readonly timestampMs: number
  readonly parent: { readonly number: number; readonly root: string }
  readonly transactions: readonly RestTransaction[]
  readonly commitTransactionHash: string
}

/** A simulated transaction of a REST rollup. */
export interface RestTransaction {
  readonly hash: string
  readonly type: 'Transfer' | 'Deposit' | 'Withdraw'
  readonly from: string
  readonly to: string
  readonly amount: bigint
  readonly fee: bigint
  readonly nonce: number
}

function makeTransaction(seed: string): RestTransaction {
  const random = seededRandom(seed)
  return {
    hash: random.hex(32),
    type: random.pick(['Transfer', 'Transfer', 'Deposit', 'Withdraw'] as const),
    from: random.hex(20),
    to: random.hex(20),
    amount: BigInt(random.integer(0, 2 ** 50)) * 10n ** 6n,
    fee: BigInt(random.integer(0, 2 ** 40)),
    nonce: random.integer(0, 100_000),
  }
}

/** Blocks and answers of a rollup that speaks REST. A root is all that there is of a block's identity, and nothing recomputes it. */
export function restModel(stack: 'zksync-lite' | 'loopring', options: RestModelOptions = {}): StackModel<RestBlock> {
  const { id = `simulated_${stack.replaceAll('-', '_')}`, networkName = 'mainnet' } = options
  const network = { id, name: `Simulated ${id}`, stack, contracts: {}, endpoints: [] } as L2Network

  const make = (plan: BlockPlan): MadeBlock<RestBlock> => {
    const random = seededRandom(`${networkName}/${plan.parent.hash}/${plan.seed}`)
    const count = countTransactions(options.transactionsPerBlock, random)
    const content: RestBlock = {
      number: plan.number,
      root: random.hex(32),
      timestampMs: plan.timestampMs,
      parent: { number: plan.parent.number, root: plan.parent.hash },
      transactions: Array.from({ length: count }, (_, index) => makeTransaction(`${networkName}/${plan.seed}/${index}`)),
      commitTransactionHash: random.hex(32),
    }
    return { hash: content.root, timestampMs: plan.timestampMs, transactionCount: count, logCount: 0, content }
  }

  return {
    network,
    make,
    answer: (call, view) => (stack === 'loopring' ? answerLoopring(call, view) : answerZksyncLite(call, view, networkName)),
    safeDepth: 0,
    foreign: () => restModel(stack, { ...options, networkName: `${networkName}-other` }),
    faults: restFaults(stack),
  }
}
