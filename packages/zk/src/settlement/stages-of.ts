import type { ContractAt, L2Network, Stack } from '@defimon/core'
import type { SettlementStages } from '@defimon/core/adapter'
import { contractsOn } from '@defimon/evm/parent'

/** How the stages of a system are known, for the tables of the docs, where nothing depends on the network but its contracts. */
export function stagesOf(
  { parent, status }: L2Network<Stack>,
  contracts: readonly ContractAt[] | undefined,
  stages: SettlementStages,
): SettlementStages {
  const isSunset = status?.state === 'sunset'
  if (parent === undefined) return notTold('it has no parent chain that could be asked', isSunset)
  if (contractsOn(contracts, parent).length === 0) return notTold('the registry has no contract of it', isSunset)
  const { sunset: _, ...others } = stages
  if (!isSunset) return others
  return { sunset: 'nothing: which blocks there were, an endpoint of its own must say', ...stages }
}

/** That nothing of a network is told, and why. */
export function notTold(why: string, isSunset = false): SettlementStages {
  const text = `not told: ${why}`
  return { posted: text, proven: 'not told', settled: 'not told', ...(isSunset && { sunset: `nothing: ${why}` }) }
}
