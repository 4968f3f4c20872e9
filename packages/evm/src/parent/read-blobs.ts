import { type BlobPlace, type BlobSource, type CallOptions, DefimonError, type Hash } from '@defimon/core'

/**
 * Blobs for a reader of settlement; undefined for those that are not there, or not any more. Other failures are the source's own, not of the
 * endpoint of the network that settles: they come out as `TRANSIENT`, with the cause.
 */
export async function readBlobs(
  source: BlobSource,
  versionedHashes: readonly Hash[],
  place: BlobPlace,
  options: CallOptions = {},
): Promise<readonly (Uint8Array | undefined)[]> {
  try {
    return await source.getBlobs(versionedHashes, place, options)
  } catch (cause) {
    if (!DefimonError.isInstance(cause) || cause.code === 'ABORTED' || cause.code === 'CONFIG') throw cause
    if (cause.code === 'PRUNED' || cause.code === 'NOT_FOUND') return versionedHashes.map(() => undefined)
    throw new DefimonError('TRANSIENT', `blobs of ${place.network}: ${cause.message}`, { network: place.network, cause })
  }
}
