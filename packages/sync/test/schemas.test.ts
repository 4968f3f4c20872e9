import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { schemasDocument } from '../scripts/schemas-document.ts'
import { START_TIMEOUT_MS } from './postgres-server.ts'

/** Formatting moves the blanks of tables and of JSON; it changes nothing else. */
const plain = (text: string): string => text.replaceAll(/-{3,}/g, '---').replaceAll(/\s+/g, '')

it('docs/schemas.md says what the sinks write', { timeout: START_TIMEOUT_MS }, async () => {
  const written = readFileSync(new URL('../../../docs/schemas.md', import.meta.url), 'utf8')
  expect(plain(await schemasDocument()), 'write it anew: packages/sync/scripts/write-schemas.ts').toBe(plain(written))
})
