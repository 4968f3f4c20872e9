import type { L2Network, Stack } from '@defimon/core'
import { type Dialect, type Era, eraOf, evmDialect, evmDriver, loadWorkspace, type RpcObject, ruleOf } from '@defimon/evm'
import { concat, encodeRlp, hexlify } from 'ethers'
import { describe, expect, it } from 'vitest'
import {
  avalancheDialect,
  bscDialect,
  cronosDialect,
  gnosisDialect,
  harmonyDialect,
  kaiaDialect,
  lachesisDialect,
  polygonDialect,
  polygonEdgeDialect,
  rootstockDialect,
} from '../src/index.ts'
import { type AnyDriver, driven, kindsOf, outcomes, verdict } from './simulated.ts'

const { writer } = await loadWorkspace()

const evm = (id: string): L2Network<'evm'> => ({ id, name: id, stack: 'evm', contracts: {}, endpoints: [] })
const opera: L2Network<'lachesis'> = { id: 'fantom', name: '', stack: 'lachesis', contracts: {}, endpoints: [], evmChainId: 250 }

const DIALECTS: Readonly<Record<string, Pick<Dialect<Stack>, 'eras'>>> = {
  avalanche: avalancheDialect,
  berachain: evmDialect(evm('berachain')),
  bsc: bscDialect,
  cronos: cronosDialect,
  ethereum: evmDialect(evm('ethereum')),
  fantom: lachesisDialect(opera),
  gnosis: gnosisDialect,
  harmony: harmonyDialect,
  kaia: kaiaDialect,
  morph: evmDialect(evm('morph')),
  'polygon-edge': polygonEdgeDialect,
  'polygon-pos': polygonDialect,
  rootstock: rootstockDialect,
}

const SHAPES: Readonly<Record<string, RpcObject>> = { kaia: { reward: '0x', blockScore: '0x1' } }

function eraFor(name: string): Era {
  return eraOf(DIALECTS[name] as Dialect, { number: '0x1312d01', difficulty: '0x0', transactions: [], ...SHAPES[name] })
}

function describeRule(name: string, type: string): string {
  const rule = ruleOf(eraFor(name), { type }, { block: {}, chainId: undefined })
  return rule
    ? `${typeof rule.kind === 'function' ? 'by content' : rule.kind}, ${rule.encode ? 'encoded' : 'skipped'}`
    : 'unknown'
}

describe('types that several stacks use', () => {
  it('0x7f: state sync of Bor, state transaction of Edge, a fee in a token on Morph, unknown elsewhere', () => {
    expect(describeRule('polygon-pos', '0x7f')).toBe('deposit, skipped')
    expect(describeRule('polygon-edge', '0x7f')).toBe('system, encoded')
    expect(describeRule('morph', '0x7f')).toBe('user, encoded')
    for (const name of ['ethereum', 'bsc', 'kaia', 'rootstock']) expect(describeRule(name, '0x7f')).toBe('unknown')
  })

  it('0x7e: proof of liquidity on Berachain, L1 message on Morph, unknown elsewhere', () => {
    expect(describeRule('berachain', '0x7e')).toBe('system, encoded')
    expect(describeRule('morph', '0x7e')).toBe('deposit, encoded')
    for (const name of ['ethereum', 'polygon-pos', 'kaia', 'bsc']) expect(describeRule(name, '0x7e')).toBe('unknown')
  })

  it('0x64 is of Arbitrum and Ronin, and of no sidechain', () => {
    for (const name of Object.keys(DIALECTS)) expect([name, describeRule(name, '0x64')]).toEqual([name, 'unknown'])
  })

  it('0x78 is an envelope on Kaia, with the type in the byte behind it', () => {
    expect(describeRule('kaia', '0x78')).toBe('unknown')
    for (const type of ['0x7801', '0x7802', '0x7803', '0x7804']) expect(describeRule('kaia', type)).toBe('user, encoded')
    for (const type of ['0x1', '0x2', '0x3', '0x4']) expect(describeRule('kaia', type)).toBe('unknown')
  })

  it('0x8 to 0x4a are transactions of Kaia and of nobody else', () => {
    for (const type of ['0x8', '0x9', '0xa', '0x10', '0x20', '0x28', '0x31', '0x3a', '0x48']) {
      expect([type, describeRule('kaia', type)]).toEqual([type, 'user, encoded'])
      expect([type, describeRule('ethereum', type)]).toEqual([type, 'unknown'])
    }
  })
})

describe('a type of tomorrow', () => {
  it('skips the roots, and the block still comes through', async () => {
    const network = driven('evm', (facts) => evmDriver(facts, evmDialect(facts)))
    const raw = await network.read()
    const transactions = (raw.block['transactions'] as RpcObject[]).map((each) => ({ ...each, type: '0x66' }))
    const receipts = raw.receipts!.map((each) => ({ ...each, type: '0x66' }))
    const changed = { ...raw, block: { ...raw.block, transactions }, receipts }
    const result = await verdict(network.driver, changed)
    expect(result['transactions-root']).toMatchObject({ outcome: 'skipped', reason: 'unknown transaction type 0x66' })
    expect(result['receipts-root']).toMatchObject({ outcome: 'skipped', reason: 'unknown transaction type 0x66' })
    expect(kindsOf(network.driver, changed)).toEqual(['user 0x66', 'user 0x66', 'user 0x66'])
  })
})

describe('system transactions of HyperEVM', () => {
  const facts = evm('hyperevm')
  const driver = evmDriver(facts, evmDialect(facts)) as AnyDriver

  it('stand beside the body, and the roots come out without them (simulated)', async () => {
    const network = driven('evm', () => driver as never)
    const raw = await network.read()
    const zero = {
      gasPrice: '0x0',
      v: '0x0',
      r: '0x1',
      s: '0x2',
      gas: '0x0',
      value: '0x1',
      nonce: '0x0',
      input: '0x',
      type: '0x0',
    }
    const system = {
      ...zero,
      hash: `0x${'77'.repeat(32)}`,
      from: '0x2222222222222222222222222222222222222222',
      to: `0x${'33'.repeat(20)}`,
      transactionIndex: '0x0',
      blockHash: raw.block['hash'],
      blockNumber: raw.block['number'],
    }
    const moved = (each: RpcObject): RpcObject => ({ ...each, transactionIndex: `0x${Number(each['transactionIndex']) + 1}` })
    const receipts = raw.receipts!.map((each) => ({ ...moved(each), logs: (each['logs'] as RpcObject[]).map(moved) }))
    const receipt = {
      ...receipts[0]!,
      ...{ transactionHash: system.hash, transactionIndex: '0x0', from: system.from, to: system.to, type: '0x0' },
      ...{ gasUsed: '0x0', cumulativeGasUsed: '0x0', status: '0x1', effectiveGasPrice: '0x0', contractAddress: null },
      logs: [],
    }
    const shown = {
      block: { ...raw.block, transactions: [system, ...(raw.block['transactions'] as RpcObject[]).map(moved)] },
      receipts: [receipt, ...receipts],
    }
    expect(kindsOf(driver, shown)[0]).toBe('system 0x0')
    expect(await outcomes(driver, shown)).toEqual({
      'block-hash': 'passed',
      'transactions-root': 'passed',
      'receipts-root': 'passed',
      'logs-bloom': 'passed',
      'withdrawals-root': 'passed',
    })
  })
})

describe('the first transaction of a block of Berachain', () => {
  it('is `0x7e ‖ rlp([chain id, from, to, nonce, gas, gas price, data])` (bera-geth core/types/tx_pol.go)', () => {
    const [era] = evmDialect(evm('berachain')).eras
    const transaction = {
      chainId: '0x0138de',
      from: '0xfffffffffffffffffffffffffffffffffffffffe',
      to: '0xd2f19a79b026fb636a7c300bf5947df113940761',
      nonce: '0x018183e6',
      gas: '0x01c9c380',
      gasPrice: '0x3b9aca00',
      input: '0x1234',
    }
    writer.position = 0
    era!.transactions['0x7e']!.encode!(transaction, writer)
    const bytes = hexlify(writer.memory.bytes.slice(0, writer.position))
    expect(bytes).toBe(concat(['0x7e', encodeRlp(Object.values(transaction))]))
  })
})
