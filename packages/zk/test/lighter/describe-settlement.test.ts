import { join } from 'node:path'
import type { L2Network } from '@defimon/core'
import { readRecordings } from '@defimon/core/node'
import { canonicalDeclaration, type ParentRecord, readParentRecord } from '@defimon/evm/parent'
import { describeLighterSettlement } from '@defimon/zk/lighter'
import { Interface, id } from 'ethers'
import { describe, expect, it } from 'vitest'
import { realData } from '../../../../test/real-data.ts'
import { LIGHTER_FUNCTIONS } from '../../src/lighter/batch-calls.ts'

const folder = realData()
const ROLLUP = '0x3b4d794a66304f130a4db8f2551b0070dfcf5ca7'

const lighter: L2Network<'none'> = {
  id: 'lighter',
  name: 'Lighter',
  stack: 'none',
  endpoints: [],
  contracts: { rollup: [{ address: ROLLUP, chain: 'ethereum' }] },
}

const stored = (batch: number, last: number, size: number): readonly unknown[] => [
  ...[batch, last, size, 1, 2, 0],
  ...['prefix', 'operations', `root ${batch}`, 'validium', 'commitment'].map((name) => id(name)),
]

/** A call as ethers encodes it. */
function called(name: string, values: readonly unknown[], to = ROLLUP): ParentRecord {
  const declaration = LIGHTER_FUNCTIONS.find(({ call }) => call.declaration.startsWith(`${name}(`))?.call.declaration ?? ''
  const contract = new Interface([`function ${declaration}`])
  const input = contract.encodeFunctionData(name, values)
  return { transaction: { input, to, blobVersionedHashes: [] }, logs: [], blobs: [], raw: undefined }
}

it('has the selectors that ethers makes of the declarations', () => {
  for (const { call } of LIGHTER_FUNCTIONS) {
    expect(call.selector, call.declaration).toBe(id(canonicalDeclaration(call.declaration)).slice(0, 10))
  }
})

describe.skipIf(!folder)('real transactions of Lighter', async () => {
  if (!folder) return
  const { exchanges } = await readRecordings([join(folder, 'settlement/lighter')])
  const stepsOf = async (part: string) => {
    const exchange = exchanges.find(({ file }) => file?.includes(part))
    return exchange ? describeLighterSettlement(await readParentRecord(exchange), lighter) : []
  }

  it('commits a batch whose blocks follow those of the one before', async () => {
    expect(await stepsOf('1e9990d236aa')).toEqual([
      {
        stage: 'posted',
        batches: { from: 136_981, to: 136_981 },
        covers: { from: 178_297_604, to: 178_299_203, exact: true },
        roots: ['0xa5528315cba65a710820d3f9094047c1b8ce7fbe06defbcff32c6224e38a7434'],
        dataAvailability: 'ethereum-blobs',
      },
    ])
  })

  it('proves a batch', async () => {
    expect(await stepsOf('c87773196d41')).toEqual([
      {
        stage: 'proven',
        batches: { from: 7_542, to: 7_542 },
        covers: { from: 24_850_910, to: 24_851_336, exact: true },
        roots: ['0x9129b38e230d27f8f412ab76b1faa0812423178c3e0f80b3a2a96e2d14c23c2c'],
      },
    ])
  })
})

if (!folder) it('real transactions are left out: DEFIMON_REAL_DATA is not set and ../shared is not there', () => {})

describe('calls encoded by ethers, for no real one is here', () => {
  const batches = [stored(7, 100, 40), stored(8, 150, 50)]

  it.each([
    ['executeBatches', [batches, ['0x', '0x']], 'settled'],
    ['revertBatches', [batches, stored(6, 60, 10)], 'reverted'],
  ] as const)('%s', async (name, values, stage) => {
    expect(await describeLighterSettlement(called(name, values), lighter)).toEqual([
      { stage, batches: { from: 7, to: 7 }, covers: { from: 61, to: 100, exact: true }, roots: [id('root 7')] },
      { stage, batches: { from: 8, to: 8 }, covers: { from: 101, to: 150, exact: true }, roots: [id('root 8')] },
    ])
  })

  it('are not exact where a batch does not follow the one before', async () => {
    const made = [200, 40, 1, 2, 0, id('a'), id('b'), id('root'), id('c'), '0x']
    const [step] = await describeLighterSettlement(called('commitBatch', [made, stored(8, 150, 50)]), lighter)
    expect(step).toMatchObject({ batches: { from: 9, to: 9 }, covers: { from: 161, to: 200, exact: false } })
  })

  it('are nothing elsewhere, or where they failed', async () => {
    const record = called('verifyBatch', [stored(7, 100, 40), '0x'], `0x${'11'.repeat(20)}`)
    expect(await describeLighterSettlement(record, lighter)).toEqual([])
    expect(await describeLighterSettlement(record, undefined)).toHaveLength(1)
    expect(await describeLighterSettlement({ ...record, outcome: 'failed' }, undefined)).toEqual([])
    await expect(describeLighterSettlement(called('executeBatches', [[], []]), lighter)).rejects.toMatchObject({
      code: 'MALFORMED',
    })
  })
})
