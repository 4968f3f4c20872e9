import type { Endpoint, Runtime } from '@defimon/core'
import type { SeededRandom } from '../runtime/seeded-random.ts'
import type { Fault, FaultContext, FaultUse, HttpReply, RpcAnswer, RpcResponse } from './fault.ts'
import { RpcFailure } from './rpc-failure.ts'
import type { SimulatedChain } from './simulated-chain.ts'
import type { ChainView, NodeLimits, RpcCall, StackModel } from './stack-model.ts'

/** How one endpoint of a simulated network behaves. */
export interface SimulatedEndpointOptions extends NodeLimits {
  /** Default: made of the network's id and a number. */
  readonly host?: string
  /** What it does wrong: a name of the catalogue or a fault of one's own; always, or as said. */
  readonly faults?: readonly (string | Fault | FaultUse)[]
  /** Calls that it answers in a second; more get 429 with Retry-After. Each call of a batch counts. */
  readonly callsPerSecond?: number
  /** How long an answer takes: a number, or between two. */
  readonly latencyMs?: number | readonly [least: number, most: number]
  /** Most calls in one request; a larger batch is refused. */
  readonly maxBatch?: number
  /** Methods that it does not know. */
  readonly unsupported?: readonly string[]
  /** Whether it has a WebSocket. Default false. */
  readonly webSocket?: boolean
}

/** What an endpoint was asked. */
export interface EndpointStatistics {
  readonly requests: number
  readonly calls: number
  /** Calls refused by the rate limit. */
  readonly refused: number
  readonly callsByMethod: ReadonlyMap<string, number>
  /** How often each fault was in force. */
  readonly faults: ReadonlyMap<string, number>
}

/** One endpoint of a simulated network. Several show the same chain, each with its own faults. */
export interface SimulatedEndpoint {
  readonly host: string
  /** As a source takes it. */
  readonly endpoint: Endpoint
  readonly fetch: typeof globalThis.fetch
  readonly statistics: EndpointStatistics
  /** Does these things wrong from now on, and no others. */
  setFaults(faults: SimulatedEndpointOptions['faults']): void
  /** The answer to one call, with its faults, but without HTTP: for sockets. */
  call(call: RpcCall): Promise<RpcAnswer>
}

/** What an endpoint stands on. */
export interface EndpointGround {
  readonly host: string
  readonly model: StackModel
  readonly chain: SimulatedChain
  readonly foreignChain: () => SimulatedChain
  readonly catalogue: Readonly<Record<string, Fault>>
  readonly runtime: Runtime
  readonly random: SeededRandom
}

interface ActiveUse {
  readonly name: string
  readonly fault: Fault
  readonly use: FaultUse
  left: number
}

/** Runs a model's answer and turns its failure into an error answer. */
export function answerWith(model: StackModel, call: RpcCall, view: ChainView): RpcAnswer {
  try {
    return { result: model.answer(call, view) }
  } catch (error) {
    if (!(error instanceof RpcFailure)) throw error
    const { code, message, data, members } = error
    return { error: data === undefined ? { ...members, code, message } : { ...members, code, message, data } }
  }
}

const JSON_HEADERS = { 'content-type': 'application/json' }

/** An endpoint over a simulated chain. */
export function createSimulatedEndpoint(ground: EndpointGround, options: SimulatedEndpointOptions): SimulatedEndpoint {
  const { model, chain, runtime, random, host } = ground
  const statistics = {
    requests: 0,
    calls: 0,
    refused: 0,
    callsByMethod: new Map<string, number>(),
    faults: new Map<string, number>(),
  }
  const unsupported = new Set(options.unsupported)
  const burst = options.callsPerSecond ?? 0
  let tokens = burst
  let tokensAtMs = runtime.monotonicMs()
  let uses: ActiveUse[] = []

  const setFaults = (faults: SimulatedEndpointOptions['faults'] = []): void => {
    uses = faults.map((each) => {
      const use: FaultUse = typeof each === 'object' && 'fault' in each ? each : { fault: each }
      const fault = typeof use.fault === 'string' ? ground.catalogue[use.fault] : use.fault
      if (fault === undefined)
        throw new RangeError(`no fault named ${String(use.fault)} in the catalogue of ${model.network.stack}`)
      const name = typeof use.fault === 'string' ? use.fault : use.fault.description
      return { name, fault, use, left: use.times ?? Number.POSITIVE_INFINITY }
    })
  }
  setFaults(options.faults)

  /** The faults of this request. */
  const draw = (calls: readonly RpcCall[]): ActiveUse[] =>
    uses.filter((each) => {
      if (each.left <= 0) return false
      const { methods, probability = 1 } = each.use
      if (methods && !calls.some((call) => methods.includes(call.method))) return false
      if (probability < 1 && !random.chance(probability)) return false
      each.left--
      statistics.faults.set(each.name, (statistics.faults.get(each.name) ?? 0) + 1)
      return true
    })

  const limits: NodeLimits = options
  const honestView = (): ChainView => ({ ...chain.view(), limits })

  const contextOf = (batch: boolean, init: Pick<RequestInit, 'signal' | 'redirect'>): FaultContext => ({
    random,
    runtime,
    batch,
    signal: init.signal ?? undefined,
    redirect: init.redirect ?? 'follow',
    get head() {
      return chain.head
    },
    honest: (call) => answerWith(model, call, honestView()),
    forkedView: (aboveNumber) => chain.forkedView(aboveNumber, host),
    get foreign() {
      const foreign = model.foreign()
      return {
        view: () => ground.foreignChain().view(),
        answer: (call: RpcCall) => answerWith(foreign, call, ground.foreignChain().view()),
      }
    },
  })

  const answerCalls = (calls: readonly RpcCall[], active: readonly ActiveUse[], context: FaultContext): RpcAnswer[] => {
    let view = honestView()
    for (const { fault } of active) if (fault.view) view = fault.view(view, context)
    return calls.map((call) => {
      statistics.calls++
      statistics.callsByMethod.set(call.method, (statistics.callsByMethod.get(call.method) ?? 0) + 1)
      let answer: RpcAnswer = unsupported.has(call.method)
        ? { error: { code: -32601, message: `the method ${call.method} does not exist/is not available` } }
        : answerWith(model, call, view)
      for (const { fault, use } of active) {
        if (fault.answer && (!use.methods || use.methods.includes(call.method))) answer = fault.answer(call, answer, context)
      }
      return answer
    })
  }

  /** ms to wait until this many calls are allowed; 0 takes them. */
  const takeTokens = (calls: number): number => {
    if (options.callsPerSecond === undefined) return 0
    const now = runtime.monotonicMs()
    tokens = Math.min(burst, tokens + ((now - tokensAtMs) * options.callsPerSecond) / 1000)
    tokensAtMs = now
    if (tokens >= calls) {
      tokens -= calls
      return 0
    }
    return Math.max(1, Math.ceil(((calls - tokens) * 1000) / options.callsPerSecond))
  }

  const wait = async (signal: AbortSignal | undefined): Promise<void> => {
    const { latencyMs } = options
    if (latencyMs === undefined) return
    const ms = typeof latencyMs === 'number' ? latencyMs : latencyMs[0] + random.next() * (latencyMs[1] - latencyMs[0])
    if (ms > 0) await runtime.sleep(ms, signal)
  }

  const respond = async (reply: HttpReply, active: readonly ActiveUse[], context: FaultContext): Promise<Response> => {
    let changed = reply
    for (const { fault } of active) if (fault.reply) changed = await fault.reply(changed, context)
    const bodiless = changed.status === 204 || changed.status === 304
    return new Response(bodiless ? null : changed.body, { status: changed.status, headers: changed.headers })
  }

  const refuse = (status: number, code: number, message: string, headers: Record<string, string> = {}): HttpReply => ({
    status,
    headers: { ...JSON_HEADERS, ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message } }),
  })

  const rpcReply = (body: unknown, active: readonly ActiveUse[], context: FaultContext): HttpReply => {
    const requests = (Array.isArray(body) ? body : [body]) as readonly ({ id?: unknown } & RpcCall)[]
    const responses: readonly RpcResponse[] = answerCalls(requests, active, context).map((answer, index) => ({
      jsonrpc: '2.0',
      id: requests[index]!.id ?? null,
      ...answer,
    }))
    let shown: unknown = responses
    for (const { fault } of active) if (fault.responses) shown = fault.responses(shown as readonly RpcResponse[], context)
    const single = !context.batch && Array.isArray(shown) ? shown[0] : shown
    return { status: 200, headers: JSON_HEADERS, body: JSON.stringify(single) }
  }

  const restReply = (call: RpcCall, active: readonly ActiveUse[], context: FaultContext): HttpReply => {
    const [answer] = answerCalls([call], active, context)
    if (answer!.error === undefined) return { status: 200, headers: JSON_HEADERS, body: JSON.stringify(answer!.result) }
    const { code, message } = answer!.error
    const status = code >= 400 && code < 600 ? code : 400
    return { status, headers: JSON_HEADERS, body: JSON.stringify({ code, message }) }
  }

  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const request = input instanceof Request ? input : undefined
    const signal = init.signal ?? request?.signal ?? undefined
    signal?.throwIfAborted()
    const url = new URL(request?.url ?? String(input))
    const method = init.method ?? request?.method ?? 'GET'
    statistics.requests++
    const text = method === 'GET' ? '' : await new Response((init.body ?? request?.body ?? '') as BodyInit).text()
    await wait(signal)
    signal?.throwIfAborted()
    let body: unknown
    try {
      body = method === 'GET' ? undefined : JSON.parse(text)
    } catch {
      return respond(refuse(400, -32700, 'parse error'), [], contextOf(false, { redirect: 'follow' }))
    }
    const rest: RpcCall = { method: `GET ${url.pathname}`, params: Object.fromEntries(url.searchParams) }
    const calls = (method === 'GET' ? [rest] : Array.isArray(body) ? body : [body]) as readonly RpcCall[]
    const context = contextOf(Array.isArray(body), {
      signal: signal ?? null,
      redirect: init.redirect ?? request?.redirect ?? 'follow',
    })
    const waitMs = takeTokens(calls.length)
    if (waitMs > 0) {
      statistics.refused += calls.length
      return respond(refuse(429, 429, 'Too Many Requests', { 'retry-after': String(Math.ceil(waitMs / 1000)) }), [], context)
    }
    if (calls.length === 0 || calls.length > (options.maxBatch ?? Number.POSITIVE_INFINITY)) {
      return respond(refuse(200, -32600, `batch too large: at most ${options.maxBatch} calls`), [], context)
    }
    const active = draw(calls)
    return respond(method === 'GET' ? restReply(rest, active, context) : rpcReply(body, active, context), active, context)
  }

  return {
    host,
    endpoint: { url: `https://${host}/`, ...(options.webSocket && { webSocketUrl: `wss://${host}/` }) },
    fetch,
    statistics,
    setFaults,
    call: async (call) => {
      await wait(undefined)
      return answerCalls([call], draw([call]), contextOf(false, {}))[0]!
    },
  }
}
