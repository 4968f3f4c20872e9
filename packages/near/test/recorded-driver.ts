import type { L2Network } from '@defimon/core'
import type { RecordedNetwork } from '../../../test/recorded-networks.ts'
import { nearDriver } from '../src/index.ts'

/** The network of a recording of NEAR. */
export function recordedNetwork({ id }: Pick<RecordedNetwork, 'id'>): L2Network<'near'> {
  const name = id === 'near' ? 'mainnet' : 'testnet'
  return { id, name: id, stack: 'near', contracts: {}, endpoints: [], chainId: `near:${name}` }
}

/** The driver for a recorded network of NEAR. */
export function recordedDriver(network: Pick<RecordedNetwork, 'id'>): ReturnType<typeof nearDriver> {
  return nearDriver(recordedNetwork(network))
}
