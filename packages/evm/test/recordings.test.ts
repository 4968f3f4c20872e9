import { describeRecordings } from '../../../test/judge-recordings.ts'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { recordedDriver } from './recorded-driver.ts'

/** What was cut or edited at its source, and what is right there. */
const CUT: Readonly<Record<string, string>> = {
  // Not the shape of an RPC answer.
  'ethereum/eth_getBlockByNumber-0.json': 'MALFORMED',
  // No transactions root.
  'ethereum_goerli/eth_getBlockByNumber-7259850.json': 'MALFORMED',
  // Another transaction put in place of the block's own.
  'ethereum_hoodi/eth_getBlockByNumber-411443.json': 'transactions-root',
}

describeRecordings(recordedNetworks(/^ethereum/), recordedDriver, CUT)
