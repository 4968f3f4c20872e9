import {
  AGREED,
  type AgreedSource,
  abortableIterable,
  type BlockId,
  type BlockOptions,
  type BlockRange,
  type BlockSource,
  type CallOptions,
  createTransport,
  DefimonError,
  type Detail,
  HEAD_READER,
  type HeadClaim,
  type HeadReader,
  type L2Block,
  type L2Network,
  linkAbort,
  type Settlement,
  type SourceOptions,
  type Stack,
  type Transport,
} from '@defimon/core'
import { type BlockReader, createBlockReader, isTag, type ReadOptions } from './block-reader.ts'
import { streamBlocks } from './block-stream.ts'
import { assertChainId } from './chain-id.ts'
import type { BlockDriver } from './driver.ts'
import { abortedError, tryEndpoints } from './failover.ts'
import { judgedReader } from './judged-reader.ts'
import { quorumReader } from './quorum-reader.ts'

/** So many endpoints must agree on a block of a parent chain. */
const PARENT_QUORUM = 2

/** What `defineSource` takes beyond what every source factory takes. */
export interface DefineSourceOptions extends SourceOptions {
  /** Bytes of blocks that `getBlocks` holds at once, in flight or waiting. Default 10 MiB. */
  readonly windowBytes?: number
}

/**
 * Ten large blocks, or hundreds of small ones. What waits for an answer is soon counted among the old objects, and then keeps its answer
 * from the cheap collections of the young ones: with 16 MiB in flight nearly all blocks outlived them, for a fifth of all CPU.
 */
const DEFAULT_WINDOW_BYTES = 10 * 1024 * 1024

/**
 * Makes the `BlockSource` of a driver: order, batching, back-pressure, gap proof, identity and parent-link checks, the verdict,
 * and failover where an endpoint's answer fails a check. Asks nothing before its first use. Every endpoint is asked for its chain
 * id before it is believed; one of another chain fails with `WRONG_NETWORK`.
 *
 * A transport handed in is checked once, at first use, and left open by `close`. Throws `CONFIG` for options that make no sense.
 */
export function defineSource<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  options: DefineSourceOptions = {},
): BlockSource<S> {
  const { network } = driver
  const verify = options.verify !== false
  const windowBytes = options.windowBytes ?? DEFAULT_WINDOW_BYTES
  if (!(windowBytes > 0)) throw new DefimonError('CONFIG', 'windowBytes must be above 0', { network: network.id })

  const transport = options.transport ?? ownTransport(driver, options)
  const quorum = quorumOf(options, transport)
  const single = createBlockReader(driver, transport, verify)
  const agreeing = (one: BlockReader<S>): BlockReader<S> => (quorum > 1 ? quorumReader(one, driver, transport, quorum) : one)
  const reader = agreeing(single)
  /** For single questions. A watch asks for heads as they are, and judges them with what it knows; a quorum judges by itself. */
  const judged = verify ? agreeing(judgedReader(single, { network, transport, runtime: options.runtime })) : reader
  const closed = new AbortController()
  let admission: Promise<unknown> | undefined

  /** A transport of our own checks each endpoint by itself; one from elsewhere is checked here. */
  const admit = (signal: AbortSignal): Promise<unknown> | undefined => {
    if (!options.transport) return undefined
    admission ??= tryEndpoints(transport, { signal, priority: 'head' }, (call) => assertChainId(driver, call)).catch((error) => {
      admission = undefined
      throw error
    })
    return admission
  }

  /** Runs a call so that it ends with its caller's signal and with `close`. */
  const run = async <T>(signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const link = signal && linkAbort([closed.signal, signal])
    const both = link?.signal ?? closed.signal
    try {
      if (both.aborted) throw abortedError(transport, both)
      await admit(both)
      return await work(both)
    } finally {
      link?.release()
    }
  }

  const headReader: HeadReader = {
    ...(options.runtime && { runtime: options.runtime }),
    readHead: (tag, headOptions = {}) => run(headOptions.signal, (signal) => reader.readHead(tag, { ...headOptions, signal })),
    ...(verify && {
      spotCheck: (number, { only, detail, signal: asked }) =>
        run(asked, async (signal) => {
          const { block, endpoint } = await single.read(number, {
            ...{ only, detail, signal },
            keepRaw: false,
            priority: 'backfill',
          })
          return { hash: block.hash, endpoint }
        }),
    }),
    ...(driver.newHeads && { newHeads: ({ signal } = {}) => abortableIterable(subscribeToHeads, [closed.signal, signal]) }),
  }

  async function* subscribeToHeads(signal: AbortSignal): AsyncGenerator<HeadClaim, void, undefined> {
    if (!driver.newHeads) return
    const { method, params, decode } = driver.newHeads
    for await (const notification of transport.subscribe(method, params, { signal })) yield decode(notification)
  }

  const source: BlockSource<S> & AgreedSource & { readonly [HEAD_READER]: HeadReader } = {
    specVersion: 1,
    network,
    transport,
    checks: ['identity', 'parent-link', ...driver.checks],
    [HEAD_READER]: headReader,
    [AGREED]() {
      if (options.quorum !== undefined || !verify || hostsOf(transport) < PARENT_QUORUM) return source
      return defineSource(driver, { ...options, transport, quorum: PARENT_QUORUM })
    },
    async getBlock<D extends Detail = 'receipts'>(id: BlockId, blockOptions: BlockOptions<D> = {}): Promise<L2Block<S, D>> {
      assertBlockId(id, network.id)
      return run(blockOptions.signal, async (signal) => {
        const readOptions = readOptionsOf(blockOptions, 'head', signal)
        const candidate = isTag(id) ? await judged.readTag(id, readOptions) : await reader.read(id, readOptions)
        const parentLink = { check: 'parent-link', outcome: 'skipped', reason: 'a single block was read' } as const
        return reader.finish(candidate, parentLink) as L2Block<S, D>
      })
    },
    getBlocks<D extends Detail = 'receipts'>(
      range: BlockRange,
      blockOptions: BlockOptions<D> = {},
    ): AsyncIterable<L2Block<S, D>> {
      const context = { reader: judged, transport, hasGaps: driver.hasGaps === true, verify, windowBytes }
      const start = async function* (signal: AbortSignal): AsyncGenerator<L2Block<S, D>, void, undefined> {
        if (signal.aborted) throw abortedError(transport, signal)
        await admit(signal)
        const readOptions = { ...readOptionsOf(blockOptions, 'backfill', signal), signal }
        yield* streamBlocks(context, range, readOptions) as AsyncGenerator<L2Block<S, D>, void, undefined>
      }
      return abortableIterable(start, [closed.signal, blockOptions.signal])
    },
    getSettlement: (block, callOptions: CallOptions = {}) =>
      run(callOptions.signal, async (signal) => {
        const { readSettlement } = driver
        if (!readSettlement) {
          throw new DefimonError('UNSUPPORTED', `settlement of ${network.stack} networks cannot be read by this source`, {
            network: network.id,
          })
        }
        const ask = (): Promise<Settlement> =>
          tryEndpoints(transport, { signal }, (call) => readSettlement.call(driver, call, block))
        // Drivers share what they ask of the parent chain: what another question took with it when it was aborted is asked again.
        const answer = ask().catch((error: unknown) => {
          if (signal.aborted || !DefimonError.isInstance(error) || error.code !== 'ABORTED') throw error
          return ask()
        })
        return untilAborted(answer, signal, () => abortedError(transport, signal))
      }),
    async close() {
      if (!closed.signal.aborted) {
        closed.abort(new DefimonError('ABORTED', 'the source is closed', { network: network.id }))
      }
      if (!options.transport) await transport.close()
    },
    [Symbol.asyncDispose]: () => source.close(),
  }
  return source
}

function ownTransport<S extends Stack, Raw>(driver: BlockDriver<S, Raw>, options: DefineSourceOptions): Transport {
  return createTransport(driver.network as L2Network, {
    ...(options.endpoints && { endpoints: options.endpoints }),
    ...(options.runtime && { runtime: options.runtime }),
    ...(options.requestsPerHour !== undefined && { requestsPerHour: options.requestsPerHour }),
    ...(driver.parseJson && { parseJson: driver.parseJson }),
    admit: (request, host) => assertChainId(driver, { endpoint: host, request, get: () => refuseGet(host) }),
  })
}

function quorumOf({ quorum = 1 }: DefineSourceOptions, transport: Transport): number {
  const hosts = hostsOf(transport)
  if (Number.isSafeInteger(quorum) && quorum >= 1 && (quorum === 1 || quorum <= hosts)) return quorum
  const { id: network } = transport.network
  throw new DefimonError('CONFIG', `quorum of ${quorum} among ${hosts} endpoints of different hosts`, { network })
}

/** Endpoints of one host are one voice. */
function hostsOf(transport: Transport): number {
  return new Set(transport.health().map(({ host }) => host)).size
}

/** What the promise gives, but no later than the signal's end. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal, error: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(error())
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

/** A chain id is asked by JSON-RPC, or not at all. */
async function refuseGet(host: string): Promise<never> {
  throw new DefimonError('UNSUPPORTED', 'a chain id cannot be asked by REST', { host })
}

function readOptionsOf(options: BlockOptions, priority: 'head' | 'backfill', signal: AbortSignal): ReadOptions {
  return { detail: options.detail ?? 'receipts', keepRaw: options.keepRaw === true, priority, signal }
}

function assertBlockId(id: BlockId, network: string): void {
  const valid =
    typeof id === 'number'
      ? Number.isSafeInteger(id) && id >= 0
      : typeof id === 'string'
        ? id === 'latest' || id === 'safe' || id === 'finalized'
        : typeof id?.hash === 'string'
  if (!valid)
    throw new DefimonError('CONFIG', `not a block id: ${typeof id === 'object' ? JSON.stringify(id) : String(id)}`, { network })
}
