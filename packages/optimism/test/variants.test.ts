import type { L2Network, NetworkId } from '@defimon/core'
import { type EvmRaw, encodeHex, eraOf, loadWorkspace, type RpcObject, ruleOf } from '@defimon/evm'
import { networks } from '@defimon/networks'
import { concat, decodeRlp, encodeRlp, keccak256, type RlpStructuredDataish } from 'ethers'
import { describe, expect, it } from 'vitest'
import { optimismDialect, optimismDriver, optimismSource } from '../src/index.ts'
import { CELO_HEADER } from './celo-header.ts'
import { OPTIMISM_HEADERS } from './optimism-headers.ts'

const { writer } = await loadWorkspace()
const EMPTY = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421'
const EMPTY_UNCLES = '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347'
const BLOOM = `0x${'0'.repeat(512)}`
const A = `0x${'0a'.repeat(20)}`
const B = `0x${'0b'.repeat(20)}`
const TOKEN = `0x${'0c'.repeat(20)}`
const SOURCE_HASH = `0x${'01'.repeat(32)}`

const family = Object.values(networks).filter((each): each is L2Network<'op-stack'> => each.stack === 'op-stack')

function network(id: NetworkId): L2Network<'op-stack'> {
  return { id, name: id, stack: 'op-stack', contracts: {}, endpoints: [], parent: 'ethereum', evmChainId: 10 }
}

function header(era = 'Ecotone'): RpcObject {
  return OPTIMISM_HEADERS.find((each) => each.era === era)?.header ?? {}
}

/** A block whose hash is that of another one. */
async function forged(id: NetworkId, number: string): Promise<Readonly<Record<string, { outcome: string; reason?: string }>>> {
  const driver = optimismDriver(network(id))
  const raw: EvmRaw = {
    block: { ...header(), number, transactions: [], transactionsRoot: EMPTY, receiptsRoot: `0x${'22'.repeat(32)}` },
    receipts: [],
  }
  const results = await driver.verify(raw, driver.decode(raw, 'receipts'), 'receipts')
  return Object.fromEntries(results.map(({ check, ...rest }) => [check, rest]))
}

/** What is encoded for a transaction in a block, and what for its receipt. */
function encoded(id: NetworkId, block: RpcObject, transaction: RpcObject, receipt?: RpcObject): string {
  const rule = ruleOf(eraOf(optimismDialect(network(id)), block), transaction, { block, chainId: 10 })
  writer.position = 0
  if (receipt) rule?.receipt.encode?.(receipt, transaction, writer)
  else rule?.encode?.(transaction, writer)
  return encodeHex(writer.memory.bytes, 0, writer.position)
}

const L2 = header('Isthmus')
const { withdrawalsRoot: _w, ...own } = header('Canyon')

describe('every network of the family in the registry', () => {
  it.each(family)('$id has a source', async (each) => {
    const source = optimismSource(each, { endpoints: ['https://node.example'] })
    expect(source.network.id).toBe(each.id)
    await source.close()
  })

  it('is there, with the chains that the docs name', () => {
    const named =
      'optimism base mantle metis boba celo ronin opbnb blast fraxtal zora mode world_chain unichain ink soneium lisk xlayer manta_pacific katana megaeth b3 ham'
    expect(family.map(({ id }) => id)).toEqual(expect.arrayContaining(named.split(' ')))
  })

  it('names its parent in the L1 origin: Base under an L3, BSC under opBNB', () => {
    const attributes = concat([
      '0x440a5e20',
      `0x${'00'.repeat(24)}`,
      `0x${(7).toString(16).padStart(16, '0')}`,
      `0x${'00'.repeat(64)}`,
      SOURCE_HASH,
      `0x${'00'.repeat(32)}`,
    ])
    const block = { transactions: [{ type: '0x7e', from: '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001', input: attributes }] }
    for (const [id, parent] of [
      ['b3', 'base'],
      ['ham', 'base'],
      ['opbnb', 'bsc'],
      ['zora', 'ethereum'],
    ] as const) {
      const each = family.find((one) => one.id === id)!
      expect(optimismDialect(each).l1Origin?.(block, each)).toMatchObject({ network: parent, number: 7, hash: SOURCE_HASH })
    }
  })
})

describe('a block that does not come out', () => {
  it.each(['metis', 'opbnb', 'ronin', 'rise', 'zircuit'])('of %s is skipped with a reason', async (id) => {
    const results = await forged(id, '0x64')
    for (const check of ['block-hash', 'receipts-root']) {
      expect(results[check], check).toMatchObject({ outcome: 'skipped', reason: expect.stringMatching(/.{20}/) })
    }
  })

  it.each([
    ['boba', 1_149_019],
    ['xlayer', 42_810_021],
  ] as const)('of %s is skipped below its first block of the OP Stack, and a mismatch from there on', async (id, first) => {
    const at = async (number: number) => (await forged(id, `0x${number.toString(16)}`))['block-hash']?.outcome
    expect(await at(first - 1)).toBe('skipped')
    expect(await at(first)).toBe('mismatch')
  })

  it.each(['mantle', 'megaeth'])('of %s is skipped as far as its content goes; its header is a mismatch', async (id) => {
    const results = await forged(id, '0x64')
    expect(results['block-hash']?.outcome).toBe('mismatch')
    expect(results['receipts-root']?.outcome).toBe('skipped')
  })

  it.each(['base', 'optimism', 'blast', 'zora', 'katana', 'unichain', 'world_chain', 'fraxtal', 'b3'])(
    'of %s is a mismatch',
    async (id) => {
      const results = await forged(id, '0x64')
      expect(results['block-hash']?.outcome).toBe('mismatch')
      expect(results['receipts-root']?.outcome).toBe('mismatch')
    },
  )
})

describe('Celo', () => {
  const signature = { v: '0x1', yParity: '0x1', r: '0x11', s: '0x12' }
  const dynamic: RpcObject = {
    chainId: '0xa',
    nonce: '0x3',
    maxPriorityFeePerGas: '0x4',
    maxFeePerGas: '0x5',
    gas: '0x6',
    to: B,
    value: '0x7',
    input: '0x1234',
    accessList: [],
    feeCurrency: TOKEN,
    ...signature,
  }
  const head = ['0x0a', '0x03', '0x04', '0x05']
  const sign = ['0x01', '0x11', '0x12']

  it('has the hash of a real header from its own chain, with ten fields and without the joint seal', () => {
    const era = eraOf(optimismDialect(network('celo')), CELO_HEADER)
    expect(era.name).toBe('celo-own-chain')
    expect(era.header.hash(CELO_HEADER, writer, { block: CELO_HEADER })).toBe(CELO_HEADER['hash'])
  })

  it('has the same hash from nodes since the migration, which keep no joint seal and fill in what was not there', () => {
    const extraData = String(CELO_HEADER['extraData'])
    const seals = decodeRlp(`0x${extraData.slice(66)}`) as unknown[]
    seals[4] = ['0x', '0x', '0x']
    const stripped = extraData.slice(0, 66) + encodeRlp(seals as RlpStructuredDataish).slice(2)
    expect(stripped.length).toBeLessThan(extraData.length)
    const filled: RpcObject = {
      ...CELO_HEADER,
      sha3Uncles: EMPTY_UNCLES,
      difficulty: '0x0',
      gasLimit: '0x0',
      mixHash: `0x${'0'.repeat(64)}`,
      nonce: '0x0000000000000000',
      uncles: [],
    }
    const era = eraOf(optimismDialect(network('celo')), filled)
    expect(era.name).toBe('celo-own-chain')
    expect(era.header.hash(filled, writer, { block: filled })).toBe(CELO_HEADER['hash'])
    const kept = { ...filled, extraData: stripped }
    expect(era.header.hash(kept, writer, { block: kept })).toBe(CELO_HEADER['hash'])
  })

  it('has another hash with every hashed field, and the same with another joint seal', () => {
    const { header: rule } = eraOf(optimismDialect(network('celo')), CELO_HEADER)
    const hashOf = (block: RpcObject) => rule.hash(block, writer, { block })
    for (const name of ['parentHash', 'miner', 'stateRoot', 'transactionsRoot', 'receiptsRoot', 'logsBloom', 'number']) {
      const value = String(CELO_HEADER[name])
      const changed = value.slice(0, -1) + (value.endsWith('0') ? '1' : '0')
      expect(hashOf({ ...CELO_HEADER, [name]: changed }), name).not.toBe(CELO_HEADER['hash'])
    }
    const extraData = String(CELO_HEADER['extraData'])
    const jointSeal = extraData.replace('5e98abf6071b03bd', '0000000000000000')
    const proposerSeal = extraData.replace('77cdc8f22ff53bd1', '0000000000000000')
    expect(hashOf({ ...CELO_HEADER, extraData: jointSeal })).toBe(CELO_HEADER['hash'])
    expect(hashOf({ ...CELO_HEADER, extraData: proposerSeal })).not.toBe(CELO_HEADER['hash'])
  })

  it('has three eras, told apart by what stands in the header', () => {
    const of = (block: RpcObject) => eraOf(optimismDialect(network('celo')), block).name
    expect(of({ number: '0x1' })).toBe('celo-own-chain')
    expect(of({ number: '0x1', gasLimit: '0x0' })).toBe('celo-own-chain')
    expect(of({ number: '0x1', gasLimit: '0x1' })).toBe('celo-gingerbread')
    expect(of({ number: '0x1', gasLimit: '0x1', withdrawalsRoot: EMPTY })).toBe('celo-l2')
  })

  it('pays for gas in tokens: 0x7b, 0x7c and 0x7a as the CIPs lay them out', () => {
    const call = ['0x06', B, '0x07', '0x1234']
    expect(encoded('celo', L2, { ...dynamic, type: '0x7b' })).toBe(
      concat(['0x7b', encodeRlp([...head, ...call, [], TOKEN, ...sign])]),
    )
    expect(encoded('celo', L2, { ...dynamic, type: '0x7b', feeCurrency: null })).toBe(
      concat(['0x7b', encodeRlp([...head, ...call, [], '0x', ...sign])]),
    )
    const gateway = { ...dynamic, type: '0x7c', gatewayFeeRecipient: A, gatewayFee: '0x8' }
    expect(encoded('celo', L2, gateway)).toBe(
      concat(['0x7c', encodeRlp([...head, '0x06', TOKEN, A, '0x08', B, '0x07', '0x1234', [], ...sign])]),
    )
    expect(encoded('celo', L2, { ...dynamic, type: '0x7a', maxFeeInFeeCurrency: '0x9' })).toBe(
      concat(['0x7a', encodeRlp([...head, ...call, [], TOKEN, '0x09', ...sign])]),
    )
  })

  it('had legacy transactions of its own, which nodes mark', () => {
    const legacy = { type: '0x0', nonce: '0x1', gasPrice: '0x2', gas: '0x3', to: B, value: '0x4', input: '0x', ...signature }
    const marked = {
      ...legacy,
      v: '0x1b',
      feeCurrency: TOKEN,
      gatewayFeeRecipient: null,
      gatewayFee: '0x0',
      ethCompatible: false,
    }
    expect(encoded('celo', own, marked)).toBe(
      encodeRlp(['0x01', '0x02', '0x03', TOKEN, '0x', '0x', B, '0x04', '0x', '0x1b', '0x11', '0x12']),
    )
    expect(encoded('celo', own, { ...legacy, v: '0x1b', ethCompatible: true })).toBe(
      encodeRlp(['0x01', '0x02', '0x03', B, '0x04', '0x', '0x1b', '0x11', '0x12']),
    )
  })

  it('has the base fee in the token in receipts of 0x7b, where there is one', () => {
    const receipt: RpcObject = { status: '0x1', cumulativeGasUsed: '0x5', logsBloom: BLOOM, logs: [] }
    const four = ['0x01', '0x05', BLOOM, []]
    const transaction = { ...dynamic, type: '0x7b' }
    expect(encoded('celo', L2, transaction, receipt)).toBe(concat(['0x7b', encodeRlp(four)]))
    const priced = { ...receipt, baseFee: '0x6' }
    expect(encoded('celo', L2, transaction, priced)).toBe(concat(['0x7b', encodeRlp([...four, '0x06'])]))
  })

  it('says in which token a fee was paid, and keeps it apart from CELO', () => {
    const { fee, transactionFields } = optimismDialect(network('celo'))
    const receipt: RpcObject = { gasUsed: '0xa', effectiveGasPrice: '0x14', baseFee: '0xf' }
    const context = { block: L2, chainId: 10 }
    expect(fee?.(dynamic, receipt, context)).toEqual({ totalWei: 200n, priorityWei: 50n, currency: TOKEN })
    const { baseFee: _, ...old } = receipt
    expect(fee?.(dynamic, old, context)).toEqual({ totalWei: 200n, currency: TOKEN })
    expect(fee?.({ ...dynamic, feeCurrency: null }, old, context)?.currency).toBeUndefined()
    const gateway = { ...dynamic, gatewayFeeRecipient: A, gatewayFee: '0x8', maxFeeInFeeCurrency: '0x9' }
    expect(transactionFields(gateway, undefined, context)).toMatchObject({
      feeCurrency: TOKEN,
      gatewayFeeRecipient: A,
      gatewayFeeWei: 8n,
      maxFeeInFeeCurrency: 9n,
    })
  })

  it('takes a receipt that names the block for the block’s own', () => {
    const { isBlockReceipt } = eraOf(optimismDialect(network('celo')), CELO_HEADER)
    expect(isBlockReceipt?.({ transactionHash: CELO_HEADER['hash'] }, CELO_HEADER)).toBe(true)
    expect(isBlockReceipt?.({ transactionHash: SOURCE_HASH }, CELO_HEADER)).toBe(false)
  })
})

describe('Mantle', () => {
  const deposit: RpcObject = { type: '0x7e', sourceHash: SOURCE_HASH, from: A, to: null, value: '0x0', gas: '0x1', input: '0x12' }
  const start = [SOURCE_HASH, A, '0x', '0x', '0x', '0x01', '0x']

  it('puts ETH around the data of a deposit', () => {
    expect(encoded('mantle', L2, { ...deposit, ethValue: '0x2', ethTxValue: '0x3' })).toBe(
      concat(['0x7e', encodeRlp([...start, '0x02', '0x12', '0x03'])]),
    )
    expect(encoded('mantle', L2, deposit)).toBe(concat(['0x7e', encodeRlp([...start, '0x', '0x12'])]))
  })

  it('has no nonce in the root of a deposit’s receipt', () => {
    const receipt = { status: '0x1', cumulativeGasUsed: '0x5', logsBloom: BLOOM, logs: [], depositNonce: '0x7' }
    expect(encoded('mantle', L2, deposit, { ...receipt, depositReceiptVersion: '0x1' })).toBe(
      concat(['0x7e', encodeRlp(['0x01', '0x05', BLOOM, []])]),
    )
  })

  it('shows the ETH of a deposit, and what it is worth', () => {
    const fields = optimismDialect(network('mantle')).transactionFields(
      { ...deposit, ethValue: '0x2', ethTxValue: '0x3' },
      { tokenRatio: '0xbb8' },
      { block: L2, chainId: 10 },
    )
    expect(fields).toMatchObject({ ethValueWei: 2n, ethTransferWei: 3n, tokenRatio: 3000n })
  })
})

describe('Kroma', () => {
  it('left the system flag out of deposits', () => {
    const deposit = {
      type: '0x7e',
      sourceHash: SOURCE_HASH,
      from: A,
      to: B,
      mint: '0x5',
      value: '0x6',
      gas: '0x1',
      input: '0x12',
    }
    expect(encoded('kroma', L2, deposit)).toBe(concat(['0x7e', encodeRlp([SOURCE_HASH, A, B, '0x05', '0x06', '0x01', '0x12'])]))
  })
})

describe('Ronin', () => {
  const sponsored: RpcObject = {
    type: '0x64',
    chainId: '0x7e4',
    nonce: '0x1',
    gasPrice: '0x2',
    maxPriorityFeePerGas: '0x2',
    maxFeePerGas: '0x2',
    gas: '0x3',
    to: B,
    value: '0x4',
    input: '0x12',
    expiredTime: '0x65',
    payer: A,
    payerV: '0x1',
    payerR: '0x21',
    payerS: '0x22',
    v: '0x0',
    r: '0x11',
    s: '0x12',
  }

  it('encodes 0x64 as a sponsored transaction with two signatures, and not as a deposit of Arbitrum', () => {
    const list = [
      '0x07e4',
      '0x01',
      '0x02',
      '0x02',
      '0x03',
      B,
      '0x04',
      '0x12',
      '0x65',
      '0x01',
      '0x21',
      '0x22',
      '0x',
      '0x11',
      '0x12',
    ]
    const bytes = concat(['0x64', encodeRlp(list)])
    expect(encoded('ronin', own, sponsored)).toBe(bytes)
    const { maxPriorityFeePerGas: _p, maxFeePerGas: _m, ...priced } = sponsored
    expect(keccak256(encoded('ronin', own, priced))).toBe(keccak256(bytes))
  })

  it('knows 0x64 on its own chain only, and deposits on the OP Stack only', () => {
    const { eras } = optimismDialect(network('ronin'))
    expect(eras.map(({ name }) => name)).toEqual(['ronin-own-chain', 'op-stack'])
    expect(eras.map(({ transactions }) => ['0x64' in transactions, '0x7e' in transactions])).toEqual([
      [true, false],
      [false, true],
    ])
    expect(ruleOf(eraOf(optimismDialect(network('base')), L2), sponsored, { block: L2, chainId: 8453 })).toBeUndefined()
  })

  it('shows who pays, and until when', () => {
    const fields = optimismDialect(network('ronin')).transactionFields(sponsored, undefined, { block: own, chainId: 2020 })
    expect(fields).toMatchObject({ payer: A, expiresAtMs: 101_000 })
  })
})

describe('Metis', () => {
  it('has deposits that look like legacy transactions, and says so', () => {
    const era = eraOf(optimismDialect(network('metis')), own)
    const kindOf = (transaction: RpcObject) => ruleOf(era, transaction, { block: own, chainId: 1088 })
    expect(kindOf({ type: '0x0', queueOrigin: 'l1' })).toMatchObject({ kind: 'deposit' })
    expect(kindOf({ type: '0x0', queueOrigin: 'l1' })?.signed).toBeUndefined()
    expect(kindOf({ type: '0x0', queueOrigin: 'sequencer' })).toMatchObject({ kind: 'user', signed: true })
    expect(kindOf({ type: '0x7e' })).toBeUndefined()
  })

  it('names the L1 block that its transaction saw', () => {
    const block = { ...own, transactions: [{ type: '0x0', l1BlockNumber: '0x10' }] }
    expect(optimismDialect(network('metis')).l1Origin?.(block, network('metis'))).toEqual({ network: 'ethereum', number: 16 })
  })
})

describe('opBNB', () => {
  const dialect = optimismDialect(network('opbnb'))
  const at = (extra: RpcObject): RpcObject => ({ timestamp: '0x10', mixHash: `0x01f4${'00'.repeat(30)}`, ...extra })

  it('tells blocks of one second apart', () => {
    expect(dialect.timestampMs?.(at({ milliTimestamp: '0x4074' }))).toBe(16_500)
    expect(dialect.timestampMs?.(at({}))).toBe(16_500)
    expect(dialect.timestampMs?.({ timestamp: '0x10' })).toBe(16_000)
  })

  it('holds the JSON’s milliseconds against the hashed ones', () => {
    const { checkBlock } = eraOf(dialect, at({}))
    expect(checkBlock?.(at({ milliTimestamp: '0x4074' }), { block: {} }, writer)).toBeUndefined()
    expect(checkBlock?.(at({ milliTimestamp: '0x4075' }), { block: {} }, writer)?.detail).toMatch(/milliTimestamp/)
    expect(checkBlock?.(at({}), { block: {} }, writer)).toBeUndefined()
  })
})

describe('types that nobody knows here', () => {
  it.each(['hemi', 'base'])('of %s are skipped by name: 0x7c and 0x7d are Hemi’s for Bitcoin', (id) => {
    for (const type of ['0x7c', '0x7d']) {
      expect(ruleOf(eraOf(optimismDialect(network(id)), L2), { type }, { block: L2, chainId: 10 })).toBeUndefined()
    }
  })
})
