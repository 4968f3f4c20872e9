import type { Fault } from '../simulation/fault.ts'
import type { RpcCall } from '../simulation/stack-model.ts'

type Json = Record<string, unknown>

const isBlockCall = ({ method }: RpcCall): boolean => method === 'GET /blocks' || method === 'GET /block/getBlock'
const isHeadCall = ({ method, params }: RpcCall): boolean =>
  /last(Committed|Finalized)$/.test(method) || /latest|finalized/.test(String((params as Json | undefined)?.['id']))

/** The block objects of an answer: the one asked for, and in a list the one before it. */
function blocksOf(result: unknown): Json[] {
  const inner = (result as Json)['result'] as Json | undefined
  if (inner === undefined) return [result as Json]
  return Array.isArray(inner?.['list']) ? (inner['list'] as Json[]) : [inner]
}

/** A fault in a copy of the block that was asked for. */
function inBlock(
  about: Pick<Fault, 'description' | 'verdict'> & Partial<Fault>,
  change: (block: Json, parent: Json | undefined) => void,
): Fault {
  return {
    ...about,
    answer: (call, answer) => {
      if (answer.error !== undefined || !isBlockCall(call) || isHeadCall(call)) return answer
      const result = structuredClone(answer.result)
      const [block, parent] = blocksOf(result)
      if (block) change(block, parent)
      return { result }
    },
  }
}

const NOTHING_STANDS = 'nothing that the API gives stands over it; only other endpoints or the parent chain show it'

/** Lies about what a REST API answers. */
export function restFaults(stack: 'zksync-lite' | 'loopring'): Readonly<Record<string, Fault>> {
  const [number, root] = stack === 'loopring' ? ['blockId', 'merkleRoot'] : ['blockNumber', 'newStateRoot']
  return {
    'wrong-block': inBlock({ description: 'a block of another number', verdict: 'rejected', check: 'identity' }, (block) => {
      block[number] = Number(block[number]) + 1
    }),
    'number-as-text': inBlock({ description: 'a number as text', verdict: 'rejected' }, (block) => {
      block[number] = String(block[number])
    }),
    'root-not-hex': inBlock({ description: 'a root that is no hex', verdict: 'rejected' }, (block) => {
      block[root] = 'sync-root'
    }),
    'root-missing': inBlock({ description: 'no root', verdict: 'rejected' }, (block) => {
      delete block[root]
    }),
    'root-changed': inBlock({ description: 'another root', verdict: 'unseen', reason: NOTHING_STANDS }, (block) => {
      block[root] = `0x${'11'.repeat(32)}`
    }),
    'error-with-status-200': {
      description: 'an error of the API, with HTTP status 200',
      verdict: 'failed-over',
      answer: (call, answer) => {
        if (isHeadCall(call)) return answer
        if (stack === 'loopring') return { result: { resultInfo: { code: 100_000, message: 'system busy' } } }
        const { request } = (answer as { result: Json }).result
        return {
          result: { request, status: 'error', error: { type: 'api', code: 100, message: 'storage access error' }, result: null },
        }
      },
    },
    'not-found': {
      description: 'no such path any more',
      verdict: 'failed-over',
      answer: () => ({ error: { code: 404, message: 'Not Found' } }),
    },
    ...(stack === 'zksync-lite' && {
      'transactions-of-other-block': {
        description: 'transactions that name another block',
        verdict: 'rejected',
        check: 'identity',
        detail: 'transactions',
        answer: (call, answer) => {
          if (!call.method.endsWith('/transactions') || answer.error !== undefined) return answer
          const result = structuredClone(answer.result) as { result: { list: Json[] } }
          for (const each of result.result.list) each['blockNumber'] = Number(each['blockNumber']) + 1
          return { result }
        },
      } satisfies Fault,
      'transactions-short': {
        description: 'fewer transactions than it counts',
        verdict: 'rejected',
        detail: 'transactions',
        answer: (call, answer) => {
          if (!call.method.endsWith('/transactions') || answer.error !== undefined) return answer
          const result = structuredClone(answer.result) as { result: { list: Json[] } }
          result.result.list = result.result.list.slice(0, 1)
          return { result }
        },
      } satisfies Fault,
    }),
  }
}
