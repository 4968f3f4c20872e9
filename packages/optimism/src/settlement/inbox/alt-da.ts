import type { DataAvailability, L2Network } from '@defimon/core'

/** A pointer to a batch that is kept elsewhere. */
export interface AltDaPointer {
  readonly dataAvailability: DataAvailability
  /** What it is, in words. */
  readonly note: string
}

/**
 * The first byte of a payload that is no frames: 0x01 is the OP Stack's commitment (specs.optimism.io, alt-da), the others are of the
 * forks that used them first.
 */
const KINDS: Readonly<Record<number, readonly [fallback: DataAvailability, meaning: string]>> = {
  1: ['alt-da', 'alt-DA commitment'],
  2: ['celestia', 'pointer of an older kind, to Celestia as far as known'],
  206: ['celestia', 'pointer to Celestia: height and commitment'],
  252: ['alt-da', 'content identifier of Frax DA'],
}
/** In an alt-DA commitment: 0 is a keccak of the data, 1 a certificate of a DA service. */
const COMMITMENTS = ['keccak of the data', 'certificate of a DA service'] as const

/** The pointer that a payload is. Undefined where its first byte is of no kind that is known here. */
export function readAltDaPointer(payload: Uint8Array, network: L2Network<'op-stack'> | undefined): AltDaPointer | undefined {
  const [first = 0, second = 0] = payload
  const kind = KINDS[first]
  if (!kind || payload.length < 2) return undefined
  const [fallback, meaning] = kind
  const { dataAvailability } = network ?? {}
  const known = dataAvailability !== undefined && !/-(blobs|calldata)/.test(dataAvailability)
  const commitment = first === 1 ? COMMITMENTS[second] : undefined
  return {
    // A pointer with a prefix of its own says where it leads; an alt-DA commitment does not.
    dataAvailability: known && fallback === 'alt-da' ? dataAvailability : fallback,
    note: `0x${first.toString(16).padStart(2, '0')}: ${meaning}${commitment ? ` (${commitment})` : ''}; the batch itself is not on the parent chain`,
  }
}
