import type { Hash, L1Ref } from '@defimon/core'

/** Gives blobs of the parent chain: execution nodes do not keep them, beacon nodes do for some weeks, archives for longer. */
export interface BlobSource {
  /** The blobs of these versioned hashes, 131,072 bytes each, in that order; undefined for those that it does not have. */
  getBlobs(
    versionedHashes: readonly Hash[],
    place: L1Ref,
    options?: { readonly signal?: AbortSignal },
  ): Promise<readonly (Uint8Array | undefined)[]>
}
