import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeArbitrumSettlement } from '@defimon/arbitrum'
import type { Exchange, L2Network } from '@defimon/core'
import { readRecordings } from '@defimon/core/node'
import { canonicalDeclaration, type ParentRecord, readParentRecord, type SettlementStep } from '@defimon/evm/parent'
import { apechain, arbitrum_nova, arbitrum_one } from '@defimon/networks'
import { AbiCoder, Interface, type InterfaceAbi, id } from 'ethers'
import { describe, expect, it } from 'vitest'
import { realData } from '../../../../test/real-data.ts'
import { INBOX_FUNCTIONS } from '../../src/settlement/batch-calls.ts'
import { sequencerBatchData, sequencerBatchDelivered } from '../../src/settlement/inbox-events.ts'
import { ROLLUP_FUNCTIONS } from '../../src/settlement/rollup-calls.ts'
import * as rollupEvents from '../../src/settlement/rollup-events.ts'

const folder = realData()
const inboxOf = ({ contracts }: L2Network<'arbitrum'>): string => contracts.sequencerInbox?.[0]?.address.toLowerCase() ?? ''
const hash = (text: string): string => id(text)

function recordOf(parts: Partial<ParentRecord>): ParentRecord {
  return { logs: [], blobs: [], raw: undefined, ...parts }
}

/** A call as ethers encodes it. */
function called(declaration: string, to: string, ...values: readonly unknown[]): ParentRecord {
  const contract = new Interface([`function ${declaration}`] as InterfaceAbi)
  const name = contract.fragments[0]?.format('sighash') ?? ''
  return recordOf({ transaction: { input: contract.encodeFunctionData(name, values), to, blobVersionedHashes: [] } })
}

/** A log as ethers encodes it. */
function logged(declaration: string, address: string, ...values: readonly unknown[]): ParentRecord['logs'][number] {
  const contract = new Interface([`event ${declaration}`] as InterfaceAbi)
  const { topics, data } = contract.encodeEventLog(declaration.slice(0, declaration.indexOf('(')), values)
  return { address, topics, data }
}

describe('the literals of the contracts', () => {
  it('are what ethers hashes of their declarations', () => {
    const events = [sequencerBatchDelivered, sequencerBatchData, ...Object.values(rollupEvents)].filter(
      (each) => typeof each === 'object',
    )
    expect(events.length).toBe(8)
    for (const { declaration, topic0 } of events) expect(topic0, declaration).toBe(id(canonicalDeclaration(declaration)))
    for (const { call } of [...INBOX_FUNCTIONS, ...ROLLUP_FUNCTIONS]) {
      expect(call.selector, call.declaration).toBe(id(canonicalDeclaration(call.declaration)).slice(0, 10))
    }
  })
})

describe.skipIf(!folder)('real batches of Arbitrum', async () => {
  if (!folder) return
  const { exchanges } = await readRecordings([join(folder, 'settlement/arbitrum_one'), join(folder, 'settlement/arbitrum_nova')])
  const networkOf = ({ network }: Exchange): L2Network<'arbitrum'> => (network === 'arbitrum_one' ? arbitrum_one : arbitrum_nova)
  const expectationOf = ({ file }: Exchange): { readonly decoded: Readonly<Record<string, unknown>> } =>
    JSON.parse(readFileSync(file ?? '', 'utf8'))

  it.each(exchanges.map((exchange) => [exchange.file?.split('/').slice(-2).join('/'), exchange] as const))(
    '%s',
    async (_, exchange) => {
      const record = await readParentRecord(exchange)
      const { decoded } = expectationOf(exchange)
      const steps = await describeArbitrumSettlement(record, networkOf(exchange))
      expect(steps).toHaveLength(1)
      const [step] = steps
      expect(step?.stage).toBe('posted')
      const events = decoded['events'] as readonly { readonly batchSequenceNumber: number }[] | undefined
      const batch = (decoded['sequenceNumber'] ?? events?.[0]?.batchSequenceNumber) as number
      expect(step?.batches).toEqual({ from: batch, to: batch })
      if (!record.transaction) {
        // A receipt has no counts: its transaction tells the blocks.
        expect(step?.covers).toBeUndefined()
        expect(step?.authorised).toBe(true)
        return
      }
      const { from, to, exact } = decoded['l2Range'] as { from: number; to: number; exact: boolean }
      expect(step?.covers).toEqual({ from, to, exact })
      expect(step?.dataAvailability).toBe(
        record.transaction.blobVersionedHashes.length > 0
          ? 'ethereum-blobs'
          : exchange.network === 'arbitrum_nova'
            ? 'dac'
            : 'ethereum-calldata',
      )
    },
  )

  it('are told whole where transaction and receipt are joined', async () => {
    const parts = exchanges.filter(({ file }) => file?.includes('49a46946a029'))
    const records = await Promise.all(parts.map(readParentRecord))
    const logs = records.flatMap((record) => record.logs)
    const transaction = records.find((record) => record.transaction)?.transaction
    const [step] = await describeArbitrumSettlement(recordOf({ logs, ...(transaction && { transaction }) }), arbitrum_one)
    expect(step).toEqual({
      stage: 'posted',
      batches: { from: 146_012, to: 146_012 },
      covers: { from: 79_822_544, to: 79_822_810, exact: true },
      dataAvailability: 'ethereum-calldata',
      authorised: true,
      note: '267 messages in its segments',
    })
  })

  it('trap 7: calldata hold as many messages as the call counts, and certificates hold none', async () => {
    let compared = 0
    for (const exchange of exchanges) {
      const { batch, prevMessageCount, newMessageCount } = expectationOf(exchange).decoded as {
        batch?: { messagesInSegments?: number }
        prevMessageCount?: number
        newMessageCount?: number
      }
      if (batch === undefined) continue
      const [step] = await describeArbitrumSettlement(await readParentRecord(exchange), networkOf(exchange))
      if (batch.messagesInSegments === undefined) {
        expect(step?.dataAvailability).toBe('dac')
        expect(step?.note).toBeUndefined()
        continue
      }
      compared += 1
      expect(batch.messagesInSegments).toBe((newMessageCount ?? 0) - (prevMessageCount ?? 0))
      expect(step?.note).toBe(`${batch.messagesInSegments} messages in its segments`)
    }
    expect(compared).toBeGreaterThan(3)
  })
})

if (!folder) it('real batches are left out: DEFIMON_REAL_DATA is not set and ../shared is not there', () => {})

describe('batches encoded by ethers', () => {
  const [BLOBS_WITH_PROOF, FORCED, OLD, EIGENDA] = ['BlobsDelayProof', 'forceInclusion', 'Origin(', 'EigenDA'].map((part) => {
    const found = INBOX_FUNCTIONS.filter(({ call }) => call.declaration.includes(part))
    return (part === 'Origin(' ? found.find(({ at }) => at.counts === undefined) : found[0])?.call.declaration ?? ''
  }) as [string, string, string, string]
  const inbox = inboxOf(arbitrum_one)
  const zero = `0x${'00'.repeat(20)}`

  it('trap 7: blobs with a delay proof (0x917cf8ac), of which no file is here', async () => {
    const record = called(BLOBS_WITH_PROOF, inbox, 7n, 90n, zero, 1_000n, 1_400n, [hash('a'), [3, zero, 1, 2, 3, 4, hash('b')]])
    expect(record.transaction?.input.slice(0, 10)).toBe('0x917cf8ac')
    expect(await describeArbitrumSettlement(record, arbitrum_one)).toEqual([
      {
        stage: 'posted',
        batches: { from: 7, to: 7 },
        covers: { from: 22_208_817, to: 22_209_216, exact: true },
        dataAvailability: 'ethereum-blobs',
      },
    ])
  })

  it('are no business of another chain: the inbox is another', async () => {
    const record = called(BLOBS_WITH_PROOF, inbox, 7n, 90n, zero, 1_000n, 1_400n, [hash('a'), [3, zero, 1, 2, 3, 4, hash('b')]])
    expect(await describeArbitrumSettlement(record, arbitrum_nova)).toEqual([])
  })

  it('tell messages and not blocks where the chain is not known', async () => {
    const record = called(BLOBS_WITH_PROOF, inbox, 7n, 90n, zero, 1_000n, 1_400n, [hash('a'), [3, zero, 1, 2, 3, 4, hash('b')]])
    const [step] = await describeArbitrumSettlement(record, undefined)
    expect(step?.covers).toBeUndefined()
    expect(step?.note).toBe('messages 1000 to 1399; the chain is not known')
  })

  it('say that old calls, and counts of zero, do not tell the blocks', async () => {
    const [old] = await describeArbitrumSettlement(called(OLD, inbox, 5n, '0x00', 1n, zero), arbitrum_one)
    expect(old).toMatchObject({ batches: { from: 5, to: 5 }, note: expect.stringContaining('does not count messages') })
    expect(old?.covers).toBeUndefined()
  })

  it('have no number of their own where the poster left it open, until the event tells it', async () => {
    const open = [2n ** 256n - 1n, 90n, zero, 1_000n, 1_400n, [hash('a'), [3, zero, 1, 2, 3, 4, hash('b')]]]
    const [step] = await describeArbitrumSettlement(called(BLOBS_WITH_PROOF, inbox, ...open), arbitrum_one)
    expect(step?.batches).toBeUndefined()
    expect(step?.covers).toEqual({ from: 22_208_817, to: 22_209_216, exact: true })
    const event = logged(sequencerBatchDelivered.declaration, inbox, 8n, hash('x'), hash('y'), hash('z'), 90n, [1, 2, 3, 4], 3)
    const joined = { ...called(BLOBS_WITH_PROOF, inbox, ...open), logs: [event] }
    expect(await describeArbitrumSettlement(joined, arbitrum_one)).toMatchObject([
      { batches: { from: 8, to: 8 }, covers: { from: 22_208_817, to: 22_209_216 } },
    ])
  })

  it('fail with MALFORMED where they count what cannot be', async () => {
    const absurd = called(BLOBS_WITH_PROOF, inbox, 7n, 2n ** 60n, zero, 1n, 2n ** 70n, [
      hash('a'),
      [3, zero, 1, 2, 3, 4, hash('b')],
    ])
    await expect(describeArbitrumSettlement(absurd, arbitrum_one)).rejects.toMatchObject({ code: 'MALFORMED' })
  })

  it('are forced from the delayed inbox: the event numbers them', async () => {
    const call = called(FORCED, inbox, 91n, 3, [1, 2], 3n, zero, hash('data'))
    const event = logged(sequencerBatchDelivered.declaration, inbox, 8n, hash('x'), hash('y'), hash('z'), 91n, [1, 2, 3, 4], 2)
    expect(await describeArbitrumSettlement({ ...call, logs: [event] }, arbitrum_one)).toEqual([
      {
        stage: 'posted',
        batches: { from: 8, to: 8 },
        dataAvailability: 'ethereum-calldata',
        authorised: true,
        note: 'the call does not count messages; forced: messages of the delayed inbox, without the sequencer',
      },
    ])
  })

  it.each([
    ['0x88aa', 'dac'],
    ['0x63aa', 'celestia'],
    ['0xedaa', 'eigenda'],
    ['0x0aaa', 'avail'],
    ['0x01aa', 'dac'],
  ])('keep their data where the header byte says: %s', async (data, expected) => {
    const origin = INBOX_FUNCTIONS[0]?.call.declaration ?? ''
    const [step] = await describeArbitrumSettlement(
      called(origin, inboxOf(arbitrum_nova), 5n, data, 1n, zero, 3n, 9n),
      arbitrum_nova,
    )
    expect(step).toMatchObject({ dataAvailability: expected, covers: { from: 3, to: 8, exact: true } })
  })

  it('keep their data in EigenDA by its own call', async () => {
    const certificate = [
      [1, 2, [[hash('h'), '0x', '0x', 3], hash('r'), 4], '0x', '0x'],
      [[1n, 2n], 3, [[1, 2, 3, 4]]],
    ]
    const [step] = await describeArbitrumSettlement(called(EIGENDA, inbox, 6n, certificate, zero, 2n, 10n, 20n), arbitrum_one)
    expect(step).toMatchObject({ dataAvailability: 'eigenda', batches: { from: 6, to: 6 } })
  })

  it('of an L3 stand in calldata of its parent, also where the batch is in an event', async () => {
    const inbox = inboxOf(apechain)
    const logs = [
      logged(sequencerBatchDelivered.declaration, inbox, 8n, hash('x'), hash('y'), hash('z'), 91n, [1, 2, 3, 4], 1),
      logged(sequencerBatchData.declaration, inbox, 8n, '0x0001020304050607'),
    ]
    const [step] = await describeArbitrumSettlement(recordOf({ logs }), apechain)
    expect(step).toMatchObject({ dataAvailability: 'parent-calldata', authorised: true })
    expect(step?.note).toContain('the batch cannot be read')
  })

  it('did nothing in a transaction that failed', async () => {
    const record = called(OLD, inbox, 5n, '0x00', 1n, zero)
    expect(await describeArbitrumSettlement({ ...record, outcome: 'failed' }, arbitrum_one)).toEqual([])
  })

  it('fail with MALFORMED where the calldata end early', async () => {
    const record = called(OLD, inbox, 5n, '0x00', 1n, zero)
    const input = record.transaction?.input.slice(0, 100) ?? ''
    const cut = recordOf({ transaction: { input, to: inbox, blobVersionedHashes: [] } })
    await expect(describeArbitrumSettlement(cut, arbitrum_one)).rejects.toMatchObject({ code: 'MALFORMED' })
  })
})

describe('claims encoded by ethers, for no real one is here', () => {
  const rollup = arbitrum_one.contracts.rollup?.[0]?.address.toLowerCase() ?? ''
  const outbox = arbitrum_one.contracts.outbox?.[0]?.address.toLowerCase() ?? ''
  const zero = `0x${'00'.repeat(20)}`
  const state = (name: string, batches: number, messages: number): unknown => [
    [
      [hash(`block ${name}`), hash(`send ${name}`)],
      [batches, messages],
    ],
    1,
    hash('history'),
  ]
  const legacyState = (name: string, batches: number, messages: number): unknown =>
    (state(name, batches, messages) as unknown[]).slice(0, 2)
  const config = [hash('wasm'), 1n, zero, 45_818, 0]
  const inputs = [[hash('p'), hash('acc'), config], state('a', 10, 0), state('b', 14, 3)]
  const roots = [hash('block b'), hash('send b')]
  const note = expect.any(String)

  it('BoLD: created and confirmed, by event and by call', async () => {
    const created = logged(
      rollupEvents.assertionCreated.declaration,
      rollup,
      hash('A'),
      hash('P'),
      inputs,
      hash('acc'),
      14n,
      hash('w'),
      1n,
      zero,
      45_818n,
    )
    expect(await describeArbitrumSettlement(recordOf({ logs: [created] }), arbitrum_one)).toEqual([
      { stage: 'claimed', batches: { from: 10, to: 14 }, roots, authorised: true, note },
    ])
    const confirmed = [
      logged(rollupEvents.sendRootUpdated.declaration, outbox, roots[1], roots[0]),
      logged(rollupEvents.assertionConfirmed.declaration, rollup, hash('A'), roots[0], roots[1]),
    ]
    expect(await describeArbitrumSettlement(recordOf({ logs: confirmed }), arbitrum_one)).toEqual([
      { stage: 'settled', roots, authorised: true, note },
    ])
    const calls: readonly (readonly [string, readonly unknown[], readonly SettlementStep['stage'][]])[] = [
      ['stakeOnNewAssertion', [inputs, hash('A')], ['claimed']],
      ['fastConfirmNewAssertion', [inputs, hash('A')], ['claimed', 'settled']],
      ['confirmAssertion', [hash('A'), hash('P'), state('b', 14, 3), hash('e'), config, hash('acc')], ['settled']],
      ['fastConfirmAssertion', [hash('A'), hash('P'), state('b', 14, 3), hash('acc')], ['settled']],
    ]
    for (const [name, values, stages] of calls) {
      const declaration = ROLLUP_FUNCTIONS.find(({ call }) => call.declaration.startsWith(`${name}(`))?.call.declaration ?? ''
      const steps = await describeArbitrumSettlement(called(declaration, rollup, ...values), arbitrum_one)
      expect(steps.map(({ stage }) => stage)).toEqual(stages)
      for (const step of steps) expect(step.roots).toEqual(roots)
    }
  })

  it('before BoLD: created, confirmed and rejected, by event and by call', async () => {
    const assertion = [legacyState('a', 10, 0), legacyState('b', 14, 0), 5]
    const logs = [
      logged(
        rollupEvents.nodeCreated.declaration,
        rollup,
        9n,
        hash('P'),
        hash('N'),
        hash('x'),
        assertion,
        hash('acc'),
        hash('w'),
        14n,
      ),
      logged(rollupEvents.nodeConfirmed.declaration, rollup, 8n, hash('block a'), hash('send a')),
      logged(rollupEvents.nodeRejected.declaration, rollup, 7n),
    ]
    expect(await describeArbitrumSettlement(recordOf({ logs }), arbitrum_one)).toEqual([
      { stage: 'claimed', batches: { from: 10, to: 13 }, roots, authorised: true, note },
      { stage: 'settled', roots: [hash('block a'), hash('send a')], authorised: true, note },
      { stage: 'reverted', authorised: true, note: 'claim 7 was rejected' },
    ])
    const confirm = called('confirmNextNode(bytes32 blockHash, bytes32 sendRoot)', rollup, roots[0], roots[1])
    expect(await describeArbitrumSettlement(confirm, arbitrum_one)).toEqual([{ stage: 'settled', roots, note }])
    const reject = called('rejectNextNode(address staker)', rollup, zero)
    expect(await describeArbitrumSettlement(reject, arbitrum_one)).toMatchObject([{ stage: 'reverted' }])
  })

  it('are nothing where another contract says so', async () => {
    const other = logged(rollupEvents.sendRootUpdated.declaration, rollup.replace(/..$/, '00'), roots[1], roots[0])
    expect(await describeArbitrumSettlement(recordOf({ logs: [other] }), arbitrum_one)).toEqual([])
    const input = AbiCoder.defaultAbiCoder().encode(['uint256'], [1n])
    expect(await describeArbitrumSettlement(recordOf({ transaction: { input, blobVersionedHashes: [] } }), undefined)).toEqual([])
  })
})
