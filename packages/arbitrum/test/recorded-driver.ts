import type { L2Network } from '@defimon/core'
import type { RecordedNetwork } from '../../../test/recorded-networks.ts'
import { arbitrumDriver } from '../src/index.ts'

/** The network of a recording of an Arbitrum chain. */
export function recordedNetwork({ id, chainId }: RecordedNetwork): L2Network<'arbitrum'> {
  return {
    id,
    name: id,
    stack: 'arbitrum',
    contracts: {},
    endpoints: [],
    parent: 'ethereum',
    ...(chainId !== undefined && { evmChainId: chainId }),
  }
}

/** The driver for a recorded Arbitrum chain. */
export function recordedDriver(network: RecordedNetwork): ReturnType<typeof arbitrumDriver> {
  return arbitrumDriver(recordedNetwork(network))
}
