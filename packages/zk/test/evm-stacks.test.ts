import type { Check, L2Network, Stack } from '@defimon/core'
import type { BlockDriver, CheckResult } from '@defimon/core/adapter'
import {
  LINEA_FORKS,
  POLYGON_ZKEVM_FORKS,
  SCROLL_FORKS,
  type SimulatedNetwork,
  simulateNetwork,
  TAIKO_FORKS,
  virtualRuntime,
} from '@defimon/core/testing'
import type { EvmRaw } from '@defimon/evm'
import { AbiCoder, computeAddress, id } from 'ethers'
import { describe, expect, it } from 'vitest'
import { lineaDriver, lineaSource } from '../src/linea/index.ts'
import { polygonZkevmDriver, polygonZkevmSource } from '../src/polygon-zkevm/index.ts'
import { scrollDriver } from '../src/scroll/index.ts'
import { taikoDriver } from '../src/taiko/index.ts'
import { zksyncDriver } from '../src/zksync/index.ts'

type Json = Record<string, unknown>

/** The answers about every block of a simulated chain. */
async function answersOf(simulated: SimulatedNetwork): Promise<EvmRaw[]> {
  const ask = async (method: string, ...params: unknown[]): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
    const response = await simulated.fetch(simulated.network.endpoints[0]!.url, { method: 'POST', body })
    return ((await response.json()) as { result: unknown }).result
  }
  return Promise.all(
    simulated.chain.canonical().map(async ({ hash }) => ({
      block: (await ask('eth_getBlockByHash', hash, true)) as Json,
      receipts: (await ask('eth_getBlockReceipts', hash)) as Json[],
    })),
  )
}

async function verify<S extends Stack>(driver: BlockDriver<S, EvmRaw>, raw: EvmRaw): Promise<readonly CheckResult[]> {
  return driver.verify(raw, driver.decode(raw, 'receipts'), 'receipts')
}

async function outcomes<S extends Stack>(driver: BlockDriver<S, EvmRaw>, raw: EvmRaw): Promise<Partial<Record<Check, string>>> {
  return Object.fromEntries((await verify(driver, raw)).map(({ check, outcome }) => [check, outcome]))
}

const ALL_PASSED = { 'block-hash': 'passed', 'transactions-root': 'passed', 'receipts-root': 'passed', 'logs-bloom': 'passed' }
const transactionsOf = ({ block }: EvmRaw): Json[] => block['transactions'] as Json[]
const zeros = (bytes: number): string => '00'.repeat(bytes)

describe('all checks pass on simulated', () => {
  it.each(SCROLL_FORKS)('Scroll, %s', async (fork) => {
    const simulated = simulateNetwork({ stack: 'scroll', fork, blocks: 8 })
    for (const raw of await answersOf(simulated)) {
      expect(await outcomes(scrollDriver(simulated.network), raw)).toMatchObject(ALL_PASSED)
    }
  })

  it.each(LINEA_FORKS)('Linea, %s', async (fork) => {
    const simulated = simulateNetwork({ stack: 'linea', fork, blocks: 8 })
    for (const raw of await answersOf(simulated)) {
      const withdrawals = { 'withdrawals-root': fork === 'maru' ? 'passed' : 'skipped' }
      expect(await outcomes(lineaDriver(simulated.network), raw)).toEqual({ ...ALL_PASSED, ...withdrawals })
    }
  })

  it.each(TAIKO_FORKS)('Taiko, %s', async (fork) => {
    const simulated = simulateNetwork({ stack: 'taiko', fork, blocks: 8 })
    for (const raw of await answersOf(simulated)) {
      expect(await outcomes(taikoDriver(simulated.network), raw)).toMatchObject(ALL_PASSED)
    }
  })

  it.each(POLYGON_ZKEVM_FORKS)('Polygon zkEVM, %s', async (fork) => {
    const simulated = simulateNetwork({ stack: 'polygon-zkevm', fork, blocks: 8 })
    for (const raw of await answersOf(simulated)) {
      expect(await outcomes(polygonZkevmDriver(simulated.network), raw)).toMatchObject(ALL_PASSED)
    }
  })
})

describe('type 0x7e', () => {
  const networkOf = <S extends Stack>(stack: S) => ({ id: 'some', name: 'Some', stack, contracts: {}, endpoints: [] }) as const
  const drivers = [scrollDriver(networkOf('scroll')), zksyncDriver(networkOf('zksync'))]

  it('is a message from L1 on Scroll: OP’s deposit, which is another transaction, cannot pass for one', async () => {
    const [scroll] = drivers as [ReturnType<typeof scrollDriver>]
    const [raw] = await answersOf(simulateNetwork({ stack: 'op-stack', blocks: 1 }))
    expect(transactionsOf(raw!)[0]).toMatchObject({ type: '0x7e' })
    await expect(verify(scroll, raw!)).rejects.toMatchObject({
      code: 'MALFORMED',
      message: expect.stringContaining('queueIndex'),
    })
    const disguised = transactionsOf(raw!).map((transaction) => ({ ...transaction, queueIndex: transaction['nonce'] }))
    const results = await verify(scroll, { ...raw!, block: { ...raw!.block, transactions: disguised } })
    expect(results.find(({ check }) => check === 'transactions-root')?.outcome).toBe('mismatch')
  })

  it('is an upgrade on ZKsync OS, which is skipped', async () => {
    const [, zksync] = drivers as [unknown, ReturnType<typeof zksyncDriver>]
    const [raw] = await answersOf(simulateNetwork({ stack: 'scroll', blocks: 1 }))
    const decoded = zksync.decode(raw!, 'receipts')
    expect(decoded.transactions![0]).toMatchObject({ type: '0x7e', kind: 'system' })
    expect((await outcomes(zksync, raw!))['transactions-root']).toBe('skipped')
  })

  it('has the fields of its stack', async () => {
    const simulated = simulateNetwork({ stack: 'scroll', blocks: 3 })
    for (const raw of await answersOf(simulated)) {
      const [message, ...others] = scrollDriver(simulated.network).decode(raw, 'receipts').transactions!
      expect(message).toMatchObject({ kind: 'deposit', fee: { totalWei: 0n } })
      expect(message!.fields.queueIndex).toBe(Number(transactionsOf(raw)[0]!['queueIndex']))
      const paid = others.findLast(({ kind }) => kind === 'user')!
      expect(paid.fee!.totalWei).toBe(paid.gasUsed! * paid.fields.effectiveGasPriceWei! + paid.fee!.l1DataWei!)
    }
  })
})

describe('unknown to these stacks', () => {
  const drivers = [
    ['scroll', scrollDriver],
    ['linea', lineaDriver],
    ['taiko', taikoDriver],
    ['polygon-zkevm', polygonZkevmDriver],
  ] as const

  it.each(drivers)('a type is skipped on %s, and the block comes through', async (stack, driverOf) => {
    const simulated = simulateNetwork({ stack, blocks: 1 }) as SimulatedNetwork
    const driver = (driverOf as (network: L2Network) => BlockDriver<Stack, EvmRaw>)(simulated.network)
    const [raw] = await answersOf(simulated)
    const transactions = transactionsOf(raw!).map((transaction) => ({ ...transaction, type: '0x55' }))
    const receipts = raw!.receipts!.map((receipt) => ({ ...receipt, type: '0x55' }))
    const changed = { block: { ...raw!.block, transactions }, receipts }
    const results = await verify(driver, changed)
    expect(results.filter(({ outcome }) => outcome === 'mismatch')).toEqual([])
    expect(results.find(({ check }) => check === 'transactions-root')).toMatchObject({
      reason: 'unknown transaction type 0x55',
    })
    expect(driver.decode(changed, 'receipts').transactions).toHaveLength(transactions.length)
  })

  it.each(drivers)('a header field of a fork to come is skipped on %s', async (stack, driverOf) => {
    const simulated = simulateNetwork({ stack, blocks: 1 }) as SimulatedNetwork
    const driver = (driverOf as (network: L2Network) => BlockDriver<Stack, EvmRaw>)(simulated.network)
    const [raw] = await answersOf(simulated)
    const block = { ...raw!.block, proverRoot: `0x${zeros(32)}`, stateRoot: `0x${zeros(32)}` }
    const [result] = await verify(driver, { ...raw!, block })
    expect(result).toMatchObject({ check: 'block-hash', outcome: 'skipped' })
    expect((result as { reason: string }).reason).toMatch(/proverRoot|no real block/)
  })
})

describe('Linea', () => {
  it('says what its blocks announce as prices', async () => {
    for (const fork of LINEA_FORKS) {
      const simulated = simulateNetwork({ stack: 'linea', fork, blocks: 1 })
      const [raw] = await answersOf(simulated)
      const extraData = String(raw!.block['extraData'])
      const { fields } = lineaDriver(simulated.network).decode(raw!, 'header')
      expect(fields.fixedCostWei).toBe(30_000_000n)
      expect(fields.variableCostWei).toBe(BigInt(`0x${extraData.slice(12, 20)}`) * 1000n)
      expect(fields.gasPriceWei).toBe(BigInt(`0x${extraData.slice(20, 28)}`) * 1000n)
    }
  })

  it('reads no prices from the version of a client, which stood there in the beginning', async () => {
    const simulated = simulateNetwork({ stack: 'linea', fork: 'clique', blocks: 1 })
    const [raw] = await answersOf(simulated)
    // As in block 1,339,346: the RLP list that go-ethereum writes.
    const extraData = `0xd983010b06846765746889676f312e32302e3132856c696e7578${zeros(71)}`
    const { fields } = lineaDriver(simulated.network).decode({ block: { ...raw!.block, extraData } }, 'header')
    expect(fields).not.toHaveProperty('fixedCostWei')
  })

  it('has no tag safe', async () => {
    const runtime = virtualRuntime()
    const simulated = simulateNetwork({ stack: 'linea', runtime, mining: 'manual' })
    runtime.connect(simulated)
    const source = lineaSource(simulated.network, { runtime })
    await expect(runtime.runUntil(source.getBlock('safe'))).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    expect((await runtime.runUntil(source.getBlock('finalized'))).hash).toBe(simulated.chain.finalized!.hash)
    await runtime.runUntil(source.close())
  })
})

describe('Taiko', () => {
  const CONFIG = '(uint8,uint8,uint32,uint64,uint32)'
  const ANCHORS = {
    katla: { signature: 'anchor(bytes32,bytes32,uint64,uint32)', number: 2, hash: 0 },
    ontake: { signature: `anchorV2(uint64,bytes32,uint32,${CONFIG})`, number: 0, hash: undefined },
    pacaya: { signature: `anchorV3(uint64,bytes32,uint32,${CONFIG},bytes32[])`, number: 0, hash: undefined },
    shasta: { signature: 'anchorV4((uint48,bytes32,bytes32))', number: 0, hash: 1 },
  } as const

  it.each(TAIKO_FORKS)('anchors to an L1 block, which ethers reads from the calldata of %s too', async (fork) => {
    const { signature, number, hash } = ANCHORS[fork]
    const simulated = simulateNetwork({ stack: 'taiko', fork, blocks: 3 })
    for (const raw of await answersOf(simulated)) {
      const input = String(transactionsOf(raw)[0]!['input'])
      expect(input.slice(0, 10)).toBe(id(signature).slice(0, 10))
      const types = signature.slice(signature.indexOf('(') + 1, -1)
      const decoded = AbiCoder.defaultAbiCoder().decode(splitTypes(types), `0x${input.slice(10)}`)
      const values = fork === 'shasta' ? decoded[0] : decoded
      const expected = { network: 'ethereum', number: Number(values[number]), ...(hash !== undefined && { hash: values[hash] }) }
      expect(taikoDriver(simulated.network).decode(raw, 'transactions').l1Origin).toEqual(expected)
    }
  })

  it('has one anchor a block, which pays nothing', async () => {
    const simulated = simulateNetwork({ stack: 'taiko', blocks: 4 })
    for (const raw of await answersOf(simulated)) {
      const [anchor, ...others] = taikoDriver(simulated.network).decode(raw, 'receipts').transactions!
      expect(anchor).toMatchObject({ kind: 'system', type: '0x2', fee: { totalWei: 0n } })
      expect(anchor!.from).toBe(
        computeAddress('0x92954368afd3caa1f3ce3ead0069c1af414054aefe1ef9aeacc1bf426222ce38').toLowerCase(),
      )
      for (const other of others) expect(other.kind).toBe('user')
      expect(others.every(({ fee }) => fee!.totalWei > 0n)).toBe(true)
    }
  })

  it('says nothing of L1 where the form of the anchor is unknown, or nobody’s', async () => {
    const simulated = simulateNetwork({ stack: 'taiko', blocks: 1 })
    const [raw] = await answersOf(simulated)
    const [anchor, ...others] = transactionsOf(raw!)
    const originOf = (change: Json): unknown =>
      taikoDriver(simulated.network).decode(
        { block: { ...raw!.block, transactions: [{ ...anchor, ...change }, ...others] } },
        'transactions',
      ).l1Origin
    expect(originOf({})).toBeDefined()
    expect(originOf({ input: '0x12345678' })).toBeUndefined()
    expect(originOf({ input: '0x523e6854' })).toBeUndefined()
    expect(originOf({ from: `0x${zeros(20)}` })).toBeUndefined()
  })
})

describe('Polygon zkEVM', () => {
  it('skips what does not come out, with the reason', async () => {
    const simulated = simulateNetwork({ stack: 'polygon-zkevm', blocks: 1 })
    const [raw] = await answersOf(simulated)
    const block = { ...raw!.block, stateRoot: `0x${zeros(32)}`, transactionsRoot: `0x${zeros(32)}` }
    const results = await verify(polygonZkevmDriver(simulated.network), { ...raw!, block })
    for (const check of ['block-hash', 'transactions-root'] as const) {
      expect(results.find((result) => result.check === check)).toMatchObject({
        outcome: 'skipped',
        reason: expect.stringContaining('no real block with transactions is at hand'),
      })
    }
  })

  it('shows the roots that its nodes show', async () => {
    const simulated = simulateNetwork({ stack: 'polygon-zkevm', blocks: 1 })
    const [raw] = await answersOf(simulated)
    const transactions = transactionsOf(raw!).map((transaction) => ({ ...transaction, l2Hash: `0x${'ab'.repeat(32)}` }))
    const { fields, transactions: decoded } = polygonZkevmDriver(simulated.network).decode(
      { block: { ...raw!.block, transactions } },
      'transactions',
    )
    const { globalExitRoot, blockInfoRoot } = raw!.block
    expect(fields).toMatchObject({ globalExitRoot, blockInfoRoot })
    expect(decoded![0]!.fields.l2Hash).toBe(`0x${'ab'.repeat(32)}`)
  })

  it('has one block that is safe and finalized', async () => {
    const runtime = virtualRuntime()
    const simulated = simulateNetwork({ stack: 'polygon-zkevm', runtime, mining: 'manual' })
    runtime.connect(simulated)
    const source = polygonZkevmSource(simulated.network, { runtime })
    const [safe, finalized] = await runtime.runUntil(Promise.all([source.getBlock('safe'), source.getBlock('finalized')]))
    expect([safe.hash, finalized.hash]).toEqual([simulated.chain.finalized!.hash, simulated.chain.finalized!.hash])
    await runtime.runUntil(source.close())
  })
})

/** The types of a function, where commas within a tuple do not count. */
function splitTypes(list: string): string[] {
  const types: string[] = ['']
  let depth = 0
  for (const letter of list) {
    if (letter === '(') depth += 1
    if (letter === ')') depth -= 1
    if (letter === ',' && depth === 0) types.push('')
    else types[types.length - 1] += letter
  }
  return types.map((type) => (type.startsWith('(') ? `tuple${type}` : type))
}
