import { BlockNotFoundError, type BlockRef, DefimonError, watchBlocks } from '@defimon/core'
import {
  type SimulatedEndpointOptions,
  SOLANA_ACCOUNTS,
  type SolanaModelOptions,
  simulateNetwork,
  virtualRuntime,
} from '@defimon/core/testing'
import {
  measureSlots,
  readConsensus,
  type SolanaSourceOptions,
  solanaDriver,
  solanaSource,
  verifySignatures,
} from '@defimon/solana'
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
  const simulated = simulateNetwork({ stack: 'solana', transactionsPerBlock: 60 })
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
  const signed = { transactionsPerBlock: 6 }

  it.each([['legacy'], [0], [1]] as const)('pass where they are asked for, of version %s', async (version) => {
    const { source, until } = makeSource({ ...signed, transactionVersions: [version] }, { checkSignatures: true })
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

  /** A block of one transaction of version 1, with what a test changes of it. */
  function versionOne(change: (entry: { version: number; transaction: Changeable }) => void) {
    const simulated = simulateNetwork({ stack: 'solana', transactionsPerBlock: 1, transactionVersions: [1] })
    const slot = simulated.chain.head.number
    const config = { commitment: 'confirmed', maxSupportedTransactionVersion: 1 }
    const answer = simulated.model.answer({ method: 'getBlock', params: [slot, config] }, simulated.chain.view())
    const block = structuredClone(answer) as { transactions: { version: number; transaction: Changeable }[] }
    change(block.transactions[0]!)
    return verifySignatures({ slot, block })
  }
  interface Changeable {
    signatures: string[]
    message: { transactionConfig: Record<string, number | null>; header?: object }
  }

  it('are held against each value that a transaction of version 1 asks for', () => {
    expect(versionOne(() => {})).toEqual({ outcome: 'passed', checked: 1 })
    for (const name of ['priorityFee', 'computeUnitLimit', 'loadedAccountsDataSizeLimit', 'heapSize']) {
      const changed = versionOne(({ transaction: { message } }) => {
        message.transactionConfig[name] = (message.transactionConfig[name] ?? 0) + 1
      })
      expect([name, changed.outcome]).toEqual([name, 'mismatch'])
    }
  })

  it('are skipped, with the reason, where the signed bytes are not known', () => {
    const skipped = (reason: string) => ({ outcome: 'skipped', reason })
    expect(versionOne(({ transaction }) => (transaction.message.transactionConfig['tip'] = 1))).toEqual(
      skipped('a transaction of version 1 asks for something that is not known'),
    )
    expect(versionOne((entry) => (entry.version = 2))).toEqual(skipped('messages of version 2 are not encoded'))
    expect(versionOne(({ transaction }) => delete transaction.message.header)).toEqual(
      skipped('parsed instructions do not hold what was signed'),
    )
  })

  it('do not pass where one is missing, or one too many is there', () => {
    expect(versionOne(({ transaction }) => transaction.signatures.push(transaction.signatures[0]!)).outcome).toBe('mismatch')
    expect(versionOne(({ transaction }) => (transaction.signatures = [])).outcome).toBe('mismatch')
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

describe('Alpenglow', () => {
  it('is told from Tower, and from a node that cannot know', async () => {
    const cases = [
      [undefined, { protocol: 'unknown' }],
      ['soon', { protocol: 'tower' }],
      [1_000_020, { protocol: 'alpenglow', sinceSlot: 1_000_020 }],
    ] as const
    for (const [alpenglow, expected] of cases) {
      const { source, until } = makeSource({ ...(alpenglow !== undefined && { alpenglow }) })
      expect(await until(readConsensus(source))).toEqual(expected)
      await until(source.close())
    }
  })

  it('leaves blocks without votes, and what is finalized is as the node says: no depth is assumed', async () => {
    const runtime = virtualRuntime()
    const simulated = simulateNetwork({
      stack: 'solana',
      runtime,
      mining: 'manual',
      startBlock: 0,
      blocks: 60,
      transactionsPerBlock: 8,
      alpenglow: 40,
      finalizedDepth: 1,
    })
    runtime.connect(simulated)
    const source = solanaSource(simulated.network, { runtime })
    const votes = new Map<boolean, number>()
    for (const { number } of simulated.chain.canonical().slice(1)) {
      const { fields } = await runtime.runUntil(source.getBlock(number))
      votes.set(number >= 40, (votes.get(number >= 40) ?? 0) + (fields.voteCount ?? 0))
    }
    expect(votes.get(true)).toBe(0)
    expect(votes.get(false)).toBeGreaterThan(0)
    const [latest, finalized] = await Promise.all(
      (['latest', 'finalized'] as const).map((tag) => runtime.runUntil(source.getBlock(tag))),
    )
    expect(latest?.number).toBe(simulated.chain.head.number)
    expect(finalized?.number).toBe(simulated.chain.finalized?.number)
    expect(finalized?.hash).toBe(latest?.parent?.hash)
    await runtime.runUntil(source.close())
  })

  it('takes back what was only confirmed when a cluster moves to it, and a watch goes on', async () => {
    const runtime = virtualRuntime()
    const simulated = simulateNetwork({
      stack: 'solana',
      runtime,
      mining: 'manual',
      blocks: 60,
      skippedSlots: 0,
      finalizedDepth: 32,
    })
    runtime.connect(simulated)
    const source = solanaSource(simulated.network, { runtime })
    const { number: head } = simulated.chain.head
    const from: BlockRef = simulated.chain.block(head - 20)!
    const seen: string[] = []
    const abort = new AbortController()
    const watching = (async () => {
      for await (const event of watchBlocks(source, { from, detail: 'header', signal: abort.signal })) {
        seen.push(event.type)
        if (event.type === 'reorg') expect(event.commonAncestor.number).toBe(head - 12)
        if (event.type === 'block' && event.block.hash === simulated.chain.head.hash && seen.includes('reorg')) return
      }
    })()
    await runtime.advance(60_000)
    simulated.chain.reorg(12)
    await runtime.runUntil(watching)
    expect(seen).toContain('reorg')
    abort.abort()
    await runtime.runUntil(source.close())
  })

  it('does not change how the time of a slot is told: it is measured', async () => {
    for (const blockTimeMs of [1_000, 500]) {
      const runtime = virtualRuntime()
      const simulated = simulateNetwork({
        stack: 'solana',
        runtime,
        mining: 'manual',
        blocks: 130_000 / blockTimeMs,
        blockTimeMs,
        skippedSlots: 0,
        transactionsPerBlock: 2,
      })
      runtime.connect(simulated)
      const source = solanaSource(simulated.network, { runtime })
      const { slotTimeMs, transactionsPerSecond, userTransactionsPerSecond } = await runtime.runUntil(measureSlots(source))
      expect(slotTimeMs).toBeGreaterThan(0.95 * blockTimeMs)
      expect(slotTimeMs).toBeLessThan(1.05 * blockTimeMs)
      expect(transactionsPerSecond).toBeGreaterThan(0.9 * (2_000 / blockTimeMs))
      expect(userTransactionsPerSecond).toBeLessThan(transactionsPerSecond)
      await runtime.runUntil(source.close())
    }
  })
})
