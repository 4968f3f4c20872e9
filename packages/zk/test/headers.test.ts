import { type Dialect, eraOf, isSkip, loadWorkspace, type RpcObject } from '@defimon/evm'
import { describe, expect, it } from 'vitest'
import { lineaDialect } from '../src/linea/index.ts'
import { scrollDialect } from '../src/scroll/index.ts'
import { zksyncDialect } from '../src/zksync/index.ts'
import { ERA_VM_BLOCKS, LINEA_HEADERS, SCROLL_HEADERS } from './real-headers.ts'

const { writer } = await loadWorkspace()

function hashOf(dialect: Pick<Dialect, 'eras'>, header: RpcObject): string {
  const computed = eraOf(dialect, header).header.hash(header, writer, { block: header })
  return isSkip(computed) ? computed.skip : computed
}

function changed(value: string): string {
  return value === '0x' ? '0x00' : value.slice(0, -1) + (value.endsWith('0') ? '1' : '0')
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
