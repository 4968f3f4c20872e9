import { toEthersProvider } from '@defimon/evm/ethers'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { describeSecondDecoder } from '../../../test/second-decoder.ts'
import { recordedDriver } from './recorded-driver.ts'

describeSecondDecoder(recordedNetworks(/^arbitrum/), recordedDriver, toEthersProvider, {})
