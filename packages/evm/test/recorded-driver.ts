import type { L2Network } from '@defimon/core'
import type { RecordedNetwork } from '../../../test/recorded-networks.ts'
import { ethereumDialect, evmDriver } from '../src/index.ts'

/** The driver for a recorded network of Ethereum's family. */
export function recordedDriver({ id, chainId }: RecordedNetwork): ReturnType<typeof evmDriver<'evm'>> {
  const network: L2Network<'evm'> = {
    id,
    name: id,
    stack: 'evm',
    contracts: {},
    endpoints: [],
    ...(chainId !== undefined && { evmChainId: chainId }),
  }
  return evmDriver(network, ethereumDialect)
}
