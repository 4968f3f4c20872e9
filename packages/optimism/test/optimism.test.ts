import type { L2Network, NetworkId } from '@defimon/core'
import { encodeHex, isSkip, loadWorkspace, type RpcObject } from '@defimon/evm'
import { concat, encodeRlp, keccak256, toBeHex, zeroPadValue } from 'ethers'
import { describe, expect, it } from 'vitest'
import { attributesSourceHash, depositTransaction, l1Attributes, optimismDialect, optimismDriver } from '../src/index.ts'
import { OPTIMISM_HEADERS } from './optimism-headers.ts'

const { writer } = await loadWorkspace()

function network(id: NetworkId): L2Network<'op-stack'> {
  return { id, name: id, stack: 'op-stack', contracts: {}, endpoints: [], parent: 'ethereum', evmChainId: 10 }
}

const L1_HASH = `0x${'ab'.repeat(32)}`
const DEPOSITOR = '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001'

const word = (value: bigint | number): string => zeroPadValue(toBeHex(value), 32)
const packed = (value: bigint | number, bytes: number): string => toBeHex(value, bytes)

/** Calldata of the L1 attributes as the specification lays it out, by fork. */
const CALLDATA: Readonly<Record<string, string>> = {
  bedrock: concat([
    '0x015d8eb9',
    word(19_000_000),
    word(1_700_000_000),
    word(30n ** 6n),
    L1_HASH,
    word(3),
    word(1),
    word(188),
    word(684_000),
  ]),
  ecotone: ecotone('0x440a5e20'),
  isthmus: concat([ecotone('0x098999be'), packed(1_000_000, 4), packed(7, 8)]),
  jovian: concat([ecotone('0x3db6be2b'), packed(2, 4), packed(7, 8), packed(400, 2)]),
}

function ecotone(selector: string): string {
  const fees = [packed(1368, 4), packed(810_949, 4)]
  const place = [packed(3, 8), packed(1_700_000_000, 8), packed(19_000_000, 8)]
  return concat([selector, ...fees, ...place, word(30n ** 6n), word(1), L1_HASH, word(1)])
}

function withAttributes(input: string, extra: RpcObject = {}): RpcObject {
  return { transactions: [{ type: '0x7e', from: DEPOSITOR, input }], ...extra }
}

describe('L1 attributes', () => {
  it.each(Object.entries(CALLDATA))('of %s tell the L1 block', (fork, input) => {
    expect(l1Attributes(withAttributes(input))).toMatchObject({
      fork,
      number: 19_000_000,
      hash: L1_HASH,
      timestampMs: 1_700_000_000_000,
      sequenceNumber: 3,
      baseFeeWei: 30n ** 6n,
    })
    const block = { ...header(), ...withAttributes(input) }
    expect(optimismDialect(network('base')).l1Origin?.(block, network('base'))).toEqual({
      network: 'ethereum',
      number: 19_000_000,
      hash: L1_HASH,
      timestampMs: 1_700_000_000_000,
    })
  })

  it('are not there in a block without them, of a fork to come, cut short, or from another sender', () => {
    expect(l1Attributes({ transactions: [] })).toBeUndefined()
    expect(l1Attributes({ transactions: ['0x12'] })).toBeUndefined()
    expect(l1Attributes(withAttributes(`0x12345678${'00'.repeat(300)}`))).toBeUndefined()
    expect(l1Attributes(withAttributes(String(CALLDATA['isthmus']).slice(0, -2)))).toBeUndefined()
    const transactions = [{ type: '0x7e', from: `0x${'11'.repeat(20)}`, input: CALLDATA['ecotone'] }]
    expect(l1Attributes({ transactions })).toBeUndefined()
  })

  it('give the source hash of their deposit, as the specification puts it together', () => {
    const attributes = l1Attributes(withAttributes(String(CALLDATA['ecotone'])))
    if (!attributes) throw new Error('no attributes')
    const inner = keccak256(concat([L1_HASH, word(3)]))
    expect(attributesSourceHash(attributes, writer)).toBe(keccak256(concat([word(1), inner])))
  })

  it('before Bedrock are what the only transaction saw', () => {
    const block = { ...header(), transactions: [{ l1BlockNumber: '0x109b87a', type: '0x0' }] }
    expect(optimismDialect(network('optimism')).l1Origin?.(block, network('optimism'))).toEqual({
      network: 'ethereum',
      number: 0x109b87a,
    })
  })
})

describe('a deposit', () => {
  const deposit: RpcObject = {
    type: '0x7e',
    sourceHash: `0x${'01'.repeat(32)}`,
    from: `0x${'02'.repeat(20)}`,
    to: `0x${'03'.repeat(20)}`,
    mint: '0xde0b6b3a7640000',
    value: '0x5',
    gas: '0x186a0',
    isSystemTx: false,
    input: '0x1234',
    nonce: '0x7',
  }
  const encoded = (write: () => void): string => {
    writer.position = 0
    write()
    return encodeHex(writer.memory.bytes, 0, writer.position)
  }

  it('is encoded as the specification has it, with and without mint, target and system flag', () => {
    const { sourceHash, from, to } = deposit as Record<string, string>
    const whole = [sourceHash!, from!, to!, '0x0de0b6b3a7640000', '0x05', '0x0186a0', '0x', '0x1234']
    expect(encoded(() => depositTransaction.encode?.(deposit, writer))).toBe(concat(['0x7e', encodeRlp(whole)]))
    const bare = { ...deposit, mint: null, to: null, value: '0x0', isSystemTx: true }
    const rest = [sourceHash!, from!, '0x', '0x', '0x', '0x0186a0', '0x01', '0x1234']
    expect(encoded(() => depositTransaction.encode?.(bare, writer))).toBe(concat(['0x7e', encodeRlp(rest)]))
  })

  it('has the nonce in its receipt from Canyon on, and not before', () => {
    const bloom = `0x${'0'.repeat(512)}`
    const receipt: RpcObject = { status: '0x1', cumulativeGasUsed: '0xb711', logsBloom: bloom, logs: [], depositNonce: '0x7' }
    const four = ['0x01', '0xb711', bloom, []]
    expect(encoded(() => depositTransaction.receipt.encode?.(receipt, deposit, writer))).toBe(concat(['0x7e', encodeRlp(four)]))
    const canyon = concat(['0x7e', encodeRlp([...four, '0x07', '0x01'])])
    const versioned = { ...receipt, depositReceiptVersion: '0x1' }
    expect(encoded(() => depositTransaction.receipt.encode?.(versioned, deposit, writer))).toBe(canyon)
    const { depositNonce: _, ...without } = receipt
    const told = { ...deposit, depositReceiptVersion: '0x1' }
    expect(encoded(() => depositTransaction.receipt.encode?.(without, told, writer))).toBe(canyon)
  })

  it('is of the protocol, or forced in from L1', () => {
    const kind = depositTransaction.kind
    if (typeof kind !== 'function') throw new Error('the kind of a deposit depends on its sender')
    const context = { block: {}, chainId: 10 }
    expect(kind(deposit, context)).toBe('deposit')
    expect(kind({ ...deposit, from: DEPOSITOR }, context)).toBe('system')
    expect(kind({ ...deposit, from: '0x4210000000000000000000000000000000000002' }, context)).toBe('system')
  })

  it('carries no signature', () => {
    for (const name of ['v', 'r', 's', 'yParity']) {
      expect(depositTransaction.check?.({ ...deposit, [name]: '0x0' }, { block: {}, chainId: 10 })).toBeUndefined()
      expect(depositTransaction.check?.({ ...deposit, [name]: '0x1' }, { block: {}, chainId: 10 })?.detail).toBe(
        `${name} of a deposit`,
      )
    }
  })
})

describe('the fee', () => {
  const { fee } = optimismDialect(network('base'))
  const transaction: RpcObject = { type: '0x2' }
  const receipt: RpcObject = { gasUsed: '0x5208', effectiveGasPrice: '0x64', l1Fee: '0x3e8' }
  const at = (input: string, extra: RpcObject = {}) => ({
    block: withAttributes(input, { baseFeePerGas: '0x32', ...extra }),
    chainId: 10,
  })

  it('holds gas and L1 data', () => {
    expect(fee?.(transaction, receipt, at(String(CALLDATA['ecotone'])))).toEqual({
      totalWei: 21_000n * 100n + 1_000n,
      l1DataWei: 1_000n,
      priorityWei: 21_000n * 50n,
    })
  })

  it('holds the operator since Isthmus, and by another factor since Jovian', () => {
    const isthmus = fee?.(transaction, receipt, at(String(CALLDATA['isthmus'])))
    expect(isthmus).toMatchObject({ operatorWei: 21_007n, totalWei: 2_101_000n + 21_007n })
    const jovian = fee?.(transaction, receipt, at(String(CALLDATA['jovian']), { extraData: `0x01${'00'.repeat(16)}` }))
    expect(jovian).toMatchObject({ operatorWei: 21_000n * 2n * 100n + 7n })
    const own = { ...receipt, operatorFeeScalar: '0xf4240', operatorFeeConstant: '0x1' }
    expect(fee?.(transaction, own, at(String(CALLDATA['ecotone'])))).toMatchObject({ operatorWei: 21_001n })
  })

  it('takes the data footprint of Jovian for no blob, and nothing from a deposit', () => {
    const jovian = { ...receipt, blobGasUsed: '0x1000', blobGasPrice: '0x1000' }
    expect(fee?.(transaction, jovian, at(String(CALLDATA['ecotone'])))?.totalWei).toBe(2_101_000n)
    expect(fee?.({ type: '0x7e' }, receipt, at(String(CALLDATA['ecotone'])))).toEqual({ totalWei: 0n })
  })
})

describe('the root in withdrawalsRoot', () => {
  it('is hashed and never compared with withdrawals', () => {
    expect(optimismDriver(network('base')).checks).toEqual(['block-hash', 'transactions-root', 'receipts-root', 'logs-bloom'])
    const [era] = optimismDialect(network('base')).eras
    const isthmus = OPTIMISM_HEADERS.find((each) => each.era === 'Isthmus')?.header ?? {}
    const computed = era?.header.hash({ ...isthmus, withdrawalsRoot: EMPTY }, writer, { block: isthmus })
    expect(isSkip(computed)).toBe(false)
    expect(computed).not.toBe(isthmus['hash'])
  })
})

const EMPTY = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421'

function header(): RpcObject {
  return OPTIMISM_HEADERS.find((each) => each.era === 'Ecotone')?.header ?? {}
}
