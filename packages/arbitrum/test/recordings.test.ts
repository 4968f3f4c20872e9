import { describe, expect, it } from 'vitest'
import { describeRecordings } from '../../../test/judge-recordings.ts'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { recordedDriver } from './recorded-driver.ts'

/** What was cut or edited at its source, and what is right there. */
const CUT: Readonly<Record<string, string>> = {
  // One transaction left of many.
  'arbitrum_one/eth_getBlockByNumber-60000000.json': 'transactions-root',
}

describeRecordings(recordedNetworks(/^arbitrum/), recordedDriver, CUT)

describe.runIf(recordedNetworks(/^arbitrum_one$/).length > 0)('recorded blocks from before Nitro', () => {
  it('prove their headers; bodies and receipts are skipped with the reason, and receipts are read all the same', async () => {
    const [network] = recordedNetworks(/^arbitrum_one$/)
    const driver = recordedDriver(network!)
    const seen: number[] = []
    for (const { raw, detail } of driver.recordedBlocks(network!.exchanges)) {
      const block = driver.decode(raw, detail)
      if (block.transactions?.[0]?.type !== '0x78') continue
      seen.push(block.number)
      const results = await driver.verify(raw, block, detail)
      expect(results).toContainEqual({ check: 'block-hash', outcome: 'passed' })
      expect(results).toContainEqual({
        check: 'transactions-root',
        outcome: 'skipped',
        reason: expect.stringContaining('before Nitro'),
      })
      expect(results.find(({ check }) => check === 'receipts-root')).toMatchObject({ outcome: 'skipped' })
    }
    expect(new Set(seen)).toEqual(new Set([14_200_392, 14_210_833]))
  })
})
