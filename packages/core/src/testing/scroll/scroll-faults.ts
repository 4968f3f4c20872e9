import { ethereumFaults, inReceipts, inTransactions } from '../ethereum/ethereum-faults.ts'
import type { Fault } from '../simulation/fault.ts'

/** Lies about what a Scroll node answers: those of any Ethereum-like node, and those about messages from L1. */
export const scrollFaults: Readonly<Record<string, Fault>> = {
  ...ethereumFaults,
  'queue-index-changed': inTransactions('another place of a message in the queue on L1', (transactions) => {
    const message = transactions.find(({ type }) => type === '0x7e')
    if (message) message['queueIndex'] = '0x1'
  }),
  'l1-sender-changed': inTransactions('another sender of a message from L1', (transactions) => {
    const message = transactions.find(({ type }) => type === '0x7e')
    if (message) message['sender'] = `0x${'11'.repeat(20)}`
  }),
  'l1-fee-changed': {
    ...inReceipts('another L1 fee', (receipts) => {
      const paying = receipts.find((receipt) => 'l1Fee' in receipt)
      if (paying) paying['l1Fee'] = '0x1'
    }),
    verdict: 'unseen',
    reason: 'the receipt that the root commits to does not hold the L1 fee',
  },
}
