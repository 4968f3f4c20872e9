import type { L2Network } from '@defimon/core'
import { aliases, networks } from '@defimon/networks'
import type { Confidence } from '../src/confidence/confidence.ts'
import { confidenceOf } from '../src/confidence/confidence-of.ts'

/** What `networks.json` holds: the literals, and how far each of their facts can be trusted. */
export interface NetworksJson {
  readonly $schema: string
  readonly aliases: Readonly<Record<string, string>>
  readonly networks: readonly (L2Network & { readonly confidence: Readonly<Record<string, Confidence>> })[]
}

/** The registry as data, by id. */
export function networksJson(): NetworksJson {
  const sorted = [...networks].sort((a, b) => (a.id < b.id ? -1 : 1))
  return {
    $schema: './networks.schema.json',
    aliases,
    networks: sorted.map((network) => ({ ...network, confidence: confidenceOf(network) })),
  }
}

/** The text of `networks.json`. */
export function renderNetworksJson(): string {
  return `${JSON.stringify(networksJson(), null, 2)}\n`
}
