import { DefimonError } from '@defimon/core'
import type { DriverCall } from '@defimon/core/adapter'
import { ethers } from 'ethers'
import { describe, expect, it } from 'vitest'
import { type StarknetRaw, starknetDriver } from '../../src/starknet/index.ts'
import { readQuantity } from '../../src/starknet/quantity.ts'

type Json = Readonly<Record<string, unknown>>

const driver = starknetDriver({
  id: 'starknet',
  name: 'StarkNet',
  stack: 'starknet',
  contracts: {},
  endpoints: [],
  chainId: 'starknet:SN_MAIN',
})
const PRICE = { price_in_wei: '0x1', price_in_fri: '0x2' }
const HEADER = {
  status: 'ACCEPTED_ON_L2',
  block_hash: '0x0b',
  parent_hash: '0xa',
  block_number: 7,
  new_root: '0x5',
  timestamp: 1_700_000_000,
  sequencer_address: '0x1',
  l1_gas_price: PRICE,
  l1_data_gas_price: PRICE,
  l2_gas_price: PRICE,
  l1_da_mode: 'BLOB',
  starknet_version: '0.14.0',
}
const V3 = {
  version: '0x3',
  signature: ['0x1', '0x2'],
  nonce: '0x10',
  resource_bounds: {
    l1_gas: { max_amount: '0x1', max_price_per_unit: '0x2' },
    l1_data_gas: { max_amount: '0x3', max_price_per_unit: '0x4' },
    l2_gas: { max_amount: '0x5', max_price_per_unit: '0x6' },
  },
  tip: '0x7',
  paymaster_data: [],
  account_deployment_data: [],
  nonce_data_availability_mode: 'L1',
  fee_data_availability_mode: 'L2',
}

function receiptOf(hash: string, rest: Json = {}): Json {
  return {
    transaction_hash: hash,
    actual_fee: { amount: '0x64', unit: 'FRI' },
    execution_status: 'SUCCEEDED',
    finality_status: 'ACCEPTED_ON_L2',
    messages_sent: [],
    events: [],
    execution_resources: { l1_gas: 0, l1_data_gas: 128, l2_gas: 960_025 },
    ...rest,
  }
}

function blockOf(...transactions: readonly (readonly [Json, Json])[]): StarknetRaw {
  return { block: { ...HEADER, transactions: transactions.map(([transaction, receipt]) => ({ transaction, receipt })) } }
}

function decodeOne(transaction: Json, receipt: Json = {}) {
  const decoded = driver.decode(blockOf([transaction, receiptOf('0x1', receipt)]), 'receipts')
  return { transaction: decoded.transactions![0]!, logs: decoded.logs!, block: decoded }
}

describe('transactions of StarkNet', () => {
  it('of version 3 pay in fri, and say what they may use', () => {
    const { transaction, block } = decodeOne({ ...V3, type: 'INVOKE', sender_address: '0x00Ab', calldata: ['0x1', '0x2'] })
    expect(transaction).toMatchObject({
      kind: 'user',
      type: 'INVOKE',
      from: '0xab',
      nonce: 16n,
      gasLimit: 5n,
      gasUsed: 960_025n,
      status: 'succeeded',
      fee: { totalWei: 100n, currency: 'FRI' },
    })
    expect(transaction.fields).toMatchObject({
      version: 3,
      calldata: ['0x1', '0x2'],
      tipFri: 7n,
      resourceBounds: { l1DataGas: { maxAmount: '0x3', maxPricePerUnitFri: '0x4' } },
      nonceDataAvailability: 'L1',
      feeDataAvailability: 'L2',
      finalityStatus: 'ACCEPTED_ON_L2',
    })
    expect(block).toMatchObject({ hash: '0xb', gasUsed: 960_025n, parent: { number: 6, hash: '0xa' } })
  })

  it.each([
    [
      'INVOKE 0',
      { type: 'INVOKE', version: '0x0', contract_address: '0x9', entry_point_selector: '0x8', calldata: [] },
      { to: '0x9' },
    ],
    ['INVOKE 1', { type: 'INVOKE', version: '0x1', sender_address: '0x9', calldata: ['0x0'] }, { from: '0x9' }],
    ['DECLARE 0', { type: 'DECLARE', version: '0x0', sender_address: '0x9', class_hash: '0x8' }, { from: '0x9' }],
    [
      'DECLARE 2',
      { type: 'DECLARE', version: '0x2', sender_address: '0x9', class_hash: '0x8', compiled_class_hash: '0x6' },
      { from: '0x9' },
    ],
    [
      'DECLARE 3',
      { ...V3, type: 'DECLARE', sender_address: '0x9', class_hash: '0x8', compiled_class_hash: '0x6' },
      { from: '0x9' },
    ],
    [
      'DEPLOY 0',
      { type: 'DEPLOY', version: '0x0', class_hash: '0x8', contract_address_salt: '0x6', constructor_calldata: ['0x5'] },
      { to: '0xc' },
    ],
    [
      'DEPLOY_ACCOUNT 1',
      { type: 'DEPLOY_ACCOUNT', version: '0x1', class_hash: '0x8', contract_address_salt: '0x6', constructor_calldata: [] },
      { to: '0xc', from: '0xc' },
    ],
    [
      'DEPLOY_ACCOUNT 3',
      { ...V3, type: 'DEPLOY_ACCOUNT', class_hash: '0x8', contract_address_salt: '0x6', constructor_calldata: [] },
      { from: '0xc' },
    ],
    ['REPLACE 4', { type: 'REPLACE', version: '0x4' }, { type: 'REPLACE' }],
  ] as const)('of kind and version %s are decoded', (name, json, expected) => {
    const { transaction } = decodeOne(json, { contract_address: '0xc' })
    expect(transaction).toMatchObject({ ...expected, type: name.split(' ')[0], kind: 'user' })
    expect(transaction.fields.version).toBe(Number(name.split(' ')[1]))
  })

  it('that only estimate a fee carry the query bit', () => {
    const version = '0x100000000000000000000000000000003'
    const { transaction } = decodeOne({ ...V3, version, type: 'INVOKE', sender_address: '0x9', calldata: [] })
    expect(transaction.fields).toMatchObject({ version: 3, isQuery: true })
  })

  it('that were reverted say why, and still pay', () => {
    const json = { type: 'INVOKE', version: '0x1', max_fee: '0x5', sender_address: '0x9', calldata: [] }
    const { transaction } = decodeOne(json, {
      execution_status: 'REVERTED',
      revert_reason: 'Insufficient max L2Gas',
      actual_fee: { amount: '0x5', unit: 'WEI' },
    })
    expect(transaction).toMatchObject({ status: 'failed', fee: { totalWei: 5n, currency: 'WEI' } })
    expect(transaction.fields).toMatchObject({ revertReason: 'Insufficient max L2Gas', maxFeeWei: 5n })
  })
})

describe('quantities of StarkNet', () => {
  it('are read whole, short or long, and nothing else is one', () => {
    for (const text of [
      '0x0',
      '0xff',
      '0xFf',
      '0xabcdefABCDEF9',
      '0x1fffffffffffff',
      '0xde0b6b3a7640000',
      `0x${'f'.repeat(64)}`,
    ]) {
      expect(readQuantity(text, 'fee')).toBe(BigInt(text))
    }
    const others = ['0x', '0xg', '0x1:', '0x1@', '0x1`', '0x1 ', '0x1/', '12', 5, null, '0x-1', `0x${'f'.repeat(65)}`]
    for (const other of [...others, '0xde0b6b3a7640000 ', '0xde0b6b3a764000g']) {
      expect(() => readQuantity(other, 'fee')).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
    }
  })
})

describe('messages and events of StarkNet', () => {
  const handler = {
    type: 'L1_HANDLER',
    version: '0x0',
    nonce: '0x45fd',
    contract_address: '0x1108cdbe5d82737b9057590adaf97d34e74b5452f0628161d237746b6fe69e',
    entry_point_selector: '0x2d757788a8d8d6f21d1cd40bce38a8222d70654214e96ff95d8086e684fbee5',
    calldata: ['0x659a00c33263d9254fed382de81349426c795bb6', '0x4ce121', '0x2b5e3af16b1880000', '0x0'],
  }
  // The L1 core contract: keccak256(abi.encodePacked(from, to, nonce, selector, payload.length, payload)).
  const messageHash = ethers.solidityPackedKeccak256(
    ['uint256', 'uint256', 'uint256', 'uint256', 'uint256', 'uint256[]'],
    [handler.calldata[0], handler.contract_address, handler.nonce, handler.entry_point_selector, 3, handler.calldata.slice(1)],
  )

  it('from L1 have the hash by which the L1 core contract knows them', () => {
    const { transaction } = decodeOne(handler, { message_hash: messageHash })
    expect(transaction).toMatchObject({
      kind: 'deposit',
      from: handler.calldata[0],
      to: handler.contract_address,
      nonce: 0x45fdn,
    })
    expect(transaction.fields.messageHash).toBe(messageHash)
  })

  it('from L1 that a receipt names otherwise are a contradiction', async () => {
    const raw = blockOf([handler, receiptOf('0x1', { message_hash: `0x${'1'.repeat(64)}` })])
    const results = await driver.verify(raw, driver.decode(raw, 'receipts'), 'receipts')
    expect(results).toMatchObject([{ check: 'receipts-root', outcome: 'mismatch', computed: messageHash }])
    const honest = blockOf([handler, receiptOf('0x1', { message_hash: messageHash })])
    const agreed = await driver.verify(honest, driver.decode(honest, 'receipts'), 'receipts')
    expect(agreed.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped', 'skipped'])
  })

  it('stand in the order of the block, with keys as topics and data that splits into its felts', () => {
    const event = { from_address: '0x01', keys: ['0x0A', '0xb'], data: ['0x0', '0x00c', '0xd'] }
    const invoke = { type: 'INVOKE', version: '0x1', sender_address: '0x9', calldata: [] }
    const message = { from_address: '0x1', to_address: '0xE', payload: ['0x5'] }
    const raw = blockOf(
      [invoke, receiptOf('0x1', { events: [event, { ...event, data: [] }] })],
      [invoke, receiptOf('0x2', { events: [event], messages_sent: [message] })],
    )
    const { logs, transactions } = driver.decode(raw, 'receipts')
    expect(logs).toHaveLength(3)
    expect(logs?.[0]).toEqual({
      transactionHash: '0x1',
      transactionIndex: 0,
      logIndex: 0,
      address: '0x1',
      topics: ['0xa', '0xb'],
      data: '0x0,0xc,0xd',
    })
    expect(logs?.[1]?.data).toBe('')
    expect(logs?.[2]).toMatchObject({ transactionIndex: 1, logIndex: 2, transactionHash: '0x2' })
    expect(transactions?.[1]?.fields.messagesToL1).toEqual([{ fromAddress: '0x1', toAddress: '0xe', payload: ['0x5'] }])
  })

  it('are the same whether an endpoint pads felts, writes capitals, or neither', () => {
    const hash = '0x40250577563a19047668f41849c05f25f9015386be01af20bc49586e96e3b4a'
    const address = '0x395a96a5b6343fc0f543692fd36e7034b54c2a276cd1a021e8c0b02aee1f4b'
    const event = { from_address: address, keys: [hash, '0xb'], data: ['0x1', address, '0xc'] }
    const invoke = { ...V3, type: 'INVOKE', sender_address: address, calldata: ['0x1', address, '0xabc', '0x0'] }
    const message = { from_address: address, to_address: '0xe', payload: ['0xf'] }
    const usual = blockOf([invoke, receiptOf(hash, { events: [event], messages_sent: [message] })])
    const rewritten = (change: (felt: string) => string): StarknetRaw => {
      const { transactions } = usual.block as { readonly transactions: unknown }
      const json = JSON.stringify(transactions).replace(/"0x([0-9a-f]+)"/g, (_, digits: string) => `"0x${change(digits)}"`)
      // The version of a transaction is a constant of the specification, not a felt like others.
      return { block: { ...HEADER, transactions: JSON.parse(json.replace(/"version":"0x0*3"/g, '"version":"0x3"')) } }
    }
    const expected = driver.decode(usual, 'receipts')
    for (const change of [(digits: string) => digits.padStart(64, '0'), (digits: string) => digits.toUpperCase()]) {
      const decoded = driver.decode(rewritten(change), 'receipts')
      expect(decoded.logs).toEqual(expected.logs)
      expect(decoded.transactions?.map(({ fields: { resourceBounds: _, ...fields }, ...rest }) => ({ ...rest, fields }))).toEqual(
        expected.transactions?.map(({ fields: { resourceBounds: _, ...fields }, ...rest }) => ({ ...rest, fields })),
      )
    }
  })

  it('of hostile shapes are malformed, when they are decoded or at the latest when they are checked', async () => {
    const invoke = { type: 'INVOKE', version: '0x1', sender_address: '0x9', calldata: ['0x1'] }
    const hostile: readonly (readonly [Json, Json])[] = [
      [{ ...invoke, calldata: ['0xzz'] }, {}],
      [{ ...invoke, calldata: [5] }, {}],
      // In the middle of what decoding takes as it stands.
      [{ ...invoke, calldata: ['0x1', 5, '0x1'] }, {}],
      [{ ...invoke, calldata: ['0x1', ['0x1'], '0x1'] }, {}],
      [{ ...invoke, calldata: ['0x1', '0xzz', '0x1'] }, {}],
      // Felts that others are compared with, not as the rest of the block writes them.
      [{ ...invoke, sender_address: '0xAB' }, {}],
      [invoke, { events: [{ from_address: '0x1', keys: ['0x1', '0xAB'], data: [] }] }],
      [invoke, { events: [{ from_address: '0xAB', keys: [], data: [] }] }],
      [invoke, { events: [{ from_address: '0x1', keys: [], data: ['0x1', 5] }] }],
      [{ ...invoke, signature: 'none' }, {}],
      [{ ...invoke, version: '-0x1' }, {}],
      [{ ...invoke, nonce: `0x${'f'.repeat(1000)}` }, {}],
      [invoke, { transaction_hash: '0x2e', events: [{ from_address: '0x1', keys: ['0x'], data: [] }] }],
      [invoke, { events: [{ from_address: '0x1', keys: [], data: ['0x1,<b>'] }] }],
      [invoke, { actual_fee: { amount: '0x1', unit: 'BTC' } }],
      [invoke, { execution_status: 'MAYBE' }],
      [invoke, { execution_resources: { l2_gas: -1 } }],
    ]
    for (const [transaction, receipt] of hostile) {
      const raw = blockOf([transaction, receiptOf('0x1', receipt)])
      const check = async () => driver.verify(raw, driver.decode(raw, 'receipts'), 'receipts')
      const error = await check().catch((caught: unknown) => caught)
      expect([transaction, receipt, DefimonError.isInstance(error) && error.code]).toEqual([transaction, receipt, 'MALFORMED'])
    }
  })
})

describe('what a StarkNet endpoint is asked', () => {
  function endpoint(answers: Readonly<Record<string, unknown>>, host = 'a.example'): DriverCall & { readonly asked: string[] } {
    const asked: string[] = []
    return {
      asked,
      endpoint: host,
      get: async () => undefined,
      async request(method, params) {
        asked.push(`${method} ${JSON.stringify(params)}`)
        const answer = answers[method]
        if (answer instanceof Error) throw answer
        return answer
      },
    }
  }
  const head = { ...HEADER, transactions: [] }

  it('its version once, and then the tag that it has', async () => {
    const own = starknetDriver(driver.network)
    const call = endpoint({ starknet_specVersion: '0.9.0', starknet_getBlockWithTxHashes: head })
    for (const tag of ['finalized', 'safe', 'finalized'] as const) expect((await own.readHead(call, tag)).number).toBe(7)
    expect((await own.readHead(call, 'latest')).hash).toBe('0xb')
    expect(call.asked.filter((each) => each.startsWith('starknet_specVersion'))).toHaveLength(1)
    expect(call.asked.at(-1)).toBe('starknet_getBlockWithTxHashes ["latest"]')
    expect(call.asked.at(-2)).toBe('starknet_getBlockWithTxHashes ["l1_accepted"]')
  })

  it('not the tag that JSON-RPC 0.8 lacks: another endpoint may have it', async () => {
    const call = endpoint({ starknet_specVersion: '0.8.1', starknet_getBlockWithTxHashes: head })
    await expect(driver.readHead(call, 'finalized')).rejects.toMatchObject({
      code: 'RPC',
      message: expect.stringContaining('0.8.1'),
    })
  })

  it('one call a block, and an unfinished block is none', async () => {
    const call = endpoint({ starknet_getBlockWithReceipts: head })
    expect(await driver.fetchBlock(call, 7, 'receipts')).toEqual({ block: head })
    expect(await driver.fetchBlock(call, { hash: '0xb' }, 'receipts')).toEqual({ block: head })
    expect(call.asked).toEqual([
      'starknet_getBlockWithReceipts [{"block_number":7}]',
      'starknet_getBlockWithReceipts [{"block_hash":"0xb"}]',
    ])
    const { block_hash: _, parent_hash: __, ...preConfirmed } = { ...head, status: 'PRE_CONFIRMED' }
    expect(await driver.fetchBlock(endpoint({ starknet_getBlockWithTxs: preConfirmed }), 8, 'transactions')).toBeUndefined()
    const pending = { parent_hash: '0xb', timestamp: 5, transactions: [] }
    expect(await driver.fetchBlock(endpoint({ starknet_getBlockWithTxs: pending }), 8, 'transactions')).toBeUndefined()
    await expect(driver.readHead(endpoint({ starknet_getBlockWithTxHashes: preConfirmed }), 'latest')).rejects.toMatchObject({
      code: 'MALFORMED',
    })
    const missing = new DefimonError('NOT_FOUND', 'Block not found', { rpcCode: 24 })
    expect(await driver.fetchBlock(endpoint({ starknet_getBlockWithTxs: missing }), 8, 'transactions')).toBeUndefined()
  })

  it('its chain, which it names as a short string', async () => {
    expect(await driver.readChainId(endpoint({ starknet_chainId: '0x534e5f4d41494e' }))).toBe('starknet:SN_MAIN')
    expect(await driver.readChainId(endpoint({ starknet_chainId: '0x00534e5f5345504f4c4941' }))).toBe('starknet:SN_SEPOLIA')
    await expect(driver.readChainId(endpoint({ starknet_chainId: '0x07' }))).rejects.toMatchObject({ code: 'MALFORMED' })
  })

  it('whether it is catching up: following the head is not', async () => {
    const status = (current: number): Json => ({ current_block_num: current, highest_block_num: 100 })
    expect(await driver.isSyncing?.(endpoint({ starknet_syncing: false }))).toBe(false)
    expect(await driver.isSyncing?.(endpoint({ starknet_syncing: status(99) }))).toBe(false)
    expect(await driver.isSyncing?.(endpoint({ starknet_syncing: status(50) }))).toBe(true)
  })
})
