import type { L2Block, L2Transaction, Verification } from '@defimon/core'
import { escapeText } from './escape-text.ts'
import { formatCount, formatDuration } from './format-quantity.ts'
import type { Painter } from './painter.ts'

/**
 * What stands behind a block, in the words of the project: consistent (it agrees with itself), agreed (several endpoints say the
 * same), anchored (its hash was found on the parent chain).
 */
export function describeAnchor(verification: Verification): string {
  const { anchoredBy } = verification
  if (anchoredBy === 'none') return 'none: the answer is consistent, but one endpoint alone said it'
  if ('quorum' in anchoredBy) return `agreed by ${anchoredBy.quorum} endpoints`
  const { parent } = anchoredBy
  return `anchored on ${parent.network} block ${parent.number}${parent.transactionHash ? `, transaction ${parent.transactionHash}` : ''}`
}

/** What of a transaction comes from its receipt. A recording may hold a block without them. */
function hasReceipt({ status, gasUsed, fee }: L2Transaction): boolean {
  return status !== undefined || gasUsed !== undefined || fee !== undefined
}

function describeContent({ transactionCount, transactions, logs }: L2Block): string {
  if (!logs) return String(transactionCount)
  return transactions?.every(hasReceipt)
    ? `${transactionCount}, ${logs.length} logs`
    : `${transactionCount}, not all receipts are known`
}

/** A block as lines for a person: what it is, what was checked, what was not and why, and its anchor. */
export function formatBlock(block: L2Block, paint: Painter, nowMs: number): string[] {
  const lines: string[] = []
  const add = (label: string, text: string): void => {
    lines.push(`${paint('quiet', label.padEnd(13))} ${text}`)
  }
  lines.push(paint('strong', escapeText(`${block.network} block ${block.number}`)))
  add('hash', escapeText(block.hash))
  if (block.parent) add('parent', escapeText(`${block.parent.hash} (${block.parent.number})`))
  else add('parent', 'none: this is the first block')
  const age = nowMs - block.timestampMs
  const time = Number.isFinite(new Date(block.timestampMs).getTime())
    ? new Date(block.timestampMs).toISOString()
    : String(block.timestampMs)
  add('time', `${time} (${age >= 0 ? `${formatDuration(age)} ago` : `${formatDuration(-age)} ahead`})`)
  add('transactions', describeContent(block))
  if (block.gasUsed !== undefined) {
    add('gas used', `${formatCount(Number(block.gasUsed))}${block.gasLimit ? ` of ${formatCount(Number(block.gasLimit))}` : ''}`)
  }
  if (block.l1Origin) {
    add(
      'l1 origin',
      escapeText(`${block.l1Origin.network} ${block.l1Origin.number}${block.l1Origin.hash ? ` ${block.l1Origin.hash}` : ''}`),
    )
  }
  const { passed, skipped } = block.verification
  add('passed', paint('good', passed.length > 0 ? passed.join(', ') : 'nothing'))
  for (const { check, reason } of skipped) add('skipped', `${check}: ${escapeText(reason)}`)
  add('anchor', escapeText(describeAnchor(block.verification)))
  return lines
}
