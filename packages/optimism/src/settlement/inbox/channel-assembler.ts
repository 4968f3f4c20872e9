import type { Frame } from './frames.ts'

/** A channel, all of whose frames are there. `P` says where a frame came from. */
export interface AssembledChannel<P> {
  readonly id: string
  readonly data: Uint8Array
  /** Where each frame came from, in their order. */
  readonly places: readonly P[]
}

/** Puts channels together from frames that come in the order of the parent chain. */
export interface ChannelReader<P> {
  /** Takes a frame; returns its channel where that is now whole. Frames that contradict what is there are ignored. */
  add(frame: Frame, place: P): AssembledChannel<P> | undefined
}

/** One that keeps several channels at a time. */
export interface ChannelAssembler<P> extends ChannelReader<P> {
  /** Channels that were begun and are not whole: their first frames as far as they follow one another. */
  open(): readonly AssembledChannel<P>[]
}

interface OpenChannel<P> {
  readonly frames: Map<number, { readonly data: Uint8Array; readonly place: P }>
  bytes: number
  end?: number
}

/** MAX_CHANNEL_BANK_SIZE since Fjord (specs.optimism.io, fjord/derivation): the oldest channels go first. */
const MOST_BYTES = 100_000_000
/** Frames may be empty, so that bytes alone do not bound them. */
const MOST_FRAMES = 65_536

/**
 * A channel bank until Holocene (specs.optimism.io, protocol/derivation, "Channel bank"): the first frame of a number counts, a last frame closes, what
 * stands after it is dropped. Bounded by size, as the protocol does.
 */
export function createChannelAssembler<P>(): ChannelAssembler<P> {
  const channels = new Map<string, OpenChannel<P>>()
  let bytes = 0
  let frames = 0

  const forget = (id: string, channel: OpenChannel<P>): void => {
    channels.delete(id)
    bytes -= channel.bytes
    frames -= channel.frames.size
  }

  const add: ChannelAssembler<P>['add'] = (frame, place) => {
    let channel = channels.get(frame.channel)
    if (!channel) {
      channel = { frames: new Map(), bytes: 0 }
      channels.set(frame.channel, channel)
    }
    if (channel.frames.has(frame.number)) return undefined
    if (channel.end !== undefined && (frame.isLast || frame.number > channel.end)) return undefined
    channel.frames.set(frame.number, { data: frame.data, place })
    channel.bytes += frame.data.length
    bytes += frame.data.length
    frames += 1
    if (frame.isLast) {
      channel.end = frame.number
      for (const [number, later] of channel.frames) {
        if (number <= frame.number) continue
        channel.frames.delete(number)
        channel.bytes -= later.data.length
        bytes -= later.data.length
        frames -= 1
      }
    }
    for (const [id, oldest] of channels) {
      if (bytes <= MOST_BYTES && frames <= MOST_FRAMES) break
      if (oldest !== channel) forget(id, oldest)
    }
    if (channel.end === undefined || channel.frames.size !== channel.end + 1) return undefined
    forget(frame.channel, channel)
    return joinFrames(frame.channel, channel)
  }

  return {
    add,
    open: () => [...channels].map(([id, channel]) => joinFrames(id, channel)).filter(({ places }) => places.length > 0),
  }
}

/** The frames of a channel as far as they follow one another. */
export function joinFrames<P>(id: string, { frames, bytes }: Pick<OpenChannel<P>, 'frames' | 'bytes'>): AssembledChannel<P> {
  const data = new Uint8Array(bytes)
  const places: P[] = []
  let at = 0
  for (let number = 0; ; number += 1) {
    const frame = frames.get(number)
    if (!frame) break
    data.set(frame.data, at)
    at += frame.data.length
    places.push(frame.place)
  }
  return { id, data: data.subarray(0, at), places }
}
