import {
  type BlockRef,
  type CallOptions,
  DefimonError,
  type Evidence,
  type Settlement,
  type SettlementState,
} from '@defimon/core'
import type { FakeChain } from './fake-chain.ts'

type Step = 'posted' | 'claimed' | 'settled'
const KINDS = { posted: 'batch', claimed: 'state-claim', settled: 'settlement' } as const

/** One batch, and in which parent block each of its steps was made. */
export interface FakeBatch {
  readonly from: number
  readonly to: number
  posted?: number
  claimed?: number
  settled?: number
}

/** The parent chain of a fake chain, with a reader over it. Plain on purpose: it is the oracle too. */
export interface FakeRollup {
  readonly batches: FakeBatch[]
  head: number
  finalized: number
  /** Reorgs of the parent, oldest first: from which block on, and a name that is part of the hashes of its blocks from there. */
  readonly forks: { readonly from: number; readonly name: string }[]
  /** Whether answers say how far they have seen. */
  saysAsOf: boolean
  /** Claims name the block at their end and its hash; another one here is what the parent holds. */
  anchors: boolean
  readonly held: Map<number, string>
  /** Heights that were asked about, in order. */
  readonly asked: number[]
  fault: ((number: number) => void) | undefined
  getSettlement(block: BlockRef, options?: CallOptions): Promise<Settlement>
  /** What is right for a block at this moment. */
  expected(number: number): SettlementState
}

export function createFakeRollup(chain: FakeChain, options: { readonly nextExpectedMs?: number } = {}): FakeRollup {
  const parentHash = (number: number): string => `0xp${number}${rollup.forks.findLast(({ from }) => from <= number)?.name ?? ''}`
  const evidence = (batch: FakeBatch, step: Step): Evidence | undefined => {
    const number = batch[step]
    if (number === undefined || number > rollup.head) return undefined
    // A settlement may reach less far than its batch: `to` of a claim is its own.
    const covers = { from: batch.from, to: batch.to, exact: true }
    const anchored = rollup.anchors && step !== 'posted' && chain.at(batch.to)
    return {
      ...{
        kind: KINDS[step],
        network: 'parent',
        number,
        hash: parentHash(number),
        transactionHash: `0x${step}${number}`,
        covers,
      },
      parentStatus: number <= rollup.finalized ? 'finalized' : 'included',
      ...(anchored && { anchor: { number: batch.to, hash: rollup.held.get(batch.to) ?? anchored.hash } }),
    }
  }
  const rollup: FakeRollup = {
    batches: [],
    head: 0,
    finalized: 0,
    forks: [],
    saysAsOf: false,
    anchors: false,
    held: new Map(),
    asked: [],
    fault: undefined,
    expected(number) {
      const batch = rollup.batches.find(({ from, to }) => from <= number && number <= to)
      const [posted, claimed, settled] = (['posted', 'claimed', 'settled'] as const).map((step) => batch && evidence(batch, step))
      if (settled) return { stage: 'settled', ...(posted && { posted: [posted] }), ...(claimed && { claimed }), settled }
      if (claimed) return { stage: 'claimed', ...(posted && { posted: [posted] }), claimed }
      if (posted) return { stage: 'posted', posted: [posted] }
      return { stage: 'sequenced' }
    },
    async getSettlement(block) {
      rollup.asked.push(block.number)
      rollup.fault?.(block.number)
      if (chain.at(block.number)?.hash !== block.hash) {
        throw new DefimonError('NOT_FOUND', 'not the block of this chain', { network: chain.network })
      }
      const { nextExpectedMs } = options
      return {
        ...{ block, network: chain.network, state: rollup.expected(block.number) },
        ...(nextExpectedMs !== undefined && { nextExpectedMs }),
        ...(rollup.saysAsOf && { asOf: { number: rollup.head, hash: parentHash(rollup.head) } }),
      }
    },
  }
  return rollup
}

/** Batches of `size` blocks over a stretch, none of them posted yet. */
export function cutBatches(from: number, to: number, size: number): FakeBatch[] {
  const batches: FakeBatch[] = []
  for (let first = from; first <= to; first += size) batches.push({ from: first, to: Math.min(to, first + size - 1) })
  return batches
}
