import type { Hash, NetworkId } from './network.ts'
import type { CallOptions } from './transport.ts'

/** The block of the parent chain that a transaction with blobs stands in. */
export interface BlobPlace {
  readonly network: NetworkId
  readonly number: number
  readonly hash: Hash
  readonly timestampMs: number
  readonly transactionHash?: Hash
}

/**
 * Gives blobs of the parent chain (EIP-4844): execution nodes do not keep them, beacon nodes do for 18 days, archives for longer. An archive of
 * one's own is one function; `provenBlobs` of `@defimon/evm/blobs` checks what it gives, and `firstBlobs` puts it behind another source.
 */
export interface BlobSource {
  /**
   * The blobs of these versioned hashes, 131,072 bytes each, in that order; undefined for those that it does not have. Fails with `PRUNED`
   * where it does not keep blobs so old, with `NOT_FOUND` where it has nothing of that block; readers then go without.
   */
  getBlobs(
    versionedHashes: readonly Hash[],
    place: BlobPlace,
    options?: CallOptions,
  ): Promise<readonly (Uint8Array | undefined)[]>
}
