import {
  createLatestHead,
  DefimonError,
  type NetworkFacts,
  type Runtime,
  type Stack,
  systemRuntime,
  type Transport,
} from '@defimon/core'
import type { BlockReader, Candidate, ReadOptions } from './block-reader.ts'
import type { FailoverOptions } from './failover.ts'

/** Where no block time is known: that of the fastest chains, so that no honest head looks like a jump. */
const FASTEST_BLOCK_TIME_MS = 250

/** What a reader that judges heads needs to know. */
export interface JudgedReaderGround {
  readonly network: NetworkFacts
  readonly transport: Transport
  readonly runtime: Runtime | undefined
}

/**
 * The reader, but for `latest`, which is judged before it is believed (`createLatestHead`); its block is read from the endpoint that
 * named it. Fails with `TRANSIENT` where no head can be believed, and where the block of one is not there.
 */
export function judgedReader<S extends Stack>(
  reader: BlockReader<S>,
  { network, transport, runtime = systemRuntime() }: JudgedReaderGround,
): BlockReader<S> {
  const hosts = (): string[] => transport.health().map(({ host }) => host)
  /** An endpoint of another chain is never asked again. */
  const asked = (): string[] => {
    const own = transport.health().filter(({ setAside }) => setAside !== 'wrong-network')
    return own.length > 0 ? own.map(({ host }) => host) : hosts()
  }
  const latest = createLatestHead({
    network: network.id,
    blockTimeMs: network.blockTimeMs ?? FASTEST_BLOCK_TIME_MS,
    runtime,
    hosts: asked,
    readHead: (tag, options) => reader.readHead(tag, options),
    isThere: async ({ number, hash, timestampMs }, options) => {
      const found = await reader.read(number, { ...options, detail: 'header', keepRaw: false }).catch((error: unknown) => {
        if (options.signal?.aborted) throw error
        return undefined
      })
      const block = found?.block
      return (
        block !== undefined && (hash ?? block.hash) === block.hash && (timestampMs ?? block.timestampMs) === block.timestampMs
      )
    },
  })

  const readLatest = async (options: ReadOptions): Promise<Candidate<S>> => {
    const { claim, endpoint } = await latest.read({ ...(options.signal && { signal: options.signal }) })
    const from: ReadOptions & FailoverOptions = { ...options, avoid: hosts().filter((host) => host !== endpoint) }
    try {
      return await reader.read(claim.number, from)
    } catch (error) {
      if (!DefimonError.isInstance(error) || !ABSENT.has(error.code)) throw error
      // Seen behind load balancers: the head of one node, the blocks of another.
      const message = `the endpoint names ${claim.number} as its latest block, but does not have it`
      throw new DefimonError('TRANSIENT', message, { network: network.id, host: endpoint, cause: error })
    }
  }

  return {
    ...reader,
    readTag: (tag, options) => (tag === 'latest' ? readLatest(options) : reader.readTag(tag, options)),
    readHead: (tag, options = {}) => (tag === 'latest' ? latest.read(options) : reader.readHead(tag, options)),
  }
}

const ABSENT: ReadonlySet<string> = new Set(['NOT_FOUND', 'NOT_YET', 'PRUNED'])
