import { judgeRecordings } from '@defimon/core/adapter'
import { describe, expect, it } from 'vitest'
import { describeRecordings } from '../../../test/judge-recordings.ts'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { hashHeader } from '../src/header-hash.ts'
import { headerOf } from '../src/near-raw.ts'
import { recordedDriver } from './recorded-driver.ts'

/** What was cut or edited at its source, and what is right there. */
const CUT: Readonly<Record<string, string>> = {
  // An example of a documentation: five chunks of nine are left, and some approvals.
  'near/block-169553183.json': 'block-hash',
  // Three fields of a header, made up for a test.
  'near/block-207365026.json': 'MALFORMED',
  // Edited for a test of an indexer.
  'near/near_lake_streamer_message-55905793.json': 'block-hash',
}

const networks = recordedNetworks(/^near/)

describeRecordings(networks, recordedDriver, CUT)

describe('real headers', () => {
  it.runIf(networks.length > 0)('are recomputed in versions 2, 3 and 5', () => {
    const passed = new Set<number>()
    for (const network of networks) {
      for (const { raw } of recordedDriver(network).recordedBlocks(network.exchanges)) {
        const header = headerOf(raw)
        if (header['timestamp_nanosec'] === undefined) continue
        for (const { version, hash } of hashHeader(header).candidates) if (hash === header['hash']) passed.add(version)
      }
    }
    expect([...passed].sort()).toEqual([2, 3, 5])
  })

  it.runIf(networks.length > 0)('are skipped with a true reason where a field is not given', async () => {
    const reasons = new Set<string>()
    for (const network of networks) {
      for (const { skipped } of await judgeRecordings(recordedDriver(network), network.exchanges)) {
        for (const { check, reason } of skipped) if (check === 'block-hash') reasons.add(reason)
      }
    }
    expect([...reasons].sort()).toEqual(
      [67, 72, 76].map((protocol) => `block_body_hash not given, which protocol ${protocol} headers commit to`),
    )
  })
})
