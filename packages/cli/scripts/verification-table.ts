import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Check } from '@defimon/core'
import { judgeRecordings, type RecordingJudgement } from '@defimon/core/adapter'
import { readRecordings } from '@defimon/core/node'
import { getNetwork } from '@defimon/networks'
import { realData } from '../../../test/real-data.ts'
import { loadAdapter } from '../src/adapters.ts'
import { markdownTable, renewBetween } from './markdown-table.ts'

/** Between these lines of `docs/verification.md` stand the tables. */
export const TABLE_BEGIN = '<!-- recorded: written by packages/cli/scripts/verification-table.ts -->'
export const TABLE_END = '<!-- /recorded -->'

const COLUMNS: readonly Check[] = ['block-hash', 'transactions-root', 'receipts-root', 'logs-bloom', 'withdrawals-root']

interface JudgedNetwork {
  readonly id: string
  readonly judgements: readonly RecordingJudgement[]
}

/** Passed, skipped and mismatched blocks of one check: `12 passed, 3 skipped`. */
function cellOf(judgements: readonly RecordingJudgement[], check: Check): string {
  const passed = judgements.filter((judgement) => judgement.passed.includes(check)).length
  const skipped = judgements.filter((judgement) => judgement.skipped.some((skip) => skip.check === check)).length
  const mismatched = judgements.filter(({ mismatch }) => mismatch?.check === check).length
  const parts = [
    passed > 0 && `${passed} passed`,
    skipped > 0 && `${skipped} skipped`,
    mismatched > 0 && `${mismatched} mismatched`,
  ].filter((part) => part !== false)
  return parts.join(', ') || '–'
}

/** Why checks were skipped, each reason once, with how often. */
function reasonsOf({ id, judgements }: JudgedNetwork): readonly (readonly string[])[] {
  const counts = new Map<string, number>()
  for (const { skipped } of judgements) {
    for (const { check, reason } of skipped) {
      if (check === 'parent-link' || check === 'identity') continue
      const key = `${check}\n${reason}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  return [...counts]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([key, count]) => {
      const [check = '', reason = ''] = key.split('\n')
      return [id, check, reason, String(count)]
    })
}

async function judgeNetworks(folder: string): Promise<readonly JudgedNetwork[]> {
  const { exchanges } = await readRecordings([join(folder, 'recordings')])
  const judged: JudgedNetwork[] = []
  for (const id of [...new Set(exchanges.map(({ network }) => network))].sort()) {
    const network = getNetwork(id)
    const adapter = await loadAdapter(network.stack)
    if (!adapter) continue
    const judgements = await judgeRecordings(
      adapter.driverFor(network),
      exchanges.filter((exchange) => exchange.network === id),
    )
    if (judgements.length > 0) judged.push({ id, judgements })
  }
  return judged
}

/** The tables of what real recordings showed: network × check, and the reasons for what was skipped. */
export async function verificationTables(folder: string): Promise<string> {
  const networks = await judgeNetworks(folder)
  const rows = networks.map(({ id, judgements }) => [
    id,
    String(judgements.length),
    ...COLUMNS.map((check) => cellOf(judgements, check)),
    String(judgements.filter(({ malformed }) => malformed !== undefined).length || '–'),
  ])
  return [
    ...markdownTable(['network', 'blocks', ...COLUMNS, 'unreadable'], rows, [1]),
    '',
    'Why checks were skipped:',
    '',
    ...markdownTable(['network', 'check', 'reason', 'blocks'], networks.flatMap(reasonsOf), [3]),
  ].join('\n')
}

/** The text of the document with its tables renewed from the recordings in a folder. */
export async function withVerificationTables(text: string, folder: string): Promise<string> {
  return renewBetween(text, TABLE_BEGIN, TABLE_END, await verificationTables(folder))
}

if (import.meta.main) {
  const folder = realData()
  if (folder === undefined) throw new Error('there are no real recordings here: set DEFIMON_REAL_DATA')
  const file = join(import.meta.dirname, '..', '..', '..', 'docs', 'verification.md')
  writeFileSync(file, await withVerificationTables(readFileSync(file, 'utf8'), folder))
}
