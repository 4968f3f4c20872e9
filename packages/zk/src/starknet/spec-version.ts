import type { DriverCall } from '@defimon/core/adapter'
import { readString } from '@defimon/core/adapter'
import { isAtLeast, parseVersion } from './starknet-version.ts'

/** What of JSON-RPC an endpoint speaks. */
export interface SpecVersions {
  /** Whether the endpoint has the tag `l1_accepted` (JSON-RPC 0.9 and later). */
  hasL1AcceptedTag(call: DriverCall): Promise<boolean>
  /** The version that the endpoint names, such as `0.10.0`. */
  read(call: DriverCall): Promise<string>
}

/** Asks each endpoint once for `starknet_specVersion`; the path of its URL fixes it. What failed is asked again. */
export function createSpecVersions(): SpecVersions {
  const known = new Map<string, string>()
  const read = async (call: DriverCall): Promise<string> => {
    const host = call.endpoint
    const version = known.get(host) ?? readString(await call.request('starknet_specVersion', []), 'starknet_specVersion')
    known.set(host, version)
    return version
  }
  return {
    read,
    hasL1AcceptedTag: async (call) => {
      const version = parseVersion((await read(call)).replace(/[-+].*$/, ''))
      return version === undefined || isAtLeast(version, [0, 9])
    },
  }
}
