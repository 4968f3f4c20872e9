import {
  BlockNotFoundError,
  type ContractAt,
  ContradictionError,
  type DataAvailability,
  type L2Network,
  type SourceOptions,
  type Stack,
} from '@defimon/core'
import type { ParentLog } from '@defimon/evm/parent'
import type { HeldBlock, HeldBlocks } from '../rest/held-blocks.ts'
import { readParentData } from './parent-data.ts'
import { createSettlementReader, type SettlementQuestion, type SettlementReader } from './settlement-reader.ts'

/** How the events of one transaction tell of blocks that it posts, proves and settles at once. */
export interface HeldSettlement<F> {
  readonly contracts: readonly ContractAt[] | undefined
  readonly load: () => Promise<HeldBlocks<F>>
  /** The number of the block that a log tells of; undefined for other logs. */
  numberOf(log: ParentLog): number | undefined
  readonly dataAvailability: DataAvailability
  /** Whether blocks are read from the parent themselves: then one with another hash was never there. */
  readonly isHeld: boolean
}

/**
 * Settlement of networks whose blocks are posted, proven and settled by one transaction. The commitment that the parent holds is the block's
 * hash, so it is an anchor; an API that gives another fails with a `ContradictionError`.
 */
export function createHeldSettlement<F>(
  network: L2Network<Stack>,
  options: SourceOptions,
  held: HeldSettlement<F>,
): SettlementReader {
  return createSettlementReader(network, options, held.contracts, () => {
    let blocks: Promise<HeldBlocks<F>> | undefined
    return async (question) => {
      blocks ??= held.load()
      const found = await (await blocks).find(question.block.number, question.call)
      if (!found) return { state: { stage: 'sequenced' } }
      return { state: await settledState(network, question, held, found.block) }
    }
  })
}

async function settledState<F>(
  network: L2Network<Stack>,
  { view, call, block }: SettlementQuestion,
  { numberOf, dataAvailability, isHeld }: HeldSettlement<F>,
  { hash, at }: HeldBlock<F>,
) {
  if (hash !== block.hash) throw otherBlock(network, block, hash, isHeld ? undefined : call.endpoint)
  const transactionHash = at.transactionHash ?? ''
  const { logs } = await view.receipt(transactionHash)
  const numbers = readParentData(() => logs.map(numberOf).filter((number) => number !== undefined))
  const covers = { from: Math.min(block.number, ...numbers), to: Math.max(block.number, ...numbers), exact: true }
  // One transaction does it all, and was paid for one purpose: so its cost counts once.
  const posted = await view.evidence({ kind: 'batch', transactionHash, covers, dataAvailability, purpose: 'execute' })
  const settled = await view.evidence({
    kind: 'settlement',
    transactionHash,
    covers,
    purpose: 'execute',
    anchor: { number: block.number, hash },
  })
  return { stage: 'settled', posted: [posted], settled } as const
}

/** What is wrong where the parent holds another hash: the block that was asked about, or the API that gave it. */
export function otherBlock(
  network: L2Network<Stack>,
  block: SettlementQuestion['block'],
  held: string,
  host: string | undefined,
): BlockNotFoundError | ContradictionError {
  if (host === undefined) return new BlockNotFoundError({ hash: block.hash }, 'unknown', { network: network.id })
  const context = { network: network.id, host, detail: 'the commitment to the block on the parent chain' }
  return new ContradictionError({ number: block.number, hash: block.hash }, held, block.hash, context)
}
