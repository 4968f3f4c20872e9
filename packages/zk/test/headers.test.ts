import { type Dialect, encodeHex, eraOf, isSkip, loadWorkspace, type RpcObject } from '@defimon/evm'
import { keccak256 } from 'ethers'
import { describe, expect, it } from 'vitest'
import { lineaDialect } from '../src/linea/index.ts'
import { polygonZkevmDialect } from '../src/polygon-zkevm/index.ts'
import { scrollDialect } from '../src/scroll/index.ts'
import { taikoDialect } from '../src/taiko/index.ts'
import { zksyncDialect } from '../src/zksync/index.ts'
import { ERA_VM_BLOCKS, LINEA_HEADERS, MERLIN_HEADERS, SCROLL_HEADERS } from './real-headers.ts'

const { writer } = await loadWorkspace()

function hashOf(dialect: Pick<Dialect, 'eras'>, header: RpcObject): string {
  const computed = eraOf(dialect, header).header.hash(header, writer, { block: header })
  return isSkip(computed) ? computed.skip : computed
}

function changed(value: string): string {
  return value === '0x' ? '0x00' : value.slice(0, -1) + (value.endsWith('0') ? '1' : '0')
}

/** An anchor of Pacaya of a devnet of Taiko's (167001), as its node answered; from a public repository. */
const ANCHOR: RpcObject = {
  from: '0x0000777735367b36bc9b61c50022d9d0700db4ec',
  gas: '0xf4240',
  gasPrice: '0x86ff51',
  maxFeePerGas: '0x86ff51',
  maxPriorityFeePerGas: '0x0',
  hash: '0xc921473ec8d6e93a9e499f4a5c7619fa9cc6ea8f24c89ad338f6c4095347af5c',
  input:
    '0x48080a450000000000000000000000000000000000000000000000000000000000000146' +
    'ef85e2f713b8212f4ff858962a5a5a0a1193b4033d702301cf5b68e29c7bffe6' +
    '000000000000000000000000000000000000000000000000000000000001d28e' +
    '0000000000000000000000000000000000000000000000000000000000000008' +
    '000000000000000000000000000000000000000000000000000000000000004b' +
    '00000000000000000000000000000000000000000000000000000000004c4b40' +
    '000000000000000000000000000000000000000000000000000000004fdec700' +
    '0000000000000000000000000000000000000000000000000000000023c34600' +
    '0000000000000000000000000000000000000000000000000000000000000120' +
    '0000000000000000000000000000000000000000000000000000000000000000',
  nonce: '0x4',
  to: '0x1670010000000000000000000000000000010001',
  value: '0x0',
  type: '0x2',
  accessList: [],
  chainId: '0x28c59',
  v: '0x0',
  r: '0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798',
  s: '0xa8c3e2979dec89d4c055ffc1c900d33731cb43f027e427dff52a6ddf1247ec5',
  yParity: '0x0',
}

describe.each([
  { name: 'Scroll', dialect: scrollDialect, headers: SCROLL_HEADERS },
  { name: 'Linea', dialect: lineaDialect, headers: LINEA_HEADERS },
])('real headers of $name', ({ dialect, headers }) => {
  it.each(headers)('$era hashes to its block hash, and to another with any field changed', ({ header }) => {
    expect(hashOf(dialect, header)).toBe(header['hash'])
    for (const [name, value] of Object.entries(header)) {
      if (name === 'hash') continue
      expect(hashOf(dialect, { ...header, [name]: changed(value) }), name).not.toBe(header['hash'])
    }
  })

  it('tell their era', () => {
    const named = headers.map(({ era, header }) => [era, eraOf(dialect, header).name])
    expect(named).toEqual(
      headers.map(({ era }) => [era, /Clique|Bernoulli|Curie/.test(era) ? 'clique' : era === 'Maru' ? 'maru' : 'euclid-v2']),
    )
  })
})

describe('real blocks of EraVM', () => {
  const [before, since] = ERA_VM_BLOCKS.map(({ block }) => block) as [RpcObject, RpcObject]

  it('hash to their block hash', () => {
    expect(hashOf(zksyncDialect, before)).toBe(before['hash'])
    expect(hashOf(zksyncDialect, since)).toBe(since['hash'])
  })

  it('commit to number, time, parent and transactions since protocol version 13', () => {
    const transactions = since['transactions'] as readonly string[]
    for (const change of [
      { number: changed(String(since['number'])) },
      { timestamp: changed(String(since['timestamp'])) },
      { parentHash: changed(String(since['parentHash'])) },
      { transactions: transactions.slice(1) },
      { transactions: [...transactions].reverse() },
    ]) {
      expect(hashOf(zksyncDialect, { ...since, ...change }), Object.keys(change)[0]).not.toBe(since['hash'])
    }
  })

  it('of before version 13 lend their rule to no later block, for such a hash proves nothing', () => {
    expect(eraOf(zksyncDialect, before).name).toBe('era-vm-before-13')
    expect(hashOf(zksyncDialect, { ...before, timestamp: since['timestamp'] })).not.toBe(before['hash'])
  })
})

describe('real headers of Merlin', () => {
  const dialect = polygonZkevmDialect({ id: 'merlin', name: 'Merlin', stack: 'polygon-zkevm', contracts: {}, endpoints: [] })

  it.each(MERLIN_HEADERS)('$era hashes to the hash that its node gives, without the roots that only L1 proves', ({ header }) => {
    expect(hashOf(dialect, header)).toBe(header['hash'])
    for (const [name, value] of Object.entries(header)) {
      if (name === 'hash') continue
      const other = hashOf(dialect, { ...header, [name]: changed(value) })
      if (name === 'globalExitRoot' || name === 'blockInfoRoot') expect(other, name).toBe(header['hash'])
      else expect(other, name).not.toBe(header['hash'])
    }
  })
})

describe('a real anchor of Taiko', () => {
  it('hashes to its hash and names the L1 block that it anchors', () => {
    const block = { transactions: [ANCHOR] }
    writer.position = 0
    eraOf(taikoDialect, block).transactions['0x2']?.encode?.(ANCHOR, writer)
    expect(keccak256(encodeHex(writer.memory.bytes, 0, writer.position))).toBe(ANCHOR['hash'])
    expect(taikoDialect.l1Origin?.(block, { parent: 'ethereum' } as never)).toEqual({ network: 'ethereum', number: 326 })
  })
})
