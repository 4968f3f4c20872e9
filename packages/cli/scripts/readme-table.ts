import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { L2Network, Stack } from '@defimon/core'
import { findNetworks } from '@defimon/networks'
import { hasAdapter } from '../src/adapters.ts'

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

/** The lines of a Markdown table, columns aligned; those with a number stand right. */
function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[], right: readonly number[]): string[] {
  const widths = headings.map((heading, column) => Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(' | ')} |`
  const rule = `| ${widths.map((width, column) => (right.includes(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`
  return [line(headings), rule, ...rows.map(line)]
}

/** The table of networks, one row per stack: whether it has an adapter, how many networks it has, and how many of them are active. */
export function networkTable(): string {
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
    TABLE_BEGIN,
    '',
    `The registry knows ${networks.length} networks of ${stacks.length} stacks; ${readable} of them belong to a stack that has an adapter today.`,
    '',
    ...markdownTable(['stack', 'adapter', 'networks', 'active', 'among them'], rows, [2, 3]),
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
