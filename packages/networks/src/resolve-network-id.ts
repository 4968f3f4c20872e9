import type { NetworkId } from '@defimon/core'
import { aliases } from './aliases.ts'

const byAlias: Readonly<Record<string, NetworkId>> = aliases

/** The id that a name stands for: that of its alias, or the name itself. */
export function resolveNetworkId(name: string): NetworkId {
  return Object.hasOwn(byAlias, name) ? (byAlias[name] ?? name) : name
}
