import {
  type BlobPlace,
  type BlobSource,
  type CallOptions,
  createTransport,
  DefimonError,
  type Hash,
  type L2Network,
  type NetworkId,
  type Session,
  systemRuntime,
  type Transport,
  type TransportOptions,
} from '@defimon/core'
import { type BeaconClock, readBeaconClock, slotAt } from './beacon-clock.ts'
import { type BlobCall, readSlotBlobs } from './beacon-slot.ts'
import { loadKzg } from './kzg.ts'
import { type BlobProof, hashOfBlob } from './proven-blobs.ts'

/** How a source of blobs from beacon nodes is made. `endpoints` are their URLs, with their keys, the first preferred. */
export interface BeaconBlobSourceOptions extends Omit<TransportOptions, 'endpoints' | 'admit' | 'parseJson'>, BlobProof {
  readonly endpoints: NonNullable<TransportOptions['endpoints']>
  /** The chain whose blobs they are, for errors. Default `ethereum`. */
  readonly network?: NetworkId
}

/** Blobs from beacon nodes. Whoever made it closes it. */
export interface BeaconBlobSource extends BlobSource, AsyncDisposable {
  /** What its endpoints do: health, events. */
  readonly transport: Transport
  close(): Promise<void>
}

/** A block may hold dozens of blobs, each of 262,144 digits; nodes that know no filter give them all. */
const MOST_RESPONSE_BYTES = 64 * 1024 * 1024

/**
 * Blobs from beacon nodes, each proven: its KZG commitment is computed and must hash to the versioned hash. Slots follow from the time of
 * the L1 block. A node that gives another blob loses trust, and one that is of another chain, is syncing or lacks the block is passed
 * over for the next. Fails with `PRUNED` where none has blobs that are older than nodes must keep them, with `NOT_FOUND` where none has
 * the block, with `VERIFICATION` where all that was given is false.
 *
 * Asks `/eth/v1/beacon/genesis`, `/eth/v1/config/spec`, `/eth/v1/beacon/blobs/{slot}`, `/eth/v1/beacon/blob_sidecars/{slot}`.
 */
export function beaconBlobSource(options: BeaconBlobSourceOptions): BeaconBlobSource {
  const { network: id = 'ethereum', kzg, endpoints, ...limits } = options
  const { runtime = systemRuntime() } = options
  const chain: L2Network<'none'> = { id, name: id, stack: 'none', endpoints: [], contracts: {} }
  const transport = createTransport(chain, { maxResponseBytes: MOST_RESPONSE_BYTES, ...limits, endpoints })
  let clock: BeaconClock | undefined
  /** By host: the call that it answered. */
  const calls = new Map<string, BlobCall>()

  /** The slot of a block. Whether a clock is of the right chain shows in that blocks are made when slots begin. */
  const slotOf = async (session: Session, place: BlobPlace, callOptions: CallOptions): Promise<number> => {
    const read = clock ?? (await readBeaconClock(session, callOptions))
    const slot = slotAt(read, place.timestampMs)
    if (slot === undefined) {
      const message = `${id}: block ${place.number} was made when no slot of this beacon chain begins`
      if (!clock) session.reject('another beacon chain')
      throw new DefimonError('WRONG_NETWORK', message, { network: id, host: session.endpoint })
    }
    clock = read
    return slot
  }

  /** Adds what an endpoint has of the missing ones, proven. */
  const readFrom = async (
    session: Session,
    place: BlobPlace,
    missing: readonly Hash[],
    found: Map<Hash, Uint8Array>,
    callOptions: CallOptions,
  ): Promise<void> => {
    const slot = await slotOf(session, place, callOptions)
    const given = await readSlotBlobs(session, slot, missing, calls.get(session.endpoint) ?? 'blobs', callOptions)
    if (!given) return
    const prover = kzg ?? (await loadKzg())
    let foreign = 0
    for (const blob of given.blobs) {
      if (callOptions.signal?.aborted) throw new DefimonError('ABORTED', `${id}: blobs`, { cause: callOptions.signal.reason })
      const hash = hashOfBlob(blob, prover)
      if (hash !== undefined && missing.includes(hash)) found.set(hash, blob)
      else foreign += 1
      if (missing.every((each) => found.has(each))) break
    }
    calls.set(session.endpoint, given.call)
    if (foreign === 0 || missing.every((hash) => found.has(hash))) return
    const message = `${id} at ${session.endpoint}: a beacon node gave a blob that is none of those of block ${place.number}`
    session.reject('a blob that its versioned hash does not prove')
    throw new DefimonError('VERIFICATION', message, { network: id, host: session.endpoint })
  }

  const getBlobs: BlobSource['getBlobs'] = async (versionedHashes, place, callOptions = {}) => {
    const wanted = versionedHashes.map((hash) => hash.toLowerCase())
    const found = new Map<Hash, Uint8Array>()
    const tried: string[] = []
    let failure: unknown
    const hosts = transport.health().length
    for (let turn = 0; turn < hosts; turn += 1) {
      const missing = [...new Set(wanted)].filter((hash) => !found.has(hash))
      if (missing.length === 0) break
      const session = transport.session({ avoid: tried })
      try {
        await readFrom(session, place, missing, found, callOptions)
      } catch (error) {
        if (!DefimonError.isInstance(error) || error.code === 'ABORTED' || error.code === 'CONFIG') throw error
        failure = error.code === 'MALFORMED' ? unreadable(session, error) : error
      }
      tried.push(session.endpoint)
    }
    if (wanted.every((hash) => found.has(hash))) return wanted.map((hash) => found.get(hash))
    const absent = absentError(place)
    // Of what nodes need not keep, one that cannot be reached would change nothing.
    if (failure !== undefined && absent.code !== 'PRUNED') throw failure
    if (found.size === 0) throw absent
    return wanted.map((hash) => found.get(hash))
  }

  /** What the transport took for an answer, and is none. */
  const unreadable = (session: Session, cause: DefimonError): DefimonError => {
    session.reject(cause.message)
    const { endpoint: host } = session
    return cause.host ? cause : new DefimonError('MALFORMED', `${id} at ${host}: ${cause.message}`, { network: id, host, cause })
  }

  const absentError = ({ number, timestampMs }: BlobPlace): DefimonError => {
    const { keptMs = Number.POSITIVE_INFINITY } = clock ?? {}
    if (runtime.now() - timestampMs <= keptMs) {
      return new DefimonError('NOT_FOUND', `${id}: no beacon node has the blobs of block ${number}`, { network: id })
    }
    const kept = `${Math.round(keptMs / 86_400_000)} days`
    const message = `${id}: the blobs of block ${number} are older than the ${kept} that beacon nodes keep them: an archive may have them`
    return new DefimonError('PRUNED', message, { network: id })
  }

  const close = (): Promise<void> => transport.close()
  return { getBlobs, transport, close, [Symbol.asyncDispose]: close }
}
