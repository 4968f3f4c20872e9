import { describeRecordings } from '../../../test/judge-recordings.ts'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { recordedDriver } from './recorded-driver.ts'

/** What was cut or edited at its source, and what is right there. */
const CUT: Readonly<Record<string, string>> = {
  // One transaction left of many, with its own index.
  'base_goerli/eth_getBlockByNumber-1041847.json': 'transactions-root',
}

describeRecordings(recordedNetworks(/^(optimism|base|celo)/), recordedDriver, CUT)
