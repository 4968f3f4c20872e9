import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Exchange } from '@defimon/core'
import { readRecordings } from '@defimon/core/node'
import { canonicalDeclaration, type ParentRecord, readParentRecord } from '@defimon/evm/parent'

import { describeZksyncSettlement } from '@defimon/zk/zksync'
import { Interface, id } from 'ethers'
import { describe, expect, it } from 'vitest'
import { realData } from '../../../../test/real-data.ts'
import { PROXY_FUNCTIONS } from '../../src/zksync/settlement/diamond-proxy.ts'
import { EXECUTOR_FUNCTIONS } from '../../src/zksync/settlement/executor-calls.ts'
import * as executorEvents from '../../src/zksync/settlement/executor-events.ts'
import { abstract, sophon, zksync_era } from './networks.ts'

const folder = realData()
const timelock = zksync_era.contracts.validatorTimelock?.[0]?.address.toLowerCase() ?? ''
const diamondProxy = zksync_era.contracts.diamondProxy?.[0]?.address.toLowerCase() ?? ''
const hash = (text: string): string => id(text)

function recordOf(parts: Partial<ParentRecord>): ParentRecord {
  return { logs: [], blobs: [], raw: undefined, ...parts }
}

/** A call to the function of a selector, as ethers encodes it. */
function called(
  selector: string,
  values: readonly unknown[],
  parts: { to?: string; blobs?: readonly string[] } = {},
): ParentRecord {
  const declaration = EXECUTOR_FUNCTIONS.find(({ call }) => call.selector === selector)?.call.declaration ?? ''
  const contract = new Interface([`function ${declaration}`])
  const name = contract.fragments[0]?.format('sighash') ?? ''
  const input = contract.encodeFunctionData(name, values)
  return recordOf({ transaction: { input, to: parts.to ?? timelock, blobVersionedHashes: parts.blobs ?? [] } })
}

/** A log as ethers encodes it. */
function logged(declaration: string, address: string, ...values: readonly unknown[]): ParentRecord['logs'][number] {
  const contract = new Interface([`event ${declaration}`])
  const { topics, data } = contract.encodeEventLog(declaration.slice(0, declaration.indexOf('(')), values)
  return { address, topics, data }
}

const stored = (batch: number): readonly unknown[] => [
  batch,
  hash(`root ${batch}`),
  1,
  2n,
  hash('ops'),
  hash('logs'),
  3n,
  hash('c'),
]
const committed = (batch: number, pubdata: string): readonly unknown[] => [
  batch,
  1_700_000_000,
  1,
  hash(`root ${batch}`),
  0n,
  hash('ops'),
  hash('heap'),
  hash('queue'),
  '0x',
  pubdata,
]

describe('the literals of the contracts', () => {
  it('are what ethers hashes of their declarations', () => {
    const events = Object.values(executorEvents).filter(
      (each): each is typeof executorEvents.blockCommit => typeof each === 'object' && 'topic0' in each,
    )
    expect(events.length).toBe(5)
    for (const { declaration, topic0 } of events) expect(topic0, declaration).toBe(id(canonicalDeclaration(declaration)))
    for (const call of [...EXECUTOR_FUNCTIONS.map((each) => each.call), ...PROXY_FUNCTIONS]) {
      expect(call.selector, call.declaration).toBe(id(canonicalDeclaration(call.declaration)).slice(0, 10))
    }
  })
})

describe.skipIf(!folder)('real commits of zkSync Era', async () => {
  if (!folder) return
  const { exchanges } = await readRecordings([join(folder, 'settlement/zksync_era')])
  it.each(exchanges.map((exchange) => [exchange.file?.split('/').at(-1), exchange] as const))(
    '%s',
    async (_: unknown, exchange: Exchange) => {
      const { decoded } = JSON.parse(readFileSync(exchange.file ?? '', 'utf8')) as {
        decoded: { batchRange: { from: number; to: number }; batches: readonly { newStateRoot: string }[] }
      }
      const steps = await describeZksyncSettlement(await readParentRecord(exchange), zksync_era)
      expect(steps).toEqual([
        {
          stage: 'posted',
          batches: decoded.batchRange,
          roots: decoded.batches.map(({ newStateRoot }) => newStateRoot),
          dataAvailability: 'ethereum-calldata',
          note: expect.stringContaining('zks_getL1BatchBlockRange'),
        },
      ])
    },
  )
})

if (!folder) it('real commits are left out: DEFIMON_REAL_DATA is not set and ../shared is not there', () => {})

describe('calls encoded by ethers, for no real one to prove, execute or revert is here', () => {
  const blob = `0x01${'ab'.repeat(31)}`

  it('commit, with data in blobs, in calldata, or nowhere on the parent', async () => {
    const proofs = `0x01${'ab'.repeat(144)}`
    const shared = (pubdata: string): readonly unknown[] => [324n, stored(9), [committed(10, pubdata), committed(11, pubdata)]]
    const roots = [hash('root 10'), hash('root 11')]
    const step = { stage: 'posted', batches: { from: 10, to: 11 }, roots, note: expect.any(String) }
    expect(await describeZksyncSettlement(called('0x6edd4f12', shared(proofs), { blobs: [blob] }), zksync_era)).toEqual([
      { ...step, dataAvailability: 'ethereum-blobs' },
    ])
    // A record of calldata alone has no blob hashes; the first byte of the commitments tells.
    expect(await describeZksyncSettlement(called('0x6edd4f12', shared(proofs)), undefined)).toEqual([
      { ...step, dataAvailability: 'ethereum-blobs' },
    ])
    expect(await describeZksyncSettlement(called('0x6edd4f12', shared(`0x00${'ab'.repeat(99)}`)), zksync_era)).toEqual([
      { ...step, dataAvailability: 'ethereum-calldata' },
    ])
    const validium = [BigInt(sophon.evmChainId ?? 0), stored(9), [committed(10, '0x'), committed(11, '0x')]]
    expect(await describeZksyncSettlement(called('0x6edd4f12', validium), sophon)).toEqual([
      { ...step, dataAvailability: 'avail' },
    ])
  })

  it('commit, prove and execute by ranges, of v26 and v29', async () => {
    const by = { id: 324n, diamondProxy }
    for (const [selector, chain, stage] of [
      ['0x98f81962', by.id, 'posted'],
      ['0x0db9eb87', by.diamondProxy, 'posted'],
      ['0xe12a6137', by.id, 'proven'],
      ['0x9271e450', by.diamondProxy, 'proven'],
      ['0xcf02827d', by.id, 'settled'],
      ['0xa085344d', by.diamondProxy, 'settled'],
    ] as const) {
      const record = called(selector, [chain, 10n, 14n, '0x00'], { blobs: stage === 'posted' ? [blob] : [] })
      expect(await describeZksyncSettlement(record, zksync_era), selector).toEqual([
        {
          stage,
          batches: { from: 10, to: 14 },
          ...(stage === 'posted' && { dataAvailability: 'ethereum-blobs' }),
          note: expect.any(String),
        },
      ])
      // The same timelock serves other chains: the call names its own.
      expect(await describeZksyncSettlement(record, abstract), selector).toEqual([])
    }
  })

  it('prove and execute batch by batch, of the first years', async () => {
    const proof = [[1n], [2n, 3n]]
    for (const [selector, values, stage] of [
      ['0x7739cbe7', [stored(9), [stored(10), stored(11)], proof], 'proven'],
      ['0x7f61885c', [stored(9), [stored(10), stored(11)], proof], 'proven'],
      ['0xc37533bb', [324n, stored(9), [stored(10), stored(11)], proof], 'proven'],
      ['0xce9dcf16', [[stored(10), stored(11)]], 'settled'],
      ['0xc3d93e7c', [[stored(10), stored(11)]], 'settled'],
      ['0x6f497ac6', [324n, [stored(10), stored(11)]], 'settled'],
    ] as const) {
      expect(await describeZksyncSettlement(called(selector, values), zksync_era), selector).toEqual([
        { stage, batches: { from: 10, to: 11 }, roots: [hash('root 10'), hash('root 11')], note: expect.any(String) },
      ])
    }
  })

  it('revert', async () => {
    for (const [selector, values] of [
      ['0xa9a2d18a', [9n]],
      ['0x97c09d34', [9n]],
      ['0x0f23da43', [324n, 9n]],
      ['0x7ca4eff7', [diamondProxy, 9n]],
    ] as const) {
      expect(await describeZksyncSettlement(called(selector, values), zksync_era), selector).toEqual([
        { stage: 'reverted', note: 'batches above 9 are taken back' },
      ])
    }
  })

  it('are nothing where they failed, go elsewhere, or are others', async () => {
    const record = called('0x97c09d34', [9n])
    expect(await describeZksyncSettlement({ ...record, outcome: 'failed' }, zksync_era)).toEqual([])
    expect(await describeZksyncSettlement(called('0x97c09d34', [9n], { to: `0x${'11'.repeat(20)}` }), zksync_era)).toEqual([])
    const other = recordOf({ transaction: { input: '0x12345678', blobVersionedHashes: [] } })
    expect(await describeZksyncSettlement(other, undefined)).toEqual([])
    expect(await describeZksyncSettlement(called('0x7f61885c', [stored(9), [stored(10)], [[], []]]), undefined)).toHaveLength(1)
  })

  it('fail with MALFORMED where they name no batch', async () => {
    await expect(describeZksyncSettlement(called('0xce9dcf16', [[]]), zksync_era)).rejects.toMatchObject({ code: 'MALFORMED' })
  })
})

describe('events encoded by ethers', () => {
  const commit = (batch: number): ParentRecord['logs'][number] =>
    logged(executorEvents.blockCommit.declaration, diamondProxy, batch, hash(`root ${batch}`), hash('c'))

  it('tell what was done, and are the word of the contract', async () => {
    const call = called('0x98f81962', [324n, 10n, 11n, '0x00'])
    expect(await describeZksyncSettlement({ ...call, logs: [commit(10), commit(11)] }, zksync_era)).toEqual([
      {
        stage: 'posted',
        batches: { from: 10, to: 11 },
        roots: [hash('root 10'), hash('root 11')],
        dataAvailability: 'ethereum-calldata',
        authorised: true,
        note: expect.any(String),
      },
    ])
    const logs = [
      logged(executorEvents.blocksVerification.declaration, diamondProxy, 9, 12),
      logged(executorEvents.blockExecution.declaration, diamondProxy, 8, hash('root 8'), hash('c')),
      logged(executorEvents.blocksRevert.declaration, diamondProxy, 12, 12, 8),
    ]
    expect(await describeZksyncSettlement(recordOf({ logs }), zksync_era)).toEqual([
      { stage: 'proven', batches: { from: 10, to: 12 }, authorised: true, note: expect.any(String) },
      { stage: 'settled', batches: { from: 8, to: 8 }, roots: [hash('root 8')], authorised: true, note: expect.any(String) },
      { stage: 'reverted', authorised: true, note: 'batches above 12 are taken back' },
    ])
  })

  it('of ZKsync OS tell the L2 blocks, as the operator reports them', async () => {
    const logs = [
      commit(10),
      logged(executorEvents.committedBatchRange.declaration, diamondProxy, 10, 1_000, 1_099),
      commit(11),
      logged(executorEvents.committedBatchRange.declaration, diamondProxy, 11, 1_100, 1_250),
    ]
    const [step] = await describeZksyncSettlement(recordOf({ logs }), zksync_era)
    expect(step?.covers).toEqual({ from: 1_000, to: 1_250, exact: true })
  })

  it('of another chain are nothing', async () => {
    expect(await describeZksyncSettlement(recordOf({ logs: [commit(10)] }), abstract)).toEqual([])
  })
})
