import { BlockNotFoundError, DefimonError } from '@defimon/core'
import {
  type SimulatedEndpointOptions,
  SOLANA_ACCOUNTS,
  type SolanaModelOptions,
  simulateNetwork,
  virtualRuntime,
} from '@defimon/core/testing'
import { type SolanaSourceOptions, solanaDriver, solanaSource } from '@defimon/solana'
import { ed25519 } from '@noble/curves/ed25519'
import { base58 } from '@scure/base'
import { describe, expect, it } from 'vitest'

function makeSource(
  options: SolanaModelOptions & { readonly endpoints?: readonly SimulatedEndpointOptions[] } = {},
  sourceOptions: SolanaSourceOptions = {},
) {
  const runtime = virtualRuntime()
  const simulated = simulateNetwork({ stack: 'solana', runtime, mining: 'manual', blocks: 80, skippedSlots: 0.4, ...options })
  runtime.connect(simulated)
  const source = solanaSource(simulated.network, { runtime, ...sourceOptions })
  return { simulated, source, runtime, until: <T>(promise: Promise<T>): Promise<T> => runtime.runUntil(promise) }
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'it did not fail',
    (error: unknown) => error,
  )
}

describe('absence', () => {
  it('is told apart: to come, skipped and pruned', async () => {
    const { simulated, source, until } = makeSource({ endpoints: [{ retainedBlocks: 60 }] })
    const { head } = simulated.chain
    const gaps = simulated.chain
      .canonical({ from: head.number - 50 })
      .filter(({ number, parentNumber }) => number > parentNumber + 1)
      .flatMap(({ number, parentNumber }) => Array.from({ length: number - parentNumber - 1 }, (_, at) => parentNumber + 1 + at))
    // Nodes word a skipped slot in three ways, by its number; one of them says the same of slots to come.
    expect(new Set(gaps.map((slot) => slot % 3)).size).toBe(3)
    for (const slot of gaps) {
      const error = await until(failureOf(source.getBlock(slot)))
      expect(BlockNotFoundError.isInstance(error) && [error.code, (error as BlockNotFoundError).why]).toEqual([
        'NOT_FOUND',
        'skipped',
      ])
    }
    expect(await until(failureOf(source.getBlock(head.number + 5)))).toMatchObject({ code: 'NOT_YET', why: 'not-yet' })
    expect(await until(failureOf(source.getBlock(head.number - 100)))).toMatchObject({ code: 'PRUNED' })
    await until(source.close())
  })

  it('is no gap where a node merely says so: the next block’s parent brings the block back', async () => {
    const { simulated, until, runtime } = makeSource()
    const blocks = simulated.chain.canonical().slice(-12)
    const hidden = blocks[5]?.number
    simulated.endpoint({
      faults: [
        {
          description: 'says of one block that its slot was skipped',
          verdict: 'failed-over',
          answer: (call, answer) =>
            call.method === 'getBlock' && (call.params as unknown[])[0] === hidden
              ? { error: { code: -32007, message: 'Slot was skipped, or missing due to ledger jump to recent snapshot' } }
              : answer,
        },
      ],
    })
    const source = solanaSource(simulated.network, { runtime })
    const numbers: number[] = []
    const reading = (async () => {
      for await (const { number } of source.getBlocks({ from: blocks[0]!.number, to: blocks.at(-1)!.number }))
        numbers.push(number)
    })()
    await until(reading)
    expect(numbers).toEqual(blocks.map(({ number }) => number))
    await until(source.close())
  })
})

describe('errors', () => {
  it('are told apart by code, never by the words', async () => {
    const { simulated, source, until } = makeSource()
    const { number } = simulated.chain.first
    const codes: Record<string, unknown> = {}
    const cases: readonly (readonly [number, string])[] = [
      [-32001, 'PRUNED'],
      [-32004, 'TRANSIENT'],
      [-32007, 'NOT_FOUND'],
      [-32009, 'NOT_FOUND'],
      [-32011, 'PRUNED'],
      [-32014, 'TRANSIENT'],
      [-32015, 'RPC'],
      [-32016, 'NOT_YET'],
      [-32019, 'TRANSIENT'],
    ]
    for (const [code] of cases) {
      simulated.endpoints[0]?.setFaults([
        {
          description: `fails with ${code}`,
          verdict: 'failed-over',
          answer: (call, answer) => (call.method === 'getBlock' ? { error: { code, message: 'no' } } : answer),
        },
      ])
      const error = await until(failureOf(source.getBlock(number)))
      codes[code] = DefimonError.isInstance(error) ? error.code : error
    }
    expect(codes).toEqual(Object.fromEntries(cases))
    await until(source.close())
  })
})

describe('transactions', () => {
  it('are read in all three versions, votes and users apart', async () => {
    const { simulated, source, until } = makeSource()
    const versions = new Set<unknown>()
    let votes = 0
    for (const { number, transactionCount } of simulated.chain.canonical().slice(-30)) {
      const block = await until(source.getBlock(number))
      for (const { fields, kind } of block.transactions) {
        versions.add(fields.version)
        if (kind === 'vote') votes += 1
      }
      expect(block.fields.voteCount).toBe(block.transactions.filter(({ kind }) => kind === 'vote').length)
      expect(block.transactionCount).toBe(transactionCount)
    }
    expect([...versions].map(String).sort()).toEqual(['0', '1', 'legacy'])
    expect(votes).toBeGreaterThan(0)
    await until(source.close())
  })

  it('hold amounts above 2^53 whole', async () => {
    const { simulated, source, until } = makeSource()
    simulated.endpoints[0]?.setFaults([
      {
        description: 'a fee of the largest u64',
        verdict: 'tolerated',
        reply: (reply) =>
          typeof reply.body === 'string'
            ? { ...reply, body: reply.body.replaceAll(/"fee":\d+/g, '"fee":18446744073709551615') }
            : reply,
      },
    ])
    const block = await until(source.getBlock('latest'))
    expect(block.transactions.map(({ fee }) => fee?.totalWei)).toEqual(block.transactions.map(() => 2n ** 64n - 1n))
    await until(source.close())
  })
})

it('decodes bytes to what it decodes JSON to, and refuses bytes that end too early', () => {
  const simulated = simulateNetwork({ stack: 'solana', transactionsPerBlock: 40, transactionVersions: ['legacy', 0] })
  const slot = simulated.chain.head.number
  const answer = (encoding: string): { transactions: { transaction: [string, string] }[] } =>
    simulated.model.answer(
      { method: 'getBlock', params: [slot, { commitment: 'confirmed', encoding, maxSupportedTransactionVersion: 1 }] },
      simulated.chain.view(),
    ) as { transactions: { transaction: [string, string] }[] }
  const driver = solanaDriver(simulated.network)
  const bytes = answer('base64')
  expect(driver.decode({ slot, block: bytes }, 'receipts')).toEqual(driver.decode({ slot, block: answer('json') }, 'receipts'))
  for (const cut of [1, 40, 100]) {
    const [first] = structuredClone(bytes).transactions
    if (!first) throw new Error('no transaction')
    first.transaction[0] = btoa(atob(first.transaction[0]).slice(0, -cut))
    expect(() => driver.decode({ slot, block: { ...bytes, transactions: [first] } }, 'transactions')).toThrow(/end too early/)
  }
})

describe('signatures', () => {
  const signed = { transactionVersions: ['legacy', 0] as const, transactionsPerBlock: 6 }

  it('pass where they are asked for', async () => {
    const { source, until } = makeSource(signed, { checkSignatures: true })
    const { verification } = await until(source.getBlock('latest'))
    expect(verification.passed).toContain('signatures')
    await until(source.close())
  })

  it.each(['signature-changed', 'message-changed'])('do not pass with %s', async (fault) => {
    const { simulated, source, until } = makeSource(signed, { checkSignatures: true })
    simulated.endpoints[0]?.setFaults([fault])
    const error = await until(failureOf(source.getBlock('latest')))
    expect(DefimonError.isInstance(error) && error.code).toBe('VERIFICATION')
    await until(source.close())
  })

  it('are skipped, with the reason, in version 1', async () => {
    const { source, until } = makeSource({ ...signed, transactionVersions: [1] }, { checkSignatures: true })
    const { verification } = await until(source.getBlock('latest'))
    expect(verification.skipped).toContainEqual({ check: 'signatures', reason: 'messages of version 1 are not encoded' })
    await until(source.close())
  })

  it('of the simulation are made with keys that are the points of their scalars', () => {
    for (const { scalar, address } of SOLANA_ACCOUNTS) {
      expect(base58.encode(ed25519.ExtendedPoint.BASE.multiply(scalar).toRawBytes())).toBe(address)
    }
  })
})

it('says that it is Solana of another cluster by the genesis hash', async () => {
  const { simulated, until, runtime } = makeSource()
  const network = { ...simulated.network, chainId: 'solana:4uhcVJyU9pJkvQyS88uRDiswHXSCkY3z' } as typeof simulated.network
  const source = solanaSource(network, { runtime })
  const error = await until(failureOf(source.getBlock('latest')))
  expect(DefimonError.isInstance(error) && error.code).toBe('WRONG_NETWORK')
  await until(source.close())
})
