import { ethereumFaults, inBlock, inReceipts, inTransactions } from '../ethereum/ethereum-faults.ts'
import type { Fault } from '../simulation/fault.ts'

function besideHeader(name: string, description: string, value: string): Fault {
  return inBlock({ description, verdict: 'rejected', check: 'block-hash' }, (block) => {
    block[name] = value
  })
}

/** Lies about what a Nitro node answers: those of any Ethereum-like node, and those about what Arbitrum adds. */
export const arbitrumFaults: Readonly<Record<string, Fault>> = {
  ...ethereumFaults,
  'send-count-changed': besideHeader('sendCount', 'another count of messages than mixHash holds', '0x7fffffff'),
  'send-root-changed': besideHeader('sendRoot', 'another root of messages than extraData holds', `0x${'11'.repeat(32)}`),
  'l1-block-number-changed': besideHeader('l1BlockNumber', 'another L1 block than mixHash holds', '0x1'),
  'start-of-block-changed': inTransactions('the start of the block tells of another L1 block', (transactions) => {
    const first = transactions[0]
    if (first) first['input'] = String(first['input']).replace(/.{8}$/, 'deadbeef')
  }),
  'unsigned-made-signed': inTransactions('a signature where nobody signs', (transactions) => {
    const first = transactions[0]
    if (first) first['r'] = '0x1'
  }),
  'tip-collected': inReceipts('a price with a tip, where tips are dropped', (receipts) => {
    const last = receipts.at(-1)
    if (last?.['type'] === '0x6a') last['status'] = '0x0'
    else if (last) last['effectiveGasPrice'] = '0xffffffffff'
  }),
  'gas-for-l1-above-gas': inReceipts('more gas for L1 than gas', (receipts) => {
    const last = receipts.at(-1)
    if (last) last['gasUsedForL1'] = '0xffffffffff'
  }),
  'gas-for-l1-changed': {
    ...inReceipts('other gas for L1', (receipts) => {
      const paying = receipts.findLast((receipt) => receipt['gasUsedForL1'] !== '0x0')
      if (paying) paying['gasUsedForL1'] = '0x1'
    }),
    verdict: 'unseen',
    reason: 'the receipt that the root commits to does not hold the share of L1',
  },
}
