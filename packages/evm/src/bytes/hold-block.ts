import type { Check, L2Log, NetworkFacts, Stack } from '@defimon/core'
import type { CheckResult } from '@defimon/core/adapter'
import { type Dialect, type Era, eraOf, ruleOf } from '../dialect/dialect.ts'
import { type Outcome, PASSED, type Subject } from '../driver/check-outcome.ts'
import { decodeBlock } from '../driver/decode-block.ts'
import { verifyBlock } from '../driver/verify-block.ts'
import { contentContradiction, type RunningState } from '../driver/verify-receipts.ts'
import { ruleContradiction } from '../driver/verify-transactions.ts'
import { sameHex } from '../encoding/hex-data.ts'
import type { RpcObject } from '../encoding/rpc-object.ts'
import { encodeHex } from '../hashing/encode-hex.ts'
import type { Workspace } from '../hashing/workspace.ts'
import type { BlockContext } from '../transaction/transaction-rule.ts'
import type { BlockScanner } from './block-scanner.ts'
import type { HeldBlock } from './held-block.ts'

/** What blocks of one network are read with. */
export interface Holding<S extends Stack> {
  readonly scanner: BlockScanner
  readonly network: NetworkFacts
  readonly dialect: Dialect<S>
  readonly era: Era
  readonly checks: readonly Check[]
  readonly verify: boolean
  readonly workspace: Workspace
}

/** A block whose transactions were read, and their hashes and root recomputed. */
export interface ProvenBlock {
  readonly end: number
  readonly block: RpcObject
}

/** Members of one log in the scanner's JSON. */
const LOG_STEP = 4

/** Reads the block at an address. Undefined where anything is not as it should be, and left to the decoder of JSON. */
export function proveBlock<S extends Stack>({ scanner, verify }: Holding<S>, at: number): ProvenBlock | undefined {
  const scanned = scanner.readBlock(at)
  if (!scanned) return undefined
  const block: RpcObject = JSON.parse(scanned.json)
  if (verify && !(scanner.hashesHold() && sameHex(scanner.root(), block['transactionsRoot']))) return undefined
  return { end: scanned.end, block }
}

/** Reads the receipts of that block, and decodes and checks both. Undefined as above. */
export function holdBlock<S extends Stack>(
  holding: Holding<S>,
  { block }: ProvenBlock,
  at: number,
): (HeldBlock<S> & { readonly end: number }) | undefined {
  const { scanner, network, dialect, era, verify } = holding
  const scanned = scanner.readReceipts(at)
  if (!scanned) return undefined
  if (verify && !(sameHex(scanner.root(), block['receiptsRoot']) && sameHex(encodeHex(scanner.bloom()), block['logsBloom']))) {
    return undefined
  }
  const receipts: readonly RpcObject[] = JSON.parse(scanned.json)
  const logs = logsOf(JSON.parse(scanned.logsJson), receipts)
  try {
    if (eraOf(dialect, block) !== era) return undefined
    const decoded = decodeBlock(network, dialect, { block, receipts }, 'receipts', { receipts, logs })
    const results = verify ? resultsOf(holding, block, receipts) : []
    return results && { decoded, results, end: scanned.end }
  } catch {
    // What it fails for, it will fail for again, and be told.
    return undefined
  }
}

const USUAL_LOG: object = { transactionHash: '', transactionIndex: 0, logIndex: 0, address: '', topics: [], data: '' }

function logsOf(flat: readonly unknown[], receipts: readonly RpcObject[]): readonly L2Log[] {
  const logs: L2Log[] = []
  for (let at = 0; at < flat.length; at += LOG_STEP) {
    const transactionIndex = flat[at] as number
    // A copy, as transactions are (decode-block.ts).
    logs.push({
      ...USUAL_LOG,
      transactionHash: receipts[transactionIndex]?.['transactionHash'] as string,
      transactionIndex,
      logIndex: logs.length,
      address: flat[at + 1] as string,
      topics: flat[at + 2] as readonly string[],
      data: flat[at + 3] as string,
    })
  }
  return logs
}

/** All results, where none is a mismatch. Roots, hashes and bloom hold already. */
function resultsOf<S extends Stack>(
  { network, dialect, era, checks, workspace }: Holding<S>,
  block: RpcObject,
  receipts: readonly RpcObject[],
): readonly CheckResult[] | undefined {
  const context: BlockContext = { block, chainId: network.evmChainId }
  const subject: Subject = { network, era, raw: { block, receipts }, context, workspace }
  if (contradicts(subject, receipts)) return undefined
  const results = verifyBlock(network, dialect, subject.raw, 'receipts', checks, workspace, (check) => PROVEN[check])
  return results.some(({ outcome }) => outcome === 'mismatch') ? undefined : results
}

const PROVEN: { readonly [check in Check]?: Outcome } = {
  'transactions-root': PASSED,
  'receipts-root': PASSED,
  'logs-bloom': PASSED,
}

/** Whether anything contradicts itself that no root holds and the scanner does not look at. */
function contradicts(subject: Subject, receipts: readonly RpcObject[]): boolean {
  const { era, context, workspace } = subject
  const { block } = context
  if (era.checkTransactions?.(block, workspace.writer) || era.checkReceipts?.(receipts, block)) return true
  const state: RunningState = { logIndex: 0, cumulativeGasUsed: 0, blobGasPrice: undefined }
  const transactions = block['transactions'] as readonly RpcObject[]
  for (let index = 0; index < transactions.length; index++) {
    const transaction = transactions[index] as RpcObject
    const rule = ruleOf(era, transaction, context)
    if (!rule || ruleContradiction(subject, rule, transaction)) return true
    if (contentContradiction(subject, rule, receipts[index] as RpcObject, transaction, state)) return true
  }
  return false
}
