import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DefimonError, type L2Network } from '@defimon/core'
import { virtualRuntime } from '@defimon/core/testing'
import { getNetwork, networks } from '@defimon/networks'
import { expect, test } from 'vitest'
import { isRollup, stagesOf, withSettlementTables } from '../scripts/settlement-table.ts'
import { hasAdapter, sourceFor } from '../src/adapters.ts'

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

test('what the tables tell is what the sources read: of all else getSettlement says that it cannot be', async () => {
  const asked: string[] = []
  const told: string[] = []
  for (const network of networks as readonly L2Network[]) {
    if (!isRollup(network) || !hasAdapter(network.stack) || network.parent === undefined) continue
    const { stages } = await stagesOf(network)
    if (!(stages.posted?.startsWith('not told') && stages.settled?.startsWith('not told'))) told.push(network.id)
    // Nobody answers: what is refused is refused before anybody is asked.
    const runtime = virtualRuntime({ seed: 'settlement-table' })
    const parent = await sourceFor(getNetwork(network.parent), { runtime })
    const source = await sourceFor(network, { runtime, parent })
    const code = await runtime.runUntil(
      source.getSettlement({ number: 1, hash: `0x${'11'.repeat(32)}` }).then(
        () => 'none',
        (error: unknown) => (DefimonError.isInstance(error) ? error.code : String(error)),
      ),
    )
    if (code !== 'UNSUPPORTED') asked.push(network.id)
    await source.close()
    await parent.close()
  }
  expect(asked).toEqual(told)
})
