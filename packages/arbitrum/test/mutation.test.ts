import { describe, expect, it } from 'vitest'
import { evmCommitment } from '../../../test/mutation/evm-commitments.ts'
import { mutationScore } from '../../../test/mutation/mutation-score.ts'
import { type Recorded, recordedNetworks } from '../../../test/recorded-networks.ts'
import { recordedDriver } from './recorded-driver.ts'

const networks = recordedNetworks(/^arbitrum/)

/** Transactions from before Nitro have hashes and roots that cannot be computed, so what is changed in them goes through. */
function isNitro({ method, result }: Recorded): boolean {
  return method !== 'eth_getBlockByNumber' || (typeof result === 'object' && result !== null && 'baseFeePerGas' in result)
}

describe('changing a value of a recorded Nitro block', () => {
  it.each(networks)('is noticed for 99 of 100 committed values at least: $id', async (network) => {
    const { blocks, committed, noticed, missed } = await mutationScore({
      driver: recordedDriver(network),
      exchanges: network.exchanges.filter(isNitro),
      commitmentOf: evmCommitment,
      draw: () => true,
    })
    expect(committed).toBeGreaterThan(10_000)
    expect(noticed / committed).toBeGreaterThanOrEqual(0.99)
    // An unknown type is skipped: that of what ArbOS does first in every block may be taken for one to come.
    expect([...missed]).toEqual([['block.transactions.type', blocks]])
  })

  if (networks.length === 0) {
    it('is left out, for there are no real recordings here', () => {
      expect(networks).toEqual([])
    })
  }
})
