import { type Evidence, evidenceOf, type NetworkId, type Settlement, type Stage } from '@defimon/core'

/** What one parent transaction did, for which blocks of which networks. */
export interface ParentTransactionGroup {
  readonly network: NetworkId
  readonly transactionHash: string
  readonly number: number
  readonly parentStatus: Evidence['parentStatus']
  readonly steps: readonly {
    readonly network: NetworkId
    readonly step: Exclude<Stage, 'sequenced'>
    /** Absent where the evidence does not say; then only the blocks that were asked about are known. */
    readonly covers?: Evidence['covers']
  }[]
}

/** Groups settlements of any networks by the parent transactions behind them: an L1 batch transaction → its L2 blocks. Pure. */
export function byParentTransaction(settlements: Iterable<Settlement>): readonly ParentTransactionGroup[] {
  const groups = new Map<string, ParentTransactionGroup>()
  for (const { network, state, block } of settlements) {
    for (const { step, evidence } of evidenceOf(state)) {
      const { transactionHash, number, parentStatus } = evidence
      if (transactionHash === undefined) continue
      const key = `${evidence.network} ${transactionHash}`
      const covers = evidence.covers ?? { from: block.number, to: block.number, exact: false }
      const group = groups.get(key) ?? { network: evidence.network, transactionHash, number, parentStatus, steps: [] }
      const isKnown = group.steps.some(
        (known) =>
          known.network === network &&
          known.step === step &&
          known.covers?.from === covers.from &&
          known.covers?.to === covers.to,
      )
      groups.set(key, isKnown ? group : { ...group, steps: [...group.steps, { network, step, covers }] })
    }
  }
  return [...groups.values()].sort((a, b) => a.number - b.number)
}
