import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { L2Network } from '@defimon/core'
import { findNetworks } from '@defimon/networks'
import { hasAdapter } from '../src/adapters.ts'

/** Between these lines of the README stands the table of networks. */
export const TABLE_BEGIN = '<!-- networks: written by packages/cli/scripts/readme-table.ts -->'
export const TABLE_END = '<!-- /networks -->'

function stateOf(network: L2Network): string {
  const state = network.status?.state
  return state && state !== 'active' ? `${network.name} (${state})` : network.name
}

/** The table of networks, one row per stack: whether it has an adapter, and its networks with their state. */
export function networkTable(): string {
  const networks = findNetworks({ testnet: false })
  const stacks = [...new Set(networks.map(({ stack }) => stack))]
  const rows = stacks.map((stack) => {
    const ofStack = networks.filter((network) => network.stack === stack)
    return {
      adapter: hasAdapter(stack),
      line: `| \`${stack}\` | ${hasAdapter(stack) ? 'yes' : 'not yet'} | ${ofStack.length} | ${ofStack.map(stateOf).join(', ')} |`,
    }
  })
  const readable = networks.filter(({ stack }) => hasAdapter(stack)).length
  return [
    TABLE_BEGIN,
    '',
    `The registry knows ${networks.length} networks of ${stacks.length} stacks; ${readable} of them belong to a stack that has an adapter today.`,
    '',
    '| stack | adapter | networks | which |',
    '|---|---|---:|---|',
    ...rows.toSorted((a, b) => Number(b.adapter) - Number(a.adapter)).map(({ line }) => line),
    '',
    TABLE_END,
  ].join('\n')
}

/** The text of a README with its table renewed. */
export function withNetworkTable(readme: string): string {
  const begin = readme.indexOf(TABLE_BEGIN)
  const end = readme.indexOf(TABLE_END)
  if (begin < 0 || end < begin) throw new Error('the README has no place for the table of networks')
  return readme.slice(0, begin) + networkTable() + readme.slice(end + TABLE_END.length)
}

if (import.meta.main) {
  const file = join(import.meta.dirname, '..', '..', '..', 'README.md')
  writeFileSync(file, withNetworkTable(readFileSync(file, 'utf8')))
}
