import { createHash } from 'node:crypto'
import type { BeaconBlob } from '@defimon/core/testing'
import type { Kzg } from '@defimon/evm/blobs'

/** Stands in for KZG where many blobs are proven: a commitment is 48 bytes of a hash of the blob. Like KZG, it refuses what is no field element. */
export const fakeKzg: Kzg = {
  blobToKzgCommitment(blob) {
    if (blob.startsWith('0xff')) throw new Error('invalid field element')
    return `0x${createHash('sha384').update(blob).digest('hex')}`
  },
}

/** A blob that begins with these bytes. */
export function blobOf(bytes: readonly number[], kzg: Kzg = fakeKzg): BeaconBlob {
  const blob = new Uint8Array(131_072)
  blob.set(bytes, 1)
  return withCommitment(blob, kzg)
}

/** A blob with its commitment by a `kzg`, and its versioned hash by the rule of EIP-4844. */
export function withCommitment(blob: Uint8Array, kzg: Kzg = fakeKzg): BeaconBlob {
  const commitment = kzg.blobToKzgCommitment(`0x${Buffer.from(blob).toString('hex')}`)
  const hash = createHash('sha256')
    .update(Buffer.from(commitment.slice(2), 'hex'))
    .digest('hex')
  return { blob, commitment, versionedHash: `0x01${hash.slice(2)}` }
}
