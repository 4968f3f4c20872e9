import type { L2Network } from '@defimon/core'
import { eraOf, hashWritten, loadWorkspace, type RpcObject, ruleOf } from '@defimon/evm'
import { getNetwork } from '@defimon/networks'
import { describe, expect, it } from 'vitest'
import { optimismDialect, optimismDriver } from '../src/index.ts'
import { attributesSourceHash, l1Attributes } from '../src/l1-attributes.ts'
import { PUBLIC_BLOCKS, PUBLIC_TRANSACTIONS } from './public-blocks.ts'

const { writer } = await loadWorkspace()

function opNetwork(id: string): L2Network<'op-stack'> {
  return getNetwork(id) as L2Network<'op-stack'>
}

async function outcomes(id: string, block: RpcObject): Promise<Readonly<Record<string, string>>> {
  const driver = optimismDriver(opNetwork(id))
  const raw = { block }
  const detail = Array.isArray(block['transactions']) ? 'transactions' : 'header'
  const results = await driver.verify(raw, driver.decode(raw, detail), detail)
  return Object.fromEntries(results.map(({ check, outcome }) => [check, outcome]))
}

describe('a block of public documentation', () => {
  it.each(PUBLIC_BLOCKS)('of $era hashes to its hash', async ({ network, header }) => {
    expect((await outcomes(network, header))['block-hash']).toBe('passed')
    for (const name of ['stateRoot', 'parentHash', 'timestamp', 'gasUsed']) {
      const text = String(header[name])
      const changed = { ...header, [name]: text.slice(0, -1) + (text.endsWith('0') ? '1' : '0') }
      expect((await outcomes(network, changed))['block-hash'], name).toBe('mismatch')
    }
  })

  it.each(PUBLIC_BLOCKS.filter(({ header }) => header['transactions'] !== undefined))(
    'of $era, whole, has the transactions of its root',
    async ({ network, header }) => {
      expect((await outcomes(network, header))['transactions-root']).toBe('passed')
    },
  )
})

describe('a transaction of public test data', () => {
  it.each(PUBLIC_TRANSACTIONS)('of $network hashes to its hash: $what', ({ network, transaction }) => {
    const dialect = optimismDialect(opNetwork(network))
    // The eras of these transactions are told by their blocks; the rules of their types are the same in all of them.
    const block: RpcObject = { gasLimit: '0x1c9c380', withdrawalsRoot: `0x${'00'.repeat(32)}`, transactions: [transaction] }
    const rule = ruleOf(eraOf(dialect, block), transaction, { block, chainId: undefined })
    writer.position = 0
    rule?.encode?.(transaction, writer)
    expect(hashWritten(writer, 0)).toBe(transaction['hash'])
  })

  it.each(PUBLIC_TRANSACTIONS.filter(({ transaction }) => transaction['type'] === '0x7e'))(
    'of $network names the L1 block that its source hash follows from: $what',
    ({ transaction }) => {
      const attributes = l1Attributes({ transactions: [transaction] })
      expect(attributes && attributesSourceHash(attributes, writer)).toBe(transaction['sourceHash'])
    },
  )
})
