import type { Endpoint, Runtime } from '@defimon/core'
import type { BeaconBlobSource } from '@defimon/evm/blobs'

/** Blobs from the beacon nodes that a command line or a config names; undefined where it names none. Whoever opens it disposes it. */
export async function openBeacon(
  endpoints: readonly (string | Endpoint)[] | undefined,
  runtime: Runtime,
): Promise<BeaconBlobSource | undefined> {
  if (!endpoints) return undefined
  const { beaconBlobSource } = await import('@defimon/evm/blobs')
  return beaconBlobSource({ endpoints, runtime })
}
