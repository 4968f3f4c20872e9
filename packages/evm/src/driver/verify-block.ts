import type { Check, Detail, NetworkFacts } from '@defimon/core'
import type { CheckResult } from '@defimon/core/adapter'
import { type Dialect, eraOf, ruleOf } from '../dialect/dialect.ts'
import { writeWithdrawals } from '../dialect/ethereum-dialect.ts'
import { findQuirk } from '../dialect/quirk.ts'
import { isSkip } from '../dialect/verdict.ts'
import { sameHex } from '../encoding/hex-data.ts'
import { parseHeight } from '../encoding/quantity.ts'
import { asList, asObject, isPresent, type RpcObject } from '../encoding/rpc-object.ts'
import type { Workspace } from '../hashing/workspace.ts'
import { orOfBlooms } from '../receipt/logs-bloom.ts'
import { type Outcome, PASSED, type Subject, skipped } from './check-outcome.ts'
import type { EvmRaw } from './evm-raw.ts'
import { verifyReceipts } from './verify-receipts.ts'
import { verifyTransactions } from './verify-transactions.ts'

/**
 * Recomputes all that the dialect has rules for: one result per check. Synchronous, since it works in the shared workspace. What is `proven`
 * already is not recomputed.
 */
export function verifyBlock(
  network: NetworkFacts,
  dialect: Dialect,
  raw: EvmRaw,
  detail: Detail,
  checks: readonly Check[],
  workspace: Workspace,
  proven?: (check: Check) => Outcome | undefined,
): CheckResult[] {
  const { block } = raw
  const subject: Subject = {
    network,
    era: eraOf(dialect, block),
    raw,
    context: { block, chainId: network.evmChainId },
    workspace,
  }
  const number = parseHeight(block['number'], 'number of a block')
  let receiptsPassed = false
  return checks.map((check) => {
    const quirk = findQuirk(dialect.quirks ?? [], network.id, number, check)
    let outcome: Outcome
    if (quirk?.rule === 'skip') outcome = skipped(quirk.reason)
    else if (check === 'logs-bloom' && !receiptsPassed) outcome = skipped('receipts-root did not pass')
    else outcome = proven?.(check) ?? runCheck(check, subject, detail)
    if (quirk?.rule === 'tolerate' && outcome.outcome === 'mismatch') outcome = skipped(quirk.reason)
    if (check === 'receipts-root') receiptsPassed = outcome.outcome === 'passed'
    return { check, ...outcome }
  })
}

function runCheck(check: Check, subject: Subject, detail: Detail): Outcome {
  switch (check) {
    case 'block-hash':
      return verifyHeader(subject)
    case 'transactions-root':
      return detail === 'header'
        ? skipped(subject.raw.transactionsAbsent ?? 'transactions were not read')
        : verifyTransactions(subject)
    case 'receipts-root':
      return detail === 'receipts' || subject.raw.someReceipts
        ? verifyReceipts(subject)
        : skipped(subject.raw.receiptsAbsent ?? 'receipts were not read')
    case 'logs-bloom':
      return verifyBloom(subject)
    case 'withdrawals-root':
      return verifyWithdrawals(subject)
    default:
      return skipped(`this stack has no rule for ${check}`)
  }
}

function verifyHeader({ era, raw, workspace }: Subject): Outcome {
  const { block } = raw
  const computed = era.header.hash(block, workspace.writer, raw)
  if (isSkip(computed)) {
    const wrong = era.checkBlock?.(block, raw, workspace.writer)
    return wrong ? { outcome: 'mismatch', ...wrong } : skipped(computed.skip)
  }
  if (!sameHex(computed, block['hash'])) {
    const unknown = unknownField(block, era.header.knownFields)
    if (unknown) return skipped(`unknown header field ${unknown}`)
    return { outcome: 'mismatch', claimed: String(block['hash']), computed }
  }
  const contradiction = era.checkBlock?.(block, raw, workspace.writer)
  return contradiction ? { outcome: 'mismatch', ...contradiction } : PASSED
}

function unknownField(block: RpcObject, known: ReadonlySet<string>): string | undefined {
  return Object.keys(block).find((name) => !known.has(name) && isPresent(block[name]))
}

function verifyBloom({ era, raw, context, workspace }: Subject): Outcome {
  if (typeof era.logsBloom === 'string') return skipped(era.logsBloom)
  const outside = new Set<unknown>()
  if (era.protocolTransaction) {
    for (const value of asList(raw.block['transactions'], 'transactions of a block')) {
      const transaction = asObject(value, 'transaction')
      if (ruleOf(era, transaction, context)?.outsideRoots) outside.add(transaction['hash'])
    }
  }
  const receipts = (raw.receipts ?? []).filter((receipt) => !outside.has(receipt['transactionHash']))
  const computed = orOfBlooms(
    receipts.map((receipt) => receipt['logsBloom']),
    workspace.writer.memory,
  )
  const claimed = raw.block['logsBloom']
  return sameHex(computed, claimed) ? PASSED : { outcome: 'mismatch', claimed: String(claimed), computed }
}

function verifyWithdrawals({ era, raw, workspace }: Subject): Outcome {
  const rule = era.withdrawalsRoot
  if (!rule) return skipped('no root stands over withdrawals here')
  if (isSkip(rule)) return skipped(rule.skip)
  const { withdrawalsRoot, withdrawals } = raw.block
  if (!isPresent(withdrawalsRoot) && !isPresent(withdrawals)) return skipped('a block before Shanghai has no withdrawals')
  if (!isPresent(withdrawals)) return skipped('the answer holds no withdrawals')
  const { items, writer } = workspace
  writer.position = 0
  items.clear()
  writeWithdrawals(raw.block, items)
  const computed = rule.compute(items, withdrawalsRoot)
  return sameHex(computed, withdrawalsRoot) ? PASSED : { outcome: 'mismatch', claimed: String(withdrawalsRoot), computed }
}
