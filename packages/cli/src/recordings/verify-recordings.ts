import type { Check, Exchange, Hash, NetworkId } from '@defimon/core'
import { type JudgeOptions, judgeRecordings } from '@defimon/core/adapter'
import { readRecordings } from '@defimon/core/node'
import { loadAdapter } from '../adapters.ts'
import { groupByNetwork } from './group-by-network.ts'
import { networkOfRecording } from './network-of-recording.ts'
import { readRecordedBlockClaim } from './recorded-block-claim.ts'

/** What is thought of one block file. */
export interface RecordingVerdict {
  /** As it was given, or below the folder that was given. */
  readonly file: string
  readonly network?: NetworkId
  readonly number?: number
  readonly hash?: Hash
  readonly passed: readonly Check[]
  readonly skipped: readonly { readonly check: Check; readonly reason: string }[]
  readonly mismatch?: { readonly check: Check; readonly claimed: string; readonly computed: string }
  /** Why it cannot be read as a block. */
  readonly malformed?: string
}

async function* judgeNetwork(
  id: NetworkId,
  exchanges: readonly Exchange[],
  options: JudgeOptions,
): AsyncGenerator<RecordingVerdict, void, undefined> {
  const network = networkOfRecording(id)
  const adapter = network && (await loadAdapter(network.stack))
  const seen = new Set<Exchange>()
  if (network && adapter) {
    for (const { exchange, ...judgement } of await judgeRecordings(adapter.driverFor(network), exchanges, options)) {
      seen.add(exchange)
      const claim = judgement.number === undefined ? readRecordedBlockClaim(exchange) : undefined
      yield { file: exchange.file ?? '', network: id, ...claim, ...judgement }
    }
  }
  for (const exchange of exchanges) {
    const claim = seen.has(exchange) ? undefined : readRecordedBlockClaim(exchange)
    if (!claim) continue
    const rest = { file: exchange.file ?? '', network: id, ...claim, passed: [] }
    if (adapter) yield { ...rest, skipped: [], malformed: 'the answer is no block of this stack' }
    else {
      const reason = network ? `no adapter yet for stack ${network.stack}` : 'not a network of the registry'
      yield { ...rest, skipped: [{ check: 'block-hash', reason }] }
    }
  }
}

/**
 * Judges the recorded blocks in files and folders, network by network: what was recomputed, what could not be, and what contradicts
 * itself. A block is joined with its receipts by block hash. Files that hold no block give nothing. `pause` runs between blocks.
 */
export async function* verifyRecordings(
  paths: readonly string[],
  options: JudgeOptions = {},
): AsyncGenerator<RecordingVerdict, void, undefined> {
  const { exchanges, broken } = await readRecordings(paths, options)
  for (const { file, reason } of broken) yield { file, passed: [], skipped: [], malformed: `not JSON: ${reason}` }
  for (const [network, ofNetwork] of groupByNetwork(exchanges)) yield* judgeNetwork(network, ofNetwork, options)
}
