import type { DataAvailability, Hash, L2Network, Stack, Stage } from '@defimon/core'
import type { ParentRecord } from './parent-record.ts'

/** What one parent-chain transaction did for the blocks of a network. */
export interface SettlementStep {
  /** `reverted` takes steps back; a transaction that did nothing for settlement gives no step. */
  readonly stage: Exclude<Stage, 'sequenced'> | 'reverted'
  /** The batches it is about, as the stack numbers them. */
  readonly batches?: { readonly from: number; readonly to: number }
  /**
   * The L2 blocks. `exact: false` where the record alone does not tell the bounds. A bound not known at all is left out: a claim that
   * covers all up to a block has no `from`, a first frame no `to`.
   */
  readonly covers?: { readonly from?: number; readonly to?: number; readonly exact: boolean }
  /** State or output roots that it names, in order. */
  readonly roots?: readonly Hash[]
  readonly dataAvailability?: DataAvailability
  /** Whether the sender was the one whose word counts at that time. Absent where the record does not tell. */
  readonly authorised?: boolean
  /** In words, what a reader must know: which frame of which channel, why a bound is not known. */
  readonly note?: string
}

/**
 * Reads what a parent-chain transaction did. One per stack, pure: no endpoint is asked. Without a network (a chain that the registry
 * does not have) it says what the calldata alone tell. A record that is not of this stack gives an empty list.
 */
export type DescribeSettlement<S extends Stack = Stack> = (
  record: ParentRecord,
  network: L2Network<S> | undefined,
) => Promise<readonly SettlementStep[]>
