import {
  agreedSource,
  type BlockRef,
  type BlockSource,
  type CallOptions,
  DefimonError,
  type Evidence,
  type EvidenceCost,
  type NetworkId,
  type Runtime,
  systemRuntime,
} from '@defimon/core'
import { parseData, parseHash } from '../encoding/hex-data.ts'
import { parseHeight, parseOptionalQuantity, parseQuantity, toQuantity } from '../encoding/quantity.ts'
import { asList, asObject, isPresent, type RpcObject } from '../encoding/rpc-object.ts'
import { type ScannedLog, scanLogs } from '../logs/get-logs.ts'
import type { LogFilter } from '../logs/log-filter.ts'
import { createRangeSize, type RangeSize } from '../logs/range-size.ts'
import { createLogWitnesses, type LogWitnesses } from './log-witnesses.ts'
import { type ParentLog, type ParentTransaction, readLog, readTransaction } from './parent-record.ts'
import { type SharedWork, shareWork } from './shared-work.ts'

/** A header of the parent chain, as far as settlement needs it. */
export interface ParentBlock extends BlockRef {
  readonly timestampMs: number
}

/** A receipt of the parent chain. */
export interface ParentReceipt {
  readonly transactionHash: string
  readonly blockNumber: number
  /** Where it stands, where its logs tell the time of their block (ethereum/execution-apis #639). */
  readonly place?: ParentBlock
  readonly succeeded: boolean
  readonly from: string
  readonly logs: readonly ParentLog[]
  readonly gasUsed: bigint
  readonly gasPriceWei: bigint
  readonly blobGasUsed?: bigint
  readonly blobGasPriceWei?: bigint
  /** On a parent that is a rollup itself: what it charged for its own parent. */
  readonly l1FeeWei?: bigint
  /** On a parent of the OP Stack since Isthmus: what its operator charged. */
  readonly operatorFeeWei?: bigint
}

/** What evidence is made of. */
export type EvidenceParts = Pick<Evidence, 'kind' | 'covers' | 'dataAvailability' | 'anchor'> & {
  /** What the transaction was paid for. Absent: its cost is not read. */
  readonly purpose?: EvidenceCost['purpose']
} & (
    | { readonly transactionHash: string; readonly log?: never }
    /** Of the transaction: it tells the place, so that without a cost no receipt is asked for. */
    | { readonly log: ScannedLog; readonly transactionHash?: never }
  )

/** How a parent chain is read. */
export interface ParentChainOptions {
  /** Default true. False: no evidence says what it cost. */
  readonly costs?: boolean | undefined
}

/**
 * The parent chain at one moment: everything is answered as of `latest`, and what was read is kept while it cannot change. Headers come
 * checked from the parent's source; logs, receipts and transactions are asked of its transport. The view ends with the signal that it
 * was asked for with: what nobody else waits for is not asked on.
 */
export interface ParentView {
  readonly network: NetworkId
  readonly latest: ParentBlock
  readonly safe: number
  readonly finalized: number
  /** What ends the question that the view was asked for. */
  readonly signal?: AbortSignal
  /** `eth_getLogs`, split as endpoints demand. In order. */
  logs(filter: LogFilter, range: { readonly from: number; readonly to: number }): Promise<readonly ScannedLog[]>
  block(number: number): Promise<ParentBlock>
  /**
   * When the block of a log was made, ms since 1970. As the log says it, where the parent has one endpoint, whose word its header would
   * be too, or where the receipt that another endpoint has says the same; else by the header.
   */
  timeOf(log: ScannedLog): Promise<number>
  /** `eth_getBlockByNumber` with transactions: those sent to an address, in order. */
  transactionsTo(number: number, address: string): Promise<readonly ParentTransaction[]>
  /** `eth_getTransactionByHash`; `NOT_FOUND` where there is none. */
  transaction(hash: string): Promise<ParentTransaction>
  /** `eth_getTransactionReceipt`; `NOT_FOUND` where there is none. */
  receipt(hash: string): Promise<ParentReceipt>
  /** `eth_call` at a block, by default the latest. */
  call(to: string, data: string, at?: number): Promise<string>
  /** How firm a block of the parent is by now. */
  statusOf(number: number): Evidence['parentStatus']
  /**
   * Evidence with its place, time, firmness and cost: the receipt, for bytes of calldata the transaction, and the header where `timeOf`
   * would ask for it.
   */
  evidence(parts: EvidenceParts): Promise<Evidence>
}

/** A parent chain that is read again and again. */
export interface ParentChain {
  readonly network: NetworkId
  /** The present moment. Asked anew once the parent's block time has passed; what stood in blocks that are gone is forgotten. */
  view(options?: CallOptions): Promise<ParentView>
}

interface Memo {
  /** Of questions for logs: what the endpoints are known to take. */
  readonly range: RangeSize
  readonly costs: boolean
  /** Where two endpoints have to agree. */
  readonly witnesses: LogWitnesses | undefined
  readonly finalized: Map<string, SharedWork<unknown>>
  open: Map<string, SharedWork<unknown>>
}

/** The heads that a view is of. */
interface Heads {
  readonly latest: ParentBlock
  readonly safe: number
  readonly finalized: number
  /** The parent has one endpoint: of that a header is no second word. */
  readonly isAlone: boolean
}

/** Answers about finalized blocks that are kept. Older ones are dropped first. */
const KEPT = 4_096
/** Blocks in one question for logs, unless endpoints take less. Events of rollups are few. */
const LARGEST_RANGE = 20_000
/** Longer calldata, of batches of 100 kB, are kept until the head moves: the question that needs them twice is over by then. */
const LARGEST_KEPT_INPUT = 8_192

/** Reads a parent chain through its source. `CONFIG` where the source is not of an EVM chain's transport is not seen before the first call. */
export function createParentChain(
  source: BlockSource,
  runtime: Runtime = systemRuntime(),
  { costs = true }: ParentChainOptions = {},
): ParentChain {
  const parent = agreedSource(source)
  const range = createRangeSize(LARGEST_RANGE, LARGEST_RANGE)
  const witnesses = parent === source ? undefined : createLogWitnesses(parent)
  const memo: Memo = { range, costs, witnesses, finalized: new Map(), open: new Map() }
  const maxAgeMs = Math.max(250, (parent.network.blockTimeMs ?? 12_000) / 2)
  let current: { readonly heads: SharedWork<Heads>; readonly view: Promise<ParentView>; readonly atMs: number } | undefined
  let lastHash: string | undefined
  return {
    network: parent.network.id,
    async view({ signal } = {}) {
      const nowMs = runtime.monotonicMs()
      if (!current || nowMs - current.atMs >= maxAgeMs || current.heads.isAbandoned()) {
        const heads = shareWork((ending) => readHeads(parent, { signal: ending }))
        const view = heads.result.then((read) => {
          // What was read of blocks that may still go is read again once the head has moved.
          if (read.latest.hash !== lastHash) memo.open = new Map()
          lastHash = read.latest.hash
          return viewOf(parent, memo, read, undefined)
        })
        const asked = { heads, view, atMs: nowMs }
        current = asked
        view.catch(() => {
          if (current === asked) current = undefined
        })
      }
      const { heads, view } = current
      const read = await heads.wait(signal)
      return signal ? viewOf(parent, memo, read, signal) : view
    },
  }
}

async function readHeads(parent: BlockSource, options: CallOptions): Promise<Heads> {
  const [latest, safe, finalized] = await Promise.all([
    readHeader(parent, 'latest', options),
    readHeader(parent, 'safe', options).catch(absentTag),
    readHeader(parent, 'finalized', options).catch(absentTag),
  ])
  const finalizedNumber = finalized?.number ?? -1
  const isAlone = new Set(parent.transport.health().map(({ host }) => host)).size < 2
  return { latest, safe: Math.max(finalizedNumber, safe?.number ?? -1), finalized: finalizedNumber, isAlone }
}

function viewOf(parent: BlockSource, memo: Memo, heads: Heads, signal: AbortSignal | undefined): ParentView {
  const network = parent.network.id
  const { latest, safe: safeNumber, finalized: finalizedNumber, isAlone } = heads
  const ask = (method: string, params: unknown, options: CallOptions = signal ? { signal } : {}): Promise<unknown> =>
    parent.transport.request(method, params, options)

  /** Kept for good where the answer stands in a finalized block, else until the head moves. */
  const once = async <T>(key: string, read: (options: CallOptions) => Promise<T>, heightOf: (value: T) => number): Promise<T> => {
    const known = (memo.finalized.get(key) ?? memo.open.get(key)) as SharedWork<T> | undefined
    if (known && !known.isAbandoned()) return known.wait(signal)
    const work = shareWork((ending) => read({ signal: ending }))
    const { open } = memo
    open.set(key, work)
    work.result.then(
      (value) => {
        if (heightOf(value) <= finalizedNumber) keep(memo.finalized, key, work)
      },
      () => {
        if (open.get(key) === work) open.delete(key)
      },
    )
    return work.wait(signal)
  }

  /** The receipt of a log as another endpoint has it, where that says the same of the log and of its block. */
  const confirmed = async (log: ScannedLog): Promise<ParentReceipt | undefined> => {
    const { witnesses } = memo
    if (!witnesses || log.timestampMs === undefined) return undefined
    const receipt = await once(
      `second ${log.transactionHash}`,
      async (options) => {
        const answer = await witnesses.secondReceipt(log, options)
        return answer === undefined ? undefined : readReceipt(answer)
      },
      (read) => read?.blockNumber ?? Number.POSITIVE_INFINITY,
    )
    if (!receipt?.place) return undefined
    if (isConfirmed(log, receipt)) return receipt
    const message = `endpoints of ${network} disagree about a log of transaction ${log.transactionHash}`
    throw new DefimonError('TRANSIENT', message, { network })
  }

  const view: ParentView = {
    network,
    ...(signal && { signal }),
    latest,
    safe: safeNumber,
    finalized: finalizedNumber,
    async logs(filter, range) {
      const found: ScannedLog[] = []
      const to = Math.min(range.to, latest.number)
      if (range.from > to) return found
      const options = { ...(signal && { signal }), check: 'nothing' } as const
      const hearing = memo.witnesses?.listen()
      const parts = scanLogs(hearing?.source ?? parent, filter, { from: range.from, to }, memo.range, options)
      for await (const { logs } of parts) {
        hearing?.came(logs)
        found.push(...logs)
      }
      return found
    },
    block: (number) =>
      once(
        `block ${number}`,
        (options) => readHeader(parent, number, options),
        (block) => block.number,
      ),
    async timeOf(log) {
      const { blockNumber, timestampMs } = log
      const isTold = timestampMs !== undefined && (isAlone || (await confirmed(log)) !== undefined)
      return isTold ? timestampMs : (await view.block(blockNumber)).timestampMs
    },
    transactionsTo: (number, address) =>
      once(
        `to ${number} ${address.toLowerCase()}`,
        async (options) => {
          const answer = asObject(await ask('eth_getBlockByNumber', [toQuantity(number), true], options), 'block')
          return asList(answer['transactions'], 'transactions')
            .map((value) => asObject(value, 'transaction'))
            .filter(
              (transaction) => typeof transaction['to'] === 'string' && transaction['to'].toLowerCase() === address.toLowerCase(),
            )
            .map(readTransaction)
        },
        () => number,
      ),
    transaction: (hash) =>
      once(
        `transaction ${hash}`,
        async (options) =>
          readTransaction(
            asObject(present(await ask('eth_getTransactionByHash', [hash], options), network, hash), 'transaction'),
          ),
        ({ input, blockNumber }) =>
          input.length > LARGEST_KEPT_INPUT ? Number.POSITIVE_INFINITY : (blockNumber ?? Number.POSITIVE_INFINITY),
      ),
    receipt: (hash) =>
      once(
        `receipt ${hash}`,
        async (options) => readReceipt(present(await ask('eth_getTransactionReceipt', [hash], options), network, hash)),
        (receipt) => receipt.blockNumber,
      ),
    async call(to, data, at) {
      return parseData(await ask('eth_call', [{ to, data }, at === undefined ? 'latest' : toQuantity(at)]), 'result of a call')
    },
    statusOf: (number) => (number <= finalizedNumber ? 'finalized' : number <= safeNumber ? 'safe' : 'included'),
    async evidence({ transactionHash: named, log, purpose: paidFor, ...parts }) {
      const transactionHash = log?.transactionHash ?? named ?? ''
      const purpose = memo.costs ? paidFor : undefined
      const second = log && (await confirmed(log))
      const receipt = second ?? (purpose || !log ? await view.receipt(transactionHash) : undefined)
      const place = receipt ? receipt.place : log && placeOf(log)
      const isSure = isAlone || second !== undefined
      const block = (isSure && place) || (await view.block(receipt?.blockNumber ?? log?.blockNumber ?? 0))
      const known = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as typeof parts
      return {
        ...known,
        network,
        number: block.number,
        hash: block.hash,
        timestampMs: block.timestampMs,
        transactionHash,
        parentStatus: view.statusOf(block.number),
        ...(purpose && receipt && { cost: costOf(receipt, purpose, (await view.transaction(transactionHash)).input) }),
      }
    },
  }
  return view
}

/** Whether a receipt has the log, in the same block. */
function isConfirmed(log: ScannedLog, { place, logs }: ParentReceipt): boolean {
  if (place?.hash !== log.blockHash || place.number !== log.blockNumber || place.timestampMs !== log.timestampMs) return false
  const same = logs.find(({ logIndex }) => logIndex === log.logIndex)
  return same?.address === log.address && same.data === log.data && same.topics.join() === log.topics.join()
}

function placeOf({ blockNumber: number, blockHash: hash, timestampMs }: ScannedLog): ParentBlock | undefined {
  return timestampMs === undefined ? undefined : { number, hash, timestampMs }
}

async function readHeader(
  parent: BlockSource,
  id: number | 'latest' | 'safe' | 'finalized',
  options: CallOptions,
): Promise<ParentBlock> {
  const { number, hash, timestampMs } = await parent.getBlock(id, { detail: 'header', ...options })
  return { number, hash, timestampMs }
}

/** Chains without a tag, or that have not finalized anything yet: then nothing counts as firm. */
function absentTag(error: unknown): undefined {
  const codes: readonly string[] = ['UNSUPPORTED', 'NOT_FOUND', 'NOT_YET', 'RPC']
  if (DefimonError.isInstance(error) && codes.includes(error.code)) return undefined
  throw error
}

function present(answer: unknown, network: NetworkId, hash: string): unknown {
  if (isPresent(answer)) return answer
  throw new DefimonError('NOT_FOUND', `transaction ${hash} is not on ${network}`, { network })
}

function readReceipt(value: unknown): ParentReceipt {
  const receipt = asObject(value, 'receipt')
  const blobGasPriceWei = parseOptionalQuantity(receipt['blobGasPrice'], 'blobGasPrice')
  // Without a price it is no gas of blobs: since Jovian the OP Stack keeps a transaction's share of the data footprint there.
  const blobGasUsed = blobGasPriceWei === undefined ? undefined : parseOptionalQuantity(receipt['blobGasUsed'], 'blobGasUsed')
  const l1FeeWei = parseOptionalQuantity(receipt['l1Fee'], 'l1Fee')
  const operatorFeeWei = operatorFeeOf(receipt)
  const number = parseHeight(receipt['blockNumber'], 'blockNumber')
  const logs = asList(receipt['logs'], 'logs').map(readLog)
  const timestampMs = logs.find((log) => log.timestampMs !== undefined)?.timestampMs
  const hash = receipt['blockHash']
  return {
    transactionHash: parseData(receipt['transactionHash'], 'transactionHash'),
    blockNumber: number,
    ...(timestampMs !== undefined && isPresent(hash) && { place: { number, hash: parseHash(hash, 'blockHash'), timestampMs } }),
    succeeded: !isPresent(receipt['status']) || parseQuantity(receipt['status'], 'status') === 1n,
    from: parseData(receipt['from'], 'from').toLowerCase(),
    logs,
    gasUsed: parseQuantity(receipt['gasUsed'], 'gasUsed'),
    gasPriceWei: parseQuantity(receipt['effectiveGasPrice'], 'effectiveGasPrice'),
    ...(blobGasUsed && { blobGasUsed }),
    ...(blobGasUsed && blobGasPriceWei !== undefined && { blobGasPriceWei }),
    ...(l1FeeWei !== undefined && { l1FeeWei }),
    ...(operatorFeeWei !== undefined && { operatorFeeWei }),
  }
}

/** Isthmus: gas × scalar / 10^6 + constant; Jovian, whose receipts name the footprint's scalar: gas × scalar × 100 + constant. */
function operatorFeeOf(receipt: RpcObject): bigint | undefined {
  const scalar = parseOptionalQuantity(receipt['operatorFeeScalar'], 'operatorFeeScalar')
  if (scalar === undefined) return undefined
  const constant = parseOptionalQuantity(receipt['operatorFeeConstant'], 'operatorFeeConstant') ?? 0n
  const scaled = parseQuantity(receipt['gasUsed'], 'gasUsed') * scalar
  return constant + (isPresent(receipt['daFootprintGasScalar']) ? scaled * 100n : scaled / 1_000_000n)
}

/** To the wei of the receipt: execution, blobs (EIP-4844), and what a parent that is a rollup charged beside its gas. */
function costOf(receipt: ParentReceipt, purpose: EvidenceCost['purpose'], input: string): EvidenceCost {
  const { gasUsed, gasPriceWei, blobGasUsed, blobGasPriceWei, l1FeeWei, operatorFeeWei } = receipt
  return {
    purpose,
    feeWei: gasUsed * gasPriceWei + (blobGasUsed ?? 0n) * (blobGasPriceWei ?? 0n) + (l1FeeWei ?? 0n) + (operatorFeeWei ?? 0n),
    gasUsed,
    gasPriceWei,
    ...(blobGasUsed && { blobGasUsed }),
    ...(blobGasPriceWei !== undefined && { blobGasPriceWei }),
    dataBytes: input.length / 2 - 1 + Number(blobGasUsed ?? 0n),
  }
}

function keep(map: Map<string, SharedWork<unknown>>, key: string, value: SharedWork<unknown>): void {
  map.set(key, value)
  if (map.size <= KEPT) return
  const oldest = map.keys().next().value
  if (oldest !== undefined) map.delete(oldest)
}
