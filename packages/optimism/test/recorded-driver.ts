import type { L2Network } from '@defimon/core'
import type { RecordedNetwork } from '../../../test/recorded-networks.ts'
import { optimismDriver } from '../src/index.ts'

/** The network of a recording of the OP family. */
export function recordedNetwork({ id, chainId }: RecordedNetwork): L2Network<'op-stack'> {
  return {
    id,
    name: id,
    stack: 'op-stack',
    contracts: {},
    endpoints: [],
    parent: 'ethereum',
    ...(chainId !== undefined && { evmChainId: chainId }),
  }
}

/** The driver for a recorded network of the OP family. */
export function recordedDriver(network: RecordedNetwork): ReturnType<typeof optimismDriver> {
  return optimismDriver(recordedNetwork(network))
}
