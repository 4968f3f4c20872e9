import type { Check } from '@defimon/core'
import type { Fault, FaultContext } from '../simulation/fault.ts'
import type { RpcCall } from '../simulation/stack-model.ts'

type Json = Record<string, unknown>

interface BlockJson extends Json {
  transactions: (string | Json)[]
}

const BLOCK_METHODS: ReadonlySet<string> = new Set([
  'starknet_getBlockWithTxHashes',
  'starknet_getBlockWithTxs',
  'starknet_getBlockWithReceipts',
])

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isHeadCall({ params }: RpcCall): boolean {
  return Array.isArray(params) && params[0] === 'latest'
}

function flipDigit(felt: unknown): string {
  const text = String(felt)
  const last = Number.parseInt(text.at(-1)!, 16)
  return text.slice(0, -1) + (last ^ 1).toString(16)
}

/** A fault that changes a copy of each block that is answered. */
function inBlock(
  about: Pick<Fault, 'description' | 'verdict'> & Partial<Fault>,
  change: (block: BlockJson, context: FaultContext, call: RpcCall) => void,
): Fault {
  return {
    ...about,
    answer: (call, answer, context) => {
      if (!BLOCK_METHODS.has(call.method) || answer.error !== undefined || !isObject(answer.result)) return answer
      const block = structuredClone(answer.result) as BlockJson
      change(block, context, call)
      return { result: block }
    },
  }
}

function field(name: string, description: string, value: (was: unknown) => unknown): Fault {
  return inBlock({ description, verdict: 'rejected', check: 'block-hash' }, (block) => {
    block[name] = value(block[name])
  })
}

/** A fault in the newest transaction of an answer with transactions. */
function inTransactions(description: string, change: (transactions: Json[]) => void, check?: Check): Fault {
  return inBlock({ description, verdict: 'rejected', detail: 'transactions', ...(check && { check }) }, (block) => {
    if (block.transactions.every(isObject)) change(block.transactions as Json[])
  })
}

/** A fault in the receipts of an answer that holds them. */
function inReceipts(description: string, change: (receipts: Json[]) => void, check?: Check): Fault {
  return inBlock({ description, verdict: 'rejected', detail: 'receipts', ...(check && { check }) }, (block) => {
    const receipts = block.transactions.flatMap((each) => (isObject(each) && isObject(each['receipt']) ? [each['receipt']] : []))
    if (receipts.length > 0) change(receipts)
  })
}

function inEvent(description: string, change: (event: Json, events: Json[]) => void, check?: Check): Fault {
  return inReceipts(
    description,
    (receipts) => {
      const events = receipts.map((receipt) => receipt['events'] as Json[]).find((each) => each.length > 0)
      if (events?.[0]) change(events[0], events)
    },
    check,
  )
}

function onMethod(method: string, about: Pick<Fault, 'description' | 'verdict'> & Partial<Fault>, result: unknown): Fault {
  return { ...about, answer: (call, answer) => (call.method === method ? { result } : answer) }
}

/** The block that comes after the one shown, as it is while it is made (JSON-RPC 0.9). */
function unfinished(block: BlockJson): void {
  block['status'] = 'PRE_CONFIRMED'
  for (const name of ['block_hash', 'parent_hash', 'new_root']) delete block[name]
}

const ABSURD_NUMBER = 2 ** 50

/**
 * Lies about what a StarkNet node answers. A check of `transactions-root` or `receipts-root` notices it only where commitments are
 * recomputed from the whole block.
 */
export const starknetFaults: Readonly<Record<string, Fault>> = {
  'other-chain-id': onMethod(
    'starknet_chainId',
    { description: 'says that it is another chain', verdict: 'rejected' },
    // `SN_NOWHERE`: a network of no one.
    '0x534e5f4e4f5748455245',
  ),
  'absurd-head': inBlock(
    { description: 'a head a quadrillion blocks up', verdict: 'rejected', about: 'head' },
    (block, _context, call) => {
      if (isHeadCall(call)) block['block_number'] = ABSURD_NUMBER
    },
  ),
  'head-from-the-future': inBlock(
    { description: 'a head with a time of the next century', verdict: 'rejected', about: 'head' },
    (block, _context, call) => {
      if (isHeadCall(call)) block['timestamp'] = 4_102_444_800
    },
  ),
  'head-unfinished': inBlock(
    { description: 'the block that is being made as the latest one', verdict: 'rejected', about: 'head' },
    (block, _context, call) => {
      if (isHeadCall(call)) unfinished(block)
    },
  ),
  syncing: onMethod(
    'starknet_syncing',
    { description: 'says that it is still catching up', verdict: 'rejected', about: 'head' },
    {
      starting_block_hash: '0x1',
      starting_block_num: 0,
      current_block_hash: '0x2',
      current_block_num: 1_000,
      highest_block_hash: '0x3',
      highest_block_num: 500_000,
    },
  ),
  'block-unfinished': inBlock(
    { description: 'a block that is being made in the place of a finished one', verdict: 'failed-over' },
    unfinished,
  ),
  'block-not-found': {
    description: 'no block where there is one',
    verdict: 'failed-over',
    answer: (call, answer) =>
      BLOCK_METHODS.has(call.method) && !isHeadCall(call) ? { error: { code: 24, message: 'Block not found' } } : answer,
  },
  'wrong-block': {
    description: 'the block before the one asked for',
    verdict: 'rejected',
    check: 'identity',
    answer: (call, answer, context) => {
      if (!BLOCK_METHODS.has(call.method) || isHeadCall(call) || answer.error !== undefined || !isObject(answer.result))
        return answer
      const previous = context.honest({ method: call.method, params: [{ block_hash: answer.result['parent_hash'] }] })
      return previous.error === undefined ? previous : answer
    },
  },
  'block-hash-changed': field('block_hash', 'another hash than the header has', flipDigit),
  'parent-hash-changed': field('parent_hash', 'another parent', flipDigit),
  'state-root-changed': field('new_root', 'another state', flipDigit),
  'sequencer-changed': field('sequencer_address', 'another sequencer', flipDigit),
  'timestamp-changed': field('timestamp', 'another time', (was) => Number(was) + 1),
  'version-changed': field('starknet_version', 'another version', () => '0.13.9'),
  'transaction-commitment-changed': field('transaction_commitment', 'another commitment to the transactions', flipDigit),
  'event-commitment-changed': field('event_commitment', 'another commitment to the events', flipDigit),
  'receipt-commitment-changed': field('receipt_commitment', 'another commitment to the receipts', flipDigit),
  'state-diff-changed': field('state_diff_commitment', 'another commitment to the state diff', flipDigit),
  'gas-price-changed': field('l1_gas_price', 'another price of L1 gas', () => ({ price_in_wei: '0x1', price_in_fri: '0x2' })),
  'data-availability-changed': field('l1_da_mode', 'the other way to L1', (was) => (was === 'BLOB' ? 'CALLDATA' : 'BLOB')),
  'header-field-missing': field('new_root', 'no state root', () => undefined),
  'number-beyond-safe': field('block_number', 'a number above 2^53', () => 2 ** 60),
  'quantity-endless': field('l1_gas_price', 'a price of a million digits', () => ({
    price_in_wei: `0x${'f'.repeat(1_000_000)}`,
    price_in_fri: '0x1',
  })),
  'felt-not-hex': field('sequencer_address', 'a felt that is no number', () => '0xzz'),
  'felt-beyond-field': field('parent_hash', 'a felt of 64 digits', () => `0x${'f'.repeat(64)}`),
  'transactions-not-a-list': field('transactions', 'an object where the list of transactions should be', () => ({ length: 1 })),
  'transactions-emptied': inTransactions('a block without its transactions', (transactions) => void transactions.splice(0)),
  'transaction-omitted': inTransactions('leaves the last transaction out', (transactions) => void transactions.pop()),
  'transaction-phantom': inTransactions('one transaction twice', (transactions) => {
    const last = transactions.at(-1)
    if (last) transactions.push(last)
  }),
  'transactions-reordered': inTransactions(
    'the transactions in another order',
    (transactions) => void transactions.reverse(),
    'transactions-root',
  ),
  'transaction-hash-changed': inTransactions(
    'another hash of a transaction',
    (transactions) => {
      const last = transactions.at(-1)
      if (!last) return
      const holder = isObject(last['receipt']) ? last['receipt'] : last
      holder['transaction_hash'] = flipDigit(holder['transaction_hash'])
    },
    'transactions-root',
  ),
  'transaction-signature-changed': inTransactions(
    'another signature',
    (transactions) => {
      for (const each of transactions) {
        const body = isObject(each['transaction']) ? each['transaction'] : each
        const signature = body['signature']
        if (Array.isArray(signature) && signature.length > 0) {
          signature[0] = flipDigit(signature[0])
          return
        }
      }
    },
    'transactions-root',
  ),
  'receipt-fee-changed': inReceipts(
    'another fee',
    (receipts) => {
      receipts[0]!['actual_fee'] = { amount: '0x1234', unit: 'FRI' }
    },
    'receipts-root',
  ),
  'receipt-gas-changed': inReceipts(
    'other L1 data gas',
    (receipts) => {
      receipts[0]!['execution_resources'] = { l1_gas: 1, l1_data_gas: 999_999, l2_gas: 1 }
    },
    'receipts-root',
  ),
  'receipt-of-other-transaction': inReceipts('receipts in the place of others', (receipts) => {
    const events = receipts[0]!['events']
    if (Array.isArray(events)) events.push({ from_address: '0x1', keys: [], data: [] })
  }),
  'event-omitted': inEvent('leaves an event out', (_event, events) => void events.shift()),
  'event-data-changed': inEvent(
    'other data of an event',
    (event) => {
      event['data'] = ['0x1', ...(event['data'] as string[])]
    },
    'receipts-root',
  ),
  'event-key-changed': inEvent(
    'another key of an event',
    (event) => {
      event['keys'] = (event['keys'] as string[]).map(flipDigit)
    },
    'receipts-root',
  ),
  'message-hash-changed': {
    ...inReceipts('another hash of a consumed L1 message', (receipts) => {
      for (const receipt of receipts) if ('message_hash' in receipt) receipt['message_hash'] = flipDigit(receipt['message_hash'])
    }),
    verdict: 'unseen',
    reason: 'only blocks with an L1 handler have one; where there is one, it is recomputed',
  },
  'recipient-changed': {
    ...inTransactions('another calldata of a transaction', (transactions) => {
      for (const each of transactions) {
        const body = isObject(each['transaction']) ? each['transaction'] : each
        const calldata = body['calldata']
        if (Array.isArray(calldata) && body['type'] === 'INVOKE') calldata[0] = flipDigit(calldata[0])
      }
    }),
    verdict: 'unseen',
    reason: 'the hash of a transaction, which commits to its calldata, is not recomputed',
  },
  'commitments-zeroed': {
    ...inBlock({ description: 'no commitments and counts, as a node without them answers', verdict: 'unseen' }, (block) => {
      for (const name of ['transaction_commitment', 'event_commitment', 'receipt_commitment', 'state_diff_commitment']) {
        block[name] = '0x0'
      }
      for (const name of ['transaction_count', 'event_count', 'state_diff_length']) block[name] = 0
    }),
    reason: 'the specification allows it; the checks are skipped, and the verdict says so',
  },
  'felts-padded': inBlock({ description: 'felts with leading zeros and in capitals', verdict: 'tolerated' }, (block) => {
    for (const name of ['block_hash', 'parent_hash', 'new_root', 'sequencer_address', 'event_commitment']) {
      if (typeof block[name] === 'string') block[name] = `0x${block[name].slice(2).toUpperCase().padStart(64, '0')}`
    }
  }),
  'unknown-fields': inBlock({ description: 'fields of a later version', verdict: 'tolerated' }, (block) => {
    block['receipt_tree'] = { height: 64 }
    block['l3_gas_price'] = { price_in_fri: '0x1' }
  }),
}
