import { describe, expect, it } from 'vitest'
import { mutationScore } from '../../../../test/mutation/mutation-score.ts'
import { seededRandom } from '../../../../test/mutation/seeded-random.ts'
import { starknetCommitment } from '../../../../test/mutation/starknet-commitments.ts'
import { recordedNetworks } from '../../../../test/recorded-networks.ts'
import { recordedDriver } from './recorded-driver.ts'

const networks = recordedNetworks(/^starknet/)

describe('changing a value of a recorded StarkNet block', () => {
  it('is noticed for 99 of 100 committed values at least, with commitments recomputed', async () => {
    const random = seededRandom(20_261_120)
    const missed = new Map<string, number>()
    let [committed, noticed] = [0, 0]
    for (const network of networks) {
      const exchanges = network.exchanges.filter(({ file }) => /-(63881|100000|2473486|3100000|6)\.json$/.test(file))
      const score = await mutationScore({
        driver: recordedDriver(network, { recomputeCommitments: true }),
        exchanges,
        commitmentOf: starknetCommitment,
        draw: () => random() < 0.3,
      })
      committed += score.committed
      noticed += score.noticed
      for (const [name, count] of score.missed) missed.set(name, count)
    }
    if (networks.length === 0) return
    expect([...missed]).toEqual([])
    expect(committed).toBeGreaterThan(150)
    expect(noticed / committed).toBeGreaterThanOrEqual(0.99)
  }, 60_000)

  if (networks.length === 0) {
    it('is left out, for there are no real recordings here', () => {
      expect(networks).toEqual([])
    })
  }
})
