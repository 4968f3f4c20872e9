import { type AssembledChannel, type ChannelReader, joinFrames } from './channel-assembler.ts'
import type { Frame } from './frames.ts'

/** CHANNEL_TIMEOUT in L1 blocks since Granite (specs.optimism.io, granite/derivation), which came before Holocene. */
export const CHANNEL_TIMEOUT_BLOCKS = 50

interface Staged<P> {
  readonly id: string
  readonly frames: Map<number, { readonly data: Uint8Array; readonly place: P }>
  bytes: number
}

/**
 * The frame queue and the channel bank since Holocene (specs.optimism.io, holocene/derivation): one channel at a time, its frames in order. A first frame begins
 * a channel and drops one that is open; any other frame goes on the open channel as its next one, or is dropped; a channel that is
 * open for too long takes no more. Its size is bounded by that time, and when it is decompressed.
 */
export function createStagingChannel<P extends { readonly number: number }>(): ChannelReader<P> {
  let staged: Staged<P> | undefined

  const open = ({ channel, number }: Frame, { number: parentNumber }: P): Staged<P> | undefined => {
    if (number === 0) return { id: channel, frames: new Map(), bytes: 0 }
    if (staged?.id !== channel || staged.frames.size !== number) return undefined
    const began = staged.frames.get(0)?.place.number ?? parentNumber
    if (parentNumber <= began + CHANNEL_TIMEOUT_BLOCKS) return staged
    staged = undefined
    return undefined
  }

  return {
    add(frame, place): AssembledChannel<P> | undefined {
      const current = open(frame, place)
      if (!current) return undefined
      staged = current
      current.frames.set(frame.number, { data: frame.data, place })
      current.bytes += frame.data.length
      if (!frame.isLast) return undefined
      staged = undefined
      return joinFrames(current.id, current)
    },
  }
}
