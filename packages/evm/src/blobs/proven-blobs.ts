import { type BlobSource, DefimonError, type Hash } from '@defimon/core'
import { encodeHex } from '../hashing/encode-hex.ts'
import { BLOB_BYTES } from './blob-hex.ts'
import { type Kzg, loadKzg } from './kzg.ts'
import { versionedHashOf } from './versioned-hash.ts'

/** How blobs are proven. */
export interface BlobProof {
  /** Default: that of micro-eth-signer, an optional peer dependency; half a second for each full blob. c-kzg and kzg-wasm take less. */
  readonly kzg?: Kzg | undefined
}

/**
 * Checks each blob of a source: its KZG commitment is computed, and must hash to the versioned hash that it was asked for by. A blob that is
 * another one fails with `VERIFICATION`, since whoever gave it says what is not so. For archives of one's own; `beaconBlobSource` proves
 * its blobs itself.
 */
export function provenBlobs(source: BlobSource, { kzg }: BlobProof = {}): BlobSource {
  return {
    async getBlobs(versionedHashes, place, options) {
      const blobs = await source.getBlobs(versionedHashes, place, options)
      const prover = kzg ?? (await loadKzg())
      return versionedHashes.map((versionedHash, index) => {
        const blob = blobs[index]
        if (blob === undefined) return undefined
        const computed = hashOfBlob(blob, prover)
        if (computed === versionedHash.toLowerCase()) return blob
        const what = computed === undefined ? 'what is no blob' : `the blob of ${computed}`
        throw new DefimonError('VERIFICATION', `${place.network}: a source of blobs gave ${what} for ${versionedHash}`, {
          network: place.network,
        })
      })
    },
  }
}

/** The versioned hash of a blob. Undefined where it is no blob: of another length, or an element of it is no field element. */
export function hashOfBlob(blob: Uint8Array, kzg: Kzg): Hash | undefined {
  if (blob.length !== BLOB_BYTES) return undefined
  let commitment: string
  try {
    commitment = kzg.blobToKzgCommitment(encodeHex(blob, 0, blob.length))
  } catch {
    // Whatever a library says of what is no blob.
    return undefined
  }
  // kzg-wasm writes capitals.
  return versionedHashOf(commitment.toLowerCase())
}
