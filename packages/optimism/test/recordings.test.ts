import type { L2Network } from '@defimon/core'
import { describeRecordings } from '../../../test/judge-recordings.ts'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { optimismDriver } from '../src/index.ts'

/** What was cut or edited at its source, and what is right there. */
const CUT: Readonly<Record<string, string>> = {
  // One transaction left of many, with its own index.
  'base_goerli/eth_getBlockByNumber-1041847.json': 'transactions-root',
}

describeRecordings(
  recordedNetworks(/^(optimism|base)/),
  ({ id, chainId }) => {
    const network: L2Network<'op-stack'> = {
      id,
      name: id,
      stack: 'op-stack',
      contracts: {},
      endpoints: [],
      parent: 'ethereum',
      ...(chainId !== undefined && { evmChainId: chainId }),
    }
    return optimismDriver(network)
  },
  CUT,
)
