import { judgeRecordings } from '@defimon/core/adapter'
import { describe, expect, it } from 'vitest'
import { applyMutation, mutationsOf } from '../../../test/mutation/mutations.ts'
import { seededRandom } from '../../../test/mutation/seeded-random.ts'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { recordedDriver } from './recorded-driver.ts'

const networks = recordedNetworks(/^solana/)

describe.each(networks)('the recordings of $id', (network) => {
  it('are decoded, and say of each check why it was skipped', async () => {
    const judgements = await judgeRecordings(recordedDriver(network), network.exchanges)
    expect(judgements.length).toBeGreaterThan(2)
    for (const { mismatch, malformed, skipped, passed } of judgements) {
      expect([mismatch, malformed]).toEqual([undefined, undefined])
      expect(passed).toContain('identity')
      expect(skipped.map(({ check }) => check)).toEqual(
        expect.arrayContaining(['block-hash', 'transactions-root', 'receipts-root', 'signatures']),
      )
    }
  })

  it('are signed, where what was signed was recorded', async () => {
    const judgements = await judgeRecordings(recordedDriver(network, { checkSignatures: true }), network.exchanges)
    for (const { exchange, passed, skipped, mismatch } of judgements) {
      expect([exchange.file, mismatch]).toEqual([exchange.file, undefined])
      if (exchange.file?.includes('jsonParsed')) {
        const reason = skipped.find(({ check }) => check === 'signatures')?.reason
        expect(reason).toBe('parsed instructions do not hold what was signed')
      } else expect([exchange.file, passed.includes('signatures')]).toEqual([exchange.file, true])
    }
  }, 30_000)

  it('are not signed any more after a change of what was signed', async () => {
    const driver = recordedDriver(network, { checkSignatures: true })
    const random = seededRandom(7)
    let [changes, noticed] = [0, 0]
    for (const { raw, exchange } of driver.recordedBlocks(network.exchanges)) {
      if (exchange.file?.includes('jsonParsed')) continue
      const block = raw.block as { transactions: Record<string, unknown>[] }
      const [first] = block.transactions
      if (!first) continue
      // One transaction is enough: each is signed by itself.
      const one = { slot: raw.slot, block: { ...block, transactions: [first] } }
      for (const mutation of mutationsOf(first['transaction'], ['block', 'transactions', 0, 'transaction'])) {
        if (!isSigned(mutation.path) || random() > 0.25) continue
        changes += 1
        try {
          const changed = applyMutation(one, mutation) as typeof raw
          const results = await driver.verify(changed, driver.decode(changed, 'receipts'), 'receipts')
          if (results.some(({ outcome }) => outcome === 'mismatch')) noticed += 1
        } catch {
          noticed += 1
        }
      }
    }
    expect(changes).toBeGreaterThan(0)
    expect(noticed).toBe(changes)
  }, 60_000)
})

/** What a node derives of a message and adds: the depth at which an instruction runs. */
function isSigned(path: readonly (string | number)[]): boolean {
  return path.at(-1) !== 'stackHeight' && path.at(-1) !== 1
}

it.runIf(networks.length === 0)('leaves out the real recordings, for there are none here', () => {
  expect(networks).toEqual([])
})
