import type { ContractAt, L2Network } from '@defimon/core'
import { arbitrumConfidence } from './arbitrum.ts'
import type { Confidence, ConfidenceTable } from './confidence.ts'
import { opStackConfidence } from './op-stack.ts'
import { otherConfidence } from './other.ts'
import { sidechainConfidence } from './sidechain.ts'
import { zkConfidence } from './zk.ts'

/** The unsure facts of all networks. */
export const unsureFacts: ConfidenceTable = {
  ...opStackConfidence,
  ...arbitrumConfidence,
  ...zkConfidence,
  ...sidechainConfidence,
  ...otherConfidence,
}

/** Facts that are graded for every network that has them, and their grade where no table says otherwise. */
const GRADED = {
  chainId: 'sourced',
  blockTimeMs: 'sourced',
  // Copied from public lists, not tried.
  endpoints: 'single-source',
  dataAvailability: 'single-source',
  proofSystem: 'single-source',
  challengePeriodMs: 'sourced',
} as const satisfies Record<string, Confidence>

/** Paths of addresses: `contracts.inbox`, and `contracts.rollup[0]` where a list holds several. */
function addressPaths(network: L2Network): string[] {
  const lists: readonly (readonly [string, readonly ContractAt[]])[] = [
    ...Object.entries<readonly ContractAt[]>(network.contracts as Record<string, readonly ContractAt[]>).map(
      ([name, list]) => [`contracts.${name}`, list] as const,
    ),
    ['operators', network.operators ?? []],
  ]
  return lists.flatMap(([path, list]) => (list.length > 1 ? list.map((_, index) => `${path}[${index}]`) : list.map(() => path)))
}

/**
 * The grade of each fact of a network that is graded, by path. A fact that is not named was not graded: names, symbols and explorers
 * come from public lists.
 */
export function confidenceOf(network: L2Network): Readonly<Record<string, Confidence>> {
  const facts: Readonly<Record<string, unknown>> = { ...network, endpoints: network.endpoints[0] }
  const grades: Record<string, Confidence> = {}
  for (const [fact, grade] of Object.entries(GRADED)) if (facts[fact] !== undefined) grades[fact] = grade
  for (const path of addressPaths(network)) grades[path] = 'sourced'
  const unsure = unsureFacts[network.id]
  for (const path of unsure?.singleSource ?? []) grades[path] = 'single-source'
  for (const path of unsure?.believed ?? []) grades[path] = 'believed'
  return grades
}
