import type { L2Network } from '@defimon/core'
import { simulateNetwork } from '@defimon/core/testing'
import { type EvmRaw, type RpcObject, ruleOf } from '@defimon/evm'
import { networks } from '@defimon/networks'
import { describe, expect, it } from 'vitest'
import { arbitrumDialect, arbitrumDriver, arbitrumSource } from '../src/index.ts'
import { ARBITRUM_HEADERS } from './arbitrum-headers.ts'

const chains = Object.values(networks).filter((network): network is L2Network<'arbitrum'> => network.stack === 'arbitrum')
const [classic, nitro] = arbitrumDialect.eras

interface Simulated {
  readonly network: L2Network<'arbitrum'>
  readonly raw: EvmRaw & { readonly receipts: readonly RpcObject[] }
}

/** A block of a simulated chain that holds a transaction of a type. */
async function blockWith(type: string): Promise<Simulated> {
  const simulated = simulateNetwork({ stack: 'arbitrum', blocks: 40, seed: 'types' })
  const ask = async (method: string, ...params: unknown[]): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
    const response = await simulated.fetch(simulated.network.endpoints[0]!.url, { method: 'POST', body })
    return ((await response.json()) as { result: unknown }).result
  }
  for (const { hash } of simulated.chain.canonical()) {
    const block = (await ask('eth_getBlockByHash', hash, true)) as RpcObject
    const transactions = block['transactions'] as readonly RpcObject[]
    if (!transactions.some((transaction) => transaction['type'] === type)) continue
    const receipts = (await ask('eth_getBlockReceipts', hash)) as readonly RpcObject[]
    return { network: simulated.network as L2Network<'arbitrum'>, raw: { block, receipts } }
  }
  throw new Error(`no block with a transaction of type ${type}`)
}

/** The outcome of each check of a block whose transactions were changed. */
async function outcomes(
  { network, raw }: Simulated,
  change: (transaction: RpcObject) => RpcObject = (transaction) => transaction,
  header: RpcObject = {},
): Promise<Readonly<Record<string, { outcome: string; reason?: string; detail?: string }>>> {
  const driver = arbitrumDriver(network)
  const transactions = (raw.block['transactions'] as readonly RpcObject[]).map(change)
  const changed: EvmRaw = { ...raw, block: { ...raw.block, transactions, ...header } }
  const results = await driver.verify(changed, driver.decode(changed, 'receipts'), 'receipts')
  return Object.fromEntries(results.map(({ check, ...rest }) => [check, rest]))
}

describe('the chains of the registry', () => {
  it.each(chains)('$id has a source', async (network) => {
    const source = arbitrumSource(network, { endpoints: ['https://node.example'] })
    expect(source.network.id).toBe(network.id)
    await source.close()
  })

  it('are One, Nova and Orbit chains, L3s among them', () => {
    const ids = chains.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(['arbitrum_one', 'arbitrum_nova', 'xai', 'degen', 'apechain']))
    expect(chains.filter(({ parent }) => parent === 'arbitrum_one').length).toBeGreaterThan(5)
  })
})

describe('the L1 origin', () => {
  const header = ARBITRUM_HEADERS.at(-1)?.header ?? {}
  const number = Number(header['l1BlockNumber'])
  const of = (network: Partial<L2Network<'arbitrum'>>) =>
    arbitrumDialect.l1Origin?.(header, { id: 'x', name: 'x', endpoints: [], ...network })

  it('of One is a block of Ethereum', () => {
    expect(of({ parent: 'ethereum' })).toEqual({ network: 'ethereum', number })
    expect(of({ parent: 'ethereum_sepolia', testnetOf: 'arbitrum_one' })).toEqual({ network: 'ethereum_sepolia', number })
  })

  it('of an L3 over an Arbitrum chain is a block of Ethereum too, for the parent’s own number is taken over', () => {
    expect(of({ parent: 'arbitrum_one' })).toEqual({ network: 'ethereum', number })
    expect(of({ parent: 'arbitrum_nova' })).toEqual({ network: 'ethereum', number })
    expect(of({ parent: 'arbitrum_sepolia', testnetOf: 'xai' })).toEqual({ network: 'ethereum_sepolia', number })
  })

  it('of an L3 over another chain is a block of its parent', () => {
    expect(of({ parent: 'base' })).toEqual({ network: 'base', number })
  })

  it('of a block from before Nitro is what the node adds, where it adds it', () => {
    const old: Readonly<Record<string, unknown>> = ARBITRUM_HEADERS[0]?.header ?? {}
    const network = { id: 'arbitrum_one', name: 'x', endpoints: [], parent: 'ethereum' }
    expect(arbitrumDialect.l1Origin?.({ ...old, l1BlockNumber: '0xe3e93a' }, network)).toEqual({
      network: 'ethereum',
      number: 0xe3e93a,
    })
    const { l1BlockNumber: _, ...without } = old
    expect(arbitrumDialect.l1Origin?.(without, network)).toBeUndefined()
  })
})

describe('types that other stacks use too', () => {
  const context = { block: {}, chainId: 42_161 }

  it('0x64 is a deposit of ether here, and no sponsored transaction of Ronin: a payer in it changes nothing', async () => {
    const { raw, network } = await blockWith('0x64')
    const payer = { payer: `0x${'12'.repeat(20)}`, expiredTime: '0x1' }
    const results = await outcomes({ raw, network }, (transaction) =>
      transaction['type'] === '0x64' ? { ...transaction, ...payer } : transaction,
    )
    expect(results['transactions-root']).toEqual({ outcome: 'passed' })
    expect(nitro && ruleOf(nitro, { type: '0x64' }, context)?.kind).toBe('deposit')
  })

  it('0x78 is a transaction from before Nitro, never one of Kaia, and not known in Nitro', () => {
    expect(classic && ruleOf(classic, { type: '0x78' }, context)?.skip).toMatch(/before Nitro/)
    expect(nitro && ruleOf(nitro, { type: '0x78' }, context)).toBeUndefined()
  })

  it('0x7e and 0x7f mean nothing here', () => {
    for (const type of ['0x7e', '0x7f']) expect(nitro && ruleOf(nitro, { type }, context)).toBeUndefined()
  })
})

describe('what is not known', () => {
  it('a type to come: both roots are skipped with its name, and the block comes through', async () => {
    const known = await blockWith('0x69')
    const receipts = known.raw.receipts.map((receipt) => (receipt['type'] === '0x69' ? { ...receipt, type: '0x6b' } : receipt))
    const results = await outcomes({ ...known, raw: { ...known.raw, receipts } }, (transaction) =>
      transaction['type'] === '0x69' ? { ...transaction, type: '0x6b' } : transaction,
    )
    const reason = 'unknown transaction type 0x6b'
    expect(results['block-hash']).toEqual({ outcome: 'passed' })
    expect(results['transactions-root']).toEqual({ outcome: 'skipped', reason })
    expect(results['receipts-root']).toEqual({ outcome: 'skipped', reason })
  })

  it('a header field to come: the hash is skipped with its name', async () => {
    const results = await outcomes(await blockWith('0x6a'), undefined, { gasUsed: '0x1', multiGasUsed: '0x1' })
    expect(results['block-hash']).toEqual({ outcome: 'skipped', reason: 'unknown header field multiGasUsed' })
  })
})

describe('a transaction that nobody signs', () => {
  it.each(['0x64', '0x65', '0x66', '0x68', '0x69', '0x6a'])('%s passes, and every field of it is held', async (type) => {
    const simulated = await blockWith(type)
    const unchanged = await outcomes(simulated)
    expect(Object.values(unchanged).map(({ outcome }) => outcome)).toEqual(Object.keys(unchanged).map(() => 'passed'))
    const [one] = (simulated.raw.block['transactions'] as readonly RpcObject[]).filter((each) => each['type'] === type)
    // Not in the encoding, and made up by the node: what it says twice, and the input of a submission.
    const free = new Set(['type', ...(type === '0x69' ? ['input', 'nonce', 'gasPrice'] : [])])
    if (type === '0x64') for (const name of ['gas', 'gasPrice', 'input', 'nonce']) free.add(name)
    if (type === '0x66') for (const name of ['gasPrice', 'nonce']) free.add(name)
    if (type === '0x68') free.add('gasPrice')
    for (const [name, value] of Object.entries(one ?? {})) {
      if (free.has(name) || typeof value !== 'string') continue
      const other = value === '0x' ? '0x01' : value === '0x0' ? '0x1' : value.slice(0, -1) + (value.endsWith('1') ? '2' : '1')
      const results = await outcomes(simulated, (each) => (each === one ? { ...each, [name]: other } : each))
      expect(results['transactions-root']?.outcome, `${type} ${name}`).toBe('mismatch')
    }
  })

  it('shows its fields', async () => {
    const { network, raw } = await blockWith('0x69')
    const block = arbitrumDriver(network).decode(raw, 'receipts')
    const submission = block.transactions?.find(({ type }) => type === '0x69')
    const retry = block.transactions?.find(({ type }) => type === '0x68')
    expect(submission?.kind).toBe('deposit')
    expect(submission?.fields).toMatchObject({
      requestId: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      depositValueWei: expect.any(BigInt),
      l1BaseFeeWei: expect.any(BigInt),
      maxSubmissionFeeWei: expect.any(BigInt),
      beneficiary: expect.any(String),
    })
    expect(retry?.fields.ticketId).toBe(submission?.hash)
    expect(block.transactions?.[0]).toMatchObject({ type: '0x6a', kind: 'system', fee: { totalWei: 0n } })
  })
})

describe('what a transaction paid', () => {
  it('holds the share of L1, which is part of its gas', () => {
    const receipt = { gasUsed: '0x64', gasUsedForL1: '0x28', effectiveGasPrice: '0xa' }
    const context = { block: { baseFeePerGas: '0xa' }, chainId: 1 }
    expect(arbitrumDialect.fee?.({ type: '0x2' }, receipt, context)).toEqual({
      totalWei: 1000n,
      l1DataWei: 400n,
      priorityWei: 0n,
    })
    expect(arbitrumDialect.fee?.({ type: '0x64' }, receipt, context)).toEqual({ totalWei: 0n })
  })

  it('cannot have more gas for L1 than gas', async () => {
    const simulated = await blockWith('0x2')
    const receipts = simulated.raw.receipts.map((receipt) =>
      receipt['type'] === '0x2' ? { ...receipt, gasUsedForL1: '0xffffffff' } : receipt,
    )
    const results = await outcomes({ ...simulated, raw: { ...simulated.raw, receipts } })
    expect(results['receipts-root']).toMatchObject({ outcome: 'mismatch', detail: 'gasUsedForL1 of a receipt' })
  })

  it('holds no tip, for tips are dropped', async () => {
    const simulated = await blockWith('0x2')
    const receipts = simulated.raw.receipts.map((receipt) =>
      receipt['type'] === '0x2' ? { ...receipt, effectiveGasPrice: '0xffffffff' } : receipt,
    )
    const results = await outcomes({ ...simulated, raw: { ...simulated.raw, receipts } })
    expect(results['receipts-root']).toMatchObject({ outcome: 'mismatch', detail: 'effectiveGasPrice of a receipt' })
  })
})
