import type { L2Block } from '@defimon/core'
import { replaySource } from '@defimon/core/adapter'
import { describe, expect, it } from 'vitest'
import { describeRecordings, judge } from '../../../../test/judge-recordings.ts'
import { type RecordedNetwork, recordedNetworks } from '../../../../test/recorded-networks.ts'
import { recordedDriver } from './recorded-driver.ts'

/** What was cut or edited at its source, and what is right there. */
const CUT: Readonly<Record<string, string>> = {
  'starknet/feeder_gateway_get_block-619596.json': 'block-hash',
}

const networks = recordedNetworks(/^starknet/)

describeRecordings(networks, (network) => recordedDriver(network), CUT)

/** Large blocks take a second each: the small ones are enough. */
const SMALL_OR_POSEIDON = /-(63881|100|100000|2473486|4|6|7|3100000|770|833|2238855)\.json$/

describe.each(networks)('the recordings of $id, commitments recomputed', (network) => {
  it('agree with their headers to the last event', async () => {
    const exchanges = network.exchanges.filter(({ file }) => SMALL_OR_POSEIDON.test(file))
    const judgements = await judge(recordedDriver(network, { recomputeCommitments: true }), exchanges)
    expect(judgements).toHaveLength(exchanges.length)
    for (const { file, results, error } of judgements) {
      expect([file, error, results.filter(({ outcome }) => outcome === 'mismatch')]).toEqual([file, undefined, []])
      const passed = results.flatMap(({ check, outcome }) => (outcome === 'passed' ? [check] : []))
      // 770 states no commitments at all, and its hash comes out of its transactions all the same.
      expect(passed, file).toContain('block-hash')
      if (!file.includes('TxHashes')) expect(passed, file).toContain('transactions-root')
    }
  })

  it('replay through the whole transport, in JSON-RPC whatever was recorded', async () => {
    const driver = recordedDriver(network)
    const numbers = new Set([...driver.recordedBlocks(network.exchanges)].map(({ raw }) => driver.decode(raw, 'header').number))
    const source = replaySource(driver, network.exchanges)
    const head: L2Block<'starknet', 'header'> = await source.getBlock('latest', { detail: 'header' })
    expect(head.number).toBe(Math.max(...numbers))
    const finalized = await source.getBlock('finalized', { detail: 'header' })
    expect(finalized.fields.status).toBe('ACCEPTED_ON_L1')
    await source.close()
  })
})

it.skipIf(networks.length === 0)('a recording whose node wrote zeros for what it does not keep is not called wrong', async () => {
  const [sepolia] = networks.filter(({ id }) => id === 'starknet_sepolia')
  const exchanges = sepolia!.exchanges.filter(({ file }) => file.endsWith('-1833335.json'))
  const [judgement] = await judge(recordedDriver(sepolia!, { recomputeCommitments: true }), exchanges)
  expect(judgement?.error).toBeUndefined()
  expect(judgement?.results.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped', 'skipped'])
})

if (networks.length === 0) {
  it('leaves out the real recordings, for there are none here', () => {
    const none: readonly RecordedNetwork[] = []
    expect(networks).toEqual(none)
  })
}
