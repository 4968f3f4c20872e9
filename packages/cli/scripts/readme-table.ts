import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { L2Network, Stack } from '@defimon/core'
import { findNetworks } from '@defimon/networks'
import { hasAdapter, loadAdapter } from '../src/adapters.ts'
import { markdownTable, renewBetween } from './markdown-table.ts'

/** Between these lines of the README stands the table of networks. */
export const TABLE_BEGIN = '<!-- networks: written by packages/cli/scripts/readme-table.ts -->'
export const TABLE_END = '<!-- /networks -->'

const NAMES_SHOWN = 5

/** The best known first, by what the seed document said of their value; those that have ended last. */
function byRenown(one: L2Network, other: L2Network): number {
  const active = (network: L2Network): number => Number(network.status?.state === 'active')
  return active(other) - active(one) || (other.seed?.tvlUsd ?? 0) - (one.seed?.tvlUsd ?? 0)
}

function rowOf(stack: Stack, networks: readonly L2Network[]): readonly string[] {
  const active = networks.filter(({ status }) => status?.state === 'active').length
  const names = networks.toSorted(byRenown).map(({ name }) => name)
  const more = names.length > NAMES_SHOWN ? `, and ${names.length - NAMES_SHOWN} more` : ''
  const adapter = hasAdapter(stack) ? 'yes' : 'not yet'
  return [`\`${stack}\``, adapter, String(networks.length), String(active), names.slice(0, NAMES_SHOWN).join(', ') + more]
}

/** What the checks of a network are, in the order of the contract; a network without an adapter has none. */
async function checksOf(network: L2Network): Promise<string> {
  const adapter = await loadAdapter(network.stack)
  return adapter ? adapter.driverFor(network).checks.join(', ') : 'no adapter yet'
}

/** One row per network: what it is, whether it is alive, and what is recomputed of its blocks. */
async function rowsOfNetworks(networks: readonly L2Network[]): Promise<string[]> {
  const rows: string[][] = []
  for (const network of networks.toSorted(
    (one, other) => one.stack.localeCompare(other.stack) || one.id.localeCompare(other.id),
  )) {
    const { state = 'unclear' } = network.status ?? {}
    rows.push([network.name, `\`${network.id}\``, `\`${network.stack}\``, state, await checksOf(network)])
  }
  return markdownTable(['network', 'id', 'stack', 'status', 'recomputed'], rows)
}

/** The tables of networks: one row per stack, and behind a fold one row per network. */
export async function networkTable(): Promise<string> {
  const networks = findNetworks({ testnet: false })
  const stacks = [...new Set(networks.map(({ stack }) => stack))]
  const sorted = stacks.toSorted((one, other) => Number(hasAdapter(other)) - Number(hasAdapter(one)))
  const rows = sorted.map((stack) =>
    rowOf(
      stack,
      networks.filter((network) => network.stack === stack),
    ),
  )
  const readable = networks.filter(({ stack }) => hasAdapter(stack)).length
  return [
    `The registry knows ${networks.length} networks of ${stacks.length} stacks; ${readable} of them belong to a stack that has an adapter today.`,
    '',
    ...markdownTable(['stack', 'adapter', 'networks', 'active', 'among them'], rows, [2, 3]),
    '',
    '<details>',
    '<summary>Every network, and what is recomputed of its blocks</summary>',
    '',
    ...(await rowsOfNetworks(networks)),
    '',
    '</details>',
  ].join('\n')
}

/** The text of a README with its tables renewed. */
export async function withNetworkTable(readme: string): Promise<string> {
  return renewBetween(readme, TABLE_BEGIN, TABLE_END, await networkTable())
}

if (import.meta.main) {
  const file = join(import.meta.dirname, '..', '..', '..', 'README.md')
  writeFileSync(file, await withNetworkTable(readFileSync(file, 'utf8')))
}
