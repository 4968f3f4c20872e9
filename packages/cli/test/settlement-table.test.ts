import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { networks } from '@defimon/networks'
import { expect, test } from 'vitest'
import { withSettlementTables } from '../scripts/settlement-table.ts'

const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'settlement.md'), 'utf8')

test('the tables of how settlement is known are what the drivers say', async () => {
  expect(await withSettlementTables(text)).toBe(text)
})

test('every network of the registry has one row in the tables of stages', () => {
  const [, stages = ''] = text.split('## Rollups\n')
  const [rollups = '', others = ''] = stages.split('## Rollups that were shut down')
  const [sunset = '', own = ''] = others.split('## Chains with a consensus of their own')
  const idsIn = (table: string): readonly string[] =>
    [...table.matchAll(/^\| ([a-z0-9_]+)(?: \(sunset\))? +\|/gm)].map(([, id = '']) => id)
  const rows = [...idsIn(rollups), ...idsIn(own)].filter((id) => id !== 'network')
  expect(rows.toSorted()).toEqual(networks.map(({ id }) => id).toSorted())
  const shutDown = networks.filter(({ status }) => status?.state === 'sunset')
  const isRollup = new Set(idsIn(rollups))
  expect(idsIn(sunset).filter((id) => id !== 'network')).toEqual(
    shutDown
      .map(({ id }) => id as string)
      .filter((id) => isRollup.has(id))
      .toSorted(),
  )
})
