import { DefimonError, type NetworkFacts, type Stack } from '@defimon/core'
import type { BlockDriver, DriverCall } from './driver.ts'

/** The CAIP-2 chain id that the network's entry names, if it names one. */
export function expectedChainId(network: NetworkFacts): string | undefined {
  return network.chainId ?? (network.evmChainId === undefined ? undefined : `eip155:${network.evmChainId}`)
}

/** Fails with `WRONG_NETWORK` where an endpoint serves another chain. Passes where either side does not say which chain it is. */
export async function assertChainId<S extends Stack, Raw>(driver: BlockDriver<S, Raw>, call: DriverCall): Promise<void> {
  const expected = expectedChainId(driver.network)
  if (expected === undefined) return
  const claimed = await driver.readChainId(call)
  if (claimed === undefined || claimed === expected) return
  const { id: network } = driver.network
  const host = call.endpoint
  throw new DefimonError('WRONG_NETWORK', `${network} at ${host}: it serves chain ${claimed}, not ${expected}`, { network, host })
}
