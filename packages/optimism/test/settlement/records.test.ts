import { describe, expect, test } from 'vitest'
import { describeRecord, parentRecords, type RecordedParent } from './parent-records.ts'

const records = parentRecords()
if (!records) process.stderr.write('No real parent-chain records here: their tests are left out (DEFIMON_REAL_DATA).\n')

function record(name: string): RecordedParent {
  const found = records?.find((each) => each.name === name)
  if (!found) throw new Error(`no record ${name}`)
  return found
}

describe.skipIf(!records)('real parent-chain transactions', () => {
  test('there are records of the family', () => {
    expect(new Set(records?.map(({ network }) => network)).size).toBeGreaterThanOrEqual(13)
  })

  test.each((records ?? []).map((each) => [each.name, each] as const))('%s is reproduced', async (name, each) => {
    const { decoded, kind } = each
    const steps = await describeRecord(each)
    if (name.endsWith('-receipt.json') && !/5f5850f7e998/.test(name)) {
      // A receipt without logs says nothing: the batch is in the transaction.
      expect(steps).toEqual([])
      return
    }
    expect(steps.map(({ stage }) => stage)).toEqual([kind])
    const [step] = steps
    if (decoded.authorised !== undefined) expect(step?.authorised).toBe(decoded.authorised)
    const ranges =
      decoded.authorised === false ? [] : [decoded.l2Range, ...(decoded.channels ?? []).map(({ l2Range }) => l2Range)]
    for (const range of ranges) {
      if (range?.exact) expect(step?.covers).toEqual(withoutNote(range))
      else if (range) expect(step?.covers?.exact).toBe(false)
    }
    if (decoded.outputRoot) expect(step?.roots).toEqual([decoded.outputRoot])
  })

  describe('traps', () => {
    test('1. well-formed frames in the inbox of OP Mainnet that its batcher did not send', async () => {
      for (const name of ['posted-0eb1107c35ad-tx', 'posted-f8eb33ba33eb-tx']) {
        const [step, ...more] = await describeRecord(record(`optimism/${name}.json`))
        expect(more).toEqual([])
        expect(step).toMatchObject({ stage: 'posted', authorised: false, dataAvailability: 'ethereum-calldata' })
        expect(step).not.toHaveProperty('covers')
      }
    })

    test('2. a complete channel that ends in a sync flush', async () => {
      expect(await describeRecord(record('optimism/posted-e69d94330faa-tx.json'))).toEqual([
        {
          stage: 'posted',
          covers: { from: 117369690, to: 117369716, exact: true },
          dataAvailability: 'ethereum-calldata',
          authorised: true,
        },
      ])
    })

    test('3. a first frame alone gives a lower bound', async () => {
      const [step] = await describeRecord(record('opbnb/posted-ea3f8f84a465-tx.json'))
      // The first block came 1708623566 - 1691753723 seconds after genesis, one a second.
      expect(step).toMatchObject({
        covers: { from: 16_869_843, exact: false },
        authorised: true,
        dataAvailability: 'parent-calldata',
      })
      expect(step?.covers).not.toHaveProperty('to')
      expect(step?.note).toContain('16869843 to 16869872')
    })

    test.each([
      ['automata/posted-cd9889c20597-tx.json', 'alt-da', '0x01'],
      ['derive/posted-de7e10e7a383-tx.json', 'celestia', '0xce'],
      ['orderly/posted-7ffef8c0cfff-tx.json', 'celestia', '0xce'],
      ['fraxtal/posted-111278615100-tx.json', 'alt-da', '0xfc'],
      ['manta_pacific/posted-2b30299f2606-tx.json', 'celestia', '0x02'],
      ['manta_pacific/posted-fab513f4b145-tx.json', 'celestia', '0x02'],
    ])('4. a payload that is a pointer to another DA: %s', async (name, dataAvailability, firstByte) => {
      expect(record(name).decoded.altDa?.firstByte).toBe(firstByte)
      const [step] = await describeRecord(record(name))
      expect(step).toMatchObject({ stage: 'posted', dataAvailability, covers: { exact: false } })
      expect(step?.note).toContain(firstByte)
    })

    test('4. a batcher that the registry does not name is not called a foreigner where the batcher was changed before', async () => {
      const [step] = await describeRecord(record('automata/posted-cd9889c20597-tx.json'))
      expect(step).not.toHaveProperty('authorised')
    })

    test('5. a complete channel in one transaction gives an exact range', async () => {
      const [step] = await describeRecord(record('blast/posted-4fe18b87c6d8-tx.json'))
      expect(step).toEqual({
        stage: 'posted',
        covers: { from: 3830076, to: 3830099, exact: true },
        dataAvailability: 'ethereum-calldata',
        authorised: true,
      })
    })

    test('6. a batch of the OVM whose first context is a marker', async () => {
      for (const [name, from, to] of [
        ['5344c0afe8cc', 95855831, 95855904],
        ['5f5850f7e998', 29481860, 29482074],
        ['9bf6fcee5537', 59731730, 59731801],
      ] as const) {
        const [step] = await describeRecord(record(`optimism/posted-${name}-tx.json`))
        expect(step?.covers).toEqual({ from, to, exact: true })
      }
    })

    test('the events of a batch of the OVM name it, and agree with its calldata', async () => {
      const expected = {
        stage: 'posted',
        covers: { from: 95855831, to: 95855904, exact: true },
        dataAvailability: 'ethereum-calldata',
      }
      expect(await describeRecord(record('optimism/posted-5344c0afe8cc-logs.json'))).toEqual([
        { ...expected, batches: { from: 756347, to: 756347 } },
      ])
      expect(await describeRecord(record('optimism/posted-5344c0afe8cc-tx.json'))).toEqual([expected])
    })

    test('blobs that are not in the record leave the range open', async () => {
      for (const name of ['base/posted-cb04d3eddd32-tx', 'mode/posted-6afada0d62f7-tx', 'world_chain/posted-c9e944d7a31a-tx']) {
        const [step] = await describeRecord(record(`${name}.json`))
        expect(step).toMatchObject({ covers: { exact: false }, dataAvailability: 'ethereum-blobs', authorised: true })
      }
      const [step] = await describeRecord(record('opbnb/posted-dc3b61d1f334-tx.json'))
      expect(step).toMatchObject({ covers: { exact: false }, dataAvailability: 'bsc-blobs' })
    })

    test('a chain that no registry has: its frames are read, the numbers of its blocks are not known', async () => {
      const [step] = await describeRecord(record('unregistered_ethereum_goerli_2511/posted-eb1793805370-tx.json'))
      expect(step).toMatchObject({ stage: 'posted', covers: { exact: false }, dataAvailability: 'parent-calldata' })
      expect(step?.note).toContain('12 blocks of 2024-02-14T16:03:04.000Z to 2024-02-14T16:03:26.000Z')
    })
  })
})

function withoutNote({ from, to, exact }: { readonly from?: number; readonly to?: number; readonly exact: boolean }): unknown {
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }), exact }
}
