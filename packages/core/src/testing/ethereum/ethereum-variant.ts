import type { L2Network, NetworkId, Stack } from '@defimon/core'
import { type SeededRandom, seededRandom } from '../runtime/seeded-random.ts'
import type { Fault } from '../simulation/fault.ts'
import type { BlockPlan, ChainView, MadeBlock, RpcCall, StackModel } from '../simulation/stack-model.ts'
import { type EthereumBlock, type EthereumBlockParts, sealBlock } from './block.ts'
import { contractOf, type EthereumFork, type EthereumModelOptions, ethereumParts } from './ethereum-model.ts'
import { answerEthereum, createTransactionIndex, ethereumNewHead } from './ethereum-node.ts'

/** What every simulated chain that deviates from Ethereum can be told. */
export interface VariantModelOptions {
  readonly id?: NetworkId
  readonly chainId?: number
  /** User transactions in a block: a number, or drawn for each. Default 3. */
  readonly transactionsPerBlock?: EthereumModelOptions['transactionsPerBlock']
}

/** How a stack deviates from Ethereum. */
export interface EthereumVariant {
  readonly stack: Stack
  readonly id: NetworkId
  readonly chainId: number
  readonly fork: EthereumFork
  /** Types of user transactions. Default: all of the fork. */
  readonly types?: readonly number[]
  /** The block as this stack makes it. */
  shape(parts: EthereumBlockParts, plan: BlockPlan, random: SeededRandom): EthereumBlockParts
  /** As far as the stack's own block tells its time. Default: seconds. */
  timestampMs?(plan: BlockPlan): number
  /** What its nodes answer otherwise. `ethereum` answers as Ethereum's. */
  answer?(call: RpcCall, view: ChainView<EthereumBlock>, ethereum: (call: RpcCall) => unknown): unknown
  readonly newHead?: StackModel<EthereumBlock>['newHead']
  readonly faults: Readonly<Record<string, Fault>>
  /** The same stack with another chain id. */
  foreign(chainId: number): StackModel<EthereumBlock>
}

/** A model of a chain that is Ethereum but for what its variant says. */
export function ethereumVariantModel(variant: EthereumVariant, options: VariantModelOptions): StackModel<EthereumBlock> {
  const { id = variant.id, chainId = variant.chainId } = options
  const transactionIndex = createTransactionIndex()
  const network = {
    id,
    name: `Simulated ${id}`,
    stack: variant.stack,
    contracts: {},
    chainId: `eip155:${chainId}`,
    evmChainId: chainId,
    endpoints: [],
  } as L2Network

  const make = (plan: BlockPlan): MadeBlock<EthereumBlock> => {
    const random = seededRandom(plan.seed)
    const bare = ethereumParts(plan, random, {
      chainId,
      fork: variant.fork,
      transactionsPerBlock: options.transactionsPerBlock,
      ...(variant.types && { types: variant.types }),
    })
    const block = sealBlock(variant.shape(bare, plan, random), contractOf)
    return {
      hash: block.hash,
      timestampMs: variant.timestampMs?.(plan) ?? bare.timestampSeconds * 1000,
      transactionCount: block.transactionCount,
      logCount: block.logCount,
      content: block,
    }
  }

  return {
    network,
    make,
    answer: (call, view) => {
      const ethereum = (asked: RpcCall): unknown => answerEthereum(asked, view, chainId, transactionIndex)
      return variant.answer ? variant.answer(call, view, ethereum) : ethereum(call)
    },
    newHead: variant.newHead ?? ethereumNewHead,
    foreign: () => variant.foreign(chainId + 1),
    faults: variant.faults,
  }
}

/** The same faults where a stack's own deviations hide them: each is `unseen`, with the reason. */
export function unseenFaults(
  faults: Readonly<Record<string, Fault>>,
  names: readonly string[],
  reason: string,
): Readonly<Record<string, Fault>> {
  return Object.fromEntries(names.map((name) => [name, { ...faults[name]!, verdict: 'unseen', reason }]))
}
