import type { HealthFinding } from '@defimon/sync'
import { escapeText } from '../terminal/escape-text.ts'
import { formatCount, formatDuration, formatRate } from '../terminal/format-quantity.ts'
import { type Cell, type Column, formatTable, type TableLayout } from '../terminal/format-table.ts'
import type { Tone } from '../terminal/painter.ts'
import type { NetworkProgress } from './progress-tracker.ts'

const COLUMNS: readonly Column[] = [
  { heading: 'network' },
  { heading: 'source' },
  { heading: 'state' },
  { heading: 'head', align: 'right' },
  { heading: 'lag', align: 'right' },
  { heading: 'blocks', align: 'right' },
  { heading: 'blocks/s', align: 'right' },
  { heading: 'checks passed/skipped', align: 'right' },
  { heading: 'reorgs', align: 'right' },
  { heading: 'wrong' },
  { heading: 'endpoint' },
]

const STATE_TONES: Readonly<Record<NetworkProgress['state'], Tone>> = {
  starting: 'quiet',
  syncing: 'quiet',
  live: 'good',
  done: 'good',
  lagging: 'warning',
  stalled: 'warning',
  unreachable: 'bad',
  stopped: 'bad',
  sunset: 'quiet',
}

/** The endpoint in use: its host, median latency, and what is wrong with it, if something is. */
export function describeEndpoint(progress: NetworkProgress): string {
  const endpoint = progress.endpoints.find((candidate) => candidate.breaker === 'closed') ?? progress.endpoints[0]
  if (!endpoint) return '-'
  const parts = [endpoint.host, `${Math.round(endpoint.latencyMs)}ms`]
  if (endpoint.errorRate > 0) parts.push(`${Math.round(endpoint.errorRate * 100)}% failed`)
  if (endpoint.breaker !== 'closed') parts.push(`breaker ${endpoint.breaker}`)
  if (progress.endpoints.length > 1) parts.push(`1 of ${progress.endpoints.length}`)
  return parts.join(' ')
}

function remaining({ remainingBlocks, blocksPerSecond }: NetworkProgress): string {
  if (remainingBlocks === undefined || remainingBlocks === 0) return '-'
  return blocksPerSecond > 0 ? `ETA ${formatDuration((remainingBlocks / blocksPerSecond) * 1_000)}` : `${remainingBlocks} to go`
}

function lag(progress: NetworkProgress): string {
  return progress.lagMs === undefined ? remaining(progress) : formatDuration(progress.lagMs)
}

/** Names of findings, each once, with how many endpoints it holds for where there are several: `dead-endpoint x2`. */
export function nameFindings(findings: readonly HealthFinding[]): string {
  const counts = new Map<string, number>()
  for (const { name } of findings) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} x${count}`)).join(', ') || '-'
}

/** The lines of the table that shows where each network stands. */
export function formatProgressTable(networks: readonly NetworkProgress[], layout: TableLayout): string[] {
  const rows = networks.map((progress): (Cell | string)[] => [
    { text: progress.job.network.id, tone: 'strong' },
    progress.job.mark,
    { text: progress.state, tone: STATE_TONES[progress.state] },
    progress.head ? String(progress.head.number) : '-',
    lag(progress),
    formatCount(progress.blocks),
    formatRate(progress.blocksPerSecond),
    `${formatCount(progress.checksPassed)}/${formatCount(progress.checksSkipped)}`,
    { text: String(progress.reorgs), tone: progress.reorgs > 0 ? 'warning' : undefined },
    { text: nameFindings(progress.findings), tone: progress.findings.length > 0 ? 'bad' : 'quiet' },
    describeEndpoint(progress),
  ])
  return formatTable(COLUMNS, rows, layout)
}

/** The same for one network as one plain line, for pipes and logs. */
export function formatProgressLine(progress: NetworkProgress): string {
  const facts = [
    progress.head ? `head ${progress.head.number}` : 'no block yet',
    ...(progress.lagMs === undefined ? [] : [`lag ${formatDuration(progress.lagMs)}`]),
    ...(progress.remainingBlocks ? [remaining(progress)] : []),
    `${formatCount(progress.blocks)} blocks`,
    `${formatRate(progress.blocksPerSecond)} blocks/s`,
    `checks ${progress.checksPassed} passed ${progress.checksSkipped} skipped`,
    `${progress.reorgs} reorgs`,
    ...(progress.findings.length > 0 ? [nameFindings(progress.findings)] : []),
    `endpoint ${describeEndpoint(progress)}`,
  ]
  return escapeText(`${progress.job.network.id} ${progress.job.mark} ${progress.state}: ${facts.join(', ')}`, 400)
}
