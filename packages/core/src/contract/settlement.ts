import type { BlockRef, L1Ref } from './block.ts'
import type { DataAvailability, NetworkId } from './network.ts'

/** What a parent-chain transaction cost its sender, from the parent's receipt. */
export interface EvidenceCost {
  readonly purpose: 'data' | 'claim' | 'proof' | 'execute'
  readonly feeWei: bigint
  readonly gasUsed: bigint
  readonly gasPriceWei: bigint
  readonly blobGasUsed?: bigint
  readonly blobGasPriceWei?: bigint
  readonly dataBytes?: number
}

/** The parent-chain transaction or block that made a step of settlement so. */
export interface Evidence extends L1Ref {
  /** `consensus` names the chain itself and the finalized block that covers this one. */
  readonly kind: 'batch' | 'state-claim' | 'validity-proof' | 'settlement' | 'checkpoint' | 'consensus'
  /** How firm the parent block that carries it is. */
  readonly parentStatus: 'included' | 'safe' | 'finalized'
  /** The L2 blocks it is about. `exact: false` where a public reader cannot know the bounds. */
  readonly covers?: { readonly from: number; readonly to: number; readonly exact: boolean }
  readonly dataAvailability?: DataAvailability
  readonly cost?: EvidenceCost
  /**
   * The L2 block whose hash this parent transaction holds or commits to (an output root, an assertion, a state update), found equal to
   * what the network's endpoint gave. It anchors that block and, by parent links, all its ancestors.
   */
  readonly anchor?: BlockRef
}

/**
 * How far a block has settled.
 * - sequenced: the sequencer says so.
 * - posted: the data to derive it is published.
 * - claimed: its state stands on the parent, open to challenge or awaiting proof.
 * - proven: a validity proof was accepted.
 * - settled: the parent's contract treats it as done, exits can run.
 *
 * A stack skips what it does not have.
 */
export type Stage = 'sequenced' | 'posted' | 'claimed' | 'proven' | 'settled'

/** The strongest stage that there is evidence for, and the evidence of the steps before it. */
export type SettlementState =
  | { readonly stage: 'sequenced' }
  | { readonly stage: 'posted'; readonly posted: readonly Evidence[] }
  | { readonly stage: 'claimed'; readonly posted?: readonly Evidence[]; readonly claimed: Evidence }
  | { readonly stage: 'proven'; readonly posted?: readonly Evidence[]; readonly claimed?: Evidence; readonly proven: Evidence }
  | {
      readonly stage: 'settled'
      readonly posted?: readonly Evidence[]
      readonly claimed?: Evidence
      readonly proven?: Evidence
      readonly settled: Evidence
    }

/** How far a block has settled on its parent chain. */
export interface Settlement {
  readonly block: BlockRef
  readonly network: NetworkId
  /** When the next step is expected, ms from now, from the stack's own delays. */
  readonly nextExpectedMs?: number
  /**
   * The newest parent block that the reader had seen. An answer that lacks what an earlier one had is believed where it has seen the
   * parent block that held it; without this, it is asked for again.
   */
  readonly asOf?: BlockRef
  readonly state: SettlementState
}

/** Whether the order of transactions can no longer change: the data is posted in a finalized parent block. */
export function isOrderingFinal(settlement: Settlement): boolean {
  const { state } = settlement
  if (state.stage === 'sequenced') return false
  const posted = state.posted ?? []
  if (posted.length > 0) return posted.every((evidence) => evidence.parentStatus === 'finalized')
  return state.stage === 'settled' && state.settled.parentStatus === 'finalized'
}

/** Whether withdrawals of the block can run: it is settled, in a parent block that can no longer go. */
export function isWithdrawable(settlement: Settlement): boolean {
  return settlement.state.stage === 'settled' && settlement.state.settled.parentStatus === 'finalized'
}
