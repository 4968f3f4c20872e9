import { toBase58 } from '../encoding/base58.ts'
import type { Fault, FaultContext, RpcAnswer } from '../simulation/fault.ts'
import type { RpcCall } from '../simulation/stack-model.ts'

type BlockJson = Record<string, unknown>
type TransactionJson = { transaction: { signatures: string[]; message: Record<string, unknown> }; meta: Record<string, unknown> }

/** A fault in a copy of each block that is answered. */
function inBlock(
  about: Pick<Fault, 'description' | 'verdict'> & Partial<Fault>,
  change: (block: BlockJson, context: FaultContext) => void,
): Fault {
  return {
    ...about,
    answer: (call, answer, context) => {
      if (call.method !== 'getBlock' || answer.error !== undefined) return answer
      const block = structuredClone(answer.result) as BlockJson
      change(block, context)
      return { result: block }
    },
  }
}

/** A fault in the last transaction of each block that is answered with whole transactions. */
function inTransaction(
  description: string,
  reason: string,
  change: (entry: TransactionJson, all: TransactionJson[]) => void,
): Fault {
  return inBlock({ description, verdict: 'unseen', reason, detail: 'transactions' }, (block) => {
    const all = block['transactions'] as TransactionJson[] | undefined
    const last = all?.at(-1)
    if (all && last) change(last, all)
  })
}

function onMethod(method: string, about: Partial<Fault> & Pick<Fault, 'description' | 'verdict'>, answer: RpcAnswer): Fault {
  return { ...about, answer: (call, honest) => (call.method === method ? answer : honest) }
}

function slotOf({ params }: RpcCall): number {
  return Number((params as readonly unknown[])[0])
}

const NO_ROOT = 'no root that RPC gives stands over transactions and their outcome; only other endpoints show it'
const ON_REQUEST = 'signatures are checked on request only, for their cost'
const OTHER_HASH = toBase58(new Uint8Array(32).fill(7))

/** Lies about what a Solana node answers. */
export const solanaFaults: Readonly<Record<string, Fault>> = {
  'other-genesis': onMethod(
    'getGenesisHash',
    { description: 'the genesis hash of another cluster', verdict: 'rejected' },
    { result: OTHER_HASH },
  ),
  'absurd-head': onMethod(
    'getSlot',
    { description: 'a head a quadrillion slots up', verdict: 'rejected', about: 'head' },
    { result: 2 ** 50 },
  ),
  unhealthy: onMethod(
    'getHealth',
    { description: 'says that it is behind', verdict: 'rejected', about: 'head' },
    { error: { code: -32005, message: 'Node is behind by 4200 slots', data: { numSlotsBehind: 4200 } } },
  ),
  'block-null': onMethod('getBlock', { description: 'null for blocks that exist', verdict: 'failed-over' }, { result: null }),
  'block-not-available': onMethod(
    'getBlock',
    { description: 'does not have blocks that it lists', verdict: 'failed-over' },
    { error: { code: -32004, message: 'Block not available for slot 1' } },
  ),
  'block-skipped-falsely': onMethod(
    'getBlock',
    { description: 'says of a slot with a block that it was skipped, as after a snapshot', verdict: 'failed-over' },
    { error: { code: -32007, message: 'Slot 1 was skipped, or missing due to ledger jump to recent snapshot' } },
  ),
  'block-status-unknown': onMethod(
    'getBlock',
    { description: 'does not know the status of blocks yet', verdict: 'failed-over' },
    { error: { code: -32014, message: 'Block status not yet available for slot 1' } },
  ),
  'storage-unreachable': onMethod(
    'getBlock',
    { description: 'cannot reach its long-term storage', verdict: 'failed-over' },
    { error: { code: -32019, message: 'Failed to query long-term storage; please try again' } },
  ),
  'history-missing': onMethod(
    'getBlock',
    { description: 'keeps no transaction history', verdict: 'failed-over' },
    { error: { code: -32011, message: 'Transaction history is not available from this node' } },
  ),
  'newer-version-wanted': {
    description: 'holds transactions of a version that is not known yet, and names it',
    verdict: 'tolerated',
    answer: (call, answer) => {
      const config = (call.params as readonly unknown[])[1] as { maxSupportedTransactionVersion?: number } | undefined
      if (call.method !== 'getBlock' || (config?.maxSupportedTransactionVersion ?? 0) >= 2) return answer
      return { error: { code: -32015, message: 'Transaction version (2) is not supported by the requesting client.' } }
    },
  },
  'later-block': {
    description: 'the block after the one asked for',
    verdict: 'rejected',
    check: 'identity',
    answer: (call, answer, context) => {
      if (call.method !== 'getBlock' || answer.error !== undefined) return answer
      const slot = slotOf(call)
      const listed = context.honest({ method: 'getBlocks', params: [slot + 1, slot + 20, { commitment: 'confirmed' }] })
      const next = listed.error === undefined ? (listed.result as number[])[0] : undefined
      if (next === undefined) return answer
      const later = context.honest({ method: 'getBlock', params: [next, ...(call.params as unknown[]).slice(1)] })
      // A block whose parent is below the slot asked for could be its block: nothing in it says which slot it is of.
      const { parentSlot } = (later.error === undefined ? later.result : {}) as { parentSlot?: number }
      return parentSlot !== undefined && parentSlot >= slot ? later : answer
    },
  },
  'parent-slot-ahead': inBlock({ description: 'a parent above the block', verdict: 'rejected', check: 'identity' }, (block) => {
    block['parentSlot'] = Number(block['parentSlot']) + 1000
  }),
  'parent-slot-beyond-safe': inBlock({ description: 'a parent slot above 2^53', verdict: 'rejected' }, (block) => {
    block['parentSlot'] = 2 ** 60
  }),
  'blockhash-missing': inBlock({ description: 'no blockhash', verdict: 'rejected' }, (block) => {
    delete block['blockhash']
  }),
  'blockhash-not-a-hash': inBlock({ description: 'a blockhash of three letters', verdict: 'rejected' }, (block) => {
    block['blockhash'] = 'abc'
  }),
  'transactions-not-a-list': inBlock(
    { description: 'an object where the list of transactions should be', verdict: 'rejected', detail: 'transactions' },
    (block) => {
      if (block['transactions'] !== undefined) block['transactions'] = { length: 1 }
    },
  ),
  'transaction-twice': inBlock(
    { description: 'a transaction twice', verdict: 'rejected', check: 'identity', detail: 'transactions' },
    (block) => {
      for (const name of ['transactions', 'signatures']) {
        const list = block[name]
        if (Array.isArray(list) && list.length > 0) list.push(list[0])
      }
    },
  ),
  'wrong-block': {
    description: 'the block before the one asked for',
    verdict: 'unseen',
    reason: 'an answer does not name its slot; the next block of a range shows it by its parent',
    answer: (call, answer, context) => {
      if (call.method !== 'getBlock' || answer.error !== undefined) return answer
      const { parentSlot } = answer.result as { parentSlot: number }
      return context.honest({ method: 'getBlock', params: [parentSlot, ...(call.params as unknown[]).slice(1)] })
    },
  },
  'blockhash-changed': inBlock(
    {
      description: 'another blockhash',
      verdict: 'unseen',
      reason: 'a blockhash ends a proof of history that RPC does not give; the next block of a range shows it by its parent',
    },
    (block) => {
      block['blockhash'] = OTHER_HASH
    },
  ),
  'transaction-omitted': inTransaction('leaves the last transaction out', NO_ROOT, (_last, all) => void all.pop()),
  'fee-changed': inTransaction('another fee', NO_ROOT, ({ meta }) => {
    meta['fee'] = Number(meta['fee']) + 1
  }),
  'status-flipped': inTransaction('a failed transaction that succeeded, or the other way round', NO_ROOT, ({ meta }) => {
    meta['err'] = meta['err'] === null ? { InstructionError: [0, 'GenericError'] } : null
  }),
  'signature-changed': inTransaction('another signature', ON_REQUEST, ({ transaction }) => {
    transaction.signatures[0] = toBase58(new Uint8Array(64).fill(9))
  }),
  'message-changed': inTransaction('another recent blockhash in a signed message', ON_REQUEST, ({ transaction }) => {
    transaction.message['recentBlockhash'] = OTHER_HASH
  }),
}
