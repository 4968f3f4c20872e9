import { type Evidence, evidenceOf, isOrderingFinal, isWithdrawable, type NetworkId, type Settlement } from '@defimon/core'
import { escapeText } from './escape-text.ts'
import { formatAmount, formatDuration } from './format-quantity.ts'
import type { Painter } from './painter.ts'

/** The two questions that a user of a rollup has, answered with the reason. */
export interface SettlementAnswers {
  readonly isOrderingFinal: boolean
  readonly orderingBecause: string
  readonly isWithdrawable: boolean
  readonly withdrawableBecause: string
}

/** Whether the ordering is final and whether withdrawals can run, and why. */
export function answerSettlement(settlement: Settlement): SettlementAnswers {
  const { state } = settlement
  const posted = 'posted' in state ? (state.posted ?? []) : []
  const open = posted.find(({ parentStatus }) => parentStatus !== 'finalized')
  const settled = state.stage === 'settled' ? state.settled : undefined
  const ordering = isOrderingFinal(settlement)
  return {
    isOrderingFinal: ordering,
    orderingBecause: ordering
      ? 'its data stand in a final block of the parent chain'
      : state.stage === 'sequenced'
        ? 'no data were found on the parent chain: the sequencer may still order otherwise'
        : open
          ? `the parent block that holds the data is only ${open.parentStatus}`
          : 'nobody says how its data were posted',
    isWithdrawable: isWithdrawable(settlement),
    withdrawableBecause: !settled
      ? `it is ${state.stage}, not settled`
      : settled.parentStatus === 'finalized'
        ? 'it is settled in a final block of the parent chain'
        : `the parent block that settled it is only ${settled.parentStatus}`,
  }
}

/** What a settlement is shown of: a block, or a batch, of which less may be known. */
export interface ShownBlock {
  readonly network: NetworkId
  readonly number: number
  readonly what?: 'batch'
  /** What is known of it beside its number, with its name. */
  readonly known?: Readonly<Record<string, string>>
  readonly timestampMs?: number
}

/** A settlement as lines for a person: each step with its transaction, time and cost, and the two answers. */
export function formatSettlement(block: ShownBlock, settlement: Settlement, paint: Painter): string[] {
  const lines: string[] = []
  const add = (label: string, text: string): void => {
    lines.push(`${paint('quiet', label.padEnd(13))} ${escapeText(text)}`)
  }
  lines.push(paint('strong', escapeText(`${block.network} ${block.what ?? 'block'} ${block.number}`)))
  for (const [name, value] of Object.entries(block.known ?? {})) add(name, value)
  add('stage', settlement.state.stage)
  for (const { step, evidence } of evidenceOf(settlement.state)) {
    add(step, describePlace(evidence))
    for (const detail of detailsOf(evidence, block.timestampMs)) add('', detail)
  }
  const { nextExpectedMs } = settlement
  if (nextExpectedMs !== undefined)
    add('next step', nextExpectedMs > 0 ? `expected in ${formatDuration(nextExpectedMs)}` : 'due by now')
  const answers = answerSettlement(settlement)
  add('ordering', `${answers.isOrderingFinal ? 'final' : 'not final'}: ${answers.orderingBecause}`)
  add('withdrawals', `${answers.isWithdrawable ? 'can run' : 'cannot run'}: ${answers.withdrawableBecause}`)
  return lines
}

function describePlace({ network, number, transactionHash, parentStatus, kind }: Evidence): string {
  return `${kind} on ${network} in block ${number} (${parentStatus})${transactionHash === undefined ? '' : `, transaction ${transactionHash}`}`
}

function detailsOf({ timestampMs, covers, dataAvailability, cost, anchor }: Evidence, madeMs: number | undefined): string[] {
  const details: string[] = []
  if (timestampMs !== undefined) {
    const after = madeMs === undefined ? undefined : timestampMs - madeMs
    const since = after === undefined ? '' : after >= 0 ? `, ${formatDuration(after)} after the block` : ', before the block'
    details.push(`${timeText(timestampMs)}${since}`)
  }
  const about: string[] = []
  if (covers) about.push(`blocks ${covers.from} to ${covers.to}${covers.exact ? '' : ' at most: their bounds are not public'}`)
  if (dataAvailability !== undefined) about.push(`data in ${dataAvailability}`)
  if (about.length > 0) details.push(about.join(', '))
  if (cost) {
    const blobs = cost.blobGasUsed === undefined ? '' : `, ${cost.blobGasUsed} blob gas`
    const bytes = cost.dataBytes === undefined ? '' : `, ${cost.dataBytes} bytes`
    details.push(`cost ${formatAmount(cost.feeWei, 18)} for ${cost.purpose}: ${cost.gasUsed} gas${blobs}${bytes}`)
  }
  if (anchor) details.push(`anchors block ${anchor.number} ${anchor.hash}`)
  return details
}

function timeText(timestampMs: number): string {
  const date = new Date(timestampMs)
  return Number.isFinite(date.getTime()) ? date.toISOString() : String(timestampMs)
}
