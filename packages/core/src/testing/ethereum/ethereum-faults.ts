import type { Check } from '@defimon/core'
import type { Fault, FaultContext, RpcAnswer } from '../simulation/fault.ts'
import type { RpcCall } from '../simulation/stack-model.ts'
import { toQuantity } from './hex.ts'

interface LogJson {
  address: string
  topics: string[]
  data: string
  logIndex: string
}

interface ReceiptJson {
  logs: LogJson[]
  [field: string]: unknown
}

interface BlockJson {
  transactions: (string | Record<string, unknown>)[]
  [field: string]: unknown
}

const BLOCK_METHODS: ReadonlySet<string> = new Set(['eth_getBlockByNumber', 'eth_getBlockByHash'])

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A fault that changes a copy of each block that is answered. */
export function inBlock(
  about: Pick<Fault, 'description' | 'verdict'> & Partial<Fault>,
  change: (block: BlockJson, context: FaultContext, call: RpcCall) => void,
): Fault {
  return {
    ...about,
    answer: (call, answer, context) => {
      if (!BLOCK_METHODS.has(call.method) || !isObject(answer.error === undefined ? answer.result : undefined)) return answer
      const block = structuredClone((answer as { result: unknown }).result) as BlockJson
      change(block, context, call)
      return { result: block }
    },
  }
}

function field(name: string, description: string, value: (was: unknown, context: FaultContext) => unknown): Fault {
  return inBlock({ description, verdict: 'rejected', check: 'block-hash' }, (block, context) => {
    block[name] = value(block[name], context)
  })
}

/** A fault that changes a copy of the receipts of a block, whether they are asked for at once or one by one. */
export function inReceipts(
  description: string,
  change: (receipts: ReceiptJson[]) => void,
  about: { readonly verdict?: Fault['verdict']; readonly check?: Check } = {},
): Fault {
  return {
    description,
    verdict: 'rejected',
    check: 'receipts-root',
    detail: 'receipts',
    ...about,
    answer: ({ method }, answer) => {
      if (answer.error !== undefined) return answer
      if (method === 'eth_getBlockReceipts' && Array.isArray(answer.result)) {
        const receipts = structuredClone(answer.result) as ReceiptJson[]
        change(receipts)
        return { result: receipts }
      }
      if (method === 'eth_getTransactionReceipt' && isObject(answer.result)) {
        const receipts = [structuredClone(answer.result) as ReceiptJson]
        change(receipts)
        return { result: receipts[0] ?? null }
      }
      return answer
    },
  }
}

/** A fault in the first log that there is. */
function inLog(description: string, change: (log: LogJson, logs: LogJson[]) => void): Fault {
  return inReceipts(description, (receipts) => {
    const logs = receipts.find((receipt) => receipt.logs.length > 0)?.logs
    if (logs?.[0]) change(logs[0], logs)
  })
}

/** A fault that changes copies of the transactions of each block that is answered with whole transactions. */
export function inTransactions(
  description: string,
  change: (transactions: Record<string, unknown>[]) => void,
  check: Check = 'transactions-root',
): Fault {
  return inBlock({ description, verdict: 'rejected', check, detail: 'transactions' }, (block) => {
    if (block.transactions.every(isObject)) change(block.transactions as Record<string, unknown>[])
  })
}

function onMethod(
  method: string,
  description: string,
  verdict: Fault['verdict'],
  answerWith: (context: FaultContext) => RpcAnswer,
  rest: Partial<Fault> = {},
): Fault {
  return {
    description,
    verdict,
    ...rest,
    answer: (call, answer, context) => (call.method === method ? answerWith(context) : answer),
  }
}

function flipDigit(hex: unknown): string {
  const text = String(hex)
  const last = Number.parseInt(text.at(-1)!, 16)
  return text.slice(0, -1) + (Number.isNaN(last) ? '0' : (last ^ 1).toString(16))
}

const ABSURD_NUMBER = 2 ** 50
const isHeadCall = ({ method, params }: RpcCall): boolean =>
  method === 'eth_getBlockByNumber' && Array.isArray(params) && params[0] === 'latest'

/** Lies about what an Ethereum-like node answers. */
export const ethereumFaults: Readonly<Record<string, Fault>> = {
  'other-chain-id': onMethod('eth_chainId', 'says that it is another chain', 'rejected', () => ({ result: '0x539' })),
  'absurd-head': {
    description: 'a head a quadrillion blocks up',
    verdict: 'rejected',
    about: 'head',
    answer: (call, answer) => {
      if (call.method === 'eth_blockNumber') return { result: toQuantity(ABSURD_NUMBER) }
      if (!isHeadCall(call) || answer.error !== undefined) return answer
      return { result: { ...(answer.result as object), number: toQuantity(ABSURD_NUMBER) } }
    },
  },
  'head-from-the-future': inBlock(
    { description: 'a head with a time of the next century', verdict: 'rejected', about: 'head' },
    (block, _context, call) => {
      if (isHeadCall(call)) block['timestamp'] = '0xf48657200'
    },
  ),
  'head-pending': inBlock(
    { description: 'the pending block as the latest one: no hash, no nonce', verdict: 'rejected', about: 'head' },
    (block, _context, call) => {
      if (isHeadCall(call)) Object.assign(block, { hash: null, nonce: null, logsBloom: null })
    },
  ),
  syncing: onMethod(
    'eth_syncing',
    'says that it is still catching up',
    'rejected',
    ({ head }) => ({
      result: { startingBlock: '0x0', currentBlock: toQuantity(head.number), highestBlock: toQuantity(head.number + 10_000) },
    }),
    { about: 'head' },
  ),
  'wrong-block': {
    description: 'the block before the one asked for',
    verdict: 'rejected',
    check: 'identity',
    answer: (call, answer, context) => {
      if (call.method !== 'eth_getBlockByNumber' || answer.error !== undefined || !isObject(answer.result)) return answer
      const previous = context.honest({
        method: 'eth_getBlockByHash',
        params: [answer.result['parentHash'], (call.params as unknown[])[1]],
      })
      return previous.error === undefined && previous.result !== null ? previous : answer
    },
  },
  'same-block-for-all': {
    description: 'the earliest block, whichever is asked for',
    verdict: 'rejected',
    check: 'identity',
    answer: (call, answer, context) =>
      BLOCK_METHODS.has(call.method)
        ? context.honest({ method: 'eth_getBlockByNumber', params: ['earliest', (call.params as unknown[])[1]] })
        : answer,
  },
  'block-null': {
    description: 'null for blocks that exist',
    verdict: 'failed-over',
    answer: (call, answer) => (BLOCK_METHODS.has(call.method) && !isHeadCall(call) ? { result: null } : answer),
  },
  'block-hash-changed': field('hash', 'another hash than the header has', flipDigit),
  'parent-hash-changed': field('parentHash', 'another parent', flipDigit),
  'state-root-changed': field('stateRoot', 'another state', flipDigit),
  'receipts-root-changed': field('receiptsRoot', 'another root of the receipts', flipDigit),
  'timestamp-changed': field('timestamp', 'another time', (was) => toQuantity(BigInt(String(was)) + 1n)),
  'gas-used-changed': field('gasUsed', 'more gas', (was) => toQuantity(BigInt(String(was)) + 1n)),
  'miner-changed': field('miner', 'another miner', flipDigit),
  'bloom-emptied': inBlock(
    { description: 'an empty bloom in a block with logs', verdict: 'rejected', check: 'block-hash' },
    (block) => {
      block['logsBloom'] = `0x${'00'.repeat(256)}`
    },
  ),
  'header-field-missing': field('stateRoot', 'no state root', () => undefined),
  'number-beyond-safe': field('number', 'a number above 2^53', () => '0x20000000000001'),
  'quantity-endless': field('gasUsed', 'a quantity of a million digits', () => `0x${'f'.repeat(1_000_000)}`),
  'quantity-not-hex': field('gasLimit', 'a quantity that is no number', () => '0xzz'),
  'hash-too-short': field('parentHash', 'a hash of three bytes', () => '0xabcdef'),
  'transactions-not-a-list': field('transactions', 'an object where the list of transactions should be', () => ({ length: 1 })),
  'transactions-emptied': inBlock(
    {
      description: 'a block without its transactions, as of a pruned node',
      verdict: 'failed-over',
      check: 'transactions-root',
      detail: 'transactions',
    },
    (block) => {
      block.transactions = []
    },
  ),
  'transaction-omitted': inTransactions('leaves the last transaction out', (transactions) => void transactions.pop()),
  'transaction-phantom': inTransactions('one transaction more than the block has', (transactions) => {
    const last = transactions.at(-1)
    if (last)
      transactions.push({
        ...last,
        nonce: '0x7fffffff',
        hash: flipDigit(last['hash']),
        transactionIndex: toQuantity(transactions.length),
      })
  }),
  'transactions-reordered': inTransactions('two transactions in each other’s place', (transactions) => {
    if (transactions.length < 2) return
    const [first, second] = transactions.slice(-2) as [Record<string, unknown>, Record<string, unknown>]
    const places = [first['transactionIndex'], second['transactionIndex']]
    transactions.splice(-2, 2, { ...second, transactionIndex: places[0] }, { ...first, transactionIndex: places[1] })
  }),
  'transaction-value-changed': inTransactions('another value', (transactions) => {
    const last = transactions.at(-1)
    if (last) last['value'] = toQuantity(BigInt(String(last['value'])) + 1n)
  }),
  'transaction-recipient-changed': inTransactions('another recipient', (transactions) => {
    const last = transactions.findLast((each) => each['to'] !== null)
    if (last) last['to'] = flipDigit(last['to'])
  }),
  'transaction-hash-changed': inTransactions('another hash of a transaction', (transactions) => {
    const last = transactions.at(-1)
    if (last) last['hash'] = flipDigit(last['hash'])
  }),
  'transaction-of-other-block': inTransactions(
    'a transaction that names another block',
    (transactions) => {
      const last = transactions.at(-1)
      if (last) last['blockHash'] = flipDigit(last['blockHash'])
    },
    'identity',
  ),
  'receipts-null': {
    description: 'no receipts of a block that is there',
    verdict: 'failed-over',
    detail: 'receipts',
    answer: (call, answer) => (/Receipts?$/.test(call.method) ? { result: null } : answer),
  },
  'receipts-emptied': inReceipts('an empty list of receipts', (receipts) => void receipts.splice(0)),
  'receipt-omitted': inReceipts('leaves the last receipt out', (receipts) => void receipts.pop()),
  'receipt-status-flipped': inReceipts('a failed transaction that succeeded, or the other way round', (receipts) => {
    const last = receipts.at(-1)
    if (last) last['status'] = last['status'] === '0x1' ? '0x0' : '0x1'
  }),
  'receipt-gas-changed': inReceipts('another sum of gas', (receipts) => {
    const last = receipts.at(-1)
    if (last) last['cumulativeGasUsed'] = toQuantity(BigInt(String(last['cumulativeGasUsed'])) + 1n)
  }),
  'receipt-of-other-block': inReceipts(
    'a receipt that names another block',
    (receipts) => {
      const last = receipts.at(-1)
      if (last) last['blockHash'] = flipDigit(last['blockHash'])
    },
    { check: 'identity' },
  ),
  'log-omitted': inLog('leaves a log out', (_log, logs) => void logs.shift()),
  'log-phantom': inLog('a log twice', (log, logs) => void logs.push(log)),
  'log-data-changed': inLog('other data of a log', (log) => {
    log.data = log.data.length > 2 ? flipDigit(log.data) : '0x00'
  }),
  'log-topic-changed': inLog('another topic of a log', (log) => {
    log.topics[0] = flipDigit(log.topics[0])
  }),
  'log-address-changed': inLog('another contract of a log', (log) => {
    log.address = flipDigit(log.address)
  }),
  'log-index-duplicated': inLog('every log has the index of the first', (_log, logs) => {
    for (const each of logs) each.logIndex = '0x29'
  }),
  'log-index-underflowed': inLog('an index below zero, wrapped around', (log) => {
    log.logIndex = '0xfffffff7'
  }),
  'batch-ids-swapped': {
    description: 'a batch in which each answer has the id of another call',
    verdict: 'rejected',
    responses: (responses) =>
      responses.map((response, index) => ({ ...response, id: responses[(index + 1) % responses.length]!.id })),
  },
  'block-receipts-unsupported': onMethod(
    'eth_getBlockReceipts',
    'does not know eth_getBlockReceipts',
    'tolerated',
    () => ({ error: { code: -32601, message: 'the method eth_getBlockReceipts does not exist/is not available' } }),
    { detail: 'receipts' },
  ),
  'terminal-escapes': onMethod('web3_clientVersion', 'a version with terminal escapes', 'tolerated', () => ({
    result: 'Geth/\u001b[2J\u001b]0;owned\u0007v1.0\r\n\u202Egnp.exe',
  })),
  'total-difficulty-added': inBlock(
    { description: 'a total difficulty, as older nodes give it', verdict: 'tolerated' },
    (block) => {
      block['totalDifficulty'] = '0xc70d815d562d3cfa955'
    },
  ),
  'hex-in-capitals': inBlock({ description: 'hashes and addresses in capital letters', verdict: 'tolerated' }, (block) => {
    for (const name of ['hash', 'parentHash', 'stateRoot', 'miner'])
      block[name] = `0x${String(block[name]).slice(2).toUpperCase()}`
  }),
  'sender-changed': {
    ...inTransactions(
      'another sender of a transaction',
      (transactions) => {
        const last = transactions.at(-1)
        if (last) last['from'] = flipDigit(last['from'])
      },
      'signatures',
    ),
    verdict: 'unseen',
    reason: 'the sender is not encoded but recovered from the signature, which costs too much to do for every transaction',
  },
  'size-changed': {
    ...field('size', 'another size', () => '0x1'),
    verdict: 'unseen',
    reason: 'nothing commits to the size, and it says nothing of the chain',
  },
}
