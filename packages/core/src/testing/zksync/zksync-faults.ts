import { ethereumFaults, inReceipts } from '../ethereum/ethereum-faults.ts'
import { withUnseen } from '../ethereum/unseen-faults.ts'
import type { Fault } from '../simulation/fault.ts'

const NOT_IN_HASH = 'the hash of an EraVM block holds number, time, parent and transaction hashes only'
const NO_RECEIPTS_ROOT = 'no root stands over receipts'

/** Lies about what a node of EraVM answers: those of any Ethereum-like node, many of which nobody can see here. */
export const zksyncFaults: Readonly<Record<string, Fault>> = {
  ...withUnseen(
    withUnseen(
      ethereumFaults,
      ['state-root-changed', 'receipts-root-changed', 'miner-changed', 'bloom-emptied', 'header-field-missing'],
      NOT_IN_HASH,
    ),
    ['receipt-status-flipped', 'receipt-gas-changed', 'log-data-changed', 'log-topic-changed', 'log-address-changed'],
    NO_RECEIPTS_ROOT,
  ),
  'receipt-gas-used-changed': inReceipts('more gas used than the block says', (receipts) => {
    const last = receipts.at(-1)
    if (last) last['gasUsed'] = `0x${(BigInt(String(last['gasUsed'])) + 1n).toString(16)}`
  }),
}
