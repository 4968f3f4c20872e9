import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { L2Network } from '@defimon/core'
import type { SettlementStages } from '@defimon/core/adapter'
import { networks } from '@defimon/networks'
import { loadAdapter } from '../src/adapters.ts'
import { markdownTable, renewBetween } from './markdown-table.ts'

/** Between these lines of `docs/settlement.md` stand the tables. */
export const TABLE_BEGIN = '<!-- settlement: written by packages/cli/scripts/settlement-table.ts -->'
export const TABLE_END = '<!-- /settlement -->'

/** A network and how its stages are known. */
export interface KnownStages {
  readonly network: L2Network
  readonly stages: SettlementStages
}

const NOTHING = '–'

/** Rollups of any kind settle on another chain; all others by a consensus of their own. */
export function isRollup({ category }: L2Network): boolean {
  return category !== 'l1' && category !== 'sidechain'
}

/** How the stages of a network are known, by its driver; where it says nothing, why. */
export async function stagesOf(network: L2Network): Promise<KnownStages> {
  const adapter = await loadAdapter(network.stack)
  const told = adapter?.driverFor(network).settlementStages
  const stages = typeof told === 'function' ? await told() : told
  if (stages) return { network, stages }
  const on = network.parent ?? 'another chain'
  const instead = /^none \((.*)\)$/.exec(network.proofSystem ?? '')?.[1]
  const settles = instead === undefined ? `how it settles on ${on} is not read` : `no state of it stands on ${on}: ${instead}`
  const why = adapter ? settles : 'its blocks cannot be read from an endpoint'
  return {
    network,
    stages: isRollup(network) ? { posted: `not told: ${why}`, settled: 'not told' } : { settled: `not told: ${why}` },
  }
}

function nameOf({ id, status }: L2Network): string {
  return status?.state === 'sunset' ? `${id} (sunset)` : id
}

/** The tables: rollups by stage, those that were shut down, and chains with a consensus of their own. */
export async function settlementTables(): Promise<string> {
  const known = await Promise.all(networks.toSorted((one, other) => (one.id < other.id ? -1 : 1)).map(stagesOf))
  const rollups = known.filter(({ network }) => isRollup(network))
  const own = known.filter(({ network }) => !isRollup(network))
  const sunset = rollups.filter(({ network }) => network.status?.state === 'sunset')
  const row = ({ network, stages }: KnownStages, columns: readonly (keyof SettlementStages)[]): readonly string[] => [
    nameOf(network),
    ...columns.map((column) => stages[column] ?? NOTHING),
  ]
  return [
    '## Rollups',
    '',
    ...markdownTable(
      ['network', 'on', 'posted', 'claimed', 'proven', 'settled', 'anchored by'],
      rollups.map((each) => {
        const [name = '', ...cells] = row(each, ['posted', 'claimed', 'proven', 'settled', 'anchored'])
        return [name, each.network.parent ?? NOTHING, ...cells]
      }),
    ),
    '',
    '## Rollups that were shut down',
    '',
    'What their parent chain alone tells, with no endpoint of their own. Where one still answers, the table above holds. A height is asked for by',
    '`defimon settlement <network> <height>`, or by `getSettlement` with zeros for a hash that nobody knows any more; a batch by',
    '`defimon settlement <network> <number> --batch`, or by `zksyncBatchSettlement` and `polygonZkevmBatchSettlement` of `@defimon/zk`.',
    '',
    ...markdownTable(
      ['network', 'since', 'from the parent chain alone'],
      sunset.map(({ network, stages }) => [network.id, network.status?.since ?? NOTHING, stages.sunset ?? 'nothing: see above']),
    ),
    '',
    '## Chains with a consensus of their own',
    '',
    ...markdownTable(
      ['network', 'settled'],
      own.map(({ network, stages: { posted, settled } }) => [
        nameOf(network),
        // Why nothing is told stands with the first stage of a stack.
        (settled === 'not told' ? posted : settled) ?? NOTHING,
      ]),
    ),
  ].join('\n')
}

/** The text of the document with its tables renewed from the drivers and the registry. */
export async function withSettlementTables(text: string): Promise<string> {
  return renewBetween(text, TABLE_BEGIN, TABLE_END, await settlementTables())
}

if (import.meta.main) {
  const file = join(import.meta.dirname, '..', '..', '..', 'docs', 'settlement.md')
  writeFileSync(file, await withSettlementTables(readFileSync(file, 'utf8')))
}
