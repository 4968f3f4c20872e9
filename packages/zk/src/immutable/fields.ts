import type { StateUpdate } from './read-state-updates.ts'

/** What a state update of a StarkEx exchange has beyond the common fields. It is the only kind of block that StarkEx has. */
export interface StarkexBlockFields extends Omit<StateUpdate, 'sequenceNumber' | 'at'> {
  /** Where on Ethereum it stands. What it holds is not known, and `transactionCount` is 0: a committee keeps the transactions. */
  readonly heldAt: StateUpdate['at']
}

declare module '@defimon/core' {
  interface StackBlockFields {
    starkex: StarkexBlockFields
  }
}
