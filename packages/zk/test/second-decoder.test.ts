import { toEthersProvider } from '@defimon/evm/ethers'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { describeSecondDecoder } from '../../../test/second-decoder.ts'
import { recordedLinea, recordedScroll } from './recorded-drivers.ts'

describeSecondDecoder(recordedNetworks(/^linea/), recordedLinea, toEthersProvider, {})
describeSecondDecoder(recordedNetworks(/^scroll$/), recordedScroll, toEthersProvider, {})
