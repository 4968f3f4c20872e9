import type { L2Network } from '@defimon/core'
import { concat, encodeRlp, keccak256 } from 'ethers'
import { describe, expect, it } from 'vitest'
import { encodeHex, evmDialect, evmDriver, loadWorkspace, type RpcObject } from '../src/index.ts'

const MORPH: L2Network<'evm'> = { id: 'morph', name: 'Morph', stack: 'evm', contracts: {}, endpoints: [], evmChainId: 2818 }
const dialect = evmDialect(MORPH)
const [era] = dialect.eras
const { writer } = await loadWorkspace()

/** Block 436 of Morph's testnet, as its documentation shows it (`morph_getBlockByNumber`). */
const HEADER: RpcObject = {
  batchHash: `0x${'0'.repeat(64)}`,
  difficulty: '0x0',
  extraData: '0x',
  gasLimit: '0x989680',
  gasUsed: '0x0',
  hash: '0xbc979055d001fe70ed637edd20e918bc583c84c35372f4cdf04253ec34b99178',
  logsBloom: `0x${'0'.repeat(512)}`,
  miner: `0x${'0'.repeat(40)}`,
  mixHash: `0x${'0'.repeat(64)}`,
  nextL1MsgIndex: '0x0',
  nonce: '0x0000000000000000',
  number: '0x1b4',
  parentHash: '0xff26c60bca2d08d9b0d17431a4c9d80d007dace61fb551bdf7c376d16bc77441',
  receiptsRoot: '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
  rowConsumption: [{ name: 'evm', row_number: 2 }],
  sha3Uncles: '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347',
  size: '0x1fe',
  stateRoot: '0x1492cc1cebd586279388370e1184960e289d180eb867aa076fbad54aeb0a855b',
  timestamp: '0x6619043f',
  totalDifficulty: '0x0',
  transactions: [],
  transactionsRoot: '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
  uncles: [],
  withdrawTrieRoot: '0x27ae5ba08d7291c96c8cbddcc148bf48a6d68c7974b94356f53754ef6171d757',
}

/** The message from L1 of Morph's documentation: the first of its queue, a deposit by the gateway of ether. */
const MESSAGE: RpcObject = {
  type: '0x7e',
  queueIndex: '0x0',
  gas: '0x33450',
  to: '0x5300000000000000000000000000000000000007',
  value: '0x0',
  sender: '0x59b79a4fc3e0e1646b254fb6804d8f5fa8fae7e0',
  from: '0x59b79a4fc3e0e1646b254fb6804d8f5fa8fae7e0',
  input:
    '0x8ef1332e00000000000000000000000082c74cd310438d4938799af4c2a29587284a2ca7000000000000000000000000530000000000' +
    '00000000000000000000000000060000000000000000000000000000000000000000000000000de0b6b3a7640000000000000000000000' +
    '000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000a0' +
    '00000000000000000000000000000000000000000000000000000000000000a4232e8748000000000000000000000000f1d598fd5f8367' +
    'be41b0761696e643ac092b313e000000000000000000000000f1d598fd5f8367be41b0761696e643ac092b313e00000000000000000000' +
    '00000000000000000000000000000de0b6b3a7640000000000000000000000000000000000000000000000000000000000000000008000' +
    '00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000' +
    '00000000',
  gasPrice: '0x0',
  nonce: '0x0',
  v: '0x0',
  r: '0x0',
  s: '0x0',
}

/** A transaction that pays in a token. No real one is at hand: its forms are those of Morph's node. */
const TOKEN_FEE: RpcObject = {
  type: '0x7f',
  chainId: '0xb02',
  nonce: '0x7',
  maxPriorityFeePerGas: '0x1',
  maxFeePerGas: '0x10',
  gas: '0x5208',
  to: `0x${'ab'.repeat(20)}`,
  value: '0x0',
  input: '0x1234',
  accessList: [],
  feeTokenID: '0x2',
  feeLimit: '0x3e8',
  v: '0x1',
  yParity: '0x1',
  r: `0x${'1a'.repeat(32)}`,
  s: `0x${'2b'.repeat(32)}`,
}

function hashOf(transaction: RpcObject): string {
  writer.position = 0
  era?.transactions[String(transaction['type'])]?.encode?.(transaction, writer)
  return keccak256(encodeHex(writer.memory.bytes, 0, writer.position))
}

describe('Morph', () => {
  it('hashes Ethereum’s header: what its sequencer keeps stands beside it', async () => {
    const driver = evmDriver(MORPH, dialect)
    const outcomes = async (block: RpcObject) => {
      const raw = { block }
      const results = await driver.verify(raw, driver.decode(raw, 'header'), 'header')
      return results.find(({ check }) => check === 'block-hash')
    }
    expect(await outcomes(HEADER)).toMatchObject({ outcome: 'passed' })
    expect(await outcomes({ ...HEADER, nextL1MsgIndex: '0x1' })).toMatchObject({ outcome: 'passed' })
    for (const name of ['stateRoot', 'parentHash', 'receiptsRoot'] as const) {
      expect(await outcomes({ ...HEADER, [name]: `0x${'1'.repeat(64)}` })).toMatchObject({ outcome: 'mismatch' })
    }
  })

  it('hashes a message from L1 as its queue does', () => {
    expect(hashOf(MESSAGE)).toBe('0x74e13cc35fbeffc9747dd3a5a191b2d62939ee1d1c24651adb89b470f9cf0a36')
    expect(hashOf({ ...MESSAGE, queueIndex: '0x1' })).not.toBe(hashOf(MESSAGE))
  })

  it('hashes what pays in a token in both of its forms', () => {
    const { to, input, r, s } = TOKEN_FEE as Readonly<Record<string, string>>
    const call = ['0x0b02', '0x07', '0x01', '0x10', '0x5208', to!, '0x', input!, [], '0x02', '0x03e8']
    const signature = ['0x01', r!, s!]
    const first = keccak256(concat(['0x7f', encodeRlp([...call, ...signature])]))
    expect(hashOf(TOKEN_FEE)).toBe(first)
    expect(hashOf({ ...TOKEN_FEE, version: '0x0' })).toBe(first)
    const reference = `0x${'cd'.repeat(32)}`
    const second = (parts: readonly string[]) => keccak256(concat(['0x7f01', encodeRlp([...call, ...parts, ...signature])]))
    expect(hashOf({ ...TOKEN_FEE, version: '0x1', reference, memo: '0xbeef' })).toBe(second([reference, '0xbeef']))
    expect(hashOf({ ...TOKEN_FEE, version: '0x1', reference: null, memo: null })).toBe(second(['0x', '0x']))
  })

  it('says what a transaction cost with its data on L1, and nothing where it paid in a token', () => {
    const receipt = { type: '0x7f', gasUsed: '0x5208', effectiveGasPrice: '0x2', l1Fee: '0x64' }
    const context = { block: HEADER, chainId: 2818 }
    const ether = { ...TOKEN_FEE, feeTokenID: '0x0' }
    expect(dialect.fee?.(ether, receipt, context)).toMatchObject({ totalWei: 42_100n, l1DataWei: 100n })
    expect(dialect.fee?.(ether, { ...receipt, l1Fee: undefined }, context)).toMatchObject({ totalWei: 42_000n })
    expect(dialect.fee?.(TOKEN_FEE, receipt, context)).toBeUndefined()
    expect(dialect.fee?.(ether, { type: '0x7f' }, context)).toBeUndefined()
  })
})
