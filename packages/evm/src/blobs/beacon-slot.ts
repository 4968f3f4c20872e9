import { type CallOptions, DefimonError, type ErrorCode, type Hash, type Session } from '@defimon/core'
import { asList, asObject } from '../encoding/rpc-object.ts'
import { BLOB_BYTES, parseFixedHex } from './blob-hex.ts'
import { getFrom } from './get-from.ts'
import { versionedHashOf } from './versioned-hash.ts'

/** The two calls that give blobs: sidecars since Deneb, and since Fulu, where blobs are kept in columns, the blobs themselves. */
export type BlobCall = 'blobs' | 'sidecars'

/** What a node gave for a slot. */
export interface SlotBlobs {
  readonly call: BlobCall
  /** Those that may be the ones that were asked for; none is proven yet. */
  readonly blobs: readonly Uint8Array[]
}

/** How nodes say that they do not have it. */
const ABSENT: readonly ErrorCode[] = ['NOT_FOUND', 'NOT_YET', 'PRUNED']
/** How they refuse a call that they do not know, or not any more: each client does so in another way. */
const REFUSED: readonly ErrorCode[] = ['RPC', 'UNSUPPORTED']

/**
 * Blobs of a slot from the node of a session: `/eth/v1/beacon/blobs/{slot}?versioned_hashes=`, `/eth/v1/beacon/blob_sidecars/{slot}`
 * (github.com/ethereum/beacon-APIs), `first` first. Undefined where neither call gives anything: the node does not have the block, dropped its blobs, or
 * has not come so far. Fails with `MALFORMED`, and as the transport does, `RPC` where it refuses both.
 */
export async function readSlotBlobs(
  session: Session,
  slot: number,
  versionedHashes: readonly Hash[],
  first: BlobCall,
  options: CallOptions,
): Promise<SlotBlobs | undefined> {
  const calls: readonly BlobCall[] = first === 'blobs' ? ['blobs', 'sidecars'] : ['sidecars', 'blobs']
  let refusals = 0
  for (const call of calls) {
    const read = call === 'blobs' ? readBlobsOf : readSidecarsOf
    try {
      const blobs = await read(session, slot, versionedHashes, options)
      if (blobs.length > 0) return { call, blobs }
    } catch (error) {
      if (!DefimonError.isInstance(error)) throw error
      if (REFUSED.includes(error.code)) refusals += 1
      else if (!ABSENT.includes(error.code)) throw error
      if (refusals === calls.length) throw error
    }
  }
  return undefined
}

async function readBlobsOf(
  session: Session,
  slot: number,
  versionedHashes: readonly Hash[],
  options: CallOptions,
): Promise<readonly Uint8Array[]> {
  const query = versionedHashes.map((hash) => `versioned_hashes=${hash}`).join('&')
  const answer = await getFrom(session, `/eth/v1/beacon/blobs/${slot}?${query}`, options)
  return dataOf(answer, 'blobs').map((blob) => parseFixedHex(blob, BLOB_BYTES, 'blob'))
}

/** Of a block's sidecars those with the commitments that are wanted. */
async function readSidecarsOf(
  session: Session,
  slot: number,
  versionedHashes: readonly Hash[],
  options: CallOptions,
): Promise<readonly Uint8Array[]> {
  const answer = await getFrom(session, `/eth/v1/beacon/blob_sidecars/${slot}`, options)
  return dataOf(answer, 'blob sidecars').flatMap((value) => {
    const sidecar = asObject(value, 'blob sidecar')
    const hash = versionedHashOf(String(sidecar['kzg_commitment']))
    return versionedHashes.includes(hash) ? [parseFixedHex(sidecar['blob'], BLOB_BYTES, 'blob')] : []
  })
}

function dataOf(answer: unknown, what: string): readonly unknown[] {
  return asList(asObject(answer, what)['data'], what)
}
