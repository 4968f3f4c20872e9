import type { BlockRef } from '@defimon/core'
import type { VirtualHost } from '@defimon/core/testing'
import { hexQuantity } from '../chain/hex.ts'
import type { MadeHeader } from './made-headers.ts'

/** The node of a chain whose blocks are made when they are asked for. */
export interface MadeNode extends VirtualHost {
  readonly url: string
  /** Requests, each member of a JSON-RPC batch for one, by method. */
  readonly callsByMethod: ReadonlyMap<string, number>
  ref(number: number): BlockRef
}

/** What a chain answers. */
export interface MadeChain {
  readonly chainId: number
  /** Its newest block, which is final. */
  readonly head: number
  header(number: number): MadeHeader
  /** Methods of the stack. */
  readonly methods?: Readonly<Record<string, (params: readonly unknown[], numberOf: (hash: string) => number) => unknown>>
}

interface Call {
  readonly id: number
  readonly method: string
  readonly params: readonly unknown[]
}

/** A node that answers honestly and at once. */
export function makeNode({ chainId, head, header, methods = {} }: MadeChain): MadeNode {
  const host = 'l2.example'
  const callsByMethod = new Map<string, number>()
  const numbers = new Map<string, number>()
  const blockOf = (number: number): MadeHeader | null => {
    if (number > head) return null
    const made = header(number)
    numbers.set(made.hash, number)
    return made
  }
  const numberOf = (hash: string): number => numbers.get(hash) ?? Number.POSITIVE_INFINITY
  const answer = ({ method, params }: Call): { readonly result: unknown } | { readonly error: unknown } => {
    callsByMethod.set(method, (callsByMethod.get(method) ?? 0) + 1)
    const [first] = params
    if (method === 'eth_chainId') return { result: hexQuantity(chainId) }
    if (method === 'eth_blockNumber') return { result: hexQuantity(head) }
    if (method === 'eth_syncing') return { result: false }
    if (method === 'eth_getBlockByNumber') {
      return { result: blockOf(String(first).startsWith('0x') ? Number(first) : head) }
    }
    if (method === 'eth_getBlockByHash') return { result: blockOf(numberOf(String(first))) }
    const own = methods[method]
    return own ? { result: own(params, numberOf) } : { error: { code: -32_601, message: `the method ${method} does not exist` } }
  }
  return {
    url: `https://${host}/`,
    hosts: [host],
    callsByMethod,
    ref(number) {
      const { hash } = header(number)
      numbers.set(hash, number)
      return { number, hash }
    },
    async fetch(_input, init) {
      const asked: unknown = JSON.parse(String(init?.body))
      const answerTo = (call: unknown): unknown => ({ jsonrpc: '2.0', id: (call as Call).id, ...answer(call as Call) })
      const body = JSON.stringify(Array.isArray(asked) ? asked.map(answerTo) : answerTo(asked))
      return new Response(body, { headers: { 'content-type': 'application/json' } })
    },
  }
}
