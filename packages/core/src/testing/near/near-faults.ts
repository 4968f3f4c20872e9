import type { Check } from '@defimon/core'
import type { Fault, FaultContext, RpcAnswer } from '../simulation/fault.ts'
import type { RpcCall } from '../simulation/stack-model.ts'

type Json = Record<string, unknown>
interface BlockJson {
  readonly header: Json
  chunks: Json[]
}

const OTHER_HASH = '8qbHbw2BbbTHBW1sbeqakYXVKRQM8Ne7pLK7m6CVfeR'
const isFinality = ({ params }: RpcCall): boolean => typeof params === 'object' && params !== null && 'finality' in params
const rejectedBy = (check: Check): Pick<Fault, 'verdict' | 'check'> => ({ verdict: 'rejected', check })

/** A fault in a copy of each block that is answered. */
function inBlock(
  about: Pick<Fault, 'description' | 'verdict'> & Partial<Fault>,
  change: (block: BlockJson, call: RpcCall, context: FaultContext) => void,
): Fault {
  return {
    ...about,
    answer: (call, answer, context) => {
      if (call.method !== 'block' || answer.error !== undefined) return answer
      const block = structuredClone(answer.result) as BlockJson
      change(block, call, context)
      return { result: block }
    },
  }
}

function header(field: string, description: string, value: (was: unknown) => unknown): Fault {
  return inBlock({ description, ...rejectedBy('block-hash') }, (block) => {
    block.header[field] = value(block.header[field])
  })
}

function chunkField(field: string, description: string): Fault {
  return inBlock({ description, ...rejectedBy('block-hash') }, ({ chunks }) => {
    if (chunks[0]) chunks[0][field] = OTHER_HASH
  })
}

/** A fault in a copy of each chunk that is answered. */
function inChunk(about: Pick<Fault, 'description' | 'verdict'> & Partial<Fault>, change: (chunk: Json) => void): Fault {
  return {
    detail: 'transactions',
    ...about,
    answer: ({ method }, answer) => {
      if (method !== 'chunk' || answer.error !== undefined) return answer
      const chunk = structuredClone(answer.result) as Json
      change(chunk)
      return { result: chunk }
    },
  }
}

function failWith(cause: string, name = 'HANDLER_ERROR'): RpcAnswer {
  const error = { name, cause: { name: cause, info: {} }, code: -32000, message: 'Server error', data: 'no reason' }
  return { error }
}

function onMethod(method: string, about: Pick<Fault, 'description' | 'verdict'> & Partial<Fault>, answer: RpcAnswer): Fault {
  return { ...about, answer: (call, honest) => (call.method === method && !isFinality(call) ? answer : honest) }
}

function inStatus(about: Pick<Fault, 'description' | 'verdict'> & Partial<Fault>, change: (status: Json) => void): Fault {
  return {
    ...about,
    answer: ({ method }, answer) => {
      if (method !== 'status' || answer.error !== undefined) return answer
      const status = structuredClone(answer.result) as Json
      change(status)
      return { result: status }
    },
  }
}

const NO_BLOCK_HASH = 'a view leaves out the block hash that the signer named, so transactions cannot be hashed'

/** Lies about what a NEAR node answers. */
export const nearFaults: Readonly<Record<string, Fault>> = {
  'other-chain-name': inStatus({ description: 'says that it is another network', verdict: 'rejected' }, (status) => {
    status['chain_id'] = 'elsewhere'
  }),
  syncing: inStatus({ description: 'says that it is still catching up', verdict: 'rejected', about: 'head' }, (status) => {
    ;(status['sync_info'] as Json)['syncing'] = true
  }),
  'absurd-head': inBlock({ description: 'a head a quadrillion blocks up', verdict: 'rejected', about: 'head' }, (block, call) => {
    if (isFinality(call)) block.header['height'] = 2 ** 50
  }),
  'head-from-the-future': inBlock(
    { description: 'a head with a time of the next century', verdict: 'rejected', about: 'head' },
    (block, call) => {
      if (isFinality(call)) block.header['timestamp_nanosec'] = '4102444800000000000'
    },
  ),
  'block-unknown': onMethod(
    'block',
    { description: 'does not know blocks that exist', verdict: 'failed-over' },
    failWith('UNKNOWN_BLOCK'),
  ),
  'block-garbage-collected': onMethod(
    'block',
    { description: 'has dropped blocks', verdict: 'failed-over' },
    failWith('GARBAGE_COLLECTED_BLOCK'),
  ),
  'not-synced-yet': onMethod('block', { description: 'has no block yet', verdict: 'failed-over' }, failWith('NOT_SYNCED_YET')),
  'timed-out': onMethod(
    'block',
    { description: 'gives up after its own time limit', verdict: 'failed-over' },
    failWith('TIMEOUT_ERROR'),
  ),
  'chunk-unknown': onMethod(
    'chunk',
    { description: 'does not have the chunks of its blocks', verdict: 'failed-over', detail: 'transactions' },
    failWith('UNKNOWN_CHUNK'),
  ),
  'shard-unavailable': onMethod(
    'chunk',
    { description: 'does not track a shard', verdict: 'failed-over', detail: 'transactions' },
    failWith('UNAVAILABLE_SHARD'),
  ),
  'errors-as-422': {
    description: 'errors with HTTP status 422, as public nodes give them',
    verdict: 'tolerated',
    reply: (reply) => (typeof reply.body === 'string' && reply.body.includes('"error"') ? { ...reply, status: 422 } : reply),
  },
  'wrong-block': {
    description: 'the block before the one asked for',
    ...rejectedBy('identity'),
    answer: (call, answer, context) => {
      if (call.method !== 'block' || answer.error !== undefined || isFinality(call)) return answer
      const { prev_hash: previous } = (answer.result as BlockJson).header
      const before = context.honest({ method: 'block', params: { block_id: previous } })
      return before.error === undefined ? before : answer
    },
  },
  'block-hash-changed': header('hash', 'another hash than the header has', () => OTHER_HASH),
  'prev-hash-changed': header('prev_hash', 'another parent', () => OTHER_HASH),
  'prev-height-changed': header('prev_height', 'another height of the parent', (was) => Number(was) - 1),
  'epoch-changed': header('epoch_id', 'another epoch', () => OTHER_HASH),
  'timestamp-changed': header('timestamp_nanosec', 'another time', (was) => String(BigInt(String(was)) + 1n)),
  'total-supply-changed': header('total_supply', 'more tokens', (was) => String(BigInt(String(was)) + 1n)),
  'chunk-mask-changed': header('chunk_mask', 'a shard that missed the block did not', (was) =>
    (was as boolean[]).map((one) => !one),
  ),
  'approval-missing': header('approvals', 'an approval less', (was) => (was as unknown[]).slice(1)),
  'height-beyond-safe': inBlock({ description: 'a height above 2^53', verdict: 'rejected' }, (block) => {
    block.header['height'] = 2 ** 60
  }),
  'amount-endless': header('gas_price', 'an amount of a million digits', () => '9'.repeat(1_000_000)),
  'chunk-omitted': inBlock({ description: 'leaves a chunk out', ...rejectedBy('block-hash') }, (block) => {
    block.chunks = block.chunks.slice(1)
  }),
  'chunk-hash-changed': chunkField('chunk_hash', 'another chunk in the list'),
  'chunk-state-changed': chunkField('prev_state_root', 'another state of a shard'),
  'chunk-transactions-root-changed': chunkField('tx_root', 'another root of the transactions of a chunk'),
  'chunks-not-a-list': inBlock({ description: 'an object where the list of chunks should be', verdict: 'rejected' }, (block) => {
    block.chunks = { length: 1 } as unknown as Json[]
  }),
  'chunk-of-other-shard': inChunk({ description: 'a chunk of another shard', ...rejectedBy('transactions-root') }, (chunk) => {
    const header = chunk['header'] as Json
    header['shard_id'] = Number(header['shard_id']) + 1
  }),
  'chunk-body-of-other-root': inChunk(
    { description: 'a chunk whose root of transactions is another one', ...rejectedBy('transactions-root') },
    (chunk) => {
      ;(chunk['header'] as Json)['tx_root'] = OTHER_HASH
    },
  ),
  'chunk-bodies-swapped': {
    description: 'a chunk of another block',
    ...rejectedBy('transactions-root'),
    detail: 'transactions',
    answer: (call, answer, { head, honest }) => {
      if (call.method !== 'chunk' || answer.error !== undefined) return answer
      const newest = honest({ method: 'block', params: { block_id: head.number } })
      const chunk =
        newest.error === undefined
          ? (newest.result as BlockJson).chunks.find((each) => each['height_included'] === head.number)
          : undefined
      return chunk ? honest({ method: 'chunk', params: { chunk_id: chunk['chunk_hash'] } }) : answer
    },
  },
  'transaction-omitted': inChunk(
    { description: 'leaves a transaction out of a chunk', verdict: 'unseen', reason: NO_BLOCK_HASH },
    (chunk) => {
      chunk['transactions'] = (chunk['transactions'] as unknown[]).slice(1)
    },
  ),
  'deposit-changed': inChunk(
    { description: 'another deposit of a transaction', verdict: 'unseen', reason: NO_BLOCK_HASH },
    (chunk) => {
      const [first] = chunk['transactions'] as Json[]
      if (first) first['actions'] = [{ Transfer: { deposit: '1' } }]
    },
  ),
  'chunk-gas-changed': inBlock(
    {
      description: 'other gas of a chunk, in the list and in the chunk alike',
      verdict: 'unseen',
      reason: 'the chunk hash stands over it, which needs fields of the chunk that views leave out',
    },
    ({ chunks }) => {
      if (chunks[0]) chunks[0]['gas_limit'] = 1
    },
  ),
}
