import type { BlockTag, Detail } from '../contract/block.ts'
import type { Hash } from '../contract/network.ts'
import type { Runtime } from '../contract/runtime.ts'
import type { BlockSource } from '../contract/source.ts'
import type { CallOptions, RejectKind, RequestOptions } from '../contract/transport.ts'

/** What an endpoint says its head is. Not believed before it was compared with what is known. */
export interface HeadClaim {
  readonly number: number
  readonly hash?: Hash
  readonly parentHash?: Hash
  readonly timestampMs?: number
}

/** A head claim, and the endpoint that made it. */
export interface HeadAnswer {
  readonly claim: HeadClaim
  /** Host name. */
  readonly endpoint: string
  /** Whether the node says that it is still catching up. False where the stack has no such question. */
  isSyncing(): Promise<boolean>
  /** The claim was not believed: the endpoint loses trust. Default `untrue`. */
  reject(reason: string, kind?: RejectKind): void
}

/** How a head is asked for. */
export interface HeadOptions extends CallOptions {
  /** Host names to be left out where there are others. */
  readonly avoid?: readonly string[]
  /** The host to ask, also where it has lost trust; another one answers where it cannot be asked. */
  readonly only?: string
  /** Default `head`. */
  readonly priority?: RequestOptions['priority']
}

/** A block that one endpoint gave, after everything that can be recomputed was. */
export interface SpotCheck {
  readonly hash: Hash
  /** Host name of the endpoint that gave it. */
  readonly endpoint: string
}

/** The cheap way to a head, which sources made by `defineSource` carry beside their public interface. */
export interface HeadReader {
  /** The door to time that the source was made with. Absent: the real one. */
  readonly runtime?: Runtime
  readHead(tag: BlockTag, options?: HeadOptions): Promise<HeadAnswer>
  /**
   * Reads the block of a height from `only`, as a source does: one that fails a check costs the endpoint its trust, and the call fails with
   * it. Absent where nothing is verified.
   */
  spotCheck?(number: number, options: CallOptions & { readonly only: string; readonly detail: Detail }): Promise<SpotCheck>
  /** Heads by WebSocket. Absent where the stack has no such subscription. */
  newHeads?(options?: CallOptions): AsyncIterable<HeadClaim>
}

/** The key under which a source carries its `HeadReader`. Registered, so that two copies of core understand each other. */
export const HEAD_READER: unique symbol = Symbol.for('defimon.head-reader') as typeof HEAD_READER

/** A source's own head reader, or one that reads whole headers through its public interface. */
export function headReaderOf(source: BlockSource): HeadReader {
  const own = (source as { [HEAD_READER]?: HeadReader })[HEAD_READER]
  if (own) return own
  return {
    async readHead(tag, options) {
      const block = await source.getBlock(tag, { detail: 'header', ...(options?.signal && { signal: options.signal }) })
      return {
        claim: {
          number: block.number,
          hash: block.hash,
          timestampMs: block.timestampMs,
          ...(block.parent && { parentHash: block.parent.hash }),
        },
        endpoint: source.network.id,
        isSyncing: async () => false,
        reject: () => {},
      }
    },
  }
}
