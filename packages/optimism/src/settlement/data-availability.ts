import type { DataAvailability, L2Network } from '@defimon/core'

/** Where data in a transaction of the parent chain stand. */
export function availabilityOf(network: L2Network<'op-stack'> | undefined, kind: 'blobs' | 'calldata'): DataAvailability {
  const parent = network?.parent
  if (kind === 'blobs') return parent === undefined || parent.startsWith('ethereum') ? 'ethereum-blobs' : `${parent}-blobs`
  return parent?.startsWith('ethereum') ? 'ethereum-calldata' : 'parent-calldata'
}
