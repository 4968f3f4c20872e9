import { type Check, type ErrorContext, type Verification, VerificationError } from '@defimon/core'
import type { CheckResult } from './driver.ts'

/** What a source says of a block where its user switched verification off. */
export function unverified(checks: readonly Check[]): Verification {
  return { passed: [], skipped: checks.map((check) => ({ check, reason: 'verification is off' })), anchoredBy: 'none' }
}

/** The verdict on a block. A mismatch must have been thrown before. */
export function verdictOf(results: readonly CheckResult[]): Verification {
  const passed: Check[] = []
  const skipped: { check: Check; reason: string }[] = []
  for (const result of results) {
    if (result.outcome === 'passed') passed.push(result.check)
    else if (result.outcome === 'skipped') skipped.push({ check: result.check, reason: result.reason })
  }
  return { passed, skipped, anchoredBy: 'none' }
}

/** Throws the first mismatch. */
export function assertNoMismatch(results: readonly CheckResult[], context: ErrorContext & { readonly block: string }): void {
  for (const result of results) {
    if (result.outcome !== 'mismatch') continue
    throw new VerificationError(result.check, result.claimed, result.computed, {
      ...context,
      detail: result.detail ? `${context.block}: ${result.detail}` : context.block,
    })
  }
}
