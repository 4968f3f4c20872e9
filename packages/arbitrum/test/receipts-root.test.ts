import type { EvmRaw, RpcObject } from '@defimon/evm'
import { describe, expect, it } from 'vitest'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { recordedDriver } from './recorded-driver.ts'

const networks = recordedNetworks(/^arbitrum_one$/)

/** What the receipt of the start of a block always is: it succeeds, uses no gas and logs nothing. Recorders left it out. */
function startReceipt(block: RpcObject, start: RpcObject): RpcObject {
  return {
    blockHash: block['hash'],
    blockNumber: block['number'],
    transactionHash: start['hash'],
    transactionIndex: '0x0',
    type: '0x6a',
    from: start['from'],
    to: start['to'],
    status: '0x1',
    gasUsed: '0x0',
    cumulativeGasUsed: '0x0',
    logsBloom: `0x${'0'.repeat(512)}`,
    logs: [],
  }
}

describe.each(networks)('the receipts root of $id', (recorded) => {
  it('comes out in real Nitro blocks whose receipts are known but for the start of the block', async () => {
    const driver = recordedDriver(recorded)
    let proved = 0
    for (const { raw } of driver.recordedBlocks(recorded.exchanges)) {
      const transactions = raw.block['transactions'] as readonly RpcObject[]
      const [start] = transactions
      if (start?.['type'] !== '0x6a' || raw.someReceipts?.length !== transactions.length - 1) continue
      const whole: EvmRaw = { block: raw.block, receipts: [startReceipt(raw.block, start), ...raw.someReceipts] }
      const results = await driver.verify(whole, driver.decode(whole, 'receipts'), 'receipts')
      expect(results).toEqual(
        ['block-hash', 'transactions-root', 'receipts-root', 'logs-bloom'].map((check) => ({ check, outcome: 'passed' })),
      )
      proved += 1
    }
    expect(proved).toBe(6)
  })
})

if (networks.length === 0) {
  it('leaves out the real recordings, for there are none here', () => {
    expect(networks).toEqual([])
  })
}
