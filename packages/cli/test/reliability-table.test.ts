import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lieRows } from '../scripts/lie-outcomes.ts'
import { PEER_PAINS } from '../scripts/peer-pains.ts'
import { countLies, withReliabilityTables } from '../scripts/reliability-table.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const rows = await lieRows()

test('the tables of docs/reliability.md are what the catalogue says', () => {
  const text = readFileSync(join(root, 'docs', 'reliability.md'), 'utf8')
  expect(withReliabilityTables(text, rows)).toBe(text)
})

test('the catalogue has at least forty lies, and some on every network that has blocks', () => {
  expect(countLies(rows).lies).toBeGreaterThanOrEqual(40)
  const everywhere = rows.filter(({ places, ofTransport }) => places === 'all networks' && !ofTransport)
  expect(everywhere.length).toBeGreaterThan(0)
})

test('what cannot be seen has a reason, and nothing else has one', () => {
  const wrong = rows.filter(({ verdict, reason }) => (verdict === 'unseen') !== (reason !== undefined && reason.length > 0))
  expect(wrong).toEqual([])
})

test('what happened to others has a test here, in a file that exists', () => {
  expect(PEER_PAINS).toHaveLength(25)
  for (const { tests } of PEER_PAINS) expect(tests.length).toBeGreaterThan(0)
  const files = PEER_PAINS.flatMap(({ tests }) => tests)
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([])
})
