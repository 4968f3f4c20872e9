import { describeRecordings } from '../../../test/judge-recordings.ts'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { recordedDriver } from './recorded-driver.ts'

/** What was cut or edited at its source, and what is right there. */
const CUT: Readonly<Record<string, string>> = {
  // One transaction left of many.
  'arbitrum_one/eth_getBlockByNumber-60000000.json': 'transactions-root',
}

describeRecordings(recordedNetworks(/^arbitrum/), recordedDriver, CUT)
