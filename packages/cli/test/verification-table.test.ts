import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { realData } from '../../../test/real-data.ts'
import { withVerificationTables } from '../scripts/verification-table.ts'

const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'verification.md'), 'utf8')
const folder = realData()

if (folder === undefined) {
  test('the tables of what is verified are not compared: there are no real recordings here', () => {
    expect(folder).toBeUndefined()
  })
} else {
  test('the tables of what is verified are what the recordings show', { timeout: 60_000 }, async () => {
    expect(await withVerificationTables(text, folder)).toBe(text)
  })
}
