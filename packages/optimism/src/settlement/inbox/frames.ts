import { encodeHex } from '@defimon/evm'

/** A piece of a channel. */
export interface Frame {
  /** 16 bytes, 0x-hex. */
  readonly channel: string
  readonly number: number
  readonly data: Uint8Array
  readonly isLast: boolean
}

/** channel id 16 ‖ frame number u16 ‖ length u32 ‖ … ‖ is last u8. */
const HEAD_BYTES = 22
/** MAX_FRAME_LEN. */
const MOST_BYTES = 1_000_000

/**
 * The frames of a batcher payload: derivation version 0, then one or more whole frames and nothing else (specs.optimism.io,
 * protocol/derivation, "Batcher transaction format" and "Frame format"). Undefined where the payload is something else: the protocol
 * then ignores all of it.
 */
export function readFrames(payload: Uint8Array): readonly Frame[] | undefined {
  if (payload[0] !== 0 || payload.length === 1) return undefined
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
  const frames: Frame[] = []
  for (let at = 1; at < payload.length; ) {
    const start = at + HEAD_BYTES
    if (start > payload.length) return undefined
    const length = view.getUint32(at + 18)
    const last = payload[start + length]
    if (length > MOST_BYTES || last === undefined || last > 1) return undefined
    frames.push({
      channel: encodeHex(payload, at, at + 16),
      number: view.getUint16(at + 16),
      data: payload.subarray(start, start + length),
      isLast: last === 1,
    })
    at = start + length + 1
  }
  return frames
}
