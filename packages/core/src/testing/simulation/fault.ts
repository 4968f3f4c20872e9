import type { Check, Detail, Runtime } from '@defimon/core'
import type { SeededRandom } from '../runtime/seeded-random.ts'
import type { ChainView, RpcCall, SimulatedBlock } from './stack-model.ts'

/** What a node gives for one call. */
export type RpcAnswer =
  | { readonly result: unknown; readonly error?: undefined }
  | { readonly error: { readonly code: number; readonly message: string; readonly data?: unknown } }

/** A JSON-RPC response as it goes over the wire. */
export type RpcResponse = { readonly jsonrpc: '2.0'; readonly id: unknown } & RpcAnswer

/** An HTTP response before it is sent. */
export interface HttpReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** A text, or a stream for bodies that are too large to build or that break off. */
  readonly body: string | ReadableStream<Uint8Array>
}

/** What a fault may look at and draw from. */
export interface FaultContext {
  readonly random: SeededRandom
  readonly runtime: Runtime
  readonly signal: AbortSignal | undefined
  readonly head: SimulatedBlock
  /** Whether the request was made with `redirect: 'error'` or `'manual'`. */
  readonly redirect: RequestRedirect
  /** Whether the request held a batch. */
  readonly batch: boolean
  /** What an honest node would answer to another call. */
  honest(call: RpcCall): RpcAnswer
  /** The chain as another branch shows it, apart from this height on. */
  forkedView(aboveNumber: number): ChainView
  /** A chain of another network of the same stack, and its node. */
  readonly foreign: { view(): ChainView; answer(call: RpcCall): RpcAnswer }
}

/**
 * What a caller that checks its answers must make of an endpoint that always does this:
 * - tolerated: the right answer comes from this endpoint all the same.
 * - failed-over: this endpoint gives nothing; another one is asked.
 * - rejected: this endpoint's answer contradicts itself or the question; another one is asked.
 * - unseen: one endpoint alone cannot be caught at it, for the reason given.
 */
export type FaultVerdict = 'tolerated' | 'failed-over' | 'rejected' | 'unseen'

/** Something that an endpoint does wrong. */
export interface Fault {
  readonly description: string
  readonly verdict: FaultVerdict
  /** Why it cannot be seen. Only with `unseen`. */
  readonly reason?: string
  /** The least detail at which it shows. Default `header`. */
  readonly detail?: Detail
  /** The check that notices it; a source that lacks this check cannot see it. */
  readonly check?: Check
  /** It concerns heads and tags, not the block of a given height. */
  readonly about?: 'head'
  /** Shows another chain than there is. */
  view?(view: ChainView, context: FaultContext): ChainView
  /** Changes the answer to one call. Must not change what it is given. */
  answer?(call: RpcCall, answer: RpcAnswer, context: FaultContext): RpcAnswer
  /** Changes the responses of one request, one entry a call. */
  responses?(responses: readonly RpcResponse[], context: FaultContext): unknown
  /** Changes the whole HTTP reply, fails as a connection does, or never ends. */
  reply?(reply: HttpReply, context: FaultContext): HttpReply | Promise<HttpReply>
}

/** A fault of an endpoint: always, or as said. */
export interface FaultUse {
  /** A name of the catalogue, or a fault of one's own. */
  readonly fault: string | Fault
  /** For each request, 0 to 1. Default 1. */
  readonly probability?: number
  /** Only for calls of these methods. Default: all. */
  readonly methods?: readonly string[]
  /** Only this many times. */
  readonly times?: number
}
