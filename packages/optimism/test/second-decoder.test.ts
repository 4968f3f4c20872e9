import { toEthersProvider } from '@defimon/evm/ethers'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { describeSecondDecoder } from '../../../test/second-decoder.ts'
import { recordedDriver } from './recorded-driver.ts'

/** What ethers refuses, and why: it wants a signature in every transaction, and deposits of these nodes leave it out. */
const REJECTED: Readonly<Record<string, string>> = {
  'optimism_goerli/eth_getBlockByNumber-5003318.json': 'missing r',
  'optimism_goerli/eth_getBlockByNumber-5003322.json': 'missing r',
}

describeSecondDecoder(recordedNetworks(/^(optimism|base)/), recordedDriver, toEthersProvider, REJECTED)
