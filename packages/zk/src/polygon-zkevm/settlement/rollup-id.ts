import type { L2Network } from '@defimon/core'
import { countOf } from '../../settlement/abi-values.ts'

/** The number by which the rollup manager knows the network; undefined where it is not known. */
export function rollupIdOf(network: L2Network<'polygon-zkevm'>): number | undefined {
  return network.contracts.rollupManager?.find(({ rollupId }) => rollupId !== undefined)?.rollupId
}

/**
 * Whether a log of the manager, whose first topic is the rollup's id, or an id is of the network. Without a network any id is; a network whose
 * id is not known takes none, since the manager serves many.
 */
export function isOfRollup(
  network: L2Network<'polygon-zkevm'> | undefined,
  of: { readonly topics: readonly string[] } | { readonly rollupId: number },
): boolean {
  if (network === undefined) return true
  const id = 'rollupId' in of ? of.rollupId : countOf(BigInt(of.topics[1] ?? '0x0'), 'rollupID')
  return rollupIdOf(network) === id
}
