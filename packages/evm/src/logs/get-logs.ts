import { type BlockRange, type BlockSource, type CallOptions, DefimonError, type L2Log, VerificationError } from '@defimon/core'
import { parseAddress, parseData, parseHash } from '../encoding/hex-data.ts'
import { parseHeight, toQuantity } from '../encoding/quantity.ts'
import { asList, asObject } from '../encoding/rpc-object.ts'
import { loadWorkspace } from '../hashing/workspace.ts'
import { assertLogQuestion } from './assert-log-question.ts'
import { blockTimeOf } from './block-time-of.ts'
import { bloomTest, type LogFilter, matchesFilter } from './log-filter.ts'
import { createRangeSize, type RangeSize } from './range-size.ts'

/** A log, and the block that it is in. */
export interface ScannedLog extends L2Log {
  readonly blockNumber: number
  readonly blockHash: string
  /** When the block was made, ms since 1970, where the endpoint tells. */
  readonly timestampMs?: number
}

/** The logs of a range of blocks, and how far it is known that none is missing. */
export interface LogRange {
  readonly from: number
  readonly to: number
  /** In block order. */
  readonly logs: readonly ScannedLog[]
  /**
   * blooms: every header's bloom was compared with what was given, and where it allowed a log and none was given, the block's receipts
   * were read. A block left out is found so; a block that gave some of its logs and not all is not.
   * nothing: the answer is as the endpoint gave it.
   */
  readonly checkedBy: 'blooms' | 'nothing'
  /** Why nothing was compared, where that was asked for. */
  readonly reason?: string
  /** Logs that the endpoint left out and that the receipts held. They are among `logs`. */
  readonly recovered: number
}

/** How logs are scanned. */
export interface GetLogsOptions extends CallOptions {
  /** Blocks of the first question. Default 2,000. */
  readonly initialBlocks?: number
  /** Blocks of the largest question. Default 20,000. */
  readonly maxBlocks?: number
  /** Default `blooms`: one header is read per block. `nothing` believes the endpoint. */
  readonly check?: 'blooms' | 'nothing'
}

/** What is needed of a source: any `BlockSource` of an EVM network has it. */
export type LogSource = Pick<BlockSource, 'network' | 'transport' | 'getBlock' | 'getBlocks'> &
  Partial<Pick<BlockSource, 'checks'>>

/**
 * The logs that a filter wants, range by range in order. A range that is too large is split and grows again; what an endpoint says of
 * its limit is honoured. Asks `eth_getLogs`, headers for the comparison, and receipts of blocks in doubt. Fails with `VERIFICATION`
 * where a log is given that its block's header rules out, that was not asked for, or that stands in another block; with `CONFIG`, and
 * asking nobody, where filter, range or options cannot be meant so.
 */
export async function* getLogs(
  source: LogSource,
  filter: LogFilter,
  range: BlockRange,
  options: GetLogsOptions = {},
): AsyncGenerator<LogRange> {
  const { initialBlocks = 2_000, maxBlocks = 20_000, check = 'blooms' } = options
  assertLogQuestion({ filter, range, initialBlocks, maxBlocks, check }, source.network.id)
  yield* scanLogs(source, filter, range, createRangeSize(initialBlocks, maxBlocks), options)
}

/** As `getLogs`, with a size of ranges that was learned before and is learned on. */
export async function* scanLogs(
  source: LogSource,
  filter: LogFilter,
  range: BlockRange,
  size: RangeSize,
  options: Pick<GetLogsOptions, 'check' | 'signal'>,
): AsyncGenerator<LogRange> {
  const { check = 'blooms' } = options
  const callOptions: CallOptions = options.signal ? { signal: options.signal } : {}
  const last =
    typeof range.to === 'number' ? range.to : (await source.getBlock(range.to, { detail: 'header', ...callOptions })).number
  const { writer } = await loadWorkspace()
  const mayMatch = bloomTest(filter, writer.memory)
  for (let from = range.from; from <= last; ) {
    const to = Math.min(last, from + size.blocks - 1)
    let logs: readonly ScannedLog[]
    try {
      logs = await askLogs(source, filter, from, to, callOptions)
    } catch (error) {
      if (!DefimonError.isInstance(error) || error.code !== 'TOO_LARGE') throw error
      if (size.refused(error)) continue
      // One block is too much for the question; its receipts are not.
      yield { from, to, logs: await logsOfReceipts(source, filter, from, callOptions), checkedBy: 'blooms', recovered: 0 }
      from = to + 1
      continue
    }
    size.succeeded()
    yield check === 'nothing'
      ? { from, to, logs, checkedBy: 'nothing', recovered: 0 }
      : await compare(source, filter, { from, to }, logs, mayMatch, callOptions)
    from = to + 1
  }
}

async function askLogs(
  source: LogSource,
  filter: LogFilter,
  from: number,
  to: number,
  options: CallOptions,
): Promise<readonly ScannedLog[]> {
  const question = { fromBlock: toQuantity(from), toBlock: toQuantity(to), ...filter }
  const answer = await source.transport.request('eth_getLogs', [question], options)
  return asList(answer, 'logs').map((value) => {
    const log = asObject(value, 'log')
    const timestampMs = blockTimeOf(log)
    const decoded: ScannedLog = {
      blockNumber: parseHeight(log['blockNumber'], 'blockNumber of a log'),
      blockHash: parseHash(log['blockHash'], 'blockHash of a log'),
      transactionHash: parseHash(log['transactionHash'], 'transactionHash of a log'),
      transactionIndex: parseHeight(log['transactionIndex'], 'transactionIndex of a log'),
      logIndex: parseHeight(log['logIndex'], 'logIndex'),
      address: parseAddress(log['address'], 'address of a log'),
      topics: asList(log['topics'], 'topics of a log').map((topic) => parseHash(topic, 'topic of a log')),
      data: parseData(log['data'], 'data of a log'),
      ...(timestampMs !== undefined && { timestampMs }),
    }
    if (decoded.blockNumber < from || decoded.blockNumber > to || !matchesFilter(filter, decoded)) {
      throw contradiction(source, `a log of block ${decoded.blockNumber}`, 'a log that was not asked for')
    }
    return decoded
  })
}

async function compare(
  source: LogSource,
  filter: LogFilter,
  { from, to }: { readonly from: number; readonly to: number },
  logs: readonly ScannedLog[],
  mayMatch: (bloom: string) => boolean,
  options: CallOptions,
): Promise<LogRange> {
  // A bloom that nothing vouches for rules nothing out: zkSync's headers had none for years.
  if (source.checks && !source.checks.includes('logs-bloom')) {
    return { from, to, logs, checkedBy: 'nothing', reason: 'the headers of this stack do not commit to a bloom', recovered: 0 }
  }
  const byBlock = new Map<number, ScannedLog[]>()
  for (const log of logs) byBlock.set(log.blockNumber, [...(byBlock.get(log.blockNumber) ?? []), log])
  const complete: ScannedLog[] = []
  let recovered = 0
  for await (const header of source.getBlocks({ from, to }, { detail: 'header', ...options })) {
    const { logsBloom } = header.fields as { readonly logsBloom?: string }
    if (logsBloom === undefined || !header.verification.passed.includes('block-hash')) {
      const reason = `block ${header.number}: ${logsBloom === undefined ? 'the header has no bloom' : 'the header was not verified'}`
      return { from, to, logs, checkedBy: 'nothing', reason, recovered: 0 }
    }
    const given = byBlock.get(header.number) ?? []
    const possible = mayMatch(logsBloom)
    for (const log of given) {
      if (log.blockHash !== header.hash) throw contradiction(source, `log in block ${log.blockHash}`, header.hash)
      if (!possible) throw contradiction(source, `log in block ${header.number}`, 'the bloom of its header rules it out')
    }
    if (given.length > 0 || !possible) {
      complete.push(...given)
      continue
    }
    const found = await logsOfReceipts(source, filter, header.number, options)
    recovered += found.length
    complete.push(...found)
  }
  return { from, to, logs: complete, checkedBy: 'blooms', recovered }
}

async function logsOfReceipts(
  source: LogSource,
  filter: LogFilter,
  number: number,
  options: CallOptions,
): Promise<readonly ScannedLog[]> {
  const block = await source.getBlock(number, { detail: 'receipts', ...options })
  return block.logs
    .filter((log) => matchesFilter(filter, log))
    .map((log) => ({ ...log, blockNumber: block.number, blockHash: block.hash, timestampMs: block.timestampMs }))
}

function contradiction(source: LogSource, claimed: string, computed: string): VerificationError {
  return new VerificationError('logs-bloom', claimed, computed, { network: source.network.id, method: 'eth_getLogs' })
}
