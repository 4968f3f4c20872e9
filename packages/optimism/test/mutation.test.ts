import { verifySenders } from '@defimon/evm'
import { describe, expect, it } from 'vitest'
import { evmCommitment } from '../../../test/mutation/evm-commitments.ts'
import { mutationScore } from '../../../test/mutation/mutation-score.ts'
import { seededRandom } from '../../../test/mutation/seeded-random.ts'
import { exceptionsOf } from '../../../test/mutation/stack-exceptions.ts'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { optimismDialect } from '../src/index.ts'
import { recordedDriver, recordedNetwork } from './recorded-driver.ts'

/** One change of so many is made here; `scripts/mutation-score.ts` makes all. */
const ONE_OF = 200
const SEED = 20_261_120

const networks = recordedNetworks(/^(optimism|base)/)

describe('changing a value of a recorded block', () => {
  it('is noticed for 99 of 100 committed values at least, and for every sender that is recovered', async () => {
    let [committed, noticed, senders, sendersNoticed] = [0, 0, 0, 0]
    const random = seededRandom(SEED)
    for (const network of networks) {
      const score = await mutationScore({
        driver: recordedDriver(network),
        exchanges: network.exchanges,
        commitmentOf: (mutation, raw) => evmCommitment(mutation, raw, exceptionsOf('op-stack', raw)),
        draw: () => random() * ONE_OF < 1,
        async noticesSender({ block }, { path }) {
          const transactions = block['transactions'] as readonly unknown[]
          const one = { ...block, transactions: [transactions[Number(path[2])]] }
          const { contradictions } = await verifySenders(one, { dialect: optimismDialect(recordedNetwork(network)) })
          return contradictions.length > 0
        },
      })
      committed += score.committed
      noticed += score.noticed
      senders += score.senders
      sendersNoticed += score.sendersNoticed
    }
    if (networks.length === 0) return
    expect(committed).toBeGreaterThan(300)
    expect(noticed / committed).toBeGreaterThanOrEqual(0.99)
    expect(sendersNoticed).toBe(senders)
  }, 60_000)

  if (networks.length === 0) {
    it('is left out, for there are no real recordings here', () => {
      expect(networks).toEqual([])
    })
  }
})
