import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FaultVerdict } from '@defimon/core/testing'
import { type LieRow, lieRows } from './lie-outcomes.ts'
import { markdownTable, renewBetween } from './markdown-table.ts'
import { PEER_PAINS } from './peer-pains.ts'

/** Between these lines of `docs/reliability.md` stand the tables. */
export const TABLE_BEGIN = '<!-- catalogue: written by packages/cli/scripts/reliability-table.ts -->'
export const TABLE_END = '<!-- /catalogue -->'

/** Words for a verdict. */
const VERDICTS: Readonly<Record<FaultVerdict, string>> = {
  rejected: 'rejected',
  'failed-over': 'failed over',
  tolerated: 'tolerated',
  unseen: 'cannot be seen here',
}

function countOf(rows: readonly LieRow[]): number {
  return new Set(rows.map(({ name }) => name)).size
}

/** A description as Markdown: `__proto__` would be bold. */
function asMarkdown(description: string): string {
  return description.replaceAll('__proto__', '`__proto__`')
}

/** What is noticed, one row for what ends the same way. */
function noticedTable(rows: readonly LieRow[]): readonly string[] {
  return markdownTable(
    ['name', 'what the endpoint does', 'where', 'verdict', 'check'],
    rows
      .filter(({ verdict }) => verdict !== 'unseen')
      .map(({ name, description, places, verdict, check = '–' }) => [
        name,
        asMarkdown(description),
        places,
        VERDICTS[verdict],
        check,
      ]),
  )
}

/** What cannot be noticed, gathered by the reason and the networks. */
function unseenTable(rows: readonly LieRow[]): readonly string[] {
  const gathered = new Map<string, { readonly places: string; readonly reason: string; readonly names: string[] }>()
  for (const { name, places, verdict, reason = '' } of rows) {
    if (verdict !== 'unseen') continue
    const key = `${reason}\n${places}`
    const known = gathered.get(key)
    if (known) known.names.push(name)
    else gathered.set(key, { places, reason, names: [name] })
  }
  return markdownTable(
    ['lies', 'where', 'why'],
    [...gathered.values()].map(({ names, places, reason }) => [names.join(', '), places, reason]),
  )
}

function painTable(): readonly string[] {
  return markdownTable(
    ['no.', 'what happened to others', 'what holds it here', 'test'],
    PEER_PAINS.map(({ pain, source, answer, tests }, index) => [
      String(index + 1),
      `${pain} ([source](${source}))`,
      answer,
      tests.map((file) => `[${file.split('/').at(-1)}](../${file})`).join(', '),
    ]),
    [0],
  )
}

/** How many lies and how many faults of the connection the catalogue has, by name. */
export function countLies(rows: readonly LieRow[]): { readonly lies: number; readonly faults: number } {
  return {
    lies: countOf(rows.filter(({ ofTransport }) => !ofTransport)),
    faults: countOf(rows.filter(({ ofTransport }) => ofTransport)),
  }
}

/** The tables: lies, what cannot be seen, faults of the connection, and the pains of others. */
export function reliabilityTables(rows: readonly LieRow[]): string {
  const { lies, faults } = countLies(rows)
  const told = rows.filter(({ ofTransport }) => !ofTransport)
  return [
    `${lies} lies and ${faults} faults of the connection have a name. A lie that ends differently on different networks has several rows.`,
    '',
    '### Lies, and what is made of them',
    '',
    ...noticedTable(told),
    '',
    '### What cannot be seen here, or cannot happen',
    '',
    ...unseenTable(rows),
    '',
    '### Faults of the connection',
    '',
    ...noticedTable(rows.filter(({ ofTransport }) => ofTransport)),
    '',
    '## Pains of others',
    '',
    ...painTable(),
  ].join('\n')
}

/** The text of the document with its tables renewed. */
export function withReliabilityTables(text: string, rows: readonly LieRow[]): string {
  return renewBetween(text, TABLE_BEGIN, TABLE_END, reliabilityTables(rows))
}

if (import.meta.main) {
  const file = join(import.meta.dirname, '..', '..', '..', 'docs', 'reliability.md')
  writeFileSync(file, withReliabilityTables(readFileSync(file, 'utf8'), await lieRows()))
}
