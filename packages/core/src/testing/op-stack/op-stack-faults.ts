import { ethereumFaults, inReceipts, inTransactions } from '../ethereum/ethereum-faults.ts'
import type { Fault } from '../simulation/fault.ts'

/** Lies about what an OP Stack node answers: those of any Ethereum-like node, and those about deposits. */
export const opStackFaults: Readonly<Record<string, Fault>> = {
  ...ethereumFaults,
  'deposit-source-changed': inTransactions('another source of the L1 attributes', (transactions) => {
    const first = transactions[0]
    if (first) first['sourceHash'] = `0x${'11'.repeat(32)}`
  }),
  'l1-origin-changed': inTransactions('L1 attributes of another L1 block', (transactions) => {
    const first = transactions[0]
    if (first) first['input'] = String(first['input']).replace(/.{8}$/, 'deadbeef')
  }),
  'deposit-nonce-changed': inReceipts('another nonce in the receipt of a deposit (encoded since Canyon)', (receipts) => {
    const deposit = receipts.find((receipt) => receipt['type'] === '0x7e')
    if (deposit) deposit['depositNonce'] = '0x1'
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
