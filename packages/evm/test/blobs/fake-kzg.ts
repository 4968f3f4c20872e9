import type { BeaconBlob } from '@defimon/core/testing'
import type { Kzg } from '@defimon/evm/blobs'
import { concat, hexlify, sha256 } from 'ethers'

/** Stands in for KZG where many blobs are proven: a commitment is 48 bytes of a hash of the blob. Like KZG, it refuses what is no field element. */
export const fakeKzg: Kzg = {
  blobToKzgCommitment(blob) {
    if (/^0xff/.test(blob)) throw new Error('invalid field element')
    return concat([sha256(blob), '0x00112233445566778899aabbccddeeff'])
  },
}

/** A blob that begins with these bytes, with its commitment by a `kzg` and its hash, by ethers. */
export function blobOf(bytes: readonly number[], kzg: Kzg = fakeKzg): BeaconBlob {
  const blob = new Uint8Array(131_072)
  blob.set(bytes, 1)
  const commitment = kzg.blobToKzgCommitment(hexlify(blob))
  return { blob, commitment, versionedHash: `0x01${sha256(commitment).slice(4)}` }
}
