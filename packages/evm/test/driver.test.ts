import { DefimonError } from '@defimon/core'
import type { DriverCall } from '@defimon/core/adapter'
import { describe, expect, it } from 'vitest'
import { type EvmRaw, ethereumDialect, evmDriver, type RpcObject } from '../src/index.ts'
import { callOf, exchange, makeBlock, NETWORK, notRecorded } from './block-fixture.ts'

const driver = evmDriver(NETWORK, ethereumDialect)
const { block, receipts } = makeBlock(5, 3)
const empty = makeBlock(6, 0)
const hash = String(block['hash'])

async function read(call: DriverCall, id: number | { readonly hash: string } = 5): Promise<EvmRaw> {
  const raw = await driver.fetchBlock(call, id, 'receipts')
  if (!raw) throw new Error('no block')
  return raw
}

async function passed(raw: EvmRaw): Promise<readonly string[]> {
  const results = await driver.verify(raw, driver.decode(raw, 'receipts'), 'receipts')
  return results.filter(({ outcome }) => outcome === 'passed').map(({ check }) => check)
}

const ALL = ['block-hash', 'transactions-root', 'receipts-root', 'logs-bloom']

async function codeOf(act: () => unknown): Promise<string> {
  try {
    await act()
  } catch (error) {
    if (DefimonError.isInstance(error)) return error.code
    throw error
  }
  return 'no error'
}

describe('asking for a block', () => {
  it('asks for block and receipts in the same tick, so that both ride in one batch', async () => {
    const call = callOf({ eth_getBlockByNumber: block, eth_getBlockReceipts: receipts })
    const fetching = driver.fetchBlock(call, 5, 'receipts')
    expect(call.asked).toEqual([
      ['eth_getBlockByNumber', ['0x5', true]],
      ['eth_getBlockReceipts', ['0x5']],
    ])
    const raw = await fetching
    expect(raw && (await passed(raw))).toEqual(ALL)
  })

  it('asks no more than the detail needs', async () => {
    const header = callOf({ eth_getBlockByHash: { ...block, transactions: ['0x1', '0x2'] } })
    const raw = await driver.fetchBlock(header, { hash }, 'header')
    expect(header.asked).toEqual([['eth_getBlockByHash', [hash, false]]])
    expect(raw && driver.decode(raw, 'header')).toMatchObject({ number: 5, hash, transactionCount: 2, transactions: undefined })
  })

  it('knows that there is no block where the endpoint answers null', async () => {
    const call = callOf({ eth_getBlockByNumber: null, eth_getBlockReceipts: null })
    expect(await driver.fetchBlock(call, 5, 'receipts')).toBeUndefined()
  })

  it('asks for receipts by hash where those by number are of another block', async () => {
    const other = receipts.map((receipt) => ({ ...receipt, blockHash: `0x${'9'.repeat(64)}` }))
    const call = callOf({
      eth_getBlockByNumber: block,
      eth_getBlockReceipts: ([id]: readonly unknown[]) => (id === hash ? receipts : other),
    })
    expect(await passed(await read(call))).toEqual(ALL)
    expect(call.asked.at(-1)).toEqual(['eth_getBlockReceipts', [hash]])
  })

  it('asks for each receipt where the endpoint does not know the method', async () => {
    const byHash = new Map(receipts.map((receipt) => [receipt['transactionHash'], receipt]))
    const call = callOf({
      eth_getBlockByNumber: block,
      eth_getTransactionReceipt: ([id]: readonly unknown[]) => byHash.get(id),
    })
    expect(await passed(await read(call))).toEqual(ALL)
    expect(call.asked.filter(([method]) => method === 'eth_getTransactionReceipt')).toHaveLength(3)
    expect(call.asked.filter(([method]) => method === 'eth_getBlockReceipts')).toHaveLength(1)
  })

  it.each([null, []])(
    'asks again by hash and then one by one where the receipts are %j, and fails for now where one is missing',
    async (none) => {
      const call = callOf({ eth_getBlockByNumber: block, eth_getBlockReceipts: none, eth_getTransactionReceipt: null })
      expect(await codeOf(() => read(call))).toBe('TRANSIENT')
    },
  )

  it('passes on an endpoint that is too busy', async () => {
    const busy = (): never => {
      throw new DefimonError('RATE_LIMITED', 'slow down')
    }
    expect(await codeOf(() => read(callOf({ eth_getBlockByNumber: block, eth_getBlockReceipts: busy })))).toBe('RATE_LIMITED')
  })

  it('needs no receipts for a block without transactions', async () => {
    const call = callOf({ eth_getBlockByNumber: empty.block, eth_getBlockReceipts: null })
    expect(await passed(await read(call, 6))).toEqual(ALL)
  })

  it('says that receipts were not recorded where a replay has none', async () => {
    const call = callOf({
      eth_getBlockByNumber: block,
      eth_getBlockReceipts: notRecorded,
      eth_getTransactionReceipt: notRecorded,
    })
    const raw = await read(call)
    expect(await passed(raw)).toEqual(['block-hash', 'transactions-root'])
    const results = await driver.verify(raw, driver.decode(raw, 'receipts'), 'receipts')
    expect(results).toContainEqual({ check: 'receipts-root', outcome: 'skipped', reason: 'not recorded' })
  })

  it('tells a head, its chain and whether the node is still catching up', async () => {
    const call = callOf({ eth_getBlockByNumber: block, eth_chainId: '0x2105', eth_syncing: { currentBlock: '0x1' } })
    expect(await driver.readHead(call, 'finalized')).toEqual({
      number: 5,
      hash,
      parentHash: block['parentHash'],
      timestampMs: 1_700_000_060_000,
    })
    expect(call.asked.at(-1)).toEqual(['eth_getBlockByNumber', ['finalized', false]])
    expect(await driver.readChainId(call)).toBe('eip155:8453')
    expect(await driver.isSyncing?.(call)).toBe(true)
    expect(await driver.isSyncing?.(callOf({ eth_syncing: false }))).toBe(false)
    expect(await codeOf(() => driver.readHead(callOf({ eth_getBlockByNumber: null }), 'safe'))).toBe('NOT_YET')
    const one = evmDriver(NETWORK, { ...ethereumDialect, tags: ['latest'] })
    expect(await codeOf(() => one.readHead(call, 'safe'))).toBe('UNSUPPORTED')
  })
})

describe('bad input', () => {
  const transactions = block['transactions'] as readonly RpcObject[]
  const withTransaction = (change: RpcObject): RpcObject => ({
    ...block,
    transactions: [{ ...transactions[0], ...change }, ...transactions.slice(1)],
  })

  it.each<[string, unknown]>([
    ['a string', 'block'],
    ['a list', [block]],
    ['a number', 7],
    ['no transactions', { ...block, transactions: undefined }],
    ['transactions that are no list', { ...block, transactions: {} }],
    ['hashes where transactions were asked for', { ...block, transactions: transactions.map((each) => each['hash']) }],
    ['no hash', { ...block, hash: undefined }],
    ['a hash cut short', { ...block, hash: '0x12' }],
    ['an endless hash', { ...block, hash: `0x${'a'.repeat(1_000_000)}` }],
    ['an endless number', { ...block, number: `0x${'1'.repeat(1_000_000)}` }],
    ['a number beyond 2^53', { ...block, number: '0x40000000000000' }],
    ['a time beyond 2^53', { ...block, timestamp: '0xffffffffffffffff' }],
    ['a number that is none', { ...block, number: 5 }],
    ['a transaction that is null', { ...block, transactions: [null] }],
    ['a value beyond 256 bits', withTransaction({ value: `0x1${'0'.repeat(64)}` })],
    ['an escape code in an address', withTransaction({ from: `0x\u001b[2J${'a'.repeat(36)}` })],
    ['half a byte of input', withTransaction({ input: '0xabc' })],
    ['a type that is none', withTransaction({ type: 'legacy' })],
  ])('with %s is MALFORMED', async (_what, answer) => {
    const call = callOf({ eth_getBlockByNumber: answer, eth_getBlockReceipts: receipts })
    expect(await codeOf(async () => driver.decode(await read(call), 'receipts'))).toBe('MALFORMED')
  })

  it.each<[string, unknown]>([
    ['an object', {}],
    ['a list of strings', ['0x1']],
    ['logs that are no list', receipts.map((receipt) => ({ ...receipt, logs: null }))],
    ['an endless status', receipts.map((receipt) => ({ ...receipt, status: `0x${'1'.repeat(1_000)}` }))],
    [
      'a log without topics',
      receipts.map((receipt) => ({ ...receipt, logs: [{ ...receipt, address: receipt['from'], data: '0x', logIndex: '0x0' }] })),
    ],
  ])('receipts that are %s are MALFORMED', async (_what, answer) => {
    const call = callOf({ eth_getBlockByNumber: block, eth_getBlockReceipts: answer })
    expect(await codeOf(async () => driver.decode(await read(call), 'receipts'))).toBe('MALFORMED')
  })

  it('a body that the node no longer keeps is PRUNED', async () => {
    const call = callOf({ eth_getBlockByNumber: { ...block, transactions: [] }, eth_getBlockReceipts: [] })
    expect(await codeOf(async () => driver.decode(await read(call), 'receipts'))).toBe('PRUNED')
  })

  it.each<[string, RpcObject, string]>([
    ['a hash of another', { hash: `0x${'1'.repeat(64)}` }, 'hash (index 0) of a transaction'],
    ['another block', { blockHash: `0x${'1'.repeat(64)}` }, 'blockHash of a transaction'],
    ['another place', { transactionIndex: '0x2' }, 'transactionIndex of a transaction'],
    ['another chain', { chainId: '0x5' }, 'chainId of a transaction'],
    ['another parity', { yParity: '0x1' }, 'yParity of a legacy transaction'],
  ])('a transaction with %s contradicts itself', async (_what, change, detail) => {
    const raw: EvmRaw = { block: withTransaction(change), receipts }
    const results = await driver.verify(raw, driver.decode(raw, 'receipts'), 'receipts')
    expect(results).toContainEqual(expect.objectContaining({ check: 'transactions-root', outcome: 'mismatch', detail }))
  })

  it('an unknown type or header field is skipped, and the block comes through', async () => {
    const strange: EvmRaw = { block: withTransaction({ type: '0x77' }), receipts }
    expect(driver.decode(strange, 'receipts').transactions?.[0]?.type).toBe('0x77')
    const results = await driver.verify(strange, driver.decode(strange, 'receipts'), 'transactions')
    expect(results).toContainEqual({ check: 'transactions-root', outcome: 'skipped', reason: 'unknown transaction type 0x77' })

    const future: EvmRaw = { block: { ...block, gasUsed: '0x1', futureRoot: `0x${'1'.repeat(64)}` }, receipts }
    const [header] = await driver.verify(future, driver.decode(future, 'receipts'), 'receipts')
    expect(header).toEqual({ check: 'block-hash', outcome: 'skipped', reason: 'unknown header field futureRoot' })
  })
})

describe('a recording', () => {
  const byNumber = exchange('eth_getBlockByNumber', ['0x5', true], block)
  const hashesOnly = exchange('eth_getBlockByHash', [hash, false], {
    ...block,
    transactions: (block['transactions'] as readonly RpcObject[]).map((each) => each['hash']),
  })
  const single = receipts.map((receipt) => exchange('eth_getTransactionReceipt', [receipt['transactionHash']], receipt))

  it('joins a block with its receipts, whichever way they were asked for', () => {
    const [whole] = driver.recordedBlocks([...single].reverse().concat(byNumber))
    expect(whole).toMatchObject({ detail: 'receipts', asked: 5 })
    expect(whole?.raw.receipts?.map((receipt) => receipt['transactionIndex'])).toEqual(['0x0', '0x1', '0x2'])
    const [part] = driver.recordedBlocks([byNumber, single[1]!])
    expect(part).toMatchObject({ detail: 'transactions', raw: { receiptsAbsent: 'not recorded' } })
    const [header] = driver.recordedBlocks([hashesOnly, ...single])
    expect(header).toMatchObject({ detail: 'header', asked: { hash }, raw: { transactionsAbsent: 'transactions not recorded' } })
    expect([...driver.recordedBlocks([{ ...byNumber, network: 'another' }, ...single])]).toEqual([])
  })

  it('answers what follows from it, and nothing else', () => {
    const answer = driver.answerFromRecording?.([byNumber, ...single])
    if (!answer) throw new Error('no answers')
    expect(answer('eth_chainId', [])).toBe('0x1')
    expect(answer('net_version', [])).toBe('1')
    expect(answer('eth_blockNumber', [])).toBe('0x5')
    expect(answer('eth_syncing', [])).toBe(false)
    expect(answer('eth_getBlockByNumber', ['finalized', true])).toEqual(block)
    expect(answer('eth_getBlockByHash', [hash, true])).toEqual(block)
    expect(answer('eth_getBlockByNumber', ['0x5', false])).toEqual(hashesOnly.result)
    expect(answer('eth_getBlockReceipts', [hash])).toEqual(receipts)
    expect(answer('eth_getBlockReceipts', ['0x5'])).toEqual(receipts)
    expect(answer('eth_getBlockByNumber', ['0x4', true])).toBeUndefined()
    expect(answer('eth_call', [])).toBeUndefined()
    const fromHashes = driver.answerFromRecording?.([hashesOnly, single[0]!])
    expect(fromHashes?.('eth_getBlockByNumber', ['0x5', true])).toBeUndefined()
    expect(fromHashes?.('eth_getBlockByNumber', ['0x5', false])).toEqual(hashesOnly.result)
    expect(fromHashes?.('eth_getBlockReceipts', ['0x5'])).toBeUndefined()
  })
})
