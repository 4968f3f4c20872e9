import { type BlobSource, DefimonError } from '@defimon/core'

/**
 * Several sources as one: each is asked for what those before it did not have, in their order; a beacon node first, say, and behind it an
 * archive. What one fails with is passed on where the last has not all of them either.
 */
export function firstBlobs(...sources: readonly BlobSource[]): BlobSource {
  return {
    async getBlobs(versionedHashes, place, options) {
      const found = new Map<string, Uint8Array>()
      let failure: unknown
      for (const source of sources) {
        const missing = versionedHashes.filter((hash) => !found.has(hash))
        if (missing.length === 0) break
        try {
          const blobs = await source.getBlobs(missing, place, options)
          for (const [index, hash] of missing.entries()) {
            const blob = blobs[index]
            if (blob) found.set(hash, blob)
          }
        } catch (error) {
          if (!DefimonError.isInstance(error) || error.code === 'ABORTED' || error.code === 'CONFIG') throw error
          failure = error
        }
      }
      if (failure !== undefined && versionedHashes.some((hash) => !found.has(hash))) throw failure
      return versionedHashes.map((hash) => found.get(hash))
    },
  }
}
