import { type Dialect, verifySenders } from '@defimon/evm'
import { describe, expect, it } from 'vitest'
import { evmCommitment } from '../../../test/mutation/evm-commitments.ts'
import { mutationScore } from '../../../test/mutation/mutation-score.ts'
import { seededRandom } from '../../../test/mutation/seeded-random.ts'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { lineaDialect } from '../src/linea/index.ts'
import { scrollDialect } from '../src/scroll/index.ts'
import { recordedLinea, recordedScroll } from './recorded-drivers.ts'

/** One change of so many is made here. */
const ONE_OF = 20
const SEED = 20_261_120

const networks = recordedNetworks(/^(linea|scroll)/)

describe('changing a value of a recorded block of Linea or Scroll', () => {
  it('is noticed for 99 of 100 committed values at least, and for every sender that is recovered', async () => {
    let [committed, noticed, senders, sendersNoticed] = [0, 0, 0, 0]
    const random = seededRandom(SEED)
    for (const network of networks) {
      const isScroll = network.id === 'scroll'
      const dialect: Pick<Dialect, 'eras'> = isScroll ? scrollDialect : lineaDialect
      const score = await mutationScore({
        driver: isScroll ? recordedScroll(network) : recordedLinea(network),
        exchanges: network.exchanges,
        commitmentOf: evmCommitment,
        draw: () => random() * ONE_OF < 1,
        async noticesSender({ block }, { path }) {
          const transactions = block['transactions'] as readonly unknown[]
          const { contradictions } = await verifySenders({ ...block, transactions: [transactions[Number(path[2])]] }, { dialect })
          return contradictions.length > 0
        },
      })
      committed += score.committed
      noticed += score.noticed
      senders += score.senders
      sendersNoticed += score.sendersNoticed
    }
    if (networks.length === 0) return
    expect(committed).toBeGreaterThan(500)
    expect(noticed / committed).toBeGreaterThanOrEqual(0.99)
    expect(sendersNoticed).toBe(senders)
  }, 60_000)

  if (networks.length === 0) {
    it('is left out, for there are no real recordings here', () => {
      expect(networks).toEqual([])
    })
  }
})
