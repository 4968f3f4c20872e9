import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { describeSecondDecoder } from '../../../test/second-decoder.ts'
import { toEthersProvider } from '../src/ethers/index.ts'
import { recordedDriver } from './recorded-driver.ts'

/** What ethers refuses, and why. */
const REJECTED: Readonly<Record<string, string>> = {}

describeSecondDecoder(recordedNetworks(/^ethereum/), recordedDriver, toEthersProvider, REJECTED)
