import type { Detail } from '@defimon/core'
import { describe, expect, it } from 'vitest'
import { mutationScore } from '../../../../test/mutation/mutation-score.ts'
import { applyMutation, mutationsOf } from '../../../../test/mutation/mutations.ts'
import { rememberedHashes } from '../../../../test/mutation/remembered-hashes.ts'
import { seededRandom } from '../../../../test/mutation/seeded-random.ts'
import { starknetCommitment } from '../../../../test/mutation/starknet-commitments.ts'
import { recordedNetworks } from '../../../../test/recorded-networks.ts'
import { loadStarknetHashes, type StarknetRaw } from '../../src/starknet/index.ts'
import { recordedDriver } from './recorded-driver.ts'

const networks = recordedNetworks(/^starknet/)

const SMALL = /-(63881|100000|2473486|3100000|6)\.json$/

describe('changing a value of a recorded StarkNet block', () => {
  it('is noticed for 99 of 100 committed values at least, with commitments recomputed', async () => {
    const random = seededRandom(20_261_120)
    const hashes = rememberedHashes(await loadStarknetHashes())
    const missed = new Map<string, number>()
    let [committed, noticed] = [0, 0]
    for (const network of networks) {
      const exchanges = network.exchanges.filter(({ file }) => SMALL.test(file))
      const score = await mutationScore({
        driver: recordedDriver(network, { recomputeCommitments: true, hashes }),
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

  it('comes to the same results with hashes that are kept, as the whole run does it', async () => {
    const random = seededRandom(20_261_121)
    const hashes = rememberedHashes(await loadStarknetHashes())
    let compared = 0
    for (const network of networks) {
      const [plain, keeping] = [{}, { hashes }].map((more) => recordedDriver(network, { recomputeCommitments: true, ...more }))
      const exchanges = network.exchanges.filter(({ file }) => SMALL.test(file))
      for (const { raw, detail } of plain!.recordedBlocks(exchanges)) {
        for (const mutation of mutationsOf(raw)) {
          if (random() >= 0.02) continue
          const changed = applyMutation(raw, mutation) as typeof raw
          expect(await outcomeOf(keeping!, changed, detail)).toEqual(await outcomeOf(plain!, changed, detail))
          compared += 1
        }
      }
    }
    expect(compared).toBeGreaterThan(networks.length === 0 ? -1 : 10)
  })

  if (networks.length === 0) {
    it('is left out, for there are no real recordings here', () => {
      expect(networks).toEqual([])
    })
  }
})

async function outcomeOf(driver: ReturnType<typeof recordedDriver>, raw: StarknetRaw, detail: Detail): Promise<unknown> {
  try {
    return await driver.verify(raw, driver.decode(raw, detail), detail)
  } catch (error) {
    return String(error)
  }
}
