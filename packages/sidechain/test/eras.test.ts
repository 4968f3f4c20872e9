import { asList, type RpcObject } from '@defimon/evm'
import { cronos, harmony } from '@defimon/networks'
import { describe, expect, it } from 'vitest'
import {
  avalancheDriver,
  bscDialect,
  cronosDialect,
  cronosDriver,
  harmonyDriver,
  lachesisDriver,
  rootstockDriver,
} from '../src/index.ts'
import { type AnyDriver, driven, kindsOf, outcomes, verdict } from './simulated.ts'

describe('Avalanche since Helicon (ACP-194)', () => {
  const network = driven('avalanche', avalancheDriver, { era: 'helicon' })

  it('proves the header, whose base fee is empty, and skips roots and bloom of other blocks', async () => {
    const raw = await network.read()
    const result = await verdict(network.driver, raw)
    expect(result['block-hash']).toMatchObject({ outcome: 'passed' })
    expect(result['transactions-root']).toMatchObject({ outcome: 'passed' })
    expect(result['receipts-root']).toMatchObject({ outcome: 'skipped', reason: expect.stringContaining('ACP-194') })
    expect(result['logs-bloom']).toMatchObject({ outcome: 'skipped' })
    expect(network.driver.decode(raw, 'header').fields).toMatchObject({ settledHeight: network.number - 5 })
  })

  it('skips a header that does not come out, for none was recorded yet', async () => {
    const raw = await network.read()
    const { minDelayExcess: _lacking, ...block } = raw.block
    expect((await outcomes(network.driver, { ...raw, block }))['block-hash']).toBe('skipped')
  })

  it('still compares receipts with their transactions', async () => {
    const raw = await network.read()
    const [first, ...rest] = raw.receipts!
    const changed = { ...raw, receipts: [{ ...first, from: `0x${'99'.repeat(20)}` }, ...rest] }
    expect((await outcomes(network.driver, changed))['receipts-root']).toBe('mismatch')
  })
})

describe('Sonic', () => {
  it('skips what stands over a receipts root that the node left zero', async () => {
    const network = driven('lachesis', lachesisDriver)
    const raw = await network.read()
    const result = await verdict(network.driver, { ...raw, block: { ...raw.block, receiptsRoot: `0x${'00'.repeat(32)}` } })
    expect(result).toMatchObject({
      'block-hash': { outcome: 'skipped' },
      'transactions-root': { outcome: 'passed' },
      'receipts-root': { outcome: 'skipped' },
      'logs-bloom': { outcome: 'skipped' },
    })
  })

  it('fills in the root of no withdrawals where a node leaves it out', async () => {
    const network = driven('lachesis', lachesisDriver)
    const raw = await network.read('header')
    const { withdrawalsRoot: _root, ...block } = raw.block
    expect((await outcomes(network.driver, { block }, 'header'))['block-hash']).toBe('passed')
  })

  it('tells internal transactions by their sender', async () => {
    const network = driven('lachesis', lachesisDriver)
    const raw = await network.read('transactions')
    const [first, ...rest] = asList(raw.block['transactions'], 'transactions') as RpcObject[]
    const internal = { ...first, type: '0x0', from: `0x${'00'.repeat(20)}` }
    expect(kindsOf(network.driver, { block: { ...raw.block, transactions: [internal, ...rest] } })[0]).toBe('system 0x0')
  })
})

describe('Cronos before 20,000,000', () => {
  const driver = cronosDriver(cronos) as unknown as AnyDriver

  it('tolerates receipts that contradict the block, and says why (simulated: such a block is recorded in part only)', async () => {
    const network = driven('cronos', () => driver as never, { network: { id: 'cronos', evmChainId: 25 }, startBlock: 19_999_990 })
    const raw = await network.read()
    const [first, ...rest] = raw.receipts!
    const leaked = { ...raw, receipts: [{ ...first, blockHash: `0x${'99'.repeat(32)}` }, ...rest] }
    const result = await verdict(driver, leaked)
    expect(result['receipts-root']).toMatchObject({ outcome: 'skipped', reason: expect.stringContaining('20,000,000') })
    const phantom = { ...raw, receipts: rest }
    expect((await outcomes(driver, phantom))['receipts-root']).toBe('skipped')
  })

  it('does not tolerate them later, nor a wrong hash of a transaction at any time', async () => {
    const network = driven('cronos', () => driver as never, { network: { id: 'cronos', evmChainId: 25 }, startBlock: 20_000_000 })
    const raw = await network.read()
    const [first, ...rest] = raw.receipts!
    const leaked = { ...raw, receipts: [{ ...first, blockHash: `0x${'99'.repeat(32)}` }, ...rest] }
    expect((await outcomes(driver, leaked))['receipts-root']).toBe('mismatch')
    const [transaction, ...others] = raw.block['transactions'] as RpcObject[]
    const wrong = { ...raw, block: { ...raw.block, transactions: [{ ...transaction, value: '0x123' }, ...others] } }
    expect((await outcomes(driver, wrong))['transactions-root']).toBe('mismatch')
  })

  it('is data: network, range, check, reason and source', () => {
    expect(cronosDialect.quirks).toHaveLength(2)
    for (const quirk of cronosDialect.quirks ?? []) {
      expect(quirk).toMatchObject({ network: 'cronos', toBlock: 19_999_999, source: expect.stringContaining('https://') })
    }
  })
})

describe('BSC', () => {
  it('calls what validators send to the contracts of the protocol a system transaction', () => {
    const miner = '0xb4647b856cb9c3856d559c885bed8b43e0846a47'
    const kind = bscDialect.eras[0]!.transactions['0x0']!.kind as (transaction: RpcObject, context: object) => string
    const context = { block: { miner }, chainId: 56 }
    const deposit = { from: miner, to: '0x0000000000000000000000000000000000001000', gasPrice: '0x0' }
    expect(kind(deposit, context)).toBe('system')
    expect(kind({ ...deposit, gasPrice: '0x1' }, context)).toBe('user')
    expect(kind({ ...deposit, from: `0x${'11'.repeat(20)}` }, context)).toBe('user')
    expect(kind({ ...deposit, to: '0x4848489f0b2bedd788c696e2d79b6b69d7484848' }, context)).toBe('user')
  })
})

describe('Harmony', () => {
  it.each([0, 3])('reads view and epoch from a header of version %i, and compares it with the JSON', async (headerVersion) => {
    const network = driven('harmony', harmonyDriver, { headerVersion })
    const raw = await network.read()
    expect((await outcomes(network.driver, raw))['block-hash']).toBe('passed')
    expect(network.driver.decode(raw, 'header').fields).toMatchObject({ epoch: Math.floor(network.number / 16) })
    for (const name of ['stateRoot', 'gasUsed', 'timestamp', 'logsBloom', 'mixHash']) {
      const value = String(raw.block[name])
      const changed = { ...raw, block: { ...raw.block, [name]: value.slice(0, -1) + (value.endsWith('1') ? '2' : '1') } }
      expect([name, (await outcomes(network.driver, changed, 'header'))['block-hash']]).toEqual([name, 'mismatch'])
    }
  })

  it('skips the hash by hash, where no header can be asked for', async () => {
    const network = driven('harmony', harmonyDriver)
    const { hash } = network.simulated.chain.head
    const raw = await network.driver.fetchBlock(network.call, { hash }, 'receipts')
    const result = await verdict(network.driver, raw!)
    expect(result['block-hash']).toMatchObject({ outcome: 'skipped', reason: expect.stringContaining('RLPHex') })
  })

  it('proves the receipts of a block without staking, and skips what does not come out with it', async () => {
    const network = driven('harmony', harmonyDriver)
    const raw = await network.read()
    expect((await outcomes(network.driver, raw))['receipts-root']).toBe('passed')
    const [first, ...rest] = raw.receipts!
    const receipts = [{ ...first, status: first!['status'] === '0x1' ? '0x0' : '0x1' }, ...rest]
    expect((await outcomes(network.driver, { ...raw, receipts }))['receipts-root']).toBe('mismatch')
    const staked = { ...raw, block: { ...raw.block, stakingTransactionCount: 1 }, receipts }
    const result = await verdict(network.driver, staked)
    expect(result['receipts-root']).toMatchObject({ outcome: 'skipped', reason: expect.stringContaining('staking') })
  })

  it('reads what hmyv2_* shows: decimals and bech32', () => {
    const block = {
      number: 8_540_908,
      hash: '0x150b67519eeb0694d5651f3f51a7448f3e7de3843a80281c87d48acb6c4b53b8',
      parentHash: '0x1148b6d29fe80cc536cc4b8271e1c6b64e321d9c32124b3cd4ee2aab2ffd5660',
      miner: 'one1gh043zc95e6mtutwy5a2zhvsxv7lnlklkj42ux',
      timestamp: 1_611_921_383,
      gasLimit: 80_000_000,
      gasUsed: 0,
      difficulty: 0,
      transactions: [
        { from: 'one1gh043zc95e6mtutwy5a2zhvsxv7lnlklkj42ux', to: '', ethHash: `0x${'12'.repeat(32)}`, value: 1e18 },
      ],
    }
    const exchange = { network: 'harmony', method: 'hmyv2_getBlockByNumber', params: [8_540_908], result: block }
    const driver = harmonyDriver(harmony)
    const [recorded] = [...driver.recordedBlocks([exchange])]
    expect(recorded?.exchange).toBe(exchange)
    const decoded = driver.decode(recorded!.raw, 'transactions')
    expect(decoded).toMatchObject({ number: 8_540_908, timestampMs: 1_611_921_383_000, gasLimit: 80_000_000n })
    // The address that eth_getBlockByNumber gives for the same block.
    expect(decoded.fields.miner).toBe('0x45df588b05a675b5f16e253aa15d90333df9fedf')
    expect(decoded.transactions?.[0]).toMatchObject({
      from: '0x45df588b05a675b5f16e253aa15d90333df9fedf',
      hash: `0x${'12'.repeat(32)}`,
    })
    expect(decoded.transactions?.[0]).not.toHaveProperty('valueWei')
  })

  it('refuses an address with a wrong checksum', () => {
    const block = {
      number: 1,
      hash: `0x${'12'.repeat(32)}`,
      miner: 'one1gh043zc95e6mtutwy5a2zhvsxv7lnlklkj42uy',
      transactions: [],
    }
    const exchange = { network: 'harmony', method: 'hmyv2_getBlockByNumber', params: [1], result: block }
    expect(() => [...harmonyDriver(harmony).recordedBlocks([exchange])]).toThrow(/bech32/)
  })
})

describe('Rootstock', () => {
  it.each([0, 1, 2])('hashes a header of version %i', async (headerVersion) => {
    const network = driven('rootstock', rootstockDriver, { headerVersion })
    const raw = await network.read()
    expect((await outcomes(network.driver, raw))['block-hash']).toBe('passed')
    for (const name of ['paidFees', 'minimumGasPrice', 'gasLimit', 'difficulty']) {
      const changed = { ...raw, block: { ...raw.block, [name]: '0x12345' } }
      expect([name, (await outcomes(network.driver, changed))['block-hash']]).toEqual([name, 'mismatch'])
    }
    expect(kindsOf(network.driver, raw).at(-1)).toBe('system 0x0')
    expect(network.driver.decode(raw, 'header').fields).toMatchObject({
      bitcoinMergedMiningHeader: expect.stringMatching(/^0x.{160}$/),
    })
  })

  it('says that its tries are not recomputed, and recomputes the hashes of signed transactions', async () => {
    const network = driven('rootstock', rootstockDriver)
    const raw = await network.read()
    const result = await verdict(network.driver, raw)
    expect(result['transactions-root']).toMatchObject({ outcome: 'skipped', reason: expect.stringContaining('Unitrie') })
    expect(result['receipts-root']).toMatchObject({ outcome: 'skipped', reason: expect.stringContaining('Unitrie') })
    const [first, ...rest] = raw.block['transactions'] as RpcObject[]
    const wrong = { ...raw, block: { ...raw.block, transactions: [{ ...first, value: '0x5' }, ...rest] } }
    expect((await outcomes(network.driver, wrong))['transactions-root']).toBe('mismatch')
  })
})
