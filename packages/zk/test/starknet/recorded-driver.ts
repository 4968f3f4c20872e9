import type { L2Network } from '@defimon/core'
import type { RecordedNetwork } from '../../../../test/recorded-networks.ts'
import { type StarknetDriverOptions, starknetDriver } from '../../src/starknet/index.ts'

/** The network of a recording of StarkNet. Its chain id is a short string. */
export function recordedNetwork({ id, chainId }: RecordedNetwork): L2Network<'starknet'> {
  return { id, name: id, stack: 'starknet', contracts: {}, endpoints: [], chainId: `starknet:${chainId}` }
}

/** The driver for a recorded StarkNet. */
export function recordedDriver(network: RecordedNetwork, options?: StarknetDriverOptions): ReturnType<typeof starknetDriver> {
  return starknetDriver(recordedNetwork(network), options)
}
