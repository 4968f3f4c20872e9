import {
  type BlockSource,
  type CallOptions,
  type ContractAt,
  DefimonError,
  type L1Ref,
  type L2Network,
  type Runtime,
} from '@defimon/core'
import { getLogs, type LogFilter, type ScannedLog } from '@defimon/evm'
import {
  contractsOn,
  createLogIndex,
  createParentChain,
  type ParentBounds,
  type ParentView,
  readParentBounds,
  shieldParent,
} from '@defimon/evm/parent'

/** A block of a rollup as its parent chain holds it for good. */
export interface HeldBlock<F> {
  readonly number: number
  /** The commitment that the parent holds: a root, or the fact that was proven. */
  readonly hash: string
  /** Absent: the time of the parent's block counts. */
  readonly timestampMs?: number
  readonly at: L1Ref
  readonly fields: F
}

/** How the parent chain's events tell of blocks. */
export interface HeldStack<F> {
  readonly contracts: readonly ContractAt[] | undefined
  /** Topics of the events that number blocks, one event a block, ascending by one. */
  readonly numbering: readonly string[]
  /** Topics that are wanted beside them to read a block. */
  readonly others?: readonly string[]
  /** Before this time none was in use. */
  readonly notBeforeMs: number
  numberOf(log: ScannedLog): number
  /** The blocks that the logs of one block of the parent tell of. */
  read(logs: readonly ScannedLog[], view: ParentView): Promise<readonly HeldBlock<F>[]>
}

/** Blocks of a rollup, found on its parent chain. */
export interface HeldBlocks<F> {
  /** The newest block that the parent holds as far as it is `latest`, `safe` or `finalized`. */
  newest(tag: 'latest' | 'safe' | 'finalized', options?: CallOptions): Promise<HeldBlock<F> | undefined>
  /** A block and the one before it, which block 1 may not have; undefined where the parent holds no block of the number. */
  find(
    number: number,
    options?: CallOptions,
  ): Promise<{ readonly block: HeldBlock<F>; readonly previous?: HeldBlock<F> } | undefined>
  view(options?: CallOptions): Promise<ParentView>
}

interface HeldEvent {
  readonly number: number
  readonly log: ScannedLog
}

/** Blocks of the parent that one question for logs covers: what most endpoints allow. */
const WINDOW = 20_000
/** What is within so many blocks of the parent is read, and not halved any more. */
const CLOSE = 2_000
/** Ethereum's slots. */
const ETHEREUM_BLOCK_MS = 12_000
/** Parent heights, and blocks, that are kept. */
const KEPT = 1_024

/**
 * Finds the blocks of a rollup by the events of its contract. The first one costs some twenty `eth_getLogs`, for the height at which it
 * stands is found by halves; those that follow stand close. Which event stands at a height is compared with the bloom of its header.
 */
export function createHeldBlocks<F>(
  network: L2Network,
  parent: BlockSource,
  stack: HeldStack<F>,
  runtime?: Runtime,
): HeldBlocks<F> {
  const contracts = contractsOn(stack.contracts, parent.network.id)
  if (contracts.length === 0) {
    throw new DefimonError('CONFIG', `no contract of ${network.name} is known on ${parent.network.id}`, { network: network.id })
  }
  const address = contracts.map((contract) => contract.address.toLowerCase())
  const filter: LogFilter = { address, topics: [stack.numbering] }
  const chain = shieldParent(createParentChain(parent, runtime))
  const index = createLogIndex(filter, (log): HeldEvent => ({ log, number: stack.numberOf(log) }))
  const places = new Map<number, number>()
  const blocks = new Map<number, Promise<readonly HeldBlock<F>[]>>()
  const newestEvents = new Map<string, Promise<HeldEvent | undefined>>()
  const life = {
    network,
    contracts,
    notBeforeMs: stack.notBeforeMs,
    blockTimeMs: parent.network.blockTimeMs ?? ETHEREUM_BLOCK_MS,
  }
  let bounds: Promise<ParentBounds> | undefined

  /** Between which heights of the parent there can be events. */
  const boundsOf = (at: ParentView): NonNullable<typeof bounds> => {
    bounds ??= readParentBounds(at, life).catch((error: unknown) => {
      bounds = undefined
      throw error
    })
    return bounds
  }

  const newestEvent = (at: ParentView, upTo: number): Promise<HeldEvent | undefined> => {
    const key = `${upTo} ${at.latest.hash}`
    const known = newestEvents.get(key) ?? findNewest(at, upTo)
    newestEvents.set(key, known)
    known.catch(() => newestEvents.delete(key))
    trim(newestEvents)
    return known
  }

  const findNewest = async (at: ParentView, upTo: number): Promise<HeldEvent | undefined> => {
    const { first, last } = await boundsOf(at)
    for (let to = Math.min(upTo, last ?? upTo); to >= first; to -= WINDOW) {
      const logs = await at.logs(filter, { from: Math.max(first, to - WINDOW + 1), to })
      const log = logs.at(-1)
      if (log) return { log, number: stack.numberOf(log) }
    }
    return undefined
  }

  /** A height of the parent at or before which the event of a number stands, and closely. */
  const placeOf = async (at: ParentView, number: number): Promise<number> => {
    const known = places.get(number)
    if (known !== undefined) return known
    let { first: low } = await boundsOf(at)
    let high = at.latest.number
    while (high - low > CLOSE) {
      const middle = Math.floor((low + high) / 2)
      const { found } = await index.readFrom(at, middle, (list) => list.length > 0)
      const event = found[0]
      if (!event || event.number >= number) high = middle
      else low = event.log.blockNumber
    }
    return low
  }

  /** The blocks that stand at a height of the parent, each log of which is compared with the header. */
  const blocksAt = (at: ParentView, height: number): Promise<readonly HeldBlock<F>[]> => {
    const known = blocks.get(height) ?? readBlocks(at, height)
    if (height <= at.finalized) blocks.set(height, known)
    known.catch(() => blocks.delete(height))
    trim(blocks)
    return known
  }

  const readBlocks = async (at: ParentView, height: number): Promise<readonly HeldBlock<F>[]> => {
    const wanted: LogFilter = { address, topics: [[...stack.numbering, ...(stack.others ?? [])]] }
    const logs: ScannedLog[] = []
    for await (const part of getLogs(parent, wanted, { from: height, to: height })) logs.push(...part.logs)
    const { hash, timestampMs } = await at.block(height)
    const held = await stack.read(logs, at)
    for (const { at: place } of held) {
      if (place.hash === hash) continue
      throw new DefimonError('TRANSIENT', `logs of block ${height} of ${at.network} are of a block that is gone`, {
        network: network.id,
      })
    }
    return held.map((block) => ({ ...block, at: { ...block.at, timestampMs } }))
  }

  const blockOf = async (at: ParentView, { log, number }: HeldEvent): Promise<HeldBlock<F>> => {
    const block = (await blocksAt(at, log.blockNumber)).find((each) => each.number === number)
    if (block) return block
    throw new DefimonError('TRANSIENT', `${at.network} gave an event of block ${number} once, and then did not`, {
      network: network.id,
    })
  }

  const newestBlock: HeldBlocks<F>['newest'] = async (tag, options) => {
    const at = await chain.view(options)
    const event = await newestEvent(at, tag === 'latest' ? at.latest.number : at[tag])
    return event && blockOf(at, event)
  }

  const findBlock: HeldBlocks<F>['find'] = async (number, options) => {
    const whole = await chain.view(options)
    const newest = await newestEvent(whole, whole.latest.number)
    if (!newest || number > newest.number) return undefined
    // Beyond the newest event nothing is looked for.
    const at: ParentView = { ...whole, latest: await whole.block(newest.log.blockNumber) }
    const from = await placeOf(at, Math.max(0, number - 1))
    const { found } = await index.readFrom(at, from, (list) => list.some((each) => each.number >= number))
    // Where blocks were taken back and made again, the last one stands.
    const event = found.findLast((each) => each.number === number)
    if (!event) return undefined
    const before = found.findLast((each) => each.number === number - 1)
    for (const each of [event, ...(before ? [before] : [])]) places.set(each.number, each.log.blockNumber)
    trim(places)
    const block = await blockOf(at, event)
    return before ? { block, previous: await blockOf(at, before) } : { block }
  }

  return {
    view: chain.view,
    newest: (tag, options) => unlessAborted(() => newestBlock(tag, options), options),
    find: (number, options) => unlessAborted(() => findBlock(number, options), options),
  }
}

/** What is kept is shared: what another question took with it when it was aborted is asked again. */
async function unlessAborted<T>(ask: () => Promise<T>, { signal }: CallOptions = {}): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (signal?.aborted || !DefimonError.isInstance(error) || error.code !== 'ABORTED') throw error
    return ask()
  }
}

function trim(map: Map<unknown, unknown>): void {
  for (const key of map.keys()) {
    if (map.size <= KEPT) return
    map.delete(key)
  }
}
