import type { Command } from 'commander'
import { type RecordingVerdict, verifyRecordings } from '../recordings/verify-recordings.ts'
import type { CommandContext } from '../run.ts'
import { escapeText, jsonLine } from '../terminal/escape-text.ts'
import { type Cell, formatTable } from '../terminal/format-table.ts'
import { createPainter, type Painter, type Tone } from '../terminal/painter.ts'
import { createStatusLine } from '../terminal/status-line.ts'

interface VerifyCommandOptions {
  readonly json?: true
}

function isBad(verdict: RecordingVerdict): boolean {
  return verdict.mismatch !== undefined || verdict.malformed !== undefined
}

function rowOf(verdict: RecordingVerdict): (Cell | string)[] {
  const finding: Cell = verdict.mismatch
    ? {
        text: `MISMATCH ${verdict.mismatch.check}: claimed ${verdict.mismatch.claimed}, computed ${verdict.mismatch.computed}`,
        tone: 'bad',
      }
    : verdict.malformed !== undefined
      ? { text: `MALFORMED ${verdict.malformed}`, tone: 'bad' }
      : { text: verdict.skipped.map(({ check, reason }) => `${check} (${reason})`).join(', ') || '-', tone: 'quiet' }
  return [
    verdict.network ?? '-',
    verdict.number === undefined ? '-' : String(verdict.number),
    { text: verdict.passed.join(', ') || '-', tone: 'good' },
    finding,
  ]
}

/** One block alone is shown whole. */
function linesOf(verdict: RecordingVerdict, paint: Painter): string[] {
  const line = (label: string, text: string, tone: Tone | undefined = undefined): string => {
    const safe = escapeText(text)
    return `${paint('quiet', label.padEnd(13))} ${tone ? paint(tone, safe) : safe}`
  }
  const { mismatch, malformed } = verdict
  return [
    paint('strong', escapeText(`${verdict.network ?? verdict.file} block ${verdict.number ?? '?'}`)),
    ...(verdict.hash === undefined ? [] : [line('hash', verdict.hash)]),
    line('passed', verdict.passed.join(', ') || 'nothing', 'good'),
    ...verdict.skipped.map(({ check, reason }) => line('skipped', `${check}: ${reason}`)),
    ...(mismatch
      ? [line('MISMATCH', `${mismatch.check}: claimed ${mismatch.claimed}, computed ${mismatch.computed}`, 'bad')]
      : []),
    ...(malformed === undefined ? [] : [line('MALFORMED', malformed, 'bad')]),
    line('anchor', 'none: a recording alone can be consistent, not anchored'),
  ]
}

function summaryOf(verdicts: readonly RecordingVerdict[], paint: Painter): string {
  const mismatched = verdicts.filter(({ mismatch }) => mismatch).length
  const malformed = verdicts.filter((verdict) => verdict.malformed !== undefined).length
  const unchecked = verdicts.filter((verdict) => !isBad(verdict) && verdict.passed.length === 0).length
  const consistent = verdicts.length - mismatched - malformed - unchecked
  const parts = [`${consistent} of ${verdicts.length} blocks are consistent as far as checked`]
  if (unchecked > 0) parts.push(`${unchecked} could not be checked`)
  if (mismatched > 0) parts.push(paint('bad', `${mismatched} contradict themselves`))
  if (malformed > 0) parts.push(paint('bad', `${malformed} cannot be read`))
  return parts.join(', ')
}

/** Work without a pause that a signal and a reader of the output may have to wait for. */
const LONGEST_STRETCH_MS = 50

/** `defimon verify`: judges recorded blocks one by one; ends with 1 where one contradicts itself or cannot be read. */
export function addVerifyCommand(program: Command, { environment, finish }: CommandContext): void {
  program
    .command('verify')
    .description('judge recordings: recompute what each block claims')
    .argument('<paths...>', 'recording files, or folders of them')
    .option('--json', 'print one JSON object per block file')
    .addHelpText(
      'after',
      `
Examples:
  $ defimon verify recordings/
  $ defimon verify recordings/base/eth_getBlockByNumber-1.json --json

A block and its receipts are joined by block hash. Files that hold no block print nothing.
Ends with 1 if any block contradicts itself or cannot be read.`,
    )
    .action(async (paths: readonly string[], { json }: VerifyCommandOptions) => {
      const { stdout, stderr, runtime, variables, signal } = environment
      const status = createStatusLine(stderr, runtime)
      const verdicts: RecordingVerdict[] = []
      let pausedMs = runtime.monotonicMs()
      const pause = async (): Promise<void> => {
        signal.throwIfAborted()
        if (runtime.monotonicMs() - pausedMs <= LONGEST_STRETCH_MS) return
        await runtime.sleep(0, signal)
        pausedMs = runtime.monotonicMs()
      }
      for await (const verdict of verifyRecordings(paths, { pause })) {
        await pause()
        verdicts.push(verdict)
        if (json) stdout.write(jsonLine(verdict))
        status.show(`${verdicts.length} blocks judged`)
      }
      status.end()
      if (verdicts.some(isBad)) finish(1)
      if (json) return
      if (verdicts.length === 0) {
        stderr.write('defimon: these files hold no block\n')
        return
      }
      const paint = createPainter(stdout, variables)
      const [only] = verdicts
      if (only && verdicts.length === 1) {
        for (const line of linesOf(only, paint)) stdout.write(`${line}\n`)
        return
      }
      const columns = ['network', 'block', 'passed', 'skipped, or what is wrong'].map((heading) => ({ heading }))
      for (const line of formatTable(columns, verdicts.map(rowOf), { paint })) stdout.write(`${line}\n`)
      const bad = verdicts.filter(isBad)
      if (bad.length > 0) stdout.write(`\nWhat is wrong stands in:\n${bad.map(({ file }) => `  ${escapeText(file)}\n`).join('')}`)
      stdout.write(`\n${summaryOf(verdicts, paint)}. None is anchored: that takes other endpoints or the parent chain.\n`)
    })
}
