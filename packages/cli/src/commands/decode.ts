import type { Command } from 'commander'
import type { CommandContext } from '../run.ts'
import { type DecodedRecord, decodeRecords } from '../settlement/decode-records.ts'
import { jsonLine } from '../terminal/escape-text.ts'
import { type Cell, formatTable } from '../terminal/format-table.ts'
import { createPainter } from '../terminal/painter.ts'
import { createStatusLine } from '../terminal/status-line.ts'

function spanOf(span: { readonly from?: number; readonly to?: number } | number | undefined): string {
  if (span === undefined) return '-'
  if (typeof span === 'number') return String(span)
  if (span.from === undefined || span.to === undefined) return `${span.from ?? ''}…${span.to ?? ''}`
  return span.from === span.to ? String(span.from) : `${span.from}–${span.to}`
}

function rowOf(record: DecodedRecord): (Cell | string)[] {
  const { network, stage, batch, covers, dataAvailability, authorised, note, malformed } = record
  const remarks = [authorised === false ? 'NOT AUTHORISED' : undefined, note, malformed && `MALFORMED ${malformed}`]
  return [
    network,
    stage ?? '-',
    spanOf(batch),
    covers ? `${covers.exact ? '' : '~ '}${spanOf(covers)}` : '-',
    dataAvailability ?? '-',
    {
      text: remarks.filter((remark) => remark).join('; ') || '-',
      tone: malformed || authorised === false ? 'bad' : 'quiet',
    },
  ]
}

/** `defimon decode`: what recorded transactions of a parent chain did; ends with 1 where one cannot be read. */
export function addDecodeCommand(program: Command, { environment, finish }: CommandContext): void {
  program
    .command('decode')
    .description('read parent-chain transactions: which L2 blocks they posted, claimed, proved or settled')
    .argument('<paths...>', 'record files, or folders of them')
    .option('--json', 'print one JSON object per record and stage')
    .addHelpText(
      'after',
      `
Examples:
  $ defimon decode records/optimism/
  $ defimon decode records/scroll/commit.json --json

A record is { network, method, params, result }: a transaction, raw transaction, receipt, logs or blobs. What was recorded of one
transaction is joined by its hash. Covers marked ~ are bounds, not exact. Ends with 1 if any record cannot be read.`,
    )
    .action(async (paths: readonly string[], { json }: { readonly json?: true }) => {
      const { stdout, stderr, runtime, variables, signal } = environment
      const status = createStatusLine(stderr, runtime)
      const records: DecodedRecord[] = []
      for await (const record of decodeRecords(paths)) {
        signal.throwIfAborted()
        records.push(record)
        if (json) stdout.write(jsonLine(record))
        status.show(`${records.length} records read`)
      }
      status.end()
      if (records.some(({ malformed }) => malformed !== undefined)) finish(1)
      if (json) return
      if (records.length === 0) {
        stderr.write('defimon: these files hold no record\n')
        return
      }
      const columns = ['network', 'stage', 'batch', 'covers', 'data', 'remarks'].map((heading) => ({ heading }))
      for (const line of formatTable(columns, records.map(rowOf), { paint: createPainter(stdout, variables) })) {
        stdout.write(`${line}\n`)
      }
    })
}
