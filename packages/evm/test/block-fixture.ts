import { DefimonError, type Exchange, type L2Network, NOT_RECORDED_CODE } from '@defimon/core'
import type { DriverCall } from '@defimon/core/adapter'
import { ethereumEra, loadWorkspace, type RpcObject } from '../src/index.ts'
import { trieRoot } from '../src/tries/trie-root.ts'

/** A network of one's own, for tests. */
export const NETWORK: L2Network<'evm'> = { id: 'mine', name: 'Mine', stack: 'evm', contracts: {}, endpoints: [], evmChainId: 1 }

const ZERO_BLOOM = `0x${'0'.repeat(512)}`
const { writer, items } = await loadWorkspace()

/** A valid block with legacy transactions and one log each, and its receipts. */
export function makeBlock(number: number, count: number): { readonly block: RpcObject; readonly receipts: readonly RpcObject[] } {
  const from = `0x${'a1'.repeat(20)}`
  const plain = Array.from(
    { length: count },
    (_, index): RpcObject => ({
      type: '0x0',
      nonce: `0x${(number * 100 + index).toString(16)}`,
      gasPrice: '0x3b9aca00',
      gas: '0x5208',
      to: `0x${'b2'.repeat(20)}`,
      value: '0x1',
      input: '0x',
      v: '0x1b',
      r: '0x1',
      s: '0x2',
      from,
    }),
  )
  const hashes = plain.map((transaction) => hashOf(() => ethereumEra.transactions['0x0']?.encode?.(transaction, writer)))
  const plainReceipts = plain.map(
    (transaction, index): RpcObject => ({
      type: '0x0',
      status: '0x1',
      transactionHash: hashes[index],
      transactionIndex: `0x${index.toString(16)}`,
      from,
      to: transaction['to'],
      contractAddress: null,
      gasUsed: '0x5208',
      cumulativeGasUsed: `0x${(21_000 * (index + 1)).toString(16)}`,
      effectiveGasPrice: '0x3b9aca00',
      logsBloom: ZERO_BLOOM,
      logs: [],
    }),
  )
  const header: RpcObject = {
    number: `0x${number.toString(16)}`,
    parentHash: `0x${number.toString(16).padStart(64, '0')}`,
    sha3Uncles: '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347',
    miner: from,
    stateRoot: `0x${'5'.repeat(64)}`,
    transactionsRoot: rootOf(plain, (transaction) => ethereumEra.transactions['0x0']?.encode?.(transaction, writer)),
    receiptsRoot: rootOf(plainReceipts, (receipt) =>
      ethereumEra.transactions['0x0']?.receipt.encode?.(receipt, undefined, writer),
    ),
    logsBloom: ZERO_BLOOM,
    difficulty: '0x0',
    gasLimit: '0x1c9c380',
    gasUsed: `0x${(21_000 * count).toString(16)}`,
    timestamp: `0x${(1_700_000_000 + number * 12).toString(16)}`,
    extraData: '0x',
    mixHash: `0x${'0'.repeat(64)}`,
    nonce: '0x0000000000000000',
    baseFeePerGas: '0x7',
  }
  const hash = hashOf(() => undefined, header)
  const place = { blockHash: hash, blockNumber: header['number'] }
  return {
    block: {
      ...header,
      hash,
      uncles: [],
      transactions: plain.map((transaction, index) => ({
        ...transaction,
        ...place,
        hash: hashes[index],
        transactionIndex: `0x${index.toString(16)}`,
      })),
    },
    receipts: plainReceipts.map((receipt) => ({ ...receipt, ...place })),
  }
}

function hashOf(write: () => void, header?: RpcObject): string {
  if (header) return String(ethereumEra.header.hash(header, writer, { block: header }))
  writer.position = 0
  write()
  const end = writer.position
  writer.memory.hash(0, end, end)
  return `0x${Buffer.from(writer.memory.bytes.subarray(end, end + 32)).toString('hex')}`
}

function rootOf(values: readonly RpcObject[], write: (value: RpcObject) => void): string {
  writer.position = 0
  items.clear()
  for (const value of values) {
    items.begin()
    write(value)
    items.end()
  }
  return trieRoot(items)
}

/** What an endpoint answers, by method; a function sees the params. Every question is kept. */
export type Answers = Readonly<Record<string, unknown | ((params: readonly unknown[]) => unknown)>>

/** A call to an endpoint that answers from a table. A method that is not there is not found. */
export function callOf(answers: Answers): DriverCall & { readonly asked: [string, readonly unknown[]][] } {
  const asked: [string, readonly unknown[]][] = []
  return {
    endpoint: 'rpc.example.org',
    asked,
    async request(method, params) {
      const list = params as readonly unknown[]
      asked.push([method, list])
      if (!(method in answers)) throw new DefimonError('RPC', 'the method does not exist', { rpcCode: -32601 })
      const answer = answers[method]
      return typeof answer === 'function' ? (answer as (params: readonly unknown[]) => unknown)(list) : answer
    },
    async get() {
      throw new DefimonError('UNSUPPORTED', 'no REST here')
    },
  }
}

/** What a replay answers to a question that was never recorded. */
export function notRecorded(): never {
  throw new DefimonError('NOT_FOUND', 'not recorded', { rpcCode: NOT_RECORDED_CODE })
}

/** One exchange of a recording. */
export function exchange(method: string, params: unknown, result: unknown): Exchange {
  return { network: NETWORK.id, method, params, result }
}
