import { type EvmRaw, loadWorkspace, type RpcObject } from '@defimon/evm'
import { describe, expect, it } from 'vitest'
import { polygonDialect, polygonDriver } from '../src/index.ts'
import { driven, kindsOf, outcomes, verdict } from './simulated.ts'

const { writer } = await loadWorkspace()
const [era] = polygonDialect.eras

const transactionsOf = (raw: EvmRaw): RpcObject[] => raw.block['transactions'] as RpcObject[]

describe('state sync before Madhugiri', () => {
  const network = driven('polygon-pos', polygonDriver)
  const { driver } = network

  it('is a deposit beside the body: in the block, and under no root', async () => {
    const raw = await network.read()
    expect(kindsOf(driver, raw).at(-1)).toBe('deposit 0x0')
    expect(await outcomes(driver, raw)).toEqual({
      'block-hash': 'passed',
      'transactions-root': 'passed',
      'receipts-root': 'passed',
      'logs-bloom': 'passed',
    })
  })

  it('has the hash that a real one of block 63,434,768 has', async () => {
    const stateSync = {
      ...Object.fromEntries(['gas', 'gasPrice', 'nonce', 'value', 'v', 'r', 's'].map((name) => [name, '0x0'])),
      from: `0x${'00'.repeat(20)}`,
      to: `0x${'00'.repeat(20)}`,
      input: '0x',
      type: '0x0',
      hash: '0x962b5ec3701a4441ceca761c77879ae112e5052d53e80b3a2948fc52abdf8aee',
    }
    const against = (changed: object): unknown =>
      era?.checkTransactions?.(
        {
          number: '0x3c7f010',
          hash: '0x3e1fd15b8979a190383b9eb1f5afbffd1208f5282dba9c2de327af4004811a2a',
          transactions: [{ ...stateSync, ...changed }],
        },
        writer,
      )
    expect(against({})).toBeUndefined()
    expect(against({ hash: `0x${'ab'.repeat(32)}` })).toMatchObject({ detail: 'hash of the state sync' })
    expect(against({ value: '0x1' })).toMatchObject({ detail: 'value of the state sync' })
    expect(against({ v: '0x1' })).toMatchObject({ detail: 'v of the state sync' })
  })

  it('may lack its receipt', async () => {
    const raw = await network.read()
    const { receipts = [] } = raw
    expect((await outcomes(driver, { ...raw, receipts: receipts.slice(0, -1) }))['receipts-root']).toBe('passed')
    expect((await outcomes(driver, { ...raw, receipts: receipts.slice(1) }))['receipts-root']).toBe('mismatch')
  })

  it('is put back where a node lists its receipt and not itself', async () => {
    const raw = await network.read()
    const transactions = transactionsOf(raw)
    const call = {
      ...network.call,
      async request(method: string, params: unknown) {
        const answer = await network.call.request(method, params)
        return method === 'eth_getBlockByNumber' ? { ...raw.block, transactions: transactions.slice(0, -1) } : answer
      },
    }
    const read = await driver.fetchBlock(call, network.number, 'receipts')
    expect(transactionsOf(read!).length).toBe(transactions.length)
    expect((await outcomes(driver, read!))['transactions-root']).toBe('passed')
  })

  it('stands last and once', async () => {
    const raw = await network.read()
    const transactions = transactionsOf(raw)
    const stateSync = transactions.at(-1)!
    const moved = [stateSync, ...transactions.slice(0, -1)].map((each, index) => ({ ...each, transactionIndex: `0x${index}` }))
    const { 'transactions-root': result } = await verdict(driver, { ...raw, block: { ...raw.block, transactions: moved } })
    expect(result).toMatchObject({ outcome: 'mismatch', detail: 'place of the state sync' })
  })
})

describe('state sync since Madhugiri', () => {
  it('skips the transactions root, whose events JSON lacks, and proves the receipts', async () => {
    const network = driven('polygon-pos', polygonDriver, { era: 'madhugiri' })
    const raw = await network.read()
    expect(kindsOf(network.driver, raw).at(-1)).toBe('deposit 0x7f')
    const result = await verdict(network.driver, raw)
    expect(result['transactions-root']).toMatchObject({ outcome: 'skipped', reason: expect.stringContaining('0x7f') })
    expect(result['receipts-root']).toMatchObject({ outcome: 'passed' })
    expect(result['logs-bloom']).toMatchObject({ outcome: 'passed' })
  })
})

describe('block 79,061,984', () => {
  it('was sealed with an empty bloom over its logs, and only that is tolerated (simulated: it is not recorded)', async () => {
    const network = driven('polygon-pos', polygonDriver, {
      network: { id: 'polygon_pos' },
      startBlock: 79_061_984 - 7,
    })
    expect(network.number).toBe(79_061_984)
    const raw = await network.read()
    expect(raw.receipts?.some(({ logs }) => (logs as unknown[]).length > 0)).toBe(true)
    const emptied = { ...raw, block: { ...raw.block, logsBloom: `0x${'00'.repeat(256)}` } }
    const result = await verdict(network.driver, emptied)
    expect(result['logs-bloom']).toMatchObject({ outcome: 'skipped', reason: expect.stringContaining('79,061,984') })
    const other = driven('polygon-pos', polygonDriver, { network: { id: 'polygon_pos' } })
    const ofOther = await other.read()
    const changed = { ...ofOther, block: { ...ofOther.block, logsBloom: `0x${'00'.repeat(256)}` } }
    expect((await outcomes(other.driver, changed))['logs-bloom']).toBe('mismatch')
  })
})
