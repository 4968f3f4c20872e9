import type { ToyChain } from './toy-chain.ts'

/** What one endpoint does wrong. Called before the honest answer; undefined leaves that. */
export type Lie = (method: string, params: readonly unknown[], honest: () => unknown) => unknown

/** One endpoint that serves a toy chain over JSON-RPC, and counts what it is asked. */
export interface ToyNode {
  readonly host: string
  readonly asked: string[]
  /** Calls in the largest batch. */
  largestBatch: number
  lie: Lie | undefined
  fetch: typeof globalThis.fetch
}

export function toyNode(host: string, chain: ToyChain, lie?: Lie): ToyNode {
  const honest = (method: string, params: readonly unknown[]): unknown => {
    if (method === 'toy_chain') return 'toy:1'
    if (method === 'toy_syncing') return false
    if (method === 'toy_head') return params[0] === 'latest' ? chain.head : chain.at(Math.max(0, chain.head.number - 4))
    if (method === 'toy_block') return chain.at(params[0] as number) ?? null
    if (method === 'toy_blockByHash') return chain.byHash(params[0] as string) ?? null
    throw new Error(`toy node: no method ${method}`)
  }
  const node: ToyNode = {
    host,
    asked: [],
    largestBatch: 0,
    lie,
    async fetch(_input, init) {
      const body: unknown = JSON.parse(String(init?.body))
      const answer = (call: { id: unknown; method: string; params: unknown[] }): object => {
        node.asked.push(`${call.method} ${call.params.join(',')}`)
        const told = node.lie?.(call.method, call.params, () => honest(call.method, call.params))
        const result = told === undefined ? honest(call.method, call.params) : told
        if (result instanceof Error) return { jsonrpc: '2.0', id: call.id, error: { code: -32000, message: result.message } }
        return { jsonrpc: '2.0', id: call.id, result }
      }
      const calls = (Array.isArray(body) ? body : [body]) as Parameters<typeof answer>[0][]
      node.largestBatch = Math.max(node.largestBatch, calls.length)
      const answers = calls.map(answer)
      return Response.json(Array.isArray(body) ? answers : answers[0])
    },
  }
  return node
}
